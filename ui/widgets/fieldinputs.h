#pragma once

#include <QLineEdit>
#include <QPlainTextEdit>

namespace hermes::widgets {

// Inputs whose text is part of a document that has the one undo stack: they keep none of their own.
// Keys and menus call undo() and redo() by these names.

class FieldLine : public QLineEdit
{
    Q_OBJECT

public:
    using QLineEdit::QLineEdit;

    /// Shows what the document has now, with the caret behind what differs. Says nothing.
    void showText(const QString &text);

public Q_SLOTS:
    void undo();
    void redo();

Q_SIGNALS:
    void undoRequested();
    void redoRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
};

class FieldText final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit FieldText(QWidget *parent = nullptr);

public Q_SLOTS:
    void undo();
    void redo();

Q_SIGNALS:
    void undoRequested();
    void redoRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
};

} // namespace hermes::widgets
