#include "testsend/columnview.h"

#include "modelapi/retry.h"
#include "testsend/answerblock.h"
#include "testsend/branchswitch.h"
#include "testsend/exchangeview.h"
#include "testsend/plannedwords.h"
#include "testsend/runwords.h"
#include "testsend/turnviews.h"
#include "widgets/buttons.h"
#include "widgets/linewidget.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using hermes::modelapi::Turn;
using hermes::workspace::ContentRef;
using hermes::workspace::TestSendColumn;

namespace hermes::testsend {

namespace {

constexpr int answerPage = 0;
constexpr int exchangePage = 1;
constexpr auto betweenRendering = 33ms;
constexpr auto clockTick = 500ms;
constexpr int shareOfRendering = 8; ///< Of the time, one part at most is spent on it.
constexpr int leastCharacters = 32; ///< Of an answer's line, at their average width.
constexpr int mostOfLabel = 10; ///< Characters of a state's name, at their average width.

QString withoutMnemonic(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

} // namespace

ColumnView::ColumnView(workspace::TestSendSession &session, TestSendColumn &column,
                       const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_column(column)
    , m_theme(theme)
    , m_contentMenu(new QMenu)
    , m_connectionMenu(new QMenu)
    , m_content(new widgets::PopupButton({}, m_contentMenu))
    , m_connection(new widgets::PopupButton({}, m_connectionMenu))
    , m_exchangeButton(new widgets::IconButton(theme, u"code-xml"_s, tr("Exchange")))
    , m_remove(new widgets::IconButton(theme, u"x"_s, tr("Remove the column")))
    , m_facts(new QLabel)
    , m_message(new widgets::MessageBar(theme))
    , m_pages(new QStackedWidget)
    , m_scroll(new QScrollArea)
    , m_hint(new QLabel(tr("Nothing was asked yet. Write below; Ctrl+Return sends.")))
    , m_line(new widgets::LineWidget(Qt::Vertical))
    , m_exchange(new ExchangeView(theme))
{
    layOut();
    m_rendering.setSingleShot(true);
    m_rendering.setInterval(betweenRendering);
    m_clock.setInterval(clockTick);
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, [this] { retryLater(m_retryAt); });
    connect(&m_rendering, &QTimer::timeout, this, &ColumnView::render);
    connect(&m_clock, &QTimer::timeout, this, &ColumnView::showFacts);
    connect(m_contentMenu, &QMenu::aboutToShow, this, &ColumnView::fillContentMenu);
    connect(m_connectionMenu, &QMenu::aboutToShow, this, &ColumnView::fillConnectionMenu);
    connect(m_remove, &QAbstractButton::clicked, this, &ColumnView::removeRequested);
    connect(m_exchangeButton, &QAbstractButton::toggled, this, [this](bool isShown) {
        m_pages->setCurrentIndex(isShown ? exchangePage : answerPage);
        showExchange();
    });
    connect(&column, &TestSendColumn::changed, this, &ColumnView::showColumn);
    connect(&column, &TestSendColumn::grew, this, &ColumnView::answerGrew);
    connect(&session.connections(), &workspace::ConnectionStore::changed, this,
            &ColumnView::showHeader);
    followEnd();
    showColumn();
}

void ColumnView::followEnd()
{
    const QScrollBar *bar = m_scroll->verticalScrollBar();
    connect(bar, &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (m_place) {
            restorePlace();
        } else if (m_isFollowing) {
            m_scroll->verticalScrollBar()->setValue(maximum);
        }
    });
    connect(bar, &QScrollBar::valueChanged, this, [this](int value) {
        m_isFollowing = !m_place && value >= m_scroll->verticalScrollBar()->maximum();
    });
    connect(bar, &QScrollBar::actionTriggered, this, [this] { m_place.reset(); });
}

QWidget *ColumnView::makeHeader()
{
    m_content->setAccessibleDescription(tr("Which state of the definition is sent"));
    m_connection->setAccessibleDescription(tr("Which connection and model are asked"));
    m_exchangeButton->setCheckable(true);
    // Its text is cut to what room there is; whole, it would keep the column from getting narrow.
    m_connection->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *header = new QWidget;
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(widgets::space::medium, widgets::space::tiny, widgets::space::small,
                            widgets::space::tiny);
    row->setSpacing(widgets::space::tiny);
    row->addWidget(m_content);
    row->addWidget(m_connection, 1);
    row->addStretch();
    row->addWidget(m_exchangeButton);
    row->addWidget(m_remove);
    return header;
}

void ColumnView::layOut()
{
    m_facts->setContentsMargins(widgets::space::large, 0, widgets::space::large,
                                widgets::space::tiny);
    m_facts->setWordWrap(true);
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    widgets::keepFont(*m_facts, m_theme, &widgets::Theme::labelFont);
    auto *content = new QWidget;
    m_turns = new QVBoxLayout(content);
    m_turns->setContentsMargins(widgets::space::large, widgets::space::medium,
                                widgets::space::large, widgets::space::medium);
    m_turns->setSpacing(widgets::space::medium);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_turns->addWidget(m_hint);
    m_turns->addStretch(1);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Conversation"));
    m_pages->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    m_pages->addWidget(m_scroll);
    m_pages->addWidget(m_exchange);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_line);
    auto *column = new QVBoxLayout;
    row->addLayout(column, 1);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(m_facts);
    column->addWidget(new widgets::LineWidget(Qt::Horizontal));
    column->addWidget(m_message);
    column->addWidget(m_pages, 1);
}

