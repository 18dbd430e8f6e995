#pragma once

#include "core/entryid.h"

#include <QAction>
#include <QFrame>
#include <QList>
#include <QPointer>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QLabel;
class QListView;
QT_END_NAMESPACE

namespace hermes::search {
class RegistrySearch;
}

namespace hermes::widgets {
class FilterField;
class Theme;
} // namespace hermes::widgets

namespace hermes::find {

class GoToModel;
struct GoToItem;

/// A field and the list of what its letters mean, over the top of the window: entries, tags,
/// sections and fragments, or after `>` the program's commands.
///
/// Enter goes, Escape goes back to where the focus was. Thread: UI.
class GoToAnything final : public QFrame
{
    Q_OBJECT

public:
    /// `window`: over which it lies.
    GoToAnything(const widgets::Theme &theme, QWidget *window);

    void setSearch(const search::RegistrySearch *search); ///< nullptr: there are only commands.
    void setFragments(const QStringList &names) { m_fragments = names; }
    void setCommands(const QList<QAction *> &commands);
    /// Shows the list, over what lies `top` pixels below the window's top. `recent`: newest first.
    void open(const QString &typed, const QList<core::EntryId> &recent, int top);

Q_SIGNALS:
    void entryChosen(const hermes::core::EntryId &id);
    void sectionChosen(const hermes::core::EntryId &id, int line); ///< 1-based.
    void tagChosen(const QString &tag);
    void fragmentChosen(const QString &name);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    enum class Focus
    {
        GoesBack,
        Stays
    };

    void layOut();
    void update();
    [[nodiscard]] QList<GoToItem> found(const QString &typed) const;
    void place();
    void announce(const QModelIndex &current);
    void takeKey(int key);
    void choose(const QModelIndex &index);
    void close(Focus focus);

    const widgets::Theme &m_theme;
    QPointer<const search::RegistrySearch> m_search;
    QStringList m_fragments;
    QList<QAction *> m_commands;
    QList<core::EntryId> m_recent;
    QPointer<QWidget> m_focusBefore;
    int m_top = 0;
    widgets::FilterField *m_field;
    GoToModel *m_model;
    QListView *m_list;
    QLabel *m_nothing;
};

} // namespace hermes::find
