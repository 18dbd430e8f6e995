#include "testsend/runhistoryview.h"

#include "core/onworker.h"
#include "testsend/answerblock.h"
#include "testsend/answerdiff.h"
#include "testsend/longtext.h"
#include "testsend/plannedwords.h"
#include "testsend/runsmodel.h"
#include "testsend/runwords.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/filterfield.h"
#include "widgets/flowlayout.h"
#include "widgets/linewidget.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/filesave.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSet>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using hermes::runs::Run;

namespace hermes::testsend {

namespace {

constexpr int listPage = 0;
constexpr int emptyPage = 1;
constexpr int nothingDetail = 0;
constexpr int answerDetail = 1;
constexpr int differenceDetail = 2;
constexpr int goOn = 1;
constexpr auto quietTime = 150ms;
constexpr qsizetype pageSize = 200; ///< Runs that are read at once.

/// Enough of a prompt's digest to tell one from another.
QString shortDigest(const QString &digest)
{
    constexpr qsizetype mostShown = 19; // `sha256:` and twelve digits
    return digest.size() <= mostShown ? digest : digest.first(mostShown) + u'…';
}

bool isSameSearch(const runs::RunQuery &one, const runs::RunQuery &other)
{
    return one.words == other.words && one.entry == other.entry && one.registry == other.registry;
}

/// What a run was sent with, and what it took.
QString circumstancesOf(const Run &run)
{
    const QString parameters = parametersInWords(run.parameters);
    QStringList lines{factsInWords(run),
                      RunHistoryView::tr("Parameters: %1")
                          .arg(parameters.isEmpty() ? RunHistoryView::tr("the model's own defaults")
                                                    : parameters),
                      RunHistoryView::tr("Prompt: %1").arg(shortDigest(run.promptDigest))};
    return lines.join(u'\n');
}

} // namespace

RunHistoryView::RunHistoryView(runs::RunHistory &history, core::EntryId entry, QString registry,
                               const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                               QWidget *parent)
    : QWidget(parent)
    , m_history(history)
    , m_entry(std::move(entry))
    , m_registry(std::move(registry))
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_model(new RunsModel(this))
    , m_filter(new widgets::FilterField(theme, tr("Search runs…")))
    , m_all(new QCheckBox(tr("Of all entries")))
    , m_message(new widgets::MessageBar(theme))
    , m_pages(new QStackedWidget)
    , m_empty(new widgets::EmptyState(theme))
    , m_list(new QTreeView)
    , m_count(new QLabel)
    , m_keeping(new widgets::PopupButton({}, new QMenu))
    , m_heading(new QLabel)
    , m_question(new LongText(theme, tr("Question of the run")))
    , m_details(new QStackedWidget)
    , m_answerPlace(new QScrollArea)
    , m_difference(new QTextBrowser)
    , m_open(new QPushButton(tr("Open")))
    , m_export(new QPushButton(tr("Export…")))
    , m_exportAll(new QPushButton(tr("Export all shown…")))
    , m_erase(new QPushButton(tr("Erase…")))
    , m_eraseAll(new QPushButton(tr("Erase all shown…")))
    , m_finding(this, [this](const Found &found) { takeFound(found); })
    , m_comparing(this, [this](const QString &html) { m_difference->setHtml(html); })
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(quietTime);
    setUpList();
    setUpKeeping();
    layOut();
    joinSignals();
    showSelection();
}

RunHistoryView::~RunHistoryView() = default;

void RunHistoryView::setUpList()
{
    m_list->setAccessibleName(tr("Runs"));
    m_list->setModel(m_model);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setFrameShape(QFrame::NoFrame);
    QHeaderView *header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(RunsModel::Question, QHeaderView::Stretch);
    constexpr int characters = 11;
    for (const int column : {int(RunsModel::State), int(RunsModel::Outcome), int(RunsModel::Tokens),
                             int(RunsModel::Amount)}) {
        header->resizeSection(column, characters * m_list->fontMetrics().averageCharWidth());
    }
}

