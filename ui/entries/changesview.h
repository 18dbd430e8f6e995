#pragma once

#include "changes/changeset.h"
#include "core/error.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QListView;
class QModelIndex;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
class Theme;
} // namespace hermes::widgets

namespace hermes::entries {

class ChangeListModel;
class DiffText;

/// What an operation would do: its files, what changes in the chosen one, and what is left to the
/// user. Thread: UI.
class ChangesView final : public QWidget
{
    Q_OBJECT

public:
    explicit ChangesView(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setChanges(const changes::ChangeSet &changes);
    /// Nothing can be shown yet, and why: "Enter an id."
    void showSentence(const QString &sentence);

private:
    void showChange(const QModelIndex &index);
    void showRemarks(const QList<changes::Remark> &remarks);

    QStackedWidget *m_pages;
    QLabel *m_summary;
    QSplitter *m_columns;
    ChangeListModel *m_model;
    QListView *m_files;
    DiffText *m_diff;
    QLabel *m_remarks;
    widgets::EmptyState *m_empty;
};

} // namespace hermes::entries
