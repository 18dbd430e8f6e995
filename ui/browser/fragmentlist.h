#pragma once

#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QListView;
class QModelIndex;
class QStringListModel;
class QToolButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::browser {

/// The fragments of the registry under a heading that folds them away; without any it hides.
/// Thread: UI.
class FragmentList final : public QWidget
{
    Q_OBJECT

public:
    explicit FragmentList(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Sorted. Names of files below `studio/fragments`, without `.md`.
    void setNames(const QStringList &names);
    /// Only those are shown that have all words of it in their names; empty = all.
    void setFilter(const QString &words);
    /// The one whose document is shown; empty = none is. Says nothing.
    void setCurrent(const QString &name);
    /// At most so many pixels, heading included.
    void setMostHeight(int height);

Q_SIGNALS:
    void chosen(const QString &name); ///< By a click or Enter.
    void renameRequested(const QString &name);
    void usesRequested(const QString &name);
    void deleteRequested(const QString &name);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void takeTheme();
    void choose(const QModelIndex &index);
    void showNames();
    void fit();

    const widgets::Theme &m_theme;
    bool m_isOpen = true;
    QToolButton *m_heading;
    QStringListModel *m_model;
    QListView *m_list;
    QStringList m_names;
    QStringList m_words; ///< Of the filter.
    QString m_current;
    int m_mostHeight = 0;
};

} // namespace hermes::browser
