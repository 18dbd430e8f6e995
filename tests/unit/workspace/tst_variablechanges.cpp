#include "inmemoryfilesource.h"
#include "workspace/overlaysource.h"
#include "workspace/promptassembly.h"
#include "workspace/variablechanges.h"

#include <QTest>

#include <limits>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::RepoPath;
using workspace::OverlaySource;

namespace {

const QString writerSource = u"studio/sources/agents/writer.md"_s;
const QString readerSource = u"studio/sources/agents/reader.md"_s;
const QString tone = u"studio/fragments/tone.md"_s;
const QString values = u"studio/values.json"_s;

/// Counts what is read of another source, and has the reader stop at a number.
class CountedSource final : public core::FileSource
{
public:
    CountedSource(const core::FileSource &files, int stopAt) : m_files(files), m_stopAt(stopAt) { }

    [[nodiscard]] int reads() const { return m_reads; }
    [[nodiscard]] const core::CancelFlag &cancel() const { return m_cancel; }

    [[nodiscard]] core::Result<QList<core::FileNode>>
    list(const core::RepoPath &folder) const override
    {
        return m_files.list(folder);
    }
    [[nodiscard]] core::Result<QByteArray> read(const core::RepoPath &file,
                                                qint64 maxBytes) const override
    {
        if (++m_reads == m_stopAt) {
            m_cancel.cancel();
        }
        return m_files.read(file, maxBytes);
    }
    [[nodiscard]] core::Result<core::FileNode> node(const core::RepoPath &path) const override
    {
        return m_files.node(path);
    }
    [[nodiscard]] bool isThreadSafe() const override { return false; }

private:
    const core::FileSource &m_files;
    int m_stopAt;
    mutable int m_reads = 0;
    mutable core::CancelFlag m_cancel;
};

core::Result<changes::ChangeSet> renamed(const core::FileSource &files, const QString &file,
                                         const QString &from, const QString &to)
{
    return workspace::renameVariable(files, {}, RepoPath::fromLiteral(file), from, to, {});
}

QByteArray written(const core::Result<changes::ChangeSet> &changes, const QString &file)
{
    if (!changes) {
        return "(refused: " + changes.error().message.toUtf8() + ")";
    }
    for (const changes::FileWrite &write : changes->writes) {
        if (write.file.text() == file) {
            return write.after.value_or("(removed)");
        }
    }
    return "(not written)";
}

/// What a source gives once the changes are done.
QByteArray promptAfter(const core::FileSource &files, const changes::ChangeSet &changes,
                       const QString &source)
{
    OverlaySource::Contents contents;
    for (const changes::FileWrite &write : changes.writes) {
        contents.insert(write.file, write.after);
    }
    const OverlaySource after(files, contents);
    const RepoPath file = RepoPath::fromLiteral(source);
    const auto made = workspace::assembleSource(
        after, {}, file, after.read(file, 1 << 20).value_or(QByteArray()), {});
    return made ? made->assembly.text : QByteArray("(not assembled)");
}

} // namespace

