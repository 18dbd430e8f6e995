#pragma once

#include <QPlainTextEdit>

namespace hermes::testsend {

/// Where a question is typed: grows with it to a few lines; Ctrl+Return sends. Thread: UI.
class QuestionInput final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit QuestionInput(QWidget *parent = nullptr);

Q_SIGNALS:
    void sendRequested();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fit();
};

} // namespace hermes::testsend