void ColumnView::setChoices(const QList<ContentRef> &choices)
{
    m_choices = choices;
}

void ColumnView::setRemovable(bool isRemovable)
{
    m_remove->setVisible(isRemovable);
}

void ColumnView::setSeparated(bool isSeparated)
{
    m_line->setVisible(isSeparated);
}

QSize ColumnView::minimumSizeHint() const
{
    // Narrower, nobody would read an answer: the pane scrolls.
    const int width = leastCharacters * fontMetrics().averageCharWidth();
    return QWidget::minimumSizeHint().expandedTo({width, 0});
}

void ColumnView::fillContentMenu()
{
    m_contentMenu->clear();
    for (const ContentRef &choice : std::as_const(m_choices)) {
        QAction *action = m_contentMenu->addAction(withoutMnemonic(choice.label), &m_column,
                                                   [this, choice] { m_column.setContent(choice); });
        action->setCheckable(true);
        action->setChecked(choice == m_column.content());
    }
}

void ColumnView::fillConnectionMenu()
{
    m_connectionMenu->clear();
    const qsizetype own = [this] {
        qsizetype index = 0;
        while (index < m_session.columnCount() && &m_session.column(index) != &m_column) {
            ++index;
        }
        return index;
    }();
    for (const auto known = m_session.connections().connections();
         const workspace::Connection &connection : known) {
        QAction *action = m_connectionMenu->addAction(
            withoutMnemonic(
                tr("%1 · %2").arg(connection.name, workspace::shownServer(connection.settings))),
            &m_session, [this, own, id = connection.id] { m_session.chooseConnection(own, id); });
        action->setCheckable(true);
        action->setChecked(connection.id == m_column.connectionId());
    }
    m_connectionMenu->addSeparator();
    m_connectionMenu->addAction(tr("Another model…"), this, &ColumnView::modelRequested);
    m_connectionMenu->addAction(tr("Connections…"), this, &ColumnView::connectionsRequested);
}

void ColumnView::showColumn()
{
    const bool isBusy = m_column.state() != TestSendColumn::State::Idle;
    const auto &result = m_column.lastResult();
    if (isBusy || !result || !result->failure) {
        m_retryAt = {}; // something else was asked
        m_later.stop();
    }
    showHeader();
    showTurns();
    showFailure();
    showExchange();
    if (isBusy != m_clock.isActive()) {
        isBusy ? m_clock.start() : m_clock.stop();
    }
    showFacts();
}

