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
    void attachRequested(const QMimeData &given); ///< Pasted or dropped; gone afterwards.

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    // Files are copied, never moved.
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *given) const override;
    void insertFromMimeData(const QMimeData *given) override;

private:
    void fit();
};

} // namespace hermes::testsend
