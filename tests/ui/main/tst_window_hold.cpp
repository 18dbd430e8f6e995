#include "registryfixture.h"
#include "widgets/theme.h"
#include "windowchecks.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace hermes;
using namespace Qt::StringLiterals;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::WindowFixture;

namespace {

constexpr int patience = 60'000; ///< ms

} // namespace

/// A registry that a program on another host has open, in the real window.
class TestWindowHold final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void itIsReadOnlyWithTheReasonAndThenTakenOver()
    {
        const RegistryFixture registry;
        const test::ScratchFolder state;
        QProcess other;
        other.start(u"unshare"_s,
                    {u"--uts"_s, u"--map-root-user"_s, u"sh"_s, u"-c"_s,
                     u"hostname far-away && exec \"$0\" \"$@\""_s, QStringLiteral(HOLDER_PROCESS),
                     registry.root(), state.path(u"other"_s)});
        QVERIFY(other.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(other.peek(1024).contains("writable"), patience);

        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY2(fixture.bar(u"has this registry open on far-away"_s),
                 qPrintable(fixture.shownTexts()));
        const QAction *create = fixture.action(ActionId::NewAgent);
        QVERIFY(!create->isEnabled());
        QVERIFY2(create->toolTip().contains(u"far-away"_s), qPrintable(create->toolTip()));

        workspace::DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        const QByteArray before = registry.prompt();
        fixture.type(u"Mine. "_s);
        QTest::keyClick(fixture.window().focusWidget(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY2(fixture.bar(u"are journaled, but not saved here"_s),
                 qPrintable(fixture.shownTexts()));
        QCOMPARE(registry.prompt(), before);
        QVERIFY(document->isModified());
        test::keepPicture(fixture.window(), u"window-held"_s);

        ::kill(static_cast<pid_t>(other.processId()), SIGKILL);
        QVERIFY(other.waitForFinished(patience));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.bar(u"The registry is free now"_s), patience);
        QVERIFY(!fixture.bar(u"far-away"_s));
        QVERIFY(create->isEnabled());
        QTest::keyClick(fixture.window().focusWidget(), Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(registry.prompt(), "Mine. " + before);
        QTRY_VERIFY(!document->isModified());
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowHold)
#include "tst_window_hold.moc"
