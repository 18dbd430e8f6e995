#include "runs/runhistory.h"
#include "testsend/attachmentbar.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using modelapi::ConnectionType;

namespace {

QJsonArray streamed(const QString &mediaType, const QByteArray &body)
{
    return {head(200, mediaType), sent(body), step(u"end"_s)};
}

/// Thinks, signed, and calls a tool.
QJsonArray thinkingCall()
{
    QByteArray body;
    for (
        const char *line :
        {R"({"type":"message_start","message":{"usage":{"input_tokens":5,"output_tokens":1}}})",
         R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
         R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Look first."}})",
         R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"signed+/=="}})",
         R"({"type":"content_block_stop","index":0})",
         R"({"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"opaque"}})",
         R"({"type":"content_block_stop","index":1})",
         R"({"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"Read","input":{}}})",
         R"({"type":"content_block_stop","index":2})",
         R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":7}})",
         R"({"type":"message_stop"})"}) {
        body += QByteArray("data: ") + line + "\n\n";
    }
    return streamed(u"text/event-stream"_s, body);
}

QJsonArray saying(const QByteArray &text)
{
    const QByteArray body =
        R"(data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"
        "\n\n"
        R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")"
        + text
        + "\"}}\n\n"
          R"(data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}})"
          "\n\n"
          R"(data: {"type":"message_stop"})"
          "\n\n";
    return streamed(u"text/event-stream"_s, body);
}

QJsonArray thinkingAnswer(const QByteArray &thinking, const QByteArray &text)
{
    return streamed(u"application/x-ndjson"_s,
                    R"({"message":{"role":"assistant","content":"","thinking":")" + thinking
                        + "\"},\"done\":false}\n" + R"({"message":{"content":")" + text
                        + "\"},\"done\":true,\"done_reason\":\"stop\"}\n");
}

} // namespace

