#pragma once

#include "text/sections.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QListView;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::browser {

class OutlineModel;

/// The sections of the current document under a heading with its word count. Thread: UI.
class OutlineView final : public QWidget
{
    Q_OBJECT

public:
    explicit OutlineView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// `words`: of the whole document. Without sections the view says so.
    void setOutline(const QList<text::Section> &sections, int words);
    /// High enough for all sections.
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void sectionActivated(int line); ///< 1-based line of the heading; by a click or Enter.

private:
    void takeTheme();

    const widgets::Theme &m_theme;
    OutlineModel *m_model;
    QLabel *m_title;
    QLabel *m_words;
    QLabel *m_nothing;
    QListView *m_list;
};

} // namespace hermes::browser
