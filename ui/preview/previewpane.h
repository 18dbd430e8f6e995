#pragma once

#include "widgets/codecolors.h"
#include "workspace/assemblypreview.h"
#include "workspace/measuredcount.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QMenu;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class CopyButton;
class EmptyState;
class PopupButton;
class SegmentBar;
class SegmentedControl;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::preview {

class PreviewChoices;
class RenderedView;
class RequestView;
class TextView;
struct RequestTarget;

/// The assembled prompt of the current document: segments, their tokens, rendered or as
/// exact text, in the colours of their origins. A new text appears when a worker has read it; the
/// place that is read stays. Thread: UI.
class PreviewPane final : public QWidget
{
    Q_OBJECT

public:
    PreviewPane(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                QWidget *parent = nullptr);

    void setContent(const workspace::PreviewContent &content);
    void clear();
    /// For code in the rendered prompt.
    void setCodeColors(const widgets::CodeColors &colors);
    /// Whose requests can be looked at.
    void setTargets(const QList<RequestTarget> &targets);
    /// For the requests: over those of the connections.
    void setParameters(const modelapi::Parameters &parameters);
    /// For the requests: what is known of models, by the registry, then by catalogs.
    void setKnownModels(const QList<registry::ModelInfo> &ofRegistry,
                        const registry::ModelTable &models);
    /// Whether what shows has the prompt's places: it is rendered, or exact text, and not so large
    /// that following it would be felt.
    [[nodiscard]] bool canFollow() const;
    /// Scrolls to what a byte of the prompt's own file became.
    void showPromptOffset(qint64 offset);
    [[nodiscard]] PreviewChoices *choices() const { return m_choices; }
    /// What is shown; without an id: nothing is.
    [[nodiscard]] const workspace::PreviewContent &content() const { return m_content; }
    /// Connections whose providers count tokens: id and name.
    void setCounters(const QList<std::pair<QString, QString>> &counters);
    /// Opens the list of those who count; false if there is none.
    bool openCounters();
    /// What came of a count, a sentence; empty = nothing is to be said.
    void tellCount(const QString &words);
    /// How far our own counts of the shown model are off, as far as it was measured.
    void setMeasuredError(const workspace::MeasuredError &error);
    /// What the rendered view shows, as plain words, its title first.
    [[nodiscard]] QString renderedText() const;

Q_SIGNALS:
    /// The user wants the prompt counted by a connection's provider.
    void countRequested(const QString &connectionId);
    /// A block, a place of the text or of the prompt in a request was clicked, or Enter pressed on
    /// it. Byte offset in the assembly.
    void sourceRequested(const hermes::assembly::Assembly &assembly, qint64 offset);
    /// The same for what stands beside the prompt in the target's window. `line`: 1-based; 0 = it
    /// is not known.
    void contextSourceRequested(const QString &path, int line);
    /// A link of the rendered prompt was clicked, http, https or mailto, and the user, who saw the
    /// whole address, wants it opened.
    void linkConfirmed(const QUrl &link);
    /// What is at the top of the prompt now, rendered or text, as a byte of the assembly.
    void scrolledByUser(const hermes::assembly::Assembly &assembly, qint64 offset);

private:
    void layOut();
    /// `prompt`: what of the shown text is the prompt's own.
    void requestSource(const assembly::Assembly &shown, const QByteArray &prompt, qint64 offset);
    void showView(int index);
    void rememberReading();
    void showReading();
    void showNumbers();
    void showSegments();
    void showBlocked(int view);
    [[nodiscard]] QString costText(double cost) const;
    void applyTheme();
    void askAboutLink(const QUrl &link);
    void tellOfLink(const QString &words);

    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    workspace::PreviewContent m_content;
    widgets::SegmentedControl *m_choice;
    widgets::CopyButton *m_copy;
    PreviewChoices *m_choices;
    widgets::SegmentBar *m_segments;
    QLabel *m_numbers;
    QMenu *m_counters;
    widgets::PopupButton *m_count;
    QLabel *m_counted; ///< What a provider said.
    workspace::MeasuredError m_measured;
    QLabel *m_note;
    QLabel *m_blocked; ///< That images are not fetched.
    QLabel *m_ofLink; ///< Why a link was not followed.
    QLabel *m_role; ///< As what a model receives the text.
    QStackedWidget *m_views;
    RenderedView *m_rendered;
    TextView *m_text;
    RequestView *m_request;
    widgets::EmptyState *m_empty;
    QWidget *m_facts;
    int m_wantedView = 0; ///< What the user chose; a large prompt is shown as text all the same.
    qint64 m_reading = 0; ///< Byte at the top of the view that was last left.
};

} // namespace hermes::preview