void ColumnView::showHeader()
{
    const auto connection = m_session.connections().connection(m_column.connectionId());
    const QString model = m_session.modelOf(m_column);
    const QFontMetrics metrics = m_connection->fontMetrics();
    const QString &label = m_column.content().label;
    m_content->setText(withoutMnemonic(
        metrics.elidedText(label, Qt::ElideMiddle, mostOfLabel * metrics.averageCharWidth())));
    m_content->setAccessibleName(label);
    m_content->setToolTip(label);
    const QString name = !connection ? tr("No connection")
        : model.isEmpty()            ? connection->name
                                     : tr("%1 · %2").arg(connection->name, model);
    m_connection->setAccessibleName(name);
    m_connection->setToolTip(
        connection ? tr("%1 at %2").arg(name, workspace::shownServer(connection->settings)) : name);
    fitConnection();
}

/// Cuts the connection's name to what room there is.
void ColumnView::fitConnection()
{
    const QString name = m_connection->accessibleName();
    const QFontMetrics metrics = m_connection->fontMetrics();
    const QString shown = QString(m_connection->text()).replace(u"&&"_s, u"&"_s);
    const int around = m_connection->sizeHint().width() - metrics.horizontalAdvance(shown);
    const int wanted = metrics.horizontalAdvance(name) + around + 1;
    int others = 0;
    for (const QWidget *other :
         {static_cast<QWidget *>(m_content), static_cast<QWidget *>(m_exchangeButton),
          static_cast<QWidget *>(m_remove)}) {
        others += other->isHidden() ? 0 : other->sizeHint().width() + widgets::space::tiny;
    }
    const int room = width() - 1 - widgets::space::medium - widgets::space::small - others
        - widgets::space::tiny;
    // In a larger font the row would keep the height of the smaller one.
    m_content->setMinimumHeight(m_content->sizeHint().height());
    m_connection->setMinimumHeight(m_connection->sizeHint().height());
    m_connection->setMaximumWidth(wanted);
    // elidedText() knows fractions of pixels: by the rounded width it would cut what fits.
    m_connection->setText(withoutMnemonic(
        wanted <= room ? name : metrics.elidedText(name, Qt::ElideMiddle, room - around)));
}

AnswerBlock *ColumnView::makeAnswer()
{
    auto *block = new AnswerBlock(m_theme);
    connect(block, &AnswerBlock::linkRequested, this, &ColumnView::linkRequested);
    connect(block, &AnswerBlock::toolAnswered, this, [this](qsizetype, const QString &result) {
        whenFree([this, result] { answerTool(result); });
    });
    return block;
}

QWidget *ColumnView::makeTurn(qsizetype position, const Turn &turn)
{
    if (turn.role == Turn::Role::Assistant) {
        AnswerBlock *block = m_live != nullptr ? std::exchange(m_live, nullptr) : makeAnswer();
        block->setTurn(turn, m_column.conversation().thinking(position));
        connect(block->branches(), &BranchSwitch::branchRequested, this,
                [this, position](qsizetype branch) { showBranch(position, branch); });
        connect(block, &AnswerBlock::retryRequested, this,
                [this, position] { whenFree([this, position] { retryFrom(position); }); });
        return block;
    }
    if (turn.role == Turn::Role::ToolResult) {
        return nullptr; // it stands in the call's view
    }
    auto *question = new QuestionView(m_theme, turn);
    connect(question, &QuestionView::editRequested, this,
            [this, position](const QString &text) { editQuestion(position, text); });
    connect(question->branches(), &BranchSwitch::branchRequested, this,
            [this, position](qsizetype branch) { showBranch(position, branch); });
    return question;
}

