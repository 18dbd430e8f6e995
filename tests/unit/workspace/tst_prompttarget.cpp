#include "workspace/prompttarget.h"

#include "scratchfolder.h"
#include "workspace/testsendprompt.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using assembly::Target;
using workspace::TargetPrompt;

namespace {

/// 30,008 characters: more than Hermes Agent and Copilot take.
QByteArray longPrompt()
{
    return "# Long\n\n" + QByteArray("word ").repeated(6000);
}

} // namespace

/// What the preview shows of a prompt and a test-send sends, by the program it is for.
class TestPromptTarget final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.write(u"AGENTS.md"_s, "Keep it short.\n");
        m_folder.write(u"skills/sql/SKILL.md"_s, "---\nname: sql\n---\nUse indexes.");
    }

    void asWrittenNothingIsAddedOrCut()
    {
        const TargetPrompt prompt = take(longPrompt(), Target::AsWritten, {u"AGENTS.md"_s});
        QCOMPARE(prompt.sent, longPrompt());
        QVERIFY(prompt.context.isEmpty());
        QVERIFY(prompt.objections().isEmpty());
    }

    void contextStandsBelowThePromptInItsOrder_data()
    {
        QTest::addColumn<Target>("target");
        QTest::newRow("Hermes Agent") << Target::HermesAgent;
        QTest::newRow("Claude Code") << Target::ClaudeCode;
    }
    void contextStandsBelowThePromptInItsOrder()
    {
        QFETCH(const Target, target);
        const TargetPrompt prompt =
            take("# Short", target, {u"AGENTS.md"_s, u"skills/sql/SKILL.md"_s});
        QCOMPARE(prompt.sent, "# Short\n\nKeep it short.\n\n---\nname: sql\n---\nUse indexes.");
        const QString words = workspace::shownTarget(prompt);
        QVERIFY2(words.contains(u" with AGENTS.md") && words.endsWith(u"skill sql"),
                 qPrintable(words));
        QVERIFY(!assembly::ownAdditions(target).isEmpty());
    }

    void whatHermesAgentDropsIsNotSent()
    {
        const TargetPrompt prompt = take(longPrompt(), Target::HermesAgent, {u"AGENTS.md"_s});
        QCOMPARE(prompt.taken.keptCharacters, 18'000);
        QCOMPARE(prompt.sent.size(), 18'000 + qint64(qstrlen("\n\nKeep it short.\n")));
        QVERIFY(prompt.objections().isEmpty()); // it cuts, it does not refuse
    }

    void whatCopilotRefusesIsAnObjection()
    {
        const TargetPrompt prompt = take(longPrompt(), Target::Copilot, {u"AGENTS.md"_s});
        QCOMPARE(prompt.sent, longPrompt());
        QVERIFY(prompt.context.isEmpty());
        QCOMPARE(prompt.objections().size(), 1);
    }

    void aFileThatIsGoneIsLeftOutAndAnObjection()
    {
        const TargetPrompt prompt =
            take("# Short\n", Target::ClaudeCode, {u"gone.md"_s, u"AGENTS.md"_s});
        QCOMPARE(prompt.sent, "# Short\n\nKeep it short.\n");
        QCOMPARE(prompt.objections().size(), 1);
        QVERIFY(prompt.objections().first().contains(m_folder.path(u"gone.md"_s)));
        QVERIFY(!workspace::shownTarget(prompt).contains(u"gone"));
    }

    void whatIsNoTextIsNotSent()
    {
        m_folder.write(u"binary.md"_s, "\xff\xfe");
        const TargetPrompt prompt = take("# Short\n", Target::ClaudeCode, {u"binary.md"_s});
        QCOMPARE(prompt.sent, "# Short\n");
        QVERIFY(prompt.objections().first().contains(u"is no UTF-8 text"));
    }

    void whatIsPreparedForATestSendIsTheSame_data()
    {
        QTest::addColumn<Target>("target");
        for (const Target target : assembly::allTargets) {
            QTest::newRow(qPrintable(assembly::targetName(target))) << target;
        }
    }
    void whatIsPreparedForATestSendIsTheSame()
    {
        QFETCH(const Target, target);
        registry::Definition definition;
        definition.promptText = longPrompt();
        const QStringList files{m_folder.path(u"AGENTS.md"_s)};
        const auto prepared =
            workspace::preparedPrompt(definition, {}, {u"gpt-4o"_s, {target, files}, 0});
        const TargetPrompt shown = take(longPrompt(), target, {u"AGENTS.md"_s});
        QCOMPARE(prepared.systemPrompt, shown.sent);
        QCOMPARE(prepared.forTarget.taken, shown.taken);
    }

    void aByteOfTheContextLeadsToItsFile()
    {
        m_folder.write(u"long.md"_s, longPrompt()); // more than is taken
        const TargetPrompt prompt =
            take("# Short", Target::HermesAgent,
                 {u"absent.md"_s, u"AGENTS.md"_s, u"skills/sql/SKILL.md"_s, u"long.md"_s});
        const auto placeOf = [&prompt](const QByteArray &words) {
            return workspace::contextPlaceAt("# Short", prompt.context, prompt.sent.indexOf(words));
        };
        using Place = std::optional<workspace::ContextPlace>;
        const auto in = [this](const QString &file, int line) {
            return Place({m_folder.path(file), line});
        };
        QCOMPARE(placeOf("Short"), Place());
        QCOMPARE(placeOf("\n\nKeep"), Place());
        QCOMPARE(placeOf("\nKeep"), in(u"AGENTS.md"_s, 1)); // in the line between the two
        QCOMPARE(placeOf("short"), in(u"AGENTS.md"_s, 1));
        QCOMPARE(placeOf("name: sql"), in(u"skills/sql/SKILL.md"_s, 2));
        QCOMPARE(placeOf("indexes"), in(u"skills/sql/SKILL.md"_s, 4));
        QCOMPARE(placeOf("# Long"), in(u"long.md"_s, 0));
        QCOMPARE(workspace::contextPlaceAt("# Short", prompt.context, prompt.sent.size()),
                 in(u"long.md"_s, 0));
        QCOMPARE(workspace::contextPlaceAt({}, prompt.context, 0), in(u"AGENTS.md"_s, 1));
        QCOMPARE(workspace::contextPlaceAt({}, {}, 0), Place());
    }

private:
    [[nodiscard]] TargetPrompt take(const QByteArray &prompt, Target target,
                                    const QStringList &files) const
    {
        QStringList paths;
        for (const QString &file : files) {
            paths.append(m_folder.path(file));
        }
        return workspace::targetPrompt(assembly::assemble({{}, prompt, 0}), {target, paths}, {}, {},
                                       {});
    }

    test::ScratchFolder m_folder;
};

QTEST_GUILESS_MAIN(TestPromptTarget)
#include "tst_prompttarget.moc"
