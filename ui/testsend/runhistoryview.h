#pragma once

#include "core/latesttask.h"
#include "runs/runhistory.h"

#include <QTimer>
#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTextBrowser;
class QTreeView;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
class FilterField;
class MessageBar;
class PopupButton;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::testsend {

class AnswerBlock;
class LongText;
class RunsModel;

/// The history of runs: found by words, read, compared, opened again, exported, erased. Thread: UI.
class RunHistoryView final : public QWidget
{
    Q_OBJECT

public:
    /// Everything passed in outlives it. `entry` and `registry`: whose runs are shown first.
    RunHistoryView(runs::RunHistory &history, core::EntryId entry, QString registry,
                   const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                   QWidget *parent = nullptr);
    ~RunHistoryView() override;

Q_SIGNALS:
    /// To go on with its conversation. `others` answer the same in other words, the newest first.
    void openRequested(const hermes::runs::Run &run, const QList<hermes::runs::Run> &others);
    void linkRequested(const QUrl &link); ///< In an answer; the user clicked it.

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Found
    {
        runs::RunQuery query;
        core::Result<runs::FoundRuns> runs;
    };

    void layOut();
    [[nodiscard]] QWidget *makeDetail();
    void setUpList();
    void joinSignals();
    [[nodiscard]] runs::RunQuery query() const; ///< What is to be shown.
    void find();
    void takeFound(const Found &found);
    void findMore();
    void setUpKeeping();
    void readLimits();
    void showLimits();
    void askToLimit(const runs::RunLimits &limits);
    void showSelection();
    void showRun(const runs::Run &run);
    void showDifference(const runs::Run &older, const runs::Run &newer);
    void compare(const runs::Run &older, const runs::Run &newer);
    [[nodiscard]] QList<runs::Run> selected() const; ///< The newest first.
    void open();
    void eraseShown();
    [[nodiscard]] QList<runs::Run> shown() const; ///< The newest first.
    void exportFound();
    void exportRuns(const QList<runs::Run> &runs);
    void writeTo(const QString &path, const QList<runs::Run> &runs);
    void askToErase(const QString &question, const runs::ErasedRuns &erased);
    void tell(const core::Error &error);

    runs::RunHistory &m_history;
    core::EntryId m_entry;
    QString m_registry;
    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    RunsModel *m_model;
    widgets::FilterField *m_filter;
    QCheckBox *m_all;
    widgets::MessageBar *m_message;
    QStackedWidget *m_pages;
    widgets::EmptyState *m_empty;
    QTreeView *m_list;
    QLabel *m_count;
    widgets::PopupButton *m_keeping;
    QLabel *m_heading;
    LongText *m_question;
    QStackedWidget *m_details;
    AnswerBlock *m_answer = nullptr; ///< Of the run that is shown.
    QScrollArea *m_answerPlace;
    QTextBrowser *m_difference;
    QPushButton *m_open;
    QPushButton *m_export;
    QPushButton *m_exportAll;
    QPushButton *m_erase;
    QPushButton *m_eraseAll;
    QTimer m_delay;
    runs::RunQuery m_shownQuery; ///< By which the runs in the list were found.
    runs::RunLimits m_limits;
    bool m_isFindingMore = false;
    std::optional<QList<runs::Run>> m_detail; ///< The runs that are read or compared.
    core::LatestTask<Found> m_finding;
    core::LatestTask<QString> m_comparing;
};

} // namespace hermes::testsend
