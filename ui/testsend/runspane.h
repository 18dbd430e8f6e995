#pragma once

#include "workspace/testsendsession.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
class IconButton;
class MessageBar;
class PopupButton;
class SegmentedControl;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::testsend {

class AttachmentBar;
class ColumnView;
class DifferencesView;
class ParameterPanel;
class QuestionInput;
class RunHistoryView;

/// The Runs view of a definition: columns, side by side, and one question for all of them.
///
/// It is empty until it is shown first. Thread: UI.
class RunsPane final : public QWidget
{
    Q_OBJECT

public:
    /// Makes the session with the parent it is given.
    using MakeSession = std::function<workspace::TestSendSession *(QObject *parent)>;

    /// `theme` and `dialogs` outlive it.
    RunsPane(MakeSession makeSession, const widgets::Theme &theme, widgets::UserDialogs &dialogs,
             QWidget *parent = nullptr);
    ~RunsPane() override;

    /// States of the definition that can be sent, the draft among them.
    void setChoices(const QList<workspace::ContentRef> &choices);
    void focusQuestion();
    /// nullptr until it is shown.
    [[nodiscard]] workspace::TestSendSession *session() const { return m_session; }

Q_SIGNALS:
    void connectionsRequested();
    void linkConfirmed(const QUrl &link); ///< The user has seen its address and wants to go there.

protected:
    void showEvent(QShowEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    /// What becomes of a question until it is sent.
    enum class Asking
    {
        Nothing,
        ReadingFiles, ///< It goes on when they are there.
        Preparing
    };

    void build();
    [[nodiscard]] QWidget *makeTopRow();
    [[nodiscard]] QWidget *makeConversation();
    [[nodiscard]] QWidget *makeEntry();
    void makeParameters();
    void joinSession();
    void showPart(int part); ///< Conversation, differences or history.
    void showDifferences();
    void adoptRun(const runs::Run &run, const QList<runs::Run> &others);
    void showColumns();
    [[nodiscard]] ColumnView *makeColumn(qsizetype index);
    [[nodiscard]] qsizetype indexOf(const workspace::TestSendColumn &column) const;
    void showState();
    void showEstimate(const workspace::SendPlan &plan);
    void requestEstimate();
    [[nodiscard]] bool hasQuestion() const; ///< Or files, which are one, too.
    /// Why a question is not sent; empty = it can be.
    [[nodiscard]] QString openCallsInWords() const;
    void showParameters();
    void ask();
    void prepareQuestion();
    void takeAttachments();
    void resend(qsizetype column);
    void takePlan(const workspace::SendPlan &plan);
    /// Asks before something goes out that had better not.
    void warn(const QString &title, const QString &text, std::function<void()> send);
    void confirmPrompt(const workspace::SendPlan &plan);
    void confirmTarget(const workspace::SendPlan &plan);
    void confirmFiles(const workspace::SendPlan &plan);
    void confirmServers(const workspace::SendPlan &plan);
    void send(const workspace::SendPlan &plan);
    void refuse();
    void askModel(qsizetype column);
    void askLink(const QUrl &link);
    void startAnew();
    void tellNotKept(const core::Error &error);

    MakeSession m_makeSession;
    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    workspace::TestSendSession *m_session = nullptr;
    QList<workspace::ContentRef> m_choices;
    QList<ColumnView *> m_views;
    QStackedWidget *m_pages = nullptr; // as all below: nullptr until it is shown
    widgets::EmptyState *m_empty = nullptr;
    widgets::SegmentedControl *m_choice = nullptr;
    QStackedWidget *m_parts = nullptr;
    DifferencesView *m_differences = nullptr;
    RunHistoryView *m_history = nullptr; ///< Until somebody looks at it, too.
    QLabel *m_estimate = nullptr;
    widgets::PopupButton *m_add = nullptr;
    widgets::MessageBar *m_message = nullptr;
    QHBoxLayout *m_columns = nullptr;
    QuestionInput *m_question = nullptr;
    AttachmentBar *m_attachments = nullptr;
    ParameterPanel *m_parameters = nullptr;
    widgets::IconButton *m_parametersButton = nullptr;
    QPushButton *m_anew = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_send = nullptr;
    QTimer m_estimateDelay;
    Asking m_asking = Asking::Nothing;
    std::optional<QString> m_asked; ///< What stood in the entry when a question was prepared.
    QList<workspace::Attachment> m_askedWith; ///< The same of attachments.
};

} // namespace hermes::testsend
