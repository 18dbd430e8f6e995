#pragma once

#include "workspace/assemblypreview.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPlainTextEdit;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class CopyButton;
class EmptyState;
class SegmentBar;
class SegmentedControl;
class Theme;
} // namespace hermes::widgets

namespace hermes::preview {

class RenderedView;

/// The assembled prompt of the current document: segments, an estimate of tokens, rendered or as
/// exact text. Thread: UI.
class PreviewPane final : public QWidget
{
    Q_OBJECT

public:
    /// Above this a prompt is shown as text only. Bytes.
    static constexpr qint64 maximumRenderedBytes = 1024LL * 1024;

    explicit PreviewPane(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setContent(const workspace::PreviewContent &content);
    void clear();
    /// What the rendered view shows, as plain words, its title first.
    [[nodiscard]] QString renderedText() const;

Q_SIGNALS:
    /// A line of the text was double-clicked. Byte offset of the line in the assembly.
    void sourceRequested(const hermes::assembly::Assembly &assembly, qint64 offset);
    /// A link of the rendered prompt was clicked; http, https or mailto.
    void linkActivated(const QUrl &link);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showView(int index);
    void showNumbers();
    void applyTheme();
    void tellSource();

    const widgets::Theme &m_theme;
    workspace::PreviewContent m_content;
    widgets::SegmentedControl *m_choice;
    widgets::CopyButton *m_copy;
    widgets::SegmentBar *m_segments;
    QLabel *m_numbers;
    QLabel *m_note;
    QLabel *m_role; ///< As what a model receives the text.
    QStackedWidget *m_views;
    RenderedView *m_rendered;
    QPlainTextEdit *m_text;
    widgets::EmptyState *m_empty;
    QWidget *m_facts;
};

} // namespace hermes::preview
