#include "preview/previewchoices.h"
#include "preview/previewpane.h"
#include "preview/requestview.h"
#include "preview/textview.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/copybutton.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QJsonDocument>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::TestSendFixture;
using test::wholeAnswer;
using test::WindowFixture;

namespace {

constexpr int hermesAgent = 1;
constexpr int claudeCode = 2;
constexpr int copilot = 3;

/// 25,000 characters and some.
QByteArray longPrompt()
{
    return "# Writer\n\n" + QByteArray("Beginning. ").repeated(1136)
        + QByteArray("Ending. ").repeated(1560) + "\n";
}

QByteArray systemField(const QByteArray &body)
{
    return QJsonDocument::fromJson(body)[u"messages"_s][0][u"content"_s].toString().toUtf8();
}

} // namespace

/// A prompt test-sent as another program would send it, in the real window.
class TestWindowTargetSends final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_fixture = std::make_unique<TestSendFixture>(m_theme);
        m_fixture->registry().writePrompt(longPrompt());
        m_fixture->registry().folder().write(u"CLAUDE.md"_s, "Keep it “short”.\n");
        window().window().resize(1440, 900);
    }
    void cleanup() { m_fixture.reset(); }

    void whatIsPreviewedForAProgramIsWhatIsSent()
    {
        m_fixture->connectTo(u"target"_s, {wholeAnswer("Done.")});
        m_fixture->openRuns();
        choose(hermesAgent);
        addContext();
        QTRY_COMPARE(content().prompt.context.size(), 1);
        QTRY_VERIFY2(shown().contains(u"for Hermes Agent with CLAUDE.md"), qPrintable(shown()));
        window().dialogs().answerButton(1);
        m_fixture->ask(u"Hello"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Done."_s);
        const QString told = window().dialogs().lastText();
        for (const QString &words :
             {u"It is sent as for Hermes Agent with CLAUDE.md."_s, u"drops what lies between"_s,
              u"What Hermes Agent adds itself is not included"_s}) {
            QVERIFY2(told.contains(words), qPrintable(told));
        }
        const auto requests = m_fixture->server().requests(u"target"_s);
        QCOMPARE(requests.size(), 1);
        const QByteArray sent = systemField(requests.first().body);
        QCOMPARE(sent, content().prompt.sent);
        QVERIFY(sent.size() < longPrompt().size() && sent.endsWith("\n\nKeep it “short”.\n"));
        // Both views say the same.
        QCOMPARE(shownAsText(), QString::fromUtf8(sent));
        QCOMPARE(systemField(shownRequest()), sent);
        const QList<runs::Run> kept = m_fixture->keptRuns();
        QCOMPARE(kept.size(), 1);
        QCOMPARE(kept.first().promptDigest, runs::digestOf(sent));
        QCOMPARE(kept.first().target, u"hermes-agent"_s);
        QCOMPARE(kept.first().contextFiles, QStringList{context()});
    }

    void allColumnsAreAskedAsForTheSameProgram()
    {
        m_fixture->connectTo(u"two"_s, {wholeAnswer("One."), wholeAnswer("Two.")});
        m_fixture->openRuns();
        choose(claudeCode);
        addContext();
        m_fixture->pane()->session()->addColumn(workspace::ContentRef::saved());
        m_fixture->askAgreeing(u"Hello"_s);
        QTRY_COMPARE(m_fixture->server().requests(u"two"_s).size(), 2);
        for (const auto requests = m_fixture->server().requests(u"two"_s);
             const auto &request : requests) {
            QVERIFY(systemField(request.body).endsWith("Keep it “short”.\n"));
        }
    }

    void aFileThatIsGoneIsToldBeforeAnythingIsSent()
    {
        m_fixture->connectTo(u"gone"_s, {wholeAnswer("Done.")});
        m_fixture->openRuns();
        choose(claudeCode);
        addContext();
        QTRY_COMPARE(content().prompt.context.size(), 1);
        QVERIFY(QFile::remove(context()));
        window().dialogs().answerButton(0);
        m_fixture->ask(u"Hello"_s);
        QTRY_VERIFY(window().dialogs().asked().contains(u"Send it like this?"_s));
        QVERIFY2(window().dialogs().lastText().contains(context()),
                 qPrintable(window().dialogs().lastText()));
        QCOMPARE(m_fixture->server().requestCount(), 0);
        window().dialogs().answerButton(1); // send what there is, to this server
        window().dialogs().answerButton(1);
        QTRY_VERIFY(m_fixture->button(u"Send"_s)->isEnabled());
        QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->answers(), u"Done."_s);
        QCOMPARE(systemField(m_fixture->server().requests(u"gone"_s).first().body), longPrompt());
        QVERIFY(m_fixture->keptRuns().first().contextFiles.isEmpty());
    }

    void whatCopilotRefusesIsToldBeforeAnythingIsSent()
    {
        m_fixture->registry().writePrompt(longPrompt() + longPrompt());
        m_fixture->connectTo(u"copilot"_s, {});
        m_fixture->openRuns();
        choose(copilot);
        window().dialogs().answerButton(0);
        m_fixture->ask(u"Hello"_s);
        QTRY_VERIFY(window().dialogs().asked().contains(u"Send it like this?"_s));
        QVERIFY(window().dialogs().lastText().contains(u"at most 30,000 characters"));
        QCOMPARE(m_fixture->server().requestCount(), 0);
    }

    void contextIsThatOfItsPrompt()
    {
        m_fixture->openRuns();
        choose(hermesAgent);
        addContext();
        QTRY_COMPARE(content().prompt.context.size(), 1);
        QVERIFY(window().openEntry({core::EntryKind::Agent, u"reader"_s}) != nullptr);
        QTRY_COMPARE(content().id.id, u"reader"_s);
        QTRY_COMPARE(content().prompt.target, assembly::Target::HermesAgent);
        QVERIFY(content().prompt.context.isEmpty());
        window().action(ActionId::PreviousDocument)->trigger();
        QTRY_COMPARE(content().id.id, u"writer"_s);
        QTRY_COMPARE(content().prompt.context.size(), 1);
        // Also of one that was closed meanwhile.
        window().action(ActionId::CloseDocument)->trigger();
        QVERIFY(window().openEntry(RegistryFixture::writer) != nullptr);
        QTRY_COMPARE(content().id.id, u"writer"_s);
        QTRY_COMPARE(content().prompt.context.size(), 1);
    }