QWidget *RunHistoryView::makeDetail()
{
    widgets::keepFont(*m_heading, m_theme, &widgets::Theme::labelFont);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    m_difference->setFrameShape(QFrame::NoFrame);
    m_difference->setOpenLinks(false);
    m_difference->setAccessibleName(tr("What differs between the two answers"));
    m_answerPlace->setWidgetResizable(true);
    m_answerPlace->setFrameShape(QFrame::NoFrame);
    m_answerPlace->setAccessibleName(tr("Answer of the run"));
    m_details->addWidget(new QWidget);
    m_details->addWidget(m_answerPlace);
    m_details->addWidget(m_difference);
    auto *buttons = new widgets::FlowLayout(widgets::space::small);
    for (QPushButton *button : {m_open, m_export, m_exportAll, m_erase, m_eraseAll}) {
        buttons->addWidget(button);
    }
    auto *detail = new QWidget;
    auto *column = new QVBoxLayout(detail);
    column->setContentsMargins(widgets::space::large, widgets::space::small, widgets::space::large,
                               widgets::space::medium);
    column->setSpacing(widgets::space::small);
    column->addLayout(buttons);
    column->addWidget(m_heading);
    column->addWidget(m_question);
    column->addWidget(m_details, 1);
    return detail;
}

void RunHistoryView::layOut()
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(widgets::space::large, widgets::space::small, widgets::space::large,
                            widgets::space::small);
    row->setSpacing(widgets::space::small);
    row->addWidget(m_filter, 1);
    row->addWidget(m_all);
    row->addWidget(m_count);
    row->addWidget(m_keeping);
    auto *work = new QWidget;
    auto *workColumn = new QVBoxLayout(work);
    workColumn->setContentsMargins({});
    workColumn->setSpacing(0);
    workColumn->addWidget(m_list, 1);
    workColumn->addWidget(new widgets::LineWidget(Qt::Horizontal));
    workColumn->addWidget(makeDetail(), 1);
    m_pages->addWidget(work);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(new widgets::LineWidget(Qt::Horizontal));
    column->addWidget(m_message);
    column->addWidget(m_pages, 1);
}

void RunHistoryView::joinSignals()
{
    connect(m_filter, &QLineEdit::textChanged, &m_delay, qOverload<>(&QTimer::start));
    connect(m_all, &QCheckBox::toggled, this, &RunHistoryView::find);
    connect(&m_delay, &QTimer::timeout, this, &RunHistoryView::find);
    connect(&m_history, &runs::RunHistory::changed, this, [this] {
        if (isVisible() && !m_delay.isActive()) {
            m_delay.start();
        }
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunHistoryView::showSelection);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &RunHistoryView::showSelection);
    connect(m_list, &QTreeView::activated, this, &RunHistoryView::open);
    connect(m_open, &QPushButton::clicked, this, &RunHistoryView::open);
    connect(m_model, &RunsModel::moreWanted, this, &RunHistoryView::findMore);
    connect(m_export, &QPushButton::clicked, this, [this] { exportRuns(selected()); });
    connect(m_exportAll, &QPushButton::clicked, this, &RunHistoryView::exportFound);
    connect(m_erase, &QPushButton::clicked, this, [this] {
        runs::ErasedRuns erased;
        for (const QList<Run> runs = selected(); const Run &run : runs) {
            erased.ids.append(run.id);
        }
        askToErase(tr("Erase the selected runs?"), erased);
    });
    connect(m_eraseAll, &QPushButton::clicked, this, &RunHistoryView::eraseShown);
    connect(&m_theme, &widgets::Theme::changed, this, [this] {
        if (m_detail && m_detail->size() == 2) { // its colours are in its text
            compare(m_detail->last(), m_detail->first());
        }
    });
}

void RunHistoryView::open()
{
    const QList<Run> runs = selected();
    if (runs.size() != 1) {
        return;
    }
    const Run &chosen = runs.first();
    QList<Run> others;
    std::ranges::copy_if(shown(), std::back_inserter(others), [&chosen](const Run &run) {
        return run.id != chosen.id && runs::answerTheSame(run, chosen)
            && !(run.answer.isEmpty() && run.toolCalls.isEmpty());
    });
    m_history.withFiles(chosen).then(this, [this, chosen, others](const core::Result<Run> &whole) {
        if (!whole) {
            tell(whole.error());
        }
        Q_EMIT openRequested(whole.value_or(chosen), others);
    });
}

void RunHistoryView::eraseShown()
{
    const runs::RunQuery &found = m_shownQuery;
    QString question = tr("Erase all runs of all entries?");
    if (!found.words.isEmpty()) {
        question = tr("Erase the runs that were found? They are %1.")
                       .arg(QLocale().toString(m_model->total()));
    } else if (found.entry) {
        question = tr("Erase all runs of %1?").arg(m_entry.id);
    }
    askToErase(question, {{}, found.entry, found.registry, found.words});
}

QList<Run> RunHistoryView::shown() const
{
    QList<Run> runs;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        runs.append(m_model->run(row));
    }
    return runs;
}

void RunHistoryView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    find();
    readLimits();
}

