#pragma once

#include "editor/lineoverlay.h"
#include "text/severalcarets.h"

#include <QObject>
#include <QTextCursor>

QT_BEGIN_NAMESPACE
class QKeyEvent;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class PromptEditor;

/// The carets of an editor: its own, and others beside it that type the same. Paints the others.
/// Child of the editor. Thread: UI.
class Carets final : public QObject, public LineOverlay
{
    Q_OBJECT

public:
    /// More than these are not made.
    static constexpr qsizetype mostCarets = 1'000;

    Carets(PromptEditor *editor, const widgets::Theme &theme);

    [[nodiscard]] bool isSeveral() const { return !m_others.isEmpty(); }
    /// In the order in which they were made; the editor's own is the last.
    [[nodiscard]] QList<text::Selection> all() const;
    /// The last becomes the editor's own, and is shown.
    void set(const QList<text::Selection> &selections);
    /// Back to the editor's own.
    void clear();
    /// What is selected, a line for each caret, as QTextCursor gives it.
    [[nodiscard]] QString selectedText() const;

    /// What goes into one undo step with more of its kind.
    enum class Run
    {
        None,
        Typing, ///< Up to a blank.
        Erasing
    };
    /// Puts text at all carets, as typing does.
    void type(const QString &text);
    /// Makes a change at all carets, one place after the other, so that what lies between them
    /// costs nothing.
    void apply(const text::Change &change, Run run);
    /// What a key does while there are several; false if it is for the editor alone.
    [[nodiscard]] bool pressKey(const QKeyEvent &event);
    void cut();
    void paste(const QString &text);

    void paintUnderText(QPainter &painter, const VisibleBlock &line) const override;
    void paintOverText(QPainter &painter, const VisibleBlock &line) const override;

Q_SIGNALS:
    void cleared(); ///< There is one caret again.

private:
    [[nodiscard]] bool move(const QKeyEvent &event);
    [[nodiscard]] bool erase(const QKeyEvent &event);
    [[nodiscard]] bool useClipboard(const QKeyEvent &event);
    [[nodiscard]] QList<text::Selection> ordered() const { return text::joined(all()); }
    void goHome(QTextCursor::MoveMode mode);
    void update();

    PromptEditor *m_editor;
    const widgets::Theme &m_theme;
    QList<QTextCursor> m_others;
    Run m_run = Run::None; ///< What was done last, with nothing else since.
};

} // namespace hermes::editor