/// What of a conversation is still there when its branches are switched, and when it comes back
/// from the history.
class WindowTestSendKeptTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void aRunThatThoughtAndCalledAToolGoesOn()
    {
        m_fixture->connectTo(u"thought"_s, {thinkingCall(), saying("It says so.")},
                             ConnectionType::Anthropic, u"claude-sonnet-4-5"_s);
        m_fixture->openRuns();
        m_fixture->askAgreeing(u"Read it"_s);
        QTRY_VERIFY(toolField() != nullptr);
        QTRY_VERIFY(m_fixture->keptRuns().size() == 1
                    && m_fixture->keptRuns().first().outcome == runs::Run::Outcome::Complete);
        QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
        openNewestRun();
        QTRY_VERIFY(toolField() != nullptr);
        QVERIFY(thinkingButton() != nullptr);
        QTest::keyClicks(toolField(), u"content"_s);
        QTest::keyClick(toolField(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->answers(), u"It says so."_s);
        const QJsonArray messages = lastBody(u"thought"_s)["messages"_L1].toArray();
        const QJsonArray blocks = messages.at(1)["content"_L1].toArray();
        QCOMPARE(blocks.at(0).toObject(),
                 (QJsonObject{{u"type"_s, u"thinking"_s},
                              {u"thinking"_s, u"Look first."_s},
                              {u"signature"_s, u"signed+/=="_s}}));
        QCOMPARE(blocks.at(1).toObject(),
                 (QJsonObject{{u"type"_s, u"redacted_thinking"_s}, {u"data"_s, u"opaque"_s}}));
        QCOMPARE(blocks.at(2)["type"_L1].toString(), u"tool_use"_s);
    }

    void thinkingIsThereAfterASwitchOfBranches()
    {
        m_fixture->connectTo(
            u"local"_s,
            {thinkingAnswer("First thoughts.", "One."), thinkingAnswer("Others.", "Two.")},
            ConnectionType::Ollama, u"story"_s);
        m_fixture->openRuns();
        m_fixture->askAgreeing(u"First"_s);
        QTRY_COMPARE(m_fixture->answers(), u"One."_s);
        press(u"Edit and send again"_s);
        QPlainTextEdit *editor = nullptr;
        QTRY_VERIFY((editor = qobject_cast<QPlainTextEdit *>(QApplication::focusWidget()))
                        != nullptr
                    && editor != m_fixture->input());
        QTest::keyClicks(editor, u"Another"_s);
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->answers(), u"Two."_s);
        press(u"Previous branch"_s);
        QTRY_COMPARE(m_fixture->answers(), u"One."_s);
        expectThinking(u"First thoughts."_s);
        press(u"Next branch"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Two."_s);
        expectThinking(u"Others."_s);
        // And from the history.
        QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
        openNewestRun();
        QTRY_COMPARE(m_fixture->answers(), u"Two."_s);
        expectThinking(u"Others."_s);
    }

    void theSameWordsAfterOtherThoughtsAreAnotherAnswer()
    {
        m_fixture->connectTo(u"same"_s,
                             {thinkingAnswer("Long ago.", "Yes."), thinkingAnswer("Now.", "Yes.")},
                             ConnectionType::Ollama, u"story"_s);
        m_fixture->openRuns();
        m_fixture->askAgreeing(u"Well"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Yes."_s);
        press(u"Have it answered again"_s);
        press(u"Previous branch"_s);
        expectThinking(u"Long ago."_s);
        press(u"Next branch"_s);
        expectThinking(u"Now."_s);
    }

    void answersToAnotherPictureAreNoBranches()
    {
        m_fixture->connectTo(
            u"pictures"_s, {wholeAnswer("Red."), wholeAnswer("Blue."), wholeAnswer("Still blue.")});
        m_fixture->openRuns();
        askAbout(Qt::red);
        QTRY_COMPARE(m_fixture->answers(), u"Red."_s);
        QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
        askAbout(Qt::blue);
        QTRY_COMPARE(m_fixture->answers(), u"Blue."_s);
        press(u"Have it answered again"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Still blue."_s);
        QTRY_VERIFY(m_fixture->keptRuns().size() == 3
                    && m_fixture->keptRuns().first().outcome == runs::Run::Outcome::Complete);
        QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
        openNewestRun();
        QTRY_COMPARE(m_fixture->answers(), u"Still blue."_s);
        QVERIFY2(columnText(m_fixture->column(0)).contains(u"2/2"_s),
                 qPrintable(columnText(m_fixture->column(0))));
        press(u"Previous branch"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Blue."_s);
    }

    void answersOfAnotherRegistryAreNoBranches()
    {
        m_fixture->connectTo(u"registries"_s, {wholeAnswer("Here.")});
        m_fixture->openRuns();
        m_fixture->askAgreeing(u"Where?"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Here."_s);
        QTRY_VERIFY(m_fixture->keptRuns().size() == 1
                    && m_fixture->keptRuns().first().outcome == runs::Run::Outcome::Complete);
        runs::Run other = m_fixture->keptRuns().first();
        other.id = runs::newRunId();
        other.started = other.started.addSecs(-60);
        other.registry = u"/somewhere/else"_s;
        other.answer = u"Elsewhere."_s;
        auto put = m_fixture->window().runs().put(other);
        put.waitForFinished();
        QVERIFY(put.result().has_value());
        QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
        showHistory();
        auto *all = m_fixture->pane()->findChild<QCheckBox *>();
        QTRY_VERIFY(all != nullptr && all->isVisible());
        all->click();
        auto *list = m_fixture->pane()->findChild<QTreeView *>();
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::mouseClick(m_fixture->button(u"Open"_s), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->input()->isVisible());
        QTRY_COMPARE(m_fixture->answers(), u"Here."_s);
        QVERIFY(!columnText(m_fixture->column(0)).contains(u"1/2"_s)
                && !columnText(m_fixture->column(0)).contains(u"2/2"_s));
    }

private:
    /// Presses a button of the first column as soon as there is one that can be.
    void press(const QString &name)
    {
        QVERIFY2(QTest::qWaitFor([&] { return isPressed(name); }), qPrintable(name));
    }

    [[nodiscard]] bool isPressed(const QString &name)
    {
        for (const auto buttons = m_fixture->column(0)->findChildren<QToolButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->isEnabled() && button->accessibleName() == name) {
                QTest::mouseClick(button, Qt::LeftButton);
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] QPlainTextEdit *toolField()
    {
        for (const auto fields = m_fixture->column(0)->findChildren<QPlainTextEdit *>();
             auto *field : fields) {
            if (field->isVisible() && field->accessibleName().contains(u"Read gives"_s)) {
                return field;
            }
        }
        return nullptr;
    }

    [[nodiscard]] QToolButton *thinkingButton()
    {
        for (const auto buttons = m_fixture->column(0)->findChildren<QToolButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->text().startsWith(u"Thinking"_s)) {
                return button;
            }
        }
        return nullptr;
    }

    void expectThinking(const QString &text)
    {
        QTRY_VERIFY2(thinkingButton() != nullptr, qPrintable(text));
        if (!thinkingButton()->isChecked()) {
            QTest::mouseClick(thinkingButton(), Qt::LeftButton);
        }
        QTRY_VERIFY2(columnText(m_fixture->column(0)).contains(text),
                     qPrintable(columnText(m_fixture->column(0))));
    }

    void askAbout(Qt::GlobalColor colour)
    {
        QTRY_VERIFY(m_fixture->input()->isVisible());
        QImage picture(8, 8, QImage::Format_RGB32);
        picture.fill(colour);
        QApplication::clipboard()->setImage(picture);
        m_fixture->input()->setFocus();
        QTest::keyClick(m_fixture->input(), Qt::Key_V, Qt::ControlModifier);
        auto *bar = m_fixture->pane()->findChild<testsend::AttachmentBar *>();
        QTRY_COMPARE(bar->attachments().size(), 1);
        if (m_fixture->server().requestCount() == 0) {
            m_fixture->askAgreeing(u"Which colour?"_s);
        } else {
            m_fixture->ask(u"Which colour?"_s);
        }
    }

    void showHistory()
    {
        QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        QTRY_VERIFY(m_fixture->button(u"Open"_s) != nullptr
                    && m_fixture->button(u"Open"_s)->isEnabled());
    }

    void openNewestRun()
    {
        showHistory();
        QTest::mouseClick(m_fixture->button(u"Open"_s), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->input()->isVisible());
    }

    [[nodiscard]] QJsonObject lastBody(const QString &name)
    {
        return QJsonDocument::fromJson(m_fixture->server().requests(name).last().body).object();
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
};

QTEST_MAIN(WindowTestSendKeptTest)
#include "tst_window_testsend_kept.moc"