runs::RunQuery RunHistoryView::query() const
{
    runs::RunQuery query;
    query.words = m_filter->text();
    if (!m_all->isChecked()) {
        query.entry = m_entry;
        query.registry = m_registry;
    }
    return query;
}

void RunHistoryView::find()
{
    m_delay.stop();
    runs::RunQuery asked = query();
    // What is in sight stays in sight, however many new ones come on top; see takeFound().
    asked.limit = pageSize + (isSameSearch(asked, m_shownQuery) ? m_model->rowCount() : 0);
    m_finding.request([this, asked](const core::CancelFlag &) {
        return m_history.page(asked).then(
            [asked](const core::Result<runs::FoundRuns> &runs) { return Found{asked, runs}; });
    });
}

void RunHistoryView::findMore()
{
    if (m_isFindingMore || m_model->rowCount() == 0) {
        return;
    }
    const QModelIndex last = m_model->index(m_model->rowCount() - 1, 0);
    if (!m_list->viewport()->rect().intersects(m_list->visualRect(last))) {
        return; // the list asks before it is laid out, too
    }
    m_isFindingMore = true;
    runs::RunQuery asked = m_shownQuery;
    asked.after = m_model->run(m_model->rowCount() - 1).id;
    asked.limit = pageSize;
    m_history.page(asked).then(this, [this, asked](const core::Result<runs::FoundRuns> &found) {
        m_isFindingMore = false;
        if (!found) {
            tell(found.error());
            return;
        }
        const bool isNext = isSameSearch(asked, m_shownQuery) && m_model->rowCount() > 0
            && m_model->run(m_model->rowCount() - 1).id == asked.after;
        if (isNext) {
            m_model->append(found->runs);
        }
    });
}

void RunHistoryView::takeFound(const Found &found)
{
    if (!found.runs) {
        tell(found.runs.error());
        return;
    }
    // To the last that is there already, so that the list gets longer by what is new alone.
    QSet<QString> known;
    for (const QList<Run> before = shown(); const Run &run : before) {
        known.insert(run.id);
    }
    const QList<Run> &runs = found.runs->runs;
    qsizetype count = isSameSearch(found.query, m_shownQuery) ? runs.size() : 0;
    while (count > pageSize && !known.contains(runs.at(count - 1).id)) {
        --count;
    }
    count = std::min(std::max(count, pageSize), runs.size());
    m_shownQuery = found.query;
    m_model->setRuns(runs.first(count), found.runs->total);
    m_count->setText(tr("%Ln runs", nullptr, static_cast<int>(found.runs->total)));
    const bool isEmpty = found.runs->runs.isEmpty();
    if (isEmpty) {
        const bool isSearch = !found.query.words.isEmpty();
        m_empty->setContent(isSearch ? u"search"_s : u"history"_s,
                            isSearch ? tr("No run with these words") : tr("No runs yet"),
                            isSearch ? tr("Questions, answers, models and tools are searched.")
                                     : tr("What you send appears here, with its answer."));
    }
    m_pages->setCurrentIndex(isEmpty ? emptyPage : listPage);
    if (!isEmpty && !m_list->selectionModel()->hasSelection()) {
        m_list->setCurrentIndex(m_model->index(0, 0));
    }
    showSelection();
}

QList<Run> RunHistoryView::selected() const
{
    QList<int> rows;
    for (const auto indexes = m_list->selectionModel()->selectedRows();
         const QModelIndex &index : indexes) {
        rows.append(index.row());
    }
    std::ranges::sort(rows);
    QList<Run> runs;
    for (const int row : std::as_const(rows)) {
        runs.append(m_model->run(row));
    }
    return runs;
}

void RunHistoryView::showSelection()
{
    const QList<Run> runs = selected();
    m_open->setEnabled(runs.size() == 1);
    m_erase->setEnabled(!runs.isEmpty());
    m_export->setEnabled(!runs.isEmpty());
    m_eraseAll->setEnabled(m_model->rowCount() > 0);
    m_exportAll->setEnabled(m_model->rowCount() > 0);
    if (m_detail == runs) {
        return; // somebody reads it
    }
    m_detail = runs;
    m_comparing.cancel();
    if (runs.size() == 1) {
        showRun(runs.first());
    } else if (runs.size() == 2) {
        showDifference(runs.last(), runs.first());
    } else {
        m_heading->setText(
            runs.isEmpty() ? tr("Select a run to read it, two to compare them.")
                           : tr("%Ln runs are selected.", nullptr, static_cast<int>(runs.size())));
        m_question->setText({});
        m_details->setCurrentIndex(nothingDetail);
    }
}

