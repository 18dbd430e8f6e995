#pragma once

#include "editor/lineoverlay.h"
#include "text/matchlist.h"

#include <QObject>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QMenu;
class QTextBlock;
QT_END_NAMESPACE

namespace hermes::editor {

class PromptEditor;

/// Marks of single places in the lines that show, found when typing and scrolling pause. Until then
/// marks move with the text, and what is typed in has none. Child of the editor. Thread: UI.
class IdleMarks : public QObject, public LineOverlay
{
    Q_OBJECT

public:
    explicit IdleMarks(PromptEditor *editor);

    /// Looks again soon.
    void refresh();

protected:
    /// Places in the document, in order. Called for visible lines, between events.
    [[nodiscard]] virtual QList<text::Match> placesIn(const QTextBlock &block) = 0;
    /// All lines that show have been looked at.
    virtual void finish() { }
    /// Adds what can be done about a place at the top of a menu.
    virtual void addActions(QMenu &menu, const text::Match &place) = 0;

    /// The mark that holds a position or ends there.
    [[nodiscard]] std::optional<text::Match> placeAt(int position) const;
    /// Marks of a line, as places in it.
    [[nodiscard]] QList<text::Match> placesOn(const VisibleBlock &line) const;
    [[nodiscard]] PromptEditor *editor() const { return m_editor; }
    void replace(const text::Match &place, const QString &text);
    [[nodiscard]] QString textOf(const text::Match &place) const;

private:
    void look();
    void followText();

    PromptEditor *m_editor;
    text::MatchList m_places;
    QTimer m_pause;
    QMetaObject::Connection m_textChange;
};

} // namespace hermes::editor