void ColumnView::showTurns()
{
    const workspace::Conversation &conversation = m_column.conversation();
    const QList<Turn> turns = conversation.turns();
    qsizetype same = 0;
    while (same < turns.size() && same < m_shown.size() && m_shown.at(same).turn == turns.at(same)
           && m_shown.at(same).thinking == conversation.thinking(same)) {
        ++same;
    }
    while (m_shown.size() > same) {
        if (QWidget *view = m_shown.takeLast().view) {
            view->deleteLater(); // it may be what asked for this
            view->hide();
            m_turns->removeWidget(view);
        }
    }
    for (qsizetype position = same; position < turns.size(); ++position) {
        QWidget *view = makeTurn(position, turns.at(position));
        if (view != nullptr && m_turns->indexOf(view) < 0) {
            m_turns->insertWidget(m_turns->count() - 1, view);
        }
        m_shown.append({turns.at(position), conversation.thinking(position), view});
    }
    const bool isIdle = m_column.state() == TestSendColumn::State::Idle;
    if (isIdle && m_live != nullptr) {
        std::exchange(m_live, nullptr)->deleteLater(); // nothing came
    }
    m_hint->setVisible(turns.isEmpty() && isIdle);
    showTools();
    showToolResults();
    const bool isAsked = std::ranges::any_of(
        turns.sliced(same), [](const Turn &turn) { return turn.role != Turn::Role::Assistant; });
    if (isAsked) { // who only had an answer come reads on where they were
        m_place.reset();
        m_isFollowing = true;
    }
}

void ColumnView::showTools()
{
    const workspace::Conversation &conversation = m_column.conversation();
    const bool isIdle = m_column.state() == TestSendColumn::State::Idle;
    for (qsizetype position = 0; position < m_shown.size(); ++position) {
        const qsizetype branch = conversation.branch(position);
        const qsizetype branches = isIdle ? conversation.branches(position) : 1;
        QWidget *view = m_shown.at(position).view;
        if (auto *question = qobject_cast<QuestionView *>(view)) {
            question->branches()->setBranch(branch, branches);
            question->setEditable(isIdle && !m_isHeld);
        } else if (auto *answer = qobject_cast<AnswerBlock *>(view)) {
            answer->branches()->setBranch(branch, branches);
            answer->setRetriable(isIdle);
        }
    }
}

void ColumnView::showToolResults()
{
    const bool isIdle = m_column.state() == TestSendColumn::State::Idle;
    for (qsizetype position = 0; position < m_shown.size(); ++position) {
        auto *answer = qobject_cast<AnswerBlock *>(m_shown.at(position).view);
        if (answer == nullptr) {
            continue;
        }
        QStringList results;
        qsizetype next = position + 1;
        while (next < m_shown.size() && m_shown.at(next).turn.role == Turn::Role::ToolResult) {
            results.append(m_shown.at(next++).turn.text);
        }
        answer->setToolResults(results, isIdle && next == m_shown.size());
        const auto &stop = m_column.conversation().stop(position);
        const bool hasGoneOn = !m_shown.at(position).turn.toolCalls.isEmpty()
            && m_column.conversation().openCalls().isEmpty();
        answer->setStop(hasGoneOn && stop && stop->reason == modelapi::Stop::Reason::ToolCalls
                            ? std::nullopt
                            : stop);
    }
}

bool ColumnView::event(QEvent *event)
{
    const bool isDone = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize) {
        fitConnection();
    }
    return isDone;
}

void ColumnView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    render(); // what came out of sight
}

void ColumnView::answerGrew()
{
    if (!isVisible()) {
        return;
    }
    if (m_live == nullptr) { // the first of it is shown at once
        render();
    } else if (!m_rendering.isActive()) {
        m_rendering.start();
    }
}

void ColumnView::render()
{
    if (m_column.state() == TestSendColumn::State::Idle
        || m_column.answer() == modelapi::Answer()) {
        return; // it is a turn of the conversation by now, or nothing came yet
    }
    QElapsedTimer cost;
    cost.start();
    if (m_live == nullptr) {
        m_live = makeAnswer();
        m_turns->insertWidget(m_turns->count() - 1, m_live);
        showFacts();
    }
    m_live->setAnswer(m_column.answer());
    m_rendering.setInterval(
        std::max(betweenRendering, std::chrono::milliseconds(cost.elapsed() * shareOfRendering)));
}