class TestVariableChanges final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCancelledRenameStopsAmongThePrompts()
    {
        test::InMemoryFileSource files;
        files.write(tone, "Be {{who}}.\n");
        for (int i = 0; i < 40; ++i) {
            files.write(u"studio/sources/agents/a%1.md"_s.arg(i),
                        "---\nvariables:\n  who: you\n---\n{{> tone}}\n");
        }
        const CountedSource whole(files, std::numeric_limits<int>::max());
        QVERIFY(renamed(whole, tone, u"who"_s, u"whom"_s));
        // The texts are read first, then what each prompt needs to be compared.
        const CountedSource stopped(files, whole.reads() / 2);
        const auto cancelled = workspace::renameVariable(stopped, {}, RepoPath::fromLiteral(tone),
                                                         u"who"_s, u"whom"_s, stopped.cancel());
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
        QVERIFY2(stopped.reads() < whole.reads() * 3 / 4,
                 qPrintable(QString::number(stopped.reads())));
    }

    void everyFormOfTagIsRenamed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char *name, const QByteArray &body, const QByteArray &after) {
            QTest::newRow(name) << body << after;
        };
        row("plain", "be {{who}}!", "be {{whom}}!");
        row("blanks", "be {{  who }}!", "be {{  whom }}!");
        row("triple", "be {{{who}}}!", "be {{{whom}}}!");
        row("ampersand", "be {{& who}}!", "be {{& whom}}!");
        row("section", "{{#who}}be{{/who}}", "{{#whom}}be{{/whom}}");
        row("sectionInLines", "{{# who }}\nbe {{who}}\n{{/ who }}\nend",
            "{{# whom }}\nbe {{whom}}\n{{/ whom }}\nend");
        row("inverted", "{{^who}}nobody{{/who}}.", "{{^whom}}nobody{{/whom}}.");
        row("within", "{{#strict}}{{who}}{{#who}}x{{/who}}{{/strict}}",
            "{{#strict}}{{whom}}{{#whom}}x{{/whom}}{{/strict}}");
        row("otherDelimiters", "{{=<% %>=}}be <%who%> {{who}}", "{{=<% %>=}}be <%whom%> {{who}}");
        row("twiceInALine", "{{who}}, {{who}}", "{{whom}}, {{whom}}");
        row("longerName", "{{who}} who whole", "{{whom}} who whole");
        row("code", "`{{who}}`", "`{{whom}}`");
    }
    void everyFormOfTagIsRenamed()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, after);
        const QByteArray head = "---\nvariables:\n  strict: true\n  who: you # all\n---\n";
        test::InMemoryFileSource files;
        files.write(writerSource, head + body);
        const auto changes = renamed(files, writerSource, u"who"_s, u"whom"_s);
        QCOMPARE(written(changes, writerSource), QByteArray(head).replace("who:", "whom:") + after);
        QCOMPARE(promptAfter(files, *changes, writerSource), promptAfter(files, {}, writerSource));
        QCOMPARE(changes->writes.size(), 1);
    }

    void aDottedNameIsRenamedInItsFirstPart()
    {
        test::InMemoryFileSource files;
        files.write(writerSource,
                    "---\nvariables:\n  team:\n    type: list\n---\n"
                    "{{#team}}{{team.name}} {{name}} {{name.team}}{{/team}}");
        files.write(values, R"({"team": [{"name": "a"}]})");
        const auto changes = renamed(files, writerSource, u"team"_s, u"group"_s);
        QCOMPARE(written(changes, writerSource),
                 "---\nvariables:\n  group:\n    type: list\n---\n"
                 "{{#group}}{{group.name}} {{name}} {{name.team}}{{/group}}");
        QCOMPARE(written(changes, values), R"({"group": [{"name": "a"}]})");
    }

    void theKeyOfAListsItemsIsNotTheVariable()
    {
        test::InMemoryFileSource files;
        files.write(writerSource,
                    "---\nvariables:\n  name: me\n  team:\n    type: list\n---\n"
                    "{{name}}: {{#team}}{{name}}{{/team}}");
        files.write(values, R"({"team": [{"name": "a"}]})");
        const auto changes = renamed(files, writerSource, u"name"_s, u"self"_s);
        QCOMPARE(written(changes, writerSource),
                 "---\nvariables:\n  self: me\n  team:\n    type: list\n---\n"
                 "{{self}}: {{#team}}{{name}}{{/team}}");
        QCOMPARE(promptAfter(files, *changes, writerSource), "me: a");
    }

    void fragmentsThatUseItAndAllWhoIncludeThemFollow()
    {
        test::InMemoryFileSource files;
        files.write(writerSource, "---\nvariables:\n  who: you\n---\n{{> outer}} {{who}}");
        files.write(readerSource, "---\nvariables:\n  \"who\": me\n---\n{{> outer}}");
        files.write(u"studio/sources/agents/other.md"_s,
                    "---\nvariables:\n  who: them\n---\n{{who}}");
        files.write(u"studio/fragments/outer.md"_s, "outer {{> tone}}");
        files.write(tone, "be {{who}}");
        const auto changes = renamed(files, tone, u"who"_s, u"whom"_s);
        QCOMPARE(written(changes, writerSource),
                 "---\nvariables:\n  whom: you\n---\n{{> outer}} {{whom}}");
        QCOMPARE(written(changes, readerSource),
                 "---\nvariables:\n  \"whom\": me\n---\n{{> outer}}");
        QCOMPARE(written(changes, tone), "be {{whom}}");
        QCOMPARE(changes->writes.size(), 3); // the other's is another variable
        QCOMPARE(promptAfter(files, *changes, readerSource), "outer be me");
    }

    void valuesAndProfilesFollow()
    {
        test::InMemoryFileSource files;
        files.write(writerSource, "---\nvariables:\n  who:\n    required: true\n---\n{{who}}");
        files.write(values, "{\n  \"a\": 1, // no\n  \"who\": \"x\"\n}\n"); // no JSON: left alone
        files.write(u"studio/profiles/short.json"_s, "{\r\n\t\"who\" : \"they\",\r\n\t\"b\": 2}");
        const auto changes = renamed(files, writerSource, u"who"_s, u"whom"_s);
        QCOMPARE(written(changes, u"studio/profiles/short.json"_s),
                 "{\r\n\t\"whom\" : \"they\",\r\n\t\"b\": 2}");
        QCOMPARE(written(changes, values), "(not written)");
        // Without a profile it has no value, and its tag shows.
        QCOMPARE(changes->remarks.size(), 1);
        QVERIFY(changes->remarks.first().text.contains(
            u"agent/writer changes: it has no value for the variable, and shows {{whom}} then "
            "where it shows {{who}}."_s));
    }

    void aValueThatOthersNeedIsKept()
    {
        test::InMemoryFileSource files;
        files.write(writerSource, "---\nvariables:\n  who: you\n---\n{{who}}");
        files.write(readerSource, "---\nvariables:\n  who: me\n---\n{{who}}");
        files.write(values, R"({"who": "all"})");
        const auto changes = renamed(files, writerSource, u"who"_s, u"whom"_s);
        QCOMPARE(written(changes, values), R"({"who": "all", "whom": "all"})");
        QCOMPARE(promptAfter(files, *changes, writerSource), "all");
        QCOMPARE(promptAfter(files, *changes, readerSource), "all");
        QCOMPARE(changes->remarks.size(), 1);
        QVERIFY(changes->remarks.first().text.contains(readerSource));
    }

    void whatWouldChangeAPromptIsRefused_data()
    {
        QTest::addColumn<QByteArray>("writer");
        QTest::addColumn<QByteArray>("reader");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("reason");
        const QByteArray head = "---\nvariables:\n  who: you\n---\n";
        const auto row = [](const char *name, const QByteArray &writer, const QByteArray &reader,
                            const QString &to, const QString &reason) {
            QTest::newRow(name) << writer << reader << to << reason;
        };
        // Who includes the fragment without declaring the variable has the braces in its prompt.
        row("anIncluderWithoutIt", head + "{{> tone}}", "{{> tone}}", u"whom"_s,
            u"agents/reader.md does not declare"_s);
        row("bracesOfThatName", head + "{{who}} {{whom}}", {}, u"whom"_s, u"agent/writer"_s);
        row("taken", "---\nvariables:\n  who: you\n  whom: me\n---\n{{who}}", {}, u"whom"_s,
            u"already"_s);
        row("noName", head + "{{who}}", {}, u"a.b"_s, u"no name"_s);
        row("noName2", head + "{{who}}", {}, u"a b"_s, u"no name"_s);
        row("inOneLine", "---\nvariables: {who: you}\n---\n{{who}}", {}, u"whom"_s, u"line"_s);
    }
    void whatWouldChangeAPromptIsRefused()
    {
        QFETCH(QByteArray, writer);
        QFETCH(QByteArray, reader);
        QFETCH(QString, to);
        QFETCH(QString, reason);
        test::InMemoryFileSource files;
        files.write(writerSource, writer);
        files.write(readerSource, reader);
        files.write(tone, "be {{who}}");
        const auto changes = renamed(files, writerSource, u"who"_s, to);
        QVERIFY2(!changes, written(changes, writerSource));
        QCOMPARE(changes.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(changes.error().message.contains(reason), qPrintable(changes.error().message));
    }

    void aProfileThatWouldGiveTheNewNameAValueIsInTheWay()
    {
        test::InMemoryFileSource files;
        files.write(writerSource, "---\nvariables:\n  who: you\n---\n{{who}}");
        files.write(u"studio/profiles/short.json"_s, R"({"whom": "they"})");
        const auto changes = renamed(files, writerSource, u"who"_s, u"whom"_s);
        QVERIFY(!changes);
        QVERIFY2(changes.error().message.contains(u"short.json"_s),
                 qPrintable(changes.error().message));
    }

    void whatNobodyDeclaresIsNoVariable()
    {
        test::InMemoryFileSource files;
        files.write(writerSource, "{{who}}");
        const auto changes = renamed(files, writerSource, u"who"_s, u"whom"_s);
        QVERIFY(!changes);
        QCOMPARE(changes.error().code, ErrorCode::NotFound);
        QVERIFY(!renamed(files, readerSource, u"who"_s, u"whom"_s));
    }
};

QTEST_GUILESS_MAIN(TestVariableChanges)
#include "tst_variablechanges.moc"
