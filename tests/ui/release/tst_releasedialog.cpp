#include "release/changestext.h"
#include "release/releasedialog.h"
#include "widgets/messagebar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using release::ReleaseDialog;
using workspace::VersionStep;

namespace {

workspace::Comparison someChanges(const QString &left, const QString &right)
{
    workspace::Comparison made;
    made.left = workspace::ContentRef::atCommit({}, u"v1.1.0"_s);
    made.right = workspace::ContentRef::draft();
    made.prompt = std::make_shared<const diff::LineDiff>(diff::compareTexts(left, right));
    made.promptFile = core::RepoPath::fromLiteral(u"agents/writer/AGENT.md"_s);
    made.manifestText = std::make_shared<const diff::LineDiff>(diff::compareTexts({}, {}));
    return made;
}

workspace::ReleasePlan somePlan()
{
    workspace::ReleasePlan plan;
    plan.id = {core::EntryKind::Agent, u"writer"_s};
    plan.currentVersion = u"1.1.0"_s;
    plan.proposal = {VersionStep::Minor,
                     *core::SemanticVersion::parse(u"1.2.0"_s),
                     {u"Section “Limits” is new"_s, u"Tool Bash is gained"_s}};
    plan.changes = someChanges(u"# Writer\n\nUse timeouts and retries.\n"_s,
                               u"# Writer\n\nUse timeouts and backoff.\n\n## Limits\n"_s);
    plan.changes.manifestChange = workspace::ManifestChange::Fields;
    plan.changes.manifest = {{u"tools"_s, u"Read"_s, u"Read, Bash"_s}};
    plan.files = {core::RepoPath::fromLiteral(u"agents/writer/AGENT.md"_s),
                  core::RepoPath::fromLiteral(u"agents/writer/manifest.json"_s)};
    plan.branch = u"main"_s;
    return plan;
}

std::optional<vcs::Signature> ada()
{
    return vcs::Signature{u"Ada Author"_s, u"ada@example.org"_s, {}};
}

/// The dialog, shown, with what a test reaches for.
struct Fixture
{
    Fixture(const widgets::Theme &theme, const workspace::ReleasePlan &plan,
            const std::optional<vcs::Signature> &author)
        : dialog(theme, plan, author, nullptr)
        , version(field(u"Version"_s))
        , changelog(dialog.findChild<QPlainTextEdit *>())
        , steps(dialog.findChild<widgets::SegmentedControl *>())
        , failure(dialog.findChild<widgets::MessageBar *>())
        , requested(&dialog, &ReleaseDialog::releaseRequested)
    {
        dialog.open();
        dialog.activateWindow();
    }

    [[nodiscard]] QLineEdit *field(const QString &name) const
    {
        const auto fields = dialog.findChildren<QLineEdit *>();
        const auto found = std::ranges::find(
            fields, name, [](const QLineEdit *each) { return each->accessibleName(); });
        return found == fields.end() ? nullptr : *found;
    }

    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        const auto buttons = dialog.findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(
            buttons, [&](const QPushButton *each) { return each->text().startsWith(text); });
        return found == buttons.end() ? nullptr : *found;
    }

    [[nodiscard]] QPushButton *release() const { return button(u"Release"_s); }

    [[nodiscard]] QString label(const QString &description) const
    {
        for (const auto labels = dialog.findChildren<QLabel *>(); const QLabel *label : labels) {
            if (label->accessibleDescription() == description) {
                return label->text();
            }
        }
        return {};
    }

    [[nodiscard]] QString missing() const { return label(u"What is missing"_s); }

    void write(const QString &text) { QTest::keyClicks(changelog, text); }

    void setVersion(const QString &text)
    {
        version->selectAll();
        QTest::keyClicks(version, text);
    }

    ReleaseDialog dialog;
    QLineEdit *version;
    QPlainTextEdit *changelog;
    widgets::SegmentedControl *steps;
    widgets::MessageBar *failure;
    QSignalSpy requested;
};

} // namespace

class TestReleaseDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void versionIsProposedWithItsReasons()
    {
        const Fixture fixture(*m_theme, somePlan(), ada());
        QCOMPARE(fixture.version->text(), u"1.2.0"_s);
        QCOMPARE(fixture.steps->currentIndex(), 1);
        QCOMPARE(fixture.label(u"Reasons for the proposed version"_s),
                 u"Section “Limits” is new · Tool Bash is gained"_s);
        QCOMPARE(fixture.release()->text(), u"Release 1.2.0"_s);
    }

    void changelogIsRequiredAndTheButtonSaysSo()
    {
        Fixture fixture(*m_theme, somePlan(), ada());
        QTRY_VERIFY(fixture.changelog->hasFocus());
        QVERIFY(!fixture.release()->isEnabled());
        QCOMPARE(fixture.missing(), u"Say what changed."_s);
        QCOMPARE(fixture.release()->toolTip(), u"Say what changed."_s);
        QCOMPARE(fixture.release()->accessibleDescription(), u"Say what changed."_s);
        fixture.write(u"  "_s);
        QVERIFY(!fixture.release()->isEnabled());
        fixture.write(u"Names limits."_s);
        QVERIFY(fixture.release()->isEnabled());
        QCOMPARE(fixture.missing(), QString());
        QCOMPARE(fixture.release()->toolTip(), QString());
        QTest::mouseClick(fixture.release(), Qt::LeftButton);
        QCOMPARE(fixture.requested.size(), 1);
        QCOMPARE(fixture.dialog.choice().changelog, u"Names limits."_s);
        QCOMPARE(fixture.dialog.choice().version.toString(), u"1.2.0"_s);
        QCOMPARE(fixture.dialog.choice().authorName, u"Ada Author"_s);
        QVERIFY(fixture.dialog.isVisible()); // until it is done
    }

    void aSecretIsReleasedOnlyWithConsent()
    {
        workspace::ReleasePlan plan = somePlan();
        plan.secrets = {{plan.files.first().text(), 12, u"a key of OpenAI"_s}};
        Fixture fixture(*m_theme, plan, ada());
        auto *consent = fixture.dialog.findChild<QCheckBox *>();
        QVERIFY(consent->isVisible());
        QVERIFY(consent->accessibleDescription().contains(u"AGENT.md, line 12"_s));
        fixture.write(u"Names limits."_s);
        QVERIFY(!fixture.release()->isEnabled());
        QVERIFY(fixture.missing().contains(u"secret"_s));
        consent->setFocus();
        QTest::keyClick(consent, Qt::Key_Space);
        QVERIFY(fixture.release()->isEnabled());
        QCOMPARE(fixture.dialog.choice().acceptedSecrets, plan.secrets);
        test::expectGoodLooks(fixture.dialog, *m_theme, {640, 640}, u"release-secret"_s);

        plan.secrets.append({plan.files.first().text(), 14, u"a private key"_s}); // another one
        fixture.dialog.setPlan(plan);
        QVERIFY(!consent->isChecked());
        QVERIFY(!fixture.release()->isEnabled());
        plan.secrets.clear();
        fixture.dialog.setPlan(plan);
        QVERIFY(!consent->isVisible());
        QVERIFY(fixture.release()->isEnabled());
        QVERIFY(fixture.dialog.choice().acceptedSecrets.isEmpty());
    }

    void aSecretInTheChangelogIsReleasedOnlyWithConsent()
    {
        Fixture fixture(*m_theme, somePlan(), ada());
        auto *consent = fixture.dialog.findChild<QCheckBox *>();
        fixture.write(u"Says more."_s);
        QTest::keyClick(fixture.changelog, Qt::Key_Return);
        fixture.write(u"No longer "_s);
        QVERIFY(!consent->isVisible());
        fixture.write(u"sk-"_s + u"ant-api03-a1B2c3D4e5F6g7H8"_s);
        QVERIFY(consent->isVisible());
        QVERIFY2(consent->accessibleDescription().contains(u"changelog, line 2"_s),
                 qPrintable(consent->accessibleDescription()));
        QVERIFY(!fixture.release()->isEnabled());
        consent->setChecked(true);
        QTest::keyClick(fixture.changelog, Qt::Key_Return);
        fixture.write(u"That is all."_s); // the same place
        QVERIFY(fixture.release()->isEnabled());
        QCOMPARE(fixture.dialog.choice().acceptedSecrets,
                 workspace::secretsInChangelog(fixture.dialog.choice().changelog));
        QTest::keyClick(fixture.changelog, Qt::Key_Return);
        fixture.write(u"sk-"_s + u"ant-api03-z1Y2x3W4v5U6t7S8"_s); // another one
        QVERIFY(!consent->isChecked());
        QVERIFY(!fixture.release()->isEnabled());
    }

    void wrongVersionsAreRefused_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("said");
        QTest::newRow("same") << u"1.1.0"_s << u"higher than 1.1.0"_s;
        QTest::newRow("lower") << u"1.0.9"_s << u"higher than 1.1.0"_s;
        QTest::newRow("pre-release of the same") << u"1.1.0-rc.1"_s << u"higher than 1.1.0"_s;
        QTest::newRow("no version") << u"next"_s << u"next"_s;
        QTest::newRow("two numbers") << u"1.2"_s << u"1.2"_s;
        QTest::newRow("with a v") << u"v1.2.0"_s << u"v1.2.0"_s;
    }

    void wrongVersionsAreRefused()
    {
        QFETCH(QString, version);
        QFETCH(QString, said);
        Fixture fixture(*m_theme, somePlan(), ada());
        fixture.write(u"Names limits."_s);
        fixture.setVersion(version);
        QVERIFY(!fixture.release()->isEnabled());
        QVERIFY2(fixture.missing().contains(said), qPrintable(fixture.missing()));
        fixture.setVersion(u"1.2.1"_s);
        QVERIFY(fixture.release()->isEnabled());
    }

    void stepAndVersionFollowEachOther()
    {
        Fixture fixture(*m_theme, somePlan(), ada());
        QTest::mouseClick(fixture.steps->segment(2), Qt::LeftButton);
        QCOMPARE(fixture.version->text(), u"2.0.0"_s);
        QCOMPARE(fixture.release()->text(), u"Release 2.0.0"_s);
        QVERIFY(fixture.label(u"What will be written"_s).contains(u"agent/writer@2.0.0"_s));
        fixture.setVersion(u"1.1.1"_s);
        QCOMPARE(fixture.steps->currentIndex(), 0);
    }

    void whatWillBeWrittenIsListed()
    {
        const Fixture fixture(*m_theme, somePlan(), ada());
        QCOMPARE(fixture.label(u"What will be written"_s),
                 u"agents/writer/AGENT.md, agents/writer/manifest.json\n"
                 "Commit on main, tag agent/writer@1.2.0"_s);
    }

    void manyFilesAreCounted()
    {
        workspace::ReleasePlan plan = somePlan();
        for (int number = 0; number < 100; ++number) {
            plan.files.append(*core::RepoPath::parse(u"agents/writer/data/%1.csv"_s.arg(number)));
        }
        const Fixture fixture(*m_theme, plan, ada());
        QVERIFY(fixture.label(u"What will be written"_s).contains(u"94 more file(s)"_s));
    }

    void changesAreShownWithSigns()
    {
        const Fixture fixture(*m_theme, somePlan(), ada());
        const QString text = fixture.dialog.findChild<release::ChangesText *>()->toPlainText();
        QVERIFY2(text.contains(u"tools\n− Read\n+ Read, Bash"_s), qPrintable(text));
        QVERIFY2(text.contains(u"− Use timeouts and retries.\n+ Use timeouts and backoff."_s),
                 qPrintable(text));
        QVERIFY(text.contains(u"+ ## Limits"_s));
    }

    void changedWordsAreStruckOrUnderlined()
    {
        release::ChangesText text(*m_theme);
        text.setComparison(
            someChanges(u"Use timeouts and retries.\n"_s, u"Use timeouts and backoff.\n"_s));
        const auto formatAt = [&](const QString &word) {
            QTextCursor cursor = text.document()->find(word);
            return cursor.charFormat();
        };
        QVERIFY(formatAt(u"retries"_s).fontStrikeOut());
        QVERIFY(formatAt(u"backoff"_s).fontUnderline());
        QVERIFY(!formatAt(u"timeouts"_s).fontStrikeOut());
    }

    void invisibleChangesAreNamed()
    {
        release::ChangesText text(*m_theme);
        text.setComparison(someChanges(u"a b\n"_s, u"a  b\n"_s));
        QVERIFY(text.toPlainText().contains(u"differ only in white space"_s));
    }

    void hugeChangesAreCut()
    {
        QString right;
        for (int line = 0; line < 5000; ++line) {
            right += u"line %1\n"_s.arg(line);
        }
        release::ChangesText text(*m_theme);
        text.setComparison(someChanges({}, right));
        QVERIFY(text.toPlainText().contains(u"… and more. The comparison shows all."_s));
        QCOMPARE_LE(text.document()->blockCount(), release::ChangesText::maximumRows + 3);
        text.setComparison(someChanges(u"a\n"_s, QString(1'000'000, u'b') + u'\n'));
        QCOMPARE_LT(text.document()->characterCount(), 2000);
    }

    void promptTextIsNeverMarkup()
    {
        release::ChangesText text(*m_theme);
        text.setComparison(someChanges({}, u"<img src='file:///etc/passwd'> %1 &amp;\n"_s));
        QVERIFY(text.toPlainText().contains(u"<img src='file:///etc/passwd'> %1 &amp;"_s));
    }

    void changesFollowTheTheme()
    {
        release::ChangesText text(*m_theme);
        text.setComparison(someChanges(u"a\n"_s, u"b\n"_s));
        m_theme->setScheme(widgets::Theme::Scheme::Dark);
        QVERIFY(text.toHtml().contains(widgets::darkColors().added.name()));
        m_theme->setScheme(widgets::Theme::Scheme::Light);
    }

    void problemsComeFirst()
    {
        workspace::ReleasePlan plan = somePlan();
        core::Problem problem;
        problem.message = u"The prompt is empty."_s;
        plan.blocking = {problem};
        Fixture fixture(*m_theme, plan, ada());
        fixture.write(u"Names limits."_s);
        QVERIFY(!fixture.release()->isEnabled());
        QCOMPARE(fixture.missing(), u"Not yet: The prompt is empty."_s);
    }

    void nothingChangedIsSaid()
    {
        workspace::ReleasePlan plan = somePlan();
        plan.proposal = {VersionStep::None, *core::SemanticVersion::parse(u"1.1.1"_s), {}};
        Fixture fixture(*m_theme, plan, ada());
        fixture.write(u"Names limits."_s);
        QVERIFY(!fixture.release()->isEnabled());
        QCOMPARE(fixture.missing(), u"Nothing changed since 1.1.0."_s);
    }

    void aFirstVersionHasNoSteps()
    {
        workspace::ReleasePlan plan = somePlan();
        plan.currentVersion.clear();
        plan.proposal.version = *core::SemanticVersion::parse(u"0.1.0"_s);
        Fixture fixture(*m_theme, plan, ada());
        QVERIFY(!fixture.steps->isVisible());
        fixture.write(u"Begins."_s);
        QVERIFY(fixture.release()->isEnabled());
        QCOMPARE(fixture.dialog.choice().version.toString(), u"0.1.0"_s);
    }

    void whoReleasesIsAskedIfGitDoesNotKnow()
    {
        Fixture fixture(*m_theme, somePlan(), std::nullopt);
        fixture.write(u"Names limits."_s);
        QCOMPARE(fixture.missing(), u"Say who releases: name and e-mail address."_s);
        QTest::keyClicks(fixture.field(u"Your name"_s), u"Ada Author"_s);
        QVERIFY(!fixture.release()->isEnabled());
        QTest::keyClicks(fixture.field(u"Your e-mail address"_s), u"ada@example.org"_s);
        QVERIFY(fixture.release()->isEnabled());
        QCOMPARE(fixture.dialog.choice().authorName, u"Ada Author"_s);
        QCOMPARE(fixture.dialog.choice().authorEmail, u"ada@example.org"_s);
    }

    void escapeAndCancelAskForNothing()
    {
        for (const bool isEscape : {true, false}) {
            Fixture fixture(*m_theme, somePlan(), ada());
            fixture.write(u"Names limits."_s);
            if (isEscape) {
                QTest::keyClick(&fixture.dialog, Qt::Key_Escape);
            } else {
                QTest::mouseClick(fixture.button(u"Cancel"_s), Qt::LeftButton);
            }
            QVERIFY(!fixture.dialog.isVisible());
            QCOMPARE(fixture.requested.size(), 0);
        }
    }

    void aReleaseThatHasBegunCannotBeLeft()
    {
        Fixture fixture(*m_theme, somePlan(), ada());
        fixture.write(u"Names limits."_s);
        fixture.dialog.showRunning();
        QCOMPARE(fixture.missing(), u"Releasing 1.2.0…"_s);
        QVERIFY(!fixture.release()->isEnabled());
        QVERIFY(!fixture.changelog->isEnabled());
        QTest::keyClick(&fixture.dialog, Qt::Key_Escape);
        QVERIFY(fixture.dialog.isVisible());
        QVERIFY(!fixture.dialog.close());
        QVERIFY(fixture.dialog.isVisible());
    }

    void aFailureKeepsWhatWasTyped()
    {
        Fixture fixture(*m_theme, somePlan(), ada());
        fixture.write(u"Names limits."_s);
        fixture.setVersion(u"1.5.0"_s);
        fixture.dialog.showRunning();
        fixture.dialog.showFailure({core::ErrorCode::DiskFull,
                                    u"The disk is full. Files and history are as they were."_s,
                                    {}});
        QVERIFY(fixture.failure->isVisible());
        QCOMPARE(fixture.failure->severity(), widgets::MessageBar::Severity::Error);
        QCOMPARE(fixture.failure->text(),
                 u"The disk is full. Files and history are as they were."_s);
        QCOMPARE(fixture.changelog->toPlainText(), u"Names limits."_s);
        QCOMPARE(fixture.version->text(), u"1.5.0"_s);
        QTRY_VERIFY(fixture.release()->hasFocus());
        QTest::keyClick(fixture.release(), Qt::Key_Return);
        QCOMPARE(fixture.requested.size(), 1);
        fixture.dialog.showRunning();
        QVERIFY(!fixture.failure->isVisible());
    }

    void aNewPlanKeepsTheChangelogAndProposesAnew()
    {
        Fixture fixture(*m_theme, somePlan(), ada());
        fixture.write(u"Names limits."_s);
        workspace::ReleasePlan later = somePlan();
        later.currentVersion = u"1.2.0"_s;
        later.proposal.version = *core::SemanticVersion::parse(u"1.3.0"_s);
        later.changes = someChanges(u"a\n"_s, u"b\n"_s);
        fixture.dialog.setPlan(later);
        QCOMPARE(fixture.version->text(), u"1.3.0"_s);
        QCOMPARE(fixture.changelog->toPlainText(), u"Names limits."_s);
        QVERIFY(fixture.dialog.findChild<release::ChangesText *>()->toPlainText().contains(
            u"− a\n+ b"_s));
        fixture.setVersion(u"1.9.0"_s);
        fixture.dialog.setPlan(somePlan());
        QCOMPARE(fixture.version->text(), u"1.9.0"_s); // the user's own stays
    }

    void holdsInEveryLook()
    {
        ReleaseDialog dialog(*m_theme, somePlan(), std::nullopt, nullptr);
        test::expectGoodLooks(dialog, *m_theme, {640, 600}, u"release"_s);
        dialog.showFailure({core::ErrorCode::DiskFull,
                            u"The disk is full. Files and history are as they were. Make room and "
                            "try again."_s,
                            {}});
        test::expectGoodLooks(dialog, *m_theme, {640, 640}, u"release-failed"_s);
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
};

QTEST_MAIN(TestReleaseDialog)
#include "tst_releasedialog.moc"