void RunHistoryView::showRun(const Run &run)
{
    m_heading->setText(tr("%1 · %2 · %3").arg(stateInWords(run), run.modelId, outcomeInWords(run))
                       + (run.contextFiles.isEmpty() ? QString() : u'\n' + contextInWords(run))
                       + (run.failure.isEmpty() ? QString() : u'\n' + run.failure) + u'\n'
                       + circumstancesOf(run));
    m_heading->setToolTip(run.promptDigest);
    const auto asked =
        std::ranges::find_last(run.turns, modelapi::Turn::Role::User, &modelapi::Turn::role);
    QString question = asked.empty() ? QString() : asked.front().text;
    if (!asked.empty() && !asked.front().images.isEmpty()) {
        question += u'\n'
            + tr("Pictures attached: %1").arg(QLocale().toString(asked.front().images.size()));
    }
    if (!asked.empty() && !asked.front().documents.isEmpty()) {
        QStringList names;
        for (const modelapi::Document &document : asked.front().documents) {
            names.append(document.name);
        }
        question += u'\n' + tr("PDFs attached: %1").arg(names.join(u", "_s));
    }
    m_question->setText(question);
    auto *answer = new AnswerBlock(m_theme);
    connect(answer, &AnswerBlock::linkRequested, this, &RunHistoryView::linkRequested);
    modelapi::Answer came;
    came.text = run.answer;
    came.thinking = run.thinking;
    came.toolCalls = run.toolCalls;
    answer->setAnswer(came);
    answer->setStop(run.stop);
    answer->setCopyable(run.answer);
    m_answer = answer;
    m_answerPlace->setWidget(answer); // the one before goes
    m_details->setCurrentIndex(answerDetail);
}

void RunHistoryView::showDifference(const Run &older, const Run &newer)
{
    m_heading->setText(
        tr("− %1, %2   + %3, %4")
            .arg(stateInWords(older), older.modelId, stateInWords(newer), newer.modelId)
        + tr("\n− %1\n+ %2")
              .arg(circumstancesOf(older).replace(u'\n', u" · "_s),
                   circumstancesOf(newer).replace(u'\n', u" · "_s)));
    m_heading->setToolTip(older.promptDigest + u'\n' + newer.promptDigest);
    m_question->setText({});
    m_details->setCurrentIndex(differenceDetail);
    m_difference->clear();
    compare(older, newer);
}

void RunHistoryView::compare(const Run &older, const Run &newer)
{
    m_comparing.request([left = older.answer, right = newer.answer,
                         colors = m_theme.colors()](const core::CancelFlag &) {
        return core::onWorker([left, right, colors] { return answerDiff(left, right, colors); });
    });
}

void RunHistoryView::exportFound()
{
    runs::RunQuery all = m_shownQuery;
    all.limit = -1;
    m_history.find(all).then(this, [this](const core::Result<QList<Run>> &found) {
        if (found) {
            exportRuns(*found);
        } else {
            tell(found.error());
        }
    });
}

void RunHistoryView::exportRuns(const QList<Run> &runs)
{
    m_dialogs.chooseSaveFile(
        this, {tr("Export runs"), m_entry.namePart() + u"-runs.json"_s, tr("JSON (*.json)")},
        [this, runs](const QString &path) {
            if (!path.isEmpty()) {
                writeTo(path, runs);
            }
        });
}

void RunHistoryView::writeTo(const QString &path, const QList<Run> &runs)
{
    core::whenDone(core::onWorker([path, runs] {
                       return workspace::saveCopy(path, runs::exportedRuns(runs));
                   }),
                   this, [this, path, count = runs.size()](const core::Result<void> &saved) {
                       if (!saved) {
                           tell(saved.error());
                           return;
                       }
                       m_message->showMessage(
                           widgets::MessageBar::Severity::Info,
                           tr("%Ln runs are in %1.", nullptr, static_cast<int>(count)).arg(path));
                   });
}

void RunHistoryView::askToErase(const QString &question, const runs::ErasedRuns &erased)
{
    m_dialogs.choose(this,
                     {question,
                      tr("Questions and answers go for good; there is no way back."),
                      {tr("Keep"), tr("Erase")},
                      0},
                     [this, erased](int button) {
                         if (button != goOn) {
                             return;
                         }
                         m_history.erase(erased).then(this, [this](const core::Result<void> &done) {
                             if (!done) {
                                 tell(done.error());
                             }
                             find();
                         });
                     });
}

void RunHistoryView::tell(const core::Error &error)
{
    m_message->showMessage(widgets::MessageBar::Severity::Error, error.message);
}

} // namespace hermes::testsend
