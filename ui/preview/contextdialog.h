#pragma once

#include "workspace/contextcandidates.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QLabel;
class QListView;
class QStandardItemModel;
QT_END_NAMESPACE

namespace hermes::widgets {
class FilterField;
class Theme;
} // namespace hermes::widgets

namespace hermes::preview {

/// Which files of the registry stand beside a prompt: a list with checks that typing narrows. The
/// field has the keys: up and down go through the list, Return puts a check or takes it away,
/// Ctrl+Return is done. Thread: UI.
class ContextDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `chosen`: paths that have a check at the beginning.
    ContextDialog(const widgets::Theme &theme, const QStringList &chosen, QWidget *parent);

    /// What there is; until then it says that it is looking.
    void setCandidates(const QList<workspace::ContextCandidate> &candidates);

Q_SIGNALS:
    /// Done: paths of the candidates that have a check, and of those that have none.
    void chosen(const QStringList &checked, const QStringList &unchecked);
    /// Done, with these; and the user wants a file that is not in the list.
    void otherFileRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class WordFilter;

    void layOut();
    void narrow(const QString &words);
    void toggleCurrent();
    void showCount();
    void finish();

    QStringList m_atFirst;
    widgets::FilterField *m_filter;
    QListView *m_list;
    QStandardItemModel *m_items;
    WordFilter *m_shown;
    QLabel *m_count;
};

} // namespace hermes::preview
