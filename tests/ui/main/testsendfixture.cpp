#include "testsendfixture.h"

#include "editor/prompteditor.h"
#include "testsend/answerview.h"

#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;

namespace hermes::test {

TestSendFixture::TestSendFixture(widgets::Theme &theme) : m_window(theme)
{
    m_window.open(m_registry.root());
}

void TestSendFixture::connectTo(const QString &name, const QJsonArray &replies)
{
    connectTo(name, replies, modelapi::ConnectionType::OpenAiCompatible, u"story"_s);
}

void TestSendFixture::connectTo(const QString &name, const QJsonArray &replies,
                                modelapi::ConnectionType type, const QString &modelId)
{
    workspace::Connection connection;
    connection.id = u"connection-"_s + name;
    connection.name = u"Local "_s + name;
    connection.settings.type = type;
    connection.settings.baseUrl = m_server.replying(name, replies);
    connection.settings.modelId = modelId;
    QTRY_VERIFY(m_window.connections().isLoaded());
    m_window.connections().put(connection);
}

void TestSendFixture::openRuns()
{
    QVERIFY(m_window.openEntry(RegistryFixture::writer) != nullptr);
    QTRY_VERIFY(m_window.prompt() != nullptr);
    m_window.window().activateWindow();
    QTest::keyClick(m_window.prompt(), Qt::Key_F5);
    QTRY_VERIFY(pane() != nullptr);
}

void TestSendFixture::ask(const QString &question)
{
    QTRY_VERIFY(input()->isVisible());
    QTest::keyClicks(input(), question);
    QTRY_VERIFY(button(u"Send"_s) != nullptr && button(u"Send"_s)->isEnabled());
    QTest::keyClick(input(), Qt::Key_Return, Qt::ControlModifier);
}

void TestSendFixture::askAgreeing(const QString &question)
{
    m_window.dialogs().answerButton(1);
    ask(question);
}

testsend::RunsPane *TestSendFixture::pane()
{
    for (const auto panes = m_window.window().findChildren<testsend::RunsPane *>();
         auto *pane : panes) {
        if (pane->isVisible()) {
            return pane;
        }
    }
    return nullptr;
}

testsend::QuestionInput *TestSendFixture::input()
{
    return pane()->findChild<testsend::QuestionInput *>();
}

testsend::ColumnView *TestSendFixture::column(qsizetype index)
{
    for (const auto columns = pane()->findChildren<testsend::ColumnView *>();
         auto *column : columns) {
        if (&column->column() == &pane()->session()->column(index)) {
            return column;
        }
    }
    return nullptr;
}

QPushButton *TestSendFixture::button(const QString &text)
{
    for (const auto buttons = pane()->findChildren<QPushButton *>(); auto *button : buttons) {
        if (button->isVisible() && button->text() == text) {
            return button;
        }
    }
    return nullptr;
}

QString TestSendFixture::answers()
{
    QStringList texts;
    for (const auto views = pane()->findChildren<testsend::AnswerView *>();
         const auto *view : views) {
        if (view->isVisible()) {
            texts.append(view->toPlainText());
        }
    }
    return texts.join(u'\n');
}

QList<runs::Run> TestSendFixture::keptRuns()
{
    auto found = m_window.runs().find({});
    found.waitForFinished();
    return found.result().value_or(QList<runs::Run>());
}

QString columnText(QWidget *column)
{
    QStringList texts;
    for (const auto labels = column->findChildren<QLabel *>(); const QLabel *label : labels) {
        if (label->isVisible()) {
            texts.append(label->text());
        }
    }
    return texts.join(u'\n');
}

QByteArray answerPiece(const QByteArray &text)
{
    const QJsonObject delta{{u"content"_s, QString::fromUtf8(text)}};
    const QJsonObject choice{{u"index"_s, 0}, {u"delta"_s, delta}};
    return "data: "
        + QJsonDocument(QJsonObject{{u"choices"_s, QJsonArray{choice}}})
              .toJson(QJsonDocument::Compact)
        + "\n\n";
}

QByteArray answerEnd()
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
           "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":12}}\n\n"
           "data: [DONE]\n\n";
}

QJsonArray wholeAnswer(const QByteArray &text)
{
    return {head(200, u"text/event-stream"_s), sent(answerPiece(text) + answerEnd()),
            step(u"end"_s)};
}

} // namespace hermes::test
