#pragma once

#include "workspace/testsendsession.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QMenu;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class IconButton;
class MessageBar;
class PopupButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::testsend {

class AnswerBlock;
class ExchangeView;

/// One column: what is asked of whom, the conversation, and how the answer came. Thread: UI.
class ColumnView final : public QWidget
{
    Q_OBJECT

public:
    /// `session` and `column` outlive it.
    ColumnView(workspace::TestSendSession &session, workspace::TestSendColumn &column,
               const widgets::Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] const workspace::TestSendColumn &column() const { return m_column; }
    /// The states of the definition that can be asked about.
    void setChoices(const QList<workspace::ContentRef> &choices);
    void setRemovable(bool isRemovable);
    void setSeparated(bool isSeparated); ///< From the column before it, by a line.
    /// While something is being prepared the column stays as it is: what would send it again waits,
    /// and is forgotten where the column was asked something meanwhile.
    void setHeld(bool isHeld);
    void forgetWaiting(); ///< What waits to be sent again.
    void focusOpenCall(); ///< Where the call of a tool is answered that is next.
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removeRequested();
    void resendRequested(); ///< The conversation, as it stands.
    void connectionsRequested();
    void modelRequested(); ///< The user wants to name another one.
    void linkRequested(const QUrl &link);
    void focusLost(); ///< What had it is gone with what was sent again.

protected:
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    struct Shown
    {
        modelapi::Turn turn;
        QString thinking; ///< Of an answer.
        QWidget *view = nullptr;
    };

    void layOut();
    [[nodiscard]] QWidget *makeHeader();
    void followEnd();
    void fillContentMenu();
    void fillConnectionMenu();
    void showColumn();
    void showTurns();
    [[nodiscard]] QWidget *makeTurn(qsizetype position, const modelapi::Turn &turn);
    [[nodiscard]] AnswerBlock *makeAnswer();
    void showTools();
    void showToolResults();
    void showHeader();
    void fitConnection();
    void showFacts();
    void showFailure();
    void addRetry();
    void retryLater(const QDateTime &moment);
    void showLaterRetry();
    void showEmptyAnswer(const modelapi::Answer &answer);
    void showExchange();
    void answerGrew();
    void render();
    void whenFree(const std::function<void()> &action);
    void performWaiting();
    void resend(const workspace::Conversation &conversation);
    void keepPlace(int place, QWidget *seen);
    void restorePlace();
    void editQuestion(qsizetype position, const QString &text);
    void showBranch(qsizetype position, qsizetype branch);
    void answerTool(const QString &result);
    void retry();
    void retryFrom(qsizetype position);

    workspace::TestSendSession &m_session;
    workspace::TestSendColumn &m_column;
    const widgets::Theme &m_theme;
    QList<workspace::ContentRef> m_choices;
    QMenu *m_contentMenu;
    QMenu *m_connectionMenu;
    widgets::PopupButton *m_content;
    widgets::PopupButton *m_connection;
    widgets::IconButton *m_exchangeButton;
    widgets::IconButton *m_remove;
    QLabel *m_facts;
    widgets::MessageBar *m_message;
    QStackedWidget *m_pages;
    QScrollArea *m_scroll;
    QVBoxLayout *m_turns;
    QLabel *m_hint; ///< While nothing was asked.
    QWidget *m_line;
    ExchangeView *m_exchange;
    QList<Shown> m_shown;
    AnswerBlock *m_live = nullptr; ///< The answer that comes; one of the conversation afterwards.
    QTimer m_rendering;
    QTimer m_clock; ///< While something is awaited.
    QTimer m_later; ///< Until m_retryAt, or until the clock is looked at again.
    QDateTime m_retryAt; ///< When the user wants it sent again; invalid = not by itself.
    bool m_isFollowing = true; ///< The end is in sight and stays so.
    std::optional<int> m_place; ///< Where it stays scrolled to instead, until the user scrolls.
    QPointer<QWidget> m_seen; ///< What stays in sight there.
    bool m_isHeld = false;
    std::function<void()> m_waiting; ///< Until it is not held any more; empty = nothing.
};

} // namespace hermes::testsend
