#pragma once

#include "browser/outlinelist.h"
#include "text/sectioncommands.h"
#include "workspace/liveoutline.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace hermes::widgets {
class ElidedLabel;
class Theme;
} // namespace hermes::widgets

namespace hermes::browser {

class OutlineModel;

/// The sections of the current document under a heading, with words and tokens. What is
/// done to them here is asked for by signal, and comes back with the next outline. Thread: UI.
class OutlineView final : public QWidget
{
    Q_OBJECT

public:
    explicit OutlineView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Without sections the view says so. While a title is being edited it waits.
    void setOutline(const workspace::Outline &outline);
    /// The line, from 0, that the caret stands in; its section is marked unless the list has the
    /// focus.
    void setCaretLine(int line);
    /// High enough for all sections.
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void sectionShown(int line); ///< 1-based line of the heading; by a click.
    void sectionActivated(int line); ///< The same, by Enter: to write there.
    void changeRequested(const hermes::text::SectionRequest &request);
    /// The section, with all that belongs to it, is to become a fragment. Lines from 0: from
    /// `first` to the one before `end`; -1 = to the end of the text.
    void extractionRequested(int first, int end, const QString &title);
    void outlineChanged();

private:
    void arrange();
    void joinSignals();
    void takeTheme();
    void showOutline(const workspace::Outline &outline);
    void openMenu(int row, const QPoint &globalPosition);
    void shift(int row, OutlineList::Shift shift);
    [[nodiscard]] bool canShift(int row, OutlineList::Shift shift) const;
    [[nodiscard]] text::SectionName nameOf(int row) const;
    void requestExtraction(int row);
    void request(int row, text::SectionRequest::Action action);

    const widgets::Theme &m_theme;
    OutlineModel *m_model;
    QLabel *m_title;
    widgets::ElidedLabel *m_size;
    QLabel *m_nothing;
    OutlineList *m_list;
    std::optional<workspace::Outline> m_waiting; ///< Came while a title was being edited.
};

} // namespace hermes::browser
