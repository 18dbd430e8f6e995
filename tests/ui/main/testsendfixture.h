#pragma once

#include "modelserver.h"
#include "registryfixture.h"
#include "testsend/columnview.h"
#include "testsend/questioninput.h"
#include "testsend/runspane.h"
#include "windowfixture.h"

namespace hermes::test {

/// The window with the writer open in its Runs view, and a model's server on loopback.
class TestSendFixture
{
public:
    explicit TestSendFixture(widgets::Theme &theme);

    /// Has the server answer so, and makes a connection to it.
    void connectTo(const QString &name, const QJsonArray &replies);
    /// The same to one that speaks another API, with a model of it.
    void connectTo(const QString &name, const QJsonArray &replies, modelapi::ConnectionType type,
                   const QString &modelId);
    /// Opens the writer and its Runs view by the key.
    void openRuns();
    /// Types a question and presses Ctrl+Return.
    void ask(const QString &question);
    void askAgreeing(const QString &question); ///< The same, and the user agrees to the server.

    [[nodiscard]] WindowFixture &window() { return m_window; }
    [[nodiscard]] ModelServer &server() { return m_server; }
    [[nodiscard]] const RegistryFixture &registry() const { return m_registry; }
    [[nodiscard]] testsend::RunsPane *pane();
    [[nodiscard]] testsend::QuestionInput *input();
    [[nodiscard]] testsend::ColumnView *column(qsizetype index);
    [[nodiscard]] QPushButton *button(const QString &text); ///< In the pane; visible.
    /// Text of all answers that are shown, in their order.
    [[nodiscard]] QString answers();
    [[nodiscard]] QList<runs::Run> keptRuns();

private:
    RegistryFixture m_registry;
    ModelServer m_server;
    WindowFixture m_window;
};

/// Texts of all labels there that can be seen.
[[nodiscard]] QString columnText(QWidget *column);

/// A piece of a streamed answer of Chat Completions.
[[nodiscard]] QByteArray answerPiece(const QByteArray &text);
[[nodiscard]] QByteArray answerEnd();
[[nodiscard]] QJsonArray wholeAnswer(const QByteArray &text);

} // namespace hermes::test
