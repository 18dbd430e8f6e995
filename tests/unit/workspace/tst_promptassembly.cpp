#include "core/directoryfilesource.h"
#include "registryfixture.h"
#include "vcs/repository.h"
#include "workspace/promptassembly.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <memory>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::RegistryFixture;
using workspace::ContentRef;
using workspace::PromptAssembly;

namespace {

const QString sourceFile = u"studio/sources/agents/writer.md"_s;

} // namespace

/// Prompts from their sources, with a real git behind the versions of fragments.
class TestPromptAssembly final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<RegistryFixture>(); }

    void withoutASourceThePromptIsLiteral()
    {
        m_fixture->writePrompt("{{a}} {{> b}}\r\n");
        const PromptAssembly assembled = assemble();
        QCOMPARE(assembled.assembly.text, "{{a}} {{> b}}\r\n");
        QVERIFY(assembled.sourceFile.isRoot() && assembled.assembly.problems.isEmpty());
    }

    void aSourceIsFilledInWithFragmentsAndValues()
    {
        write(sourceFile,
              "---\nvariables:\n  tone: mild\n  who: nobody\n  where: here\n---\n{{tone}} {{who}} "
              "{{where}} {{> rules}}");
        write(u"studio/fragments/rules.md"_s, "---\nversion: 1.0.0\n---\nRules of {{who}}.");
        write(u"studio/values.json"_s, R"({ "tone": "firm", "who": "us" })");
        write(u"studio/profiles/night.json"_s, R"({ "who": "owls" })");
        QCOMPARE(assemble().assembly.text, "firm us here Rules of us.");
        QCOMPARE(assemble().sourceFile.text(), sourceFile);
        QCOMPARE(assemble().variables.size(), 3);
        workspace::ValueChoice choice{u"night"_s, {}};
        QCOMPARE(assemble(choice).assembly.text, "firm owls here Rules of owls.");
        choice.given.insert(u"where"_s, {u"there"_s, {}, 0});
        QCOMPARE(assemble(choice).assembly.text, "firm owls there Rules of owls.");
    }

    void eachVariableIsListedWithWhoGivesItsValue()
    {
        using workspace::ValueOrigin;
        write(
            sourceFile,
            "---\nvariables:\n  tone: mild\n  who: nobody\n  where: here\n  count:\n    type: "
            "number\n    default: 3\n  name:\n    required: true\n---\n{{tone}} {{who}} {{where}} "
            "{{count}} {{name}} {{> rules}}");
        write(u"studio/fragments/rules.md"_s,
              "---\nvariables:\n  strict:\n    type: flag\n    default: true\n---\n{{#strict}}!"
              "{{/strict}}");
        write(u"studio/values.json"_s, R"({ "tone": "firm", "who": "us", "count": "many" })");
        write(u"studio/profiles/night.json"_s, R"({ "who": "owls" })");
        write(u"studio/profiles/day.json"_s, R"({ "who": "larks" })");
        workspace::ValueChoice choice{u"night"_s, {}};
        choice.given.insert(u"tone"_s, {u"soft"_s, {}, 0});
        const PromptAssembly made = assemble(choice);
        QCOMPARE(made.assembly.text, "soft owls here 3 {{name}} !");
        QCOMPARE(made.profiles, QStringList({u"day"_s, u"night"_s}));
        QStringList listed;
        for (const workspace::VariableUse &use : made.uses) {
            listed.append(use.variable.name + u'=' + use.value.value.toVariant().toString() + u' '
                          + QString::number(static_cast<int>(use.value.origin)));
        }
        const auto origin = [](ValueOrigin from) {
            return QString::number(static_cast<int>(from));
        };
        QCOMPARE(listed,
                 QStringList({u"tone=soft "_s + origin(ValueOrigin::Given),
                              u"who=owls "_s + origin(ValueOrigin::Profile),
                              u"where=here "_s + origin(ValueOrigin::Default),
                              u"count=3 "_s + origin(ValueOrigin::Default),
                              u"name= "_s + origin(ValueOrigin::Nobody),
                              u"strict=true "_s + origin(ValueOrigin::Default)}));
        QCOMPARE(made.uses.at(0).inherited,
                 (workspace::VariableUse::Value{ValueOrigin::Registry, u"firm"_s}));
        QVERIFY(made.uses.at(3).isRefused && !made.uses.at(0).isRefused);
        QVERIFY(made.uses.at(4).isMissing() && !made.uses.at(3).isMissing());
        QCOMPARE(made.uses.at(5).file.text(), u"studio/fragments/rules.md"_s);
        QCOMPARE(workspace::shownChoice(choice), u"profile “night”, 1 values of yours"_s);
    }

    void whatIsTypedIsReadByTheVariablesType()
    {
        using registry::Variable;
        using workspace::typedValue;
        QCOMPARE(typedValue(Variable::Type::Text, u""_s).value(), QJsonValue(u""_s));
        QCOMPARE(typedValue(Variable::Type::Number, u"1.10"_s).value(), QJsonValue(u"1.10"_s));
        QVERIFY(!typedValue(Variable::Type::Number, u"1,1"_s));
        QCOMPARE(typedValue(Variable::Type::Flag, u"yes"_s).value(), QJsonValue(true));
        QVERIFY(!typedValue(Variable::Type::Flag, u"perhaps"_s));
        const QJsonArray words{u"a b"_s, u"c"_s};
        QCOMPARE(typedValue(Variable::Type::List, u"a b, c"_s).value(), QJsonValue(words));
        QCOMPARE(workspace::editableList(words), u"a b, c"_s);
        for (const QJsonArray &list :
             {words, QJsonArray{u"a, b"_s}, QJsonArray{QJsonObject{{u"name"_s, u"x"_s}}, 3},
              QJsonArray{u""_s}, QJsonArray{}}) {
            const auto again =
                typedValue(Variable::Type::List, workspace::editableList(list)).value();
            QCOMPARE(again, QJsonValue(list));
        }
        const auto broken = typedValue(Variable::Type::List, u"[\"a\", ]"_s);
        QVERIFY(!broken && broken.error().message.contains(u"JSON"));
        // Characters are counted, of what stands in the field.
        const auto inWords = typedValue(Variable::Type::List, u"  [\"äöü😀\", x]"_s);
        QVERIFY(!inWords);
        QVERIFY2(inWords.error().message.contains(u"at character 12:"_s),
                 qPrintable(inWords.error().message));
    }

    void aFragmentsVersionComesFromTheHistory()
    {
        const QString file = u"studio/fragments/rules.md"_s;
        write(file, "---\nversion: 1.0.0\n---\nfirst");
        m_fixture->folder().commitAll(u"rules 1.0.0"_s);
        write(file, "---\nversion: 1.0.0\n---\nfirst, mended");
        m_fixture->folder().commitAll(u"rules 1.0.0, mended"_s);
        write(file, "---\nversion: 2.0.0\n---\nsecond");
        m_fixture->folder().commitAll(u"rules 2.0.0"_s);
        write(file, "---\nversion: 3.0.0\n---\nthird"); // not committed
        write(sourceFile,
              "{{> rules}} / {{> rules@1.0.0}} / {{> rules@2.0.0}} / {{> rules@3.0.0}}");
        const PromptAssembly assembled = assemble();
        QCOMPARE(assembled.assembly.text, "third / first, mended / second / third");
        QVERIFY(assembled.assembly.problems.isEmpty());
        // Also of a fragment that is gone by now.
        QVERIFY(QFile::remove(m_fixture->folder().path(file)));
        write(sourceFile, "{{> rules@1.0.0}} {{> rules@9.0.0}}");
        QCOMPARE(assemble().assembly.text, "first, mended {{> rules@9.0.0}}");
        QCOMPARE(assemble().assembly.problems.size(), 1);
        QVERIFY(assemble().assembly.problems.constFirst().message.contains(u"9.0.0"_s));
    }

    void aPromptThatIsNotWhatItsSourceGivesIsToldAndMended()
    {
        m_fixture->writePrompt("Be mild.\n");
        QCOMPARE(check(), QList<core::Problem>()); // its own source
        write(sourceFile, "---\nvariables:\n  tone: mild\n---\nBe {{tone}}.\n");
        QCOMPARE(check(), QList<core::Problem>());
        m_fixture->writePrompt("Be wild, edited by hand.\n");
        const QList<core::Problem> problems = check();
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.constFirst().rule, u"prompt.stale"_s);
        QVERIFY(problems.constFirst().message.contains(sourceFile));
        const core::Problem::Fix fix = problems.constFirst().fixes.constFirst();
        QByteArray mended = m_fixture->prompt();
        mended.replace(fix.start, fix.length, fix.replacement);
        QCOMPARE(mended, "Be mild.\n");
    }

    void anEarlierStateIsAssembledFromItsOwnFiles()
    {
        write(sourceFile, "old {{> rules}}");
        write(u"studio/fragments/rules.md"_s, "old rules");
        const QByteArray commit = m_fixture->folder().commitAll(u"old"_s);
        write(sourceFile, "new {{> rules}}");
        write(u"studio/fragments/rules.md"_s, "new rules");
        const auto id = vcs::ObjectId::parse(QString::fromLatin1(commit));
        QVERIFY(id);
        QCOMPARE(assemble({}, ContentRef::atCommit(*id, u"old"_s)).assembly.text, "old old rules");
        QCOMPARE(assemble().assembly.text, "new new rules");
    }

    void namesCannotLeadOutOfTheFolder()
    {
        write(u"studio/secret.md"_s, "secret");
        write(sourceFile, "{{> ../secret}} {{> /etc/hostname}}");
        const PromptAssembly assembled = assemble();
        QCOMPARE(assembled.assembly.text, "{{> ../secret}} {{> /etc/hostname}}");
        QCOMPARE(assembled.assembly.problems.size(), 2);
    }

    void aProfileThatIsNotThereIsTold()
    {
        write(sourceFile, "x");
        write(u"studio/profiles/night.json"_s, "{}");
        write(u"studio/profiles/day.json"_s, "{}");
        const core::DirectoryFileSource files(m_fixture->root());
        for (const QString &name : {u"absent"_s, u"../values"_s}) {
            const auto assembled =
                workspace::assemblePrompt(files, m_fixture->root(), definition(), {name, {}});
            QVERIFY(!assembled);
            QVERIFY(assembled.error().message.contains(name));
            QVERIFY(assembled.error().message.endsWith(u"There are: day, night."_s));
        }
    }

    void brokenValuesAreAProblem()
    {
        write(sourceFile, "---\nvariables:\n  a: b\n---\n{{a}}");
        write(u"studio/values.json"_s, "{ \"a\": ");
        const PromptAssembly assembled = assemble();
        QCOMPARE(assembled.assembly.text, "b");
        QCOMPARE(assembled.assembly.problems.size(), 1);
        QCOMPARE(assembled.assembly.problems.constFirst().file.text(), u"studio/values.json"_s);
    }

private:
    void write(const QString &file, const QByteArray &text)
    {
        m_fixture->folder().write(file, text);
    }

    [[nodiscard]] registry::Definition definition(const ContentRef &state = ContentRef::saved())
    {
        return workspace::readContent(m_fixture->root(), core::EntryKind::Agent,
                                      RegistryFixture::writerFolder, state)
            .value_or(registry::Definition{});
    }

    [[nodiscard]] PromptAssembly assemble(const workspace::ValueChoice &choice = {},
                                          const ContentRef &state = ContentRef::saved())
    {
        const auto files = workspace::filesOf(m_fixture->root(), state);
        if (!files) {
            return {};
        }
        return workspace::assemblePrompt(**files, m_fixture->root(), definition(state), choice)
            .value_or(PromptAssembly{});
    }

    [[nodiscard]] QList<core::Problem> check()
    {
        return workspace::checkAgainstSource(core::DirectoryFileSource(m_fixture->root()),
                                             m_fixture->root(), definition());
    }

    std::unique_ptr<RegistryFixture> m_fixture;
};

QTEST_GUILESS_MAIN(TestPromptAssembly)
#include "tst_promptassembly.moc"