void ColumnView::showFacts()
{
    using State = TestSendColumn::State;
    const auto &result = m_column.lastResult();
    QString facts;
    if (m_column.state() == State::Waiting) {
        const qint64 left = (m_column.nextAttempt().remainingTime() + 999) / 1000;
        facts = tr("Next attempt in %1 s").arg(QLocale().toString(left));
    } else if (!m_column.awaitedKeyring().isEmpty()) {
        facts = tr("Waiting for %1").arg(m_column.awaitedKeyring());
    } else if (m_column.state() == State::Sending) {
        const std::chrono::milliseconds elapsed(m_column.elapsedMs());
        facts = m_live == nullptr ? tr("%1 s, nothing yet").arg(secondsInWords(elapsed, 1))
                                  : tr("%1 s, answering").arg(secondsInWords(elapsed, 1));
    } else if (m_retryAt.isValid()) {
        facts = tr("Retry at %1")
                    .arg(modelapi::shownRetryTime(m_retryAt, QDateTime::currentDateTime()));
    } else if (result && result->run.attempts > 0) {
        facts = factsInWords(result->run);
        if (const QString parameters = parametersInWords(result->run.parameters);
            !parameters.isEmpty()) {
            facts += u" · "_s + parameters;
        }
    }
    m_facts->setText(facts);
    m_facts->setVisible(!facts.isEmpty());
}

void ColumnView::showExchange()
{
    if (m_pages->currentIndex() != exchangePage) {
        return;
    }
    if (const auto &result = m_column.lastResult()) {
        m_exchange->setExchange(*result);
    } else {
        m_exchange->clear();
    }
}

void ColumnView::editQuestion(qsizetype position, const QString &text)
{
    workspace::Conversation conversation = m_column.conversation();
    conversation.edit(position, text);
    resend(conversation);
}

void ColumnView::showBranch(qsizetype position, qsizetype branch)
{
    if (m_isHeld) {
        return; // what is being prepared follows the one that is shown
    }
    workspace::Conversation conversation = m_column.conversation();
    const qsizetype before = conversation.branch(position);
    conversation.showBranch(position, branch);
    const int place = m_scroll->verticalScrollBar()->value();
    m_column.setConversation(conversation);
    QWidget *view = m_shown.at(position).view;
    auto *branches = view->findChild<BranchSwitch *>();
    keepPlace(place, branches);
    view->show(); // what is not shown takes no focus
    branches->takeFocus(before);
}

/// Stays scrolled to `place` while what is new there is laid out, but for what must be `seen`.
void ColumnView::keepPlace(int place, QWidget *seen)
{
    m_place = place;
    m_seen = seen;
    m_isFollowing = false;
    restorePlace();
}

void ColumnView::restorePlace()
{
    m_scroll->verticalScrollBar()->setValue(m_place.value_or(0));
    // The layout goes on after the range of the scroll bar is known.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!m_place || m_seen == nullptr) {
                return;
            }
            const QScrollBar *bar = m_scroll->verticalScrollBar();
            const int place = bar->value();
            m_scroll->ensureWidgetVisible(m_seen, 0, widgets::space::small);
            m_place = bar->value() == place ? m_place : bar->value();
        },
        Qt::QueuedConnection);
}

void ColumnView::answerTool(const QString &result)
{
    workspace::Conversation conversation = m_column.conversation();
    const QList<modelapi::ToolCall> open = conversation.openCalls();
    if (open.isEmpty()) {
        return;
    }
    conversation.addToolResult(open.first(), result);
    if (conversation.isAwaitingAnswer()) {
        resend(conversation);
    } else {
        m_column.setConversation(conversation);
    }
}

} // namespace hermes::testsend
