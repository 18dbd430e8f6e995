#include "entries/changelistmodel.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QIcon>

using namespace Qt::StringLiterals;

namespace hermes::entries {

namespace {

using Kind = changes::ShownChange::Kind;

QIcon iconOf(Kind kind, const widgets::ThemeColors &colors)
{
    switch (kind) {
    case Kind::Added:
        return widgets::colouredIcon(u"plus"_s, colors.added);
    case Kind::Restored:
        return widgets::colouredIcon(u"undo-2"_s, colors.added);
    case Kind::Changed:
        return widgets::colouredIcon(u"pencil"_s, colors.warning);
    case Kind::Removed:
        return widgets::colouredIcon(u"minus"_s, colors.removed);
    case Kind::Deleted:
        return widgets::colouredIcon(u"trash-2"_s, colors.removed);
    case Kind::Moved:
    case Kind::MovedAndChanged:
        return widgets::colouredIcon(u"arrow-right"_s, colors.accent);
    }
    return {};
}

QString pathText(const changes::ShownChange &change)
{
    return (change.after.isRoot() ? change.before : change.after).text();
}

} // namespace

QString changeText(Kind kind)
{
    switch (kind) {
    case Kind::Added:
        return ChangeListModel::tr("new");
    case Kind::Changed:
        return ChangeListModel::tr("changed");
    case Kind::Removed:
        return ChangeListModel::tr("removed");
    case Kind::Moved:
        return ChangeListModel::tr("moved");
    case Kind::MovedAndChanged:
        return ChangeListModel::tr("moved and changed");
    case Kind::Deleted:
        return ChangeListModel::tr("into the trash");
    case Kind::Restored:
        return ChangeListModel::tr("from the trash");
    }
    Q_UNREACHABLE();
}

ChangeListModel::ChangeListModel(const widgets::Theme &theme, QObject *parent)
    : QAbstractListModel(parent), m_theme(theme)
{
}

void ChangeListModel::setChanges(const QList<changes::ShownChange> &changes)
{
    // Rows of one operation have nothing in common with those of another.
    beginResetModel();
    m_changes = changes;
    endResetModel();
}

int ChangeListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_changes.size());
}

QVariant ChangeListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const changes::ShownChange &shown = m_changes.at(index.row());
    const bool isMove = shown.kind == Kind::Moved || shown.kind == Kind::MovedAndChanged;
    switch (role) {
    case Qt::DisplayRole:
        return pathText(shown);
    case Qt::DecorationRole:
        return iconOf(shown.kind, m_theme.colors());
    case Qt::ToolTipRole:
        return isMove
            ? tr("%1: %2 → %3").arg(changeText(shown.kind), shown.before.text(), shown.after.text())
            : tr("%1: %2").arg(changeText(shown.kind), pathText(shown));
    case Qt::AccessibleTextRole:
        return tr("%1, %2").arg(pathText(shown), changeText(shown.kind));
    default:
        return {};
    }
}

} // namespace hermes::entries