private:
    WindowFixture &window() { return m_fixture->window(); }
    QString shown() { return window().shownTexts(); }
    preview::PreviewPane *pane() { return window().window().findChild<preview::PreviewPane *>(); }
    const workspace::PreviewContent &content() { return pane()->content(); }
    [[nodiscard]] QString context() const
    {
        return m_fixture->registry().folder().path(u"CLAUDE.md"_s);
    }
    void choose(int program)
    {
        auto *programs = pane()->findChild<QComboBox *>(u"target"_s);
        QTRY_VERIFY(programs->isVisible());
        programs->setFocus(Qt::TabFocusReason);
        while (programs->currentIndex() != program) {
            const int before = programs->currentIndex();
            QTest::keyClick(programs, Qt::Key_Down);
            QVERIFY(programs->currentIndex() != before);
        }
        const auto target = assembly::allTargets.at(static_cast<size_t>(program));
        QTRY_COMPARE(content().prompt.target, target);
    }
    void addContext()
    {
        for (const auto buttons = pane()->findChildren<QPushButton *>(); auto *button : buttons) {
            if (button->text() == u"Add context files…") {
                button->setFocus(Qt::TabFocusReason);
                QTest::keyClick(button, Qt::Key_Space);
                test::chooseFirstContextFile(window().window());
            }
        }
    }
    void showPart(int part)
    {
        auto *views = pane()->findChild<widgets::SegmentedControl *>();
        QTest::mouseClick(views->segment(part), Qt::LeftButton);
    }
    /// The text view without what is struck through.
    QString shownAsText()
    {
        showPart(1);
        auto *view = pane()->findChild<preview::TextView *>();
        if (!QTest::qWaitFor(
                [&] {
                    return view->isVisible() && view->toPlainText() == content().text
                        && view->extraSelections().size() == content().dropped.size();
                },
                60'000)) {
            return {};
        }
        QString text = view->toPlainText();
        const auto struck = view->extraSelections();
        for (auto mark = struck.crbegin(); mark != struck.crend(); ++mark) {
            text.remove(mark->cursor.selectionStart(),
                        mark->cursor.selectionEnd() - mark->cursor.selectionStart());
        }
        return text;
    }
    QByteArray shownRequest()
    {
        showPart(2);
        auto *view = pane()->findChild<preview::RequestView *>();
        auto *copy = view->findChild<widgets::CopyButton *>();
        auto *connections = view->findChild<QComboBox *>();
        connections->setFocus(Qt::TabFocusReason);
        QTest::keyClick(connections, Qt::Key_Home); // the user's own
        QByteArray body;
        const bool isShown = QTest::qWaitFor(
            [&] {
                QTest::mouseClick(copy, Qt::LeftButton);
                body = QGuiApplication::clipboard()->text().toUtf8();
                return !systemField(body).isEmpty();
            },
            60'000);
        return isShown ? body : QByteArray();
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
};

QTEST_MAIN(TestWindowTargetSends)
#include "tst_window_targetsends.moc"
