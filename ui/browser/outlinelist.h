#pragma once

#include "text/sectiontree.h"

#include <QListView>

#include <optional>

namespace hermes::browser {

class OutlineModel;

/// The list of an outline: asks for moves by keys and by drag, renames in place. Thread: UI.
class OutlineList final : public QListView
{
    Q_OBJECT

public:
    explicit OutlineList(OutlineModel *model, QWidget *parent = nullptr);

    [[nodiscard]] bool isEditing() const { return state() == EditingState; }
    /// Renames the current row in place.
    void renameCurrent();

    enum class Shift
    {
        Up,
        Down,
        Higher,
        Deeper
    };

Q_SIGNALS:
    void chosen(int row); ///< By Enter.
    void shiftRequested(int row, hermes::browser::OutlineList::Shift shift);
    void moveRequested(int row, int target, hermes::text::SectionTree::Place place);
    void menuRequested(int row, const QPoint &globalPosition);
    void editingEnded();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;

private:
    struct Target
    {
        int row = 0;
        text::SectionTree::Place place = text::SectionTree::Place::Before;
    };
    [[nodiscard]] std::optional<Shift> shiftOf(const QKeyEvent &event) const;
    [[nodiscard]] std::optional<Target> targetAt(const QPoint &position) const;

    OutlineModel *m_outline;
};

} // namespace hermes::browser
