#include "assembly/literaltemplate.h"
#include "assembly/target.h"
#include "assembly/templateassembly.h"

#include <QTest>

using namespace hermes;
using namespace hermes::assembly;
using namespace Qt::StringLiterals;
using core::RepoPath;

namespace {

const RepoPath promptFile = RepoPath::fromLiteral(u"agents/a/AGENT.md"_s);

Assembly prompt(const QByteArray &text)
{
    return assemble({promptFile, text, 0});
}

class NoFragments final : public FragmentSource
{
public:
    [[nodiscard]] core::Result<TemplateFile> fragment(const QString &,
                                                      const QString &) const override
    {
        return core::failure(core::ErrorCode::NotFound, u"none"_s);
    }
};

/// Every byte of what a target takes comes from where its segment says.
void compareWithOrigins(const Assembly &part, const QByteArray &file)
{
    qint64 at = 0;
    for (const Segment &segment : part.segments) {
        QCOMPARE(segment.start, at);
        QCOMPARE(part.text.sliced(segment.start, segment.length),
                 file.sliced(segment.origin.start, segment.length));
        at += segment.length;
    }
    QCOMPARE(at, part.text.size());
}

} // namespace

class TestTarget final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesLeadBack()
    {
        for (const Target target : allTargets) {
            QCOMPARE(targetFromName(targetName(target)), target);
            QVERIFY(!targetLabel(target).isEmpty());
        }
        QVERIFY(!targetFromName(u"none"_s));
    }

    void whatFitsIsWhole()
    {
        const Assembly whole = prompt(QByteArray(20'000, 'a'));
        for (const Target target : allTargets) {
            const TargetText taken = forTarget(whole, target, 0, promptFile);
            QVERIFY(taken.isWhole(whole));
            QCOMPARE(taken.text(whole), whole.text);
            QCOMPARE(taken.assembly(whole), whole);
            QVERIFY(taken.problems.isEmpty());
            QCOMPARE(taken.characters, 20'000);
        }
    }

    void hermesAgentDropsTheMiddle()
    {
        const QByteArray text =
            QByteArray(14'000, 'h') + QByteArray(2'001, 'm') + QByteArray(4'000, 't');
        const Assembly whole = prompt(text);
        const TargetText taken = forTarget(whole, Target::HermesAgent, 0, promptFile);
        QCOMPARE(taken.text(whole), QByteArray(14'000, 'h') + QByteArray(4'000, 't'));
        QVERIFY(!taken.isWhole(whole));
        QCOMPARE(taken.problems.size(), 1);
        QCOMPARE(taken.problems.constFirst().file, promptFile);
        QCOMPARE(taken.problems.constFirst().severity, core::Problem::Severity::Warning);
        compareWithOrigins(taken.assembly(whole), text);
        // It reckons with the window.
        QVERIFY(forTarget(whole, Target::HermesAgent, 200'000, promptFile).isWhole(whole));
    }

    void theLimitFollowsTheWindow_data()
    {
        QTest::addColumn<qint64>("window");
        QTest::addColumn<qint64>("limit");
        QTest::newRow("unknown") << qint64(0) << qint64(20'000);
        QTest::newRow("small") << qint64(8'192) << qint64(20'000);
        QTest::newRow("128K") << qint64(128'000) << qint64(30'720);
        QTest::newRow("200K") << qint64(200'000) << qint64(48'000);
        QTest::newRow("huge") << qint64(10'000'000) << qint64(500'000);
    }
    void theLimitFollowsTheWindow()
    {
        QFETCH(qint64, window);
        QTEST(hermesAgentLimit(window), "limit");
    }

    void charactersAreCutWhole()
    {
        // Two, three and four bytes; Python, which does the cutting, counts code points.
        const QByteArray one = "\u00E4\u2013\U0001F600";
        const QByteArray text = one.repeated(7'000);
        const Assembly whole = prompt(text);
        const TargetText taken = forTarget(whole, Target::HermesAgent, 0, promptFile);
        QCOMPARE(taken.characters, 21'000);
        const QByteArray kept = taken.text(whole);
        QCOMPARE(QString::fromUtf8(kept).toUtf8(), kept);
        QCOMPARE(QString::fromUtf8(kept).toUcs4().size(), 18'000);
        compareWithOrigins(taken.assembly(whole), text);
    }

    void copilotRefusesWhatIsTooLong()
    {
        const Assembly whole = prompt(QByteArray(30'001, 'a'));
        const TargetText taken = forTarget(whole, Target::Copilot, 0, promptFile);
        QVERIFY(taken.isWhole(whole)); // nothing is cut there
        QCOMPARE(taken.problems.size(), 1);
        QCOMPARE(taken.problems.constFirst().severity, core::Problem::Severity::Error);
        QVERIFY(forTarget(whole, Target::ClaudeCode, 0, promptFile).problems.isEmpty());
    }

    void aLiteralTemplateGivesItself_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("plain") << QByteArray("# A\n\ntext\n");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("windowsLines") << QByteArray("a\r\nb\r\n");
        QTest::newRow("frontMatter") << QByteArray("---\nvariables:\n  a: b\n---\n{{a}}\n");
        QTest::newRow("unterminatedFrontMatter") << QByteArray("---\nvariables:\n");
        QTest::newRow("rule") << QByteArray("----\ntext");
        QTest::newRow("byteOrderMark") << QByteArray("\xEF\xBB\xBF# A\n");
        QTest::newRow("braces") << QByteArray("{{a}} {{{b}}} {{> c}} {{#d}} {{! e }} {{=| |=}}\n");
        QTest::newRow("bracesAloneInTheirLine") << QByteArray("x\n  {{! c }}\n{{/d}}\ny");
        QTest::newRow("otherBraces") << QByteArray("{{a}} <% %> <%% %%>");
        QTest::newRow("openBraces") << QByteArray("{{");
        QTest::newRow("noText") << QByteArray("\xff\xfe{{\x80");
    }
    void aLiteralTemplateGivesItself()
    {
        QFETCH(QByteArray, text);
        const LiteralTemplate made = literalTemplate(text);
        const RepoPath file = RepoPath::fromLiteral(u"studio/sources/agents/a.md"_s);
        const TemplateFile source{file, made.text, registry::readSourceHead(made.text, file)};
        const Assembly assembled = assembleTemplate(source, {}, NoFragments());
        QCOMPARE(assembled.text, text);
        QCOMPARE(assembled.problems, QList<core::Problem>());
        QCOMPARE(made.text.sliced(made.start), text);
    }
};

QTEST_GUILESS_MAIN(TestTarget)
#include "tst_target.moc"
