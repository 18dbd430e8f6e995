#include "testsend/runspane.h"

#include "runs/runhistory.h"
#include "testsend/attachmentbar.h"
#include "testsend/columnview.h"
#include "testsend/differencesview.h"
#include "testsend/parameterpanel.h"
#include "testsend/picturerow.h"
#include "testsend/plannedwords.h"
#include "testsend/questioninput.h"
#include "testsend/runhistoryview.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/linewidget.h"
#include "widgets/messagebar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/definitiondocument.h"
#include "workspace/testsendfiles.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using hermes::workspace::ContentRef;
using hermes::workspace::SendPlan;
using hermes::workspace::TestSendColumn;
using hermes::workspace::TestSendSession;

namespace hermes::testsend {

namespace {

constexpr int workPage = 0;
constexpr int emptyPage = 1;
constexpr int conversationPart = 0;
constexpr int differencesPart = 1;
constexpr int historyPart = 2;
constexpr auto quietTime = 300ms;

modelapi::Answer answerOf(const runs::Run &run)
{
    modelapi::Answer answer;
    answer.text = run.answer;
    answer.thinking = run.thinking;
    answer.thinkingBlocks = run.thinkingBlocks;
    answer.toolCalls = run.toolCalls;
    answer.stop = run.stop;
    return answer;
}

QString thinkingIn(const modelapi::Turn &turn)
{
    QStringList thoughts;
    for (const modelapi::ThinkingBlock &block : turn.thinking) {
        thoughts.append(block.text);
    }
    return thoughts.join(u'\n');
}

/// What a column says last, as far as it came; empty while it is only asked.
QString lastWordsOf(const TestSendColumn &column)
{
    if (column.state() != TestSendColumn::State::Idle) {
        return column.answer().text;
    }
    const QList<modelapi::Turn> turns = column.conversation().turns();
    return turns.isEmpty() || turns.last().role != modelapi::Turn::Role::Assistant
        ? QString()
        : turns.last().text;
}

modelapi::Turn withKeptFiles(modelapi::Turn turn)
{
    turn.images.removeIf([](const modelapi::Image &image) { return image.bytes.isEmpty(); });
    turn.documents.removeIf(
        [](const modelapi::Document &document) { return document.bytes.isEmpty(); });
    return turn;
}

/// The conversation of a run, to go on with, without the files that are no longer kept; what other
/// runs answered to the same are branches of its end.
workspace::Conversation conversationOf(const runs::Run &run, const QList<runs::Run> &others)
{
    workspace::Conversation conversation;
    for (const modelapi::Turn &turn : run.turns) {
        switch (turn.role) {
        case modelapi::Turn::Role::User:
            conversation.addQuestion(withKeptFiles(turn));
            break;
        case modelapi::Turn::Role::Assistant: {
            modelapi::Answer answer;
            answer.text = turn.text;
            answer.toolCalls = turn.toolCalls;
            answer.thinkingBlocks = turn.thinking;
            answer.thinking = thinkingIn(turn);
            conversation.addAnswer(answer);
            break;
        }
        case modelapi::Turn::Role::ToolResult:
            conversation.addToolResult({turn.toolCallId, turn.toolName, {}, {}}, turn.text);
            break;
        }
    }
    const qsizetype end = conversation.size();
    for (auto other = others.crbegin(); other != others.crend(); ++other) {
        conversation.addAnswer(answerOf(*other));
        conversation.retryFrom(end);
    }
    conversation.addAnswer(answerOf(run));
    return conversation;
}

} // namespace

RunsPane::RunsPane(MakeSession makeSession, const widgets::Theme &theme,
                   widgets::UserDialogs &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_makeSession(std::move(makeSession))
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_choices({ContentRef::draft()})
{
    setAcceptDrops(true);
    m_estimateDelay.setSingleShot(true);
    m_estimateDelay.setInterval(quietTime);
    connect(&m_estimateDelay, &QTimer::timeout, this, &RunsPane::requestEstimate);
}

RunsPane::~RunsPane()
{
    // Views look at columns of the session.
    qDeleteAll(std::exchange(m_views, {}));
    delete std::exchange(m_session, nullptr);
}

void RunsPane::showEvent(QShowEvent *event)
{
    if (m_session == nullptr) {
        build();
    }
    QWidget::showEvent(event);
    m_estimateDelay.start();
}

void RunsPane::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_session != nullptr) {
        AttachmentBar::acceptCopy(*event);
    }
}

void RunsPane::dragMoveEvent(QDragMoveEvent *event)
{
    AttachmentBar::acceptCopy(*event);
}

void RunsPane::dropEvent(QDropEvent *event)
{
    AttachmentBar::acceptCopy(*event);
    if (event->isAccepted()) {
        m_attachments->take(*event->mimeData());
        showPart(conversationPart);
    }
}

// --- layout

void RunsPane::build()
{
    m_session = m_makeSession(this);
    m_pages = new QStackedWidget;
    m_empty = new widgets::EmptyState(m_theme);
    m_empty->setContent(u"plug"_s, tr("No connection yet"),
                        tr("A connection says which model's server is asked, and with which key. "
                           "Local servers need no key."));
    connect(m_empty->addButton(tr("Open Connections…"), widgets::EmptyState::Emphasis::Primary),
            &QPushButton::clicked, this, &RunsPane::connectionsRequested);
    m_parts = new QStackedWidget;
    m_message = new widgets::MessageBar(m_theme);
    auto *work = new QWidget;
    auto *workColumn = new QVBoxLayout(work);
    workColumn->setContentsMargins({});
    workColumn->setSpacing(0);
    workColumn->addWidget(makeTopRow());
    workColumn->addWidget(new widgets::LineWidget(Qt::Horizontal));
    workColumn->addWidget(m_message);
    workColumn->addWidget(m_parts, 1);
    m_parts->addWidget(makeConversation());
    m_differences = new DifferencesView(m_theme);
    m_parts->addWidget(m_differences);
    m_pages->addWidget(work);
    m_pages->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_pages);
    joinSession();
    showColumns();
}

QWidget *RunsPane::makeConversation()
{
    auto *columns = new QWidget;
    m_columns = new QHBoxLayout(columns);
    m_columns->setContentsMargins({});
    m_columns->setSpacing(0);
    auto *scroll = new QScrollArea;
    scroll->setWidget(columns);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *conversation = new QWidget;
    auto *column = new QVBoxLayout(conversation);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(new widgets::LineWidget(Qt::Horizontal));
    column->addWidget(makeEntry());
    return conversation;
}

void RunsPane::showPart(int part)
{
    if (part == historyPart && m_history == nullptr) {
        m_history = new RunHistoryView(m_session->history(), m_session->document().id(),
                                       m_session->registry(), m_theme, m_dialogs);
        connect(m_history, &RunHistoryView::openRequested, this, &RunsPane::adoptRun);
        connect(m_history, &RunHistoryView::linkRequested, this, &RunsPane::askLink);
        m_parts->addWidget(m_history);
    }
    if (part == differencesPart) {
        showDifferences();
    }
    m_choice->setCurrentIndex(part);
    m_parts->setCurrentIndex(part);
    m_add->setVisible(part == conversationPart);
}

void RunsPane::showDifferences()
{
    QList<DifferencesView::NamedAnswer> answers;
    for (const ColumnView *view : std::as_const(m_views)) {
        const TestSendColumn &column = view->column();
        if (const QString words = lastWordsOf(column); !words.isEmpty()) {
            answers.append(
                {tr("%1 · %2").arg(column.content().label, m_session->modelOf(column)), words});
        }
    }
    m_differences->setAnswers(answers);
}

void RunsPane::adoptRun(const runs::Run &run, const QList<runs::Run> &others)
{
    if (m_asking != Asking::Nothing) {
        refuse(); // it was prepared for the conversation that goes
    }
    TestSendColumn &column = m_session->column(0);
    column.clear();
    column.setConversation(conversationOf(run, others));
    m_session->adoptParameters(run);
    m_estimateDelay.start();
    showPart(conversationPart);
    m_question->setFocus();
}

QWidget *RunsPane::makeTopRow()
{
    m_choice = new widgets::SegmentedControl(
        m_theme, tr("What is shown"), {tr("Conversation"), tr("Differences"), tr("History")});
    connect(m_choice, &widgets::SegmentedControl::currentChanged, this, &RunsPane::showPart);
    auto *menu = new QMenu;
    m_add = new widgets::PopupButton(tr("+ column"), menu);
    m_add->setAccessibleName(tr("Add a column"));
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (const ContentRef &choice : std::as_const(m_choices)) {
            menu->addAction(QString(choice.label).replace(u'&', u"&&"_s), m_session,
                            [this, choice] { m_session->addColumn(choice); });
        }
    });
    auto *top = new QWidget;
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(widgets::space::large, widgets::space::small, widgets::space::large,
                            widgets::space::small);
    row->setSpacing(widgets::space::small);
    row->addWidget(m_choice);
    row->addWidget(m_add);
    row->addStretch();
    return top;
}

QWidget *RunsPane::makeEntry()
{
    m_question = new QuestionInput;
    m_estimate = new QLabel;
    m_estimate->setTextFormat(Qt::RichText);
    m_estimate->setAccessibleName(tr("What is sent"));
    m_estimate->setWordWrap(true);
    m_estimate->setForegroundRole(QPalette::PlaceholderText);
    m_estimate->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    widgets::keepFont(*m_estimate, m_theme, &widgets::Theme::labelFont);
    connect(m_estimate, &QLabel::linkActivated, this, &RunsPane::showParameters);
    m_attachments = new AttachmentBar(m_theme, m_dialogs);
    connect(m_attachments, &AttachmentBar::failed, this, [this](const core::Error &error) {
        tellNotKept(error);
        if (m_asking == Asking::ReadingFiles) { // the question would go without it
            m_asking = Asking::Nothing;
        }
    });
    connect(m_attachments, &AttachmentBar::changed, this, &RunsPane::takeAttachments);
    connect(m_question, &QuestionInput::attachRequested, m_attachments, &AttachmentBar::take);
    makeParameters();
    m_anew = new QPushButton(tr("New conversation"));
    m_stop = new QPushButton(tr("Stop"));
    m_send = new widgets::PrimaryButton(tr("Send"));
    connect(m_question, &QuestionInput::sendRequested, this, &RunsPane::ask);
    connect(m_question, &QPlainTextEdit::textChanged, this, [this] {
        m_estimateDelay.start();
        showState();
    });
    connect(m_send, &QPushButton::clicked, this, &RunsPane::ask);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_session->stop();
        for (ColumnView *view : std::as_const(m_views)) {
            view->forgetWaiting();
        }
        if (m_asking != Asking::Nothing) {
            refuse();
        }
    });
    connect(m_anew, &QPushButton::clicked, this, &RunsPane::startAnew);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(widgets::space::small);
    buttons->addWidget(m_attachments, 1);
    buttons->addWidget(m_parametersButton);
    buttons->addWidget(m_anew);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_send);
    auto *entry = new QWidget;
    auto *column = new QVBoxLayout(entry);
    column->setContentsMargins(widgets::space::large, widgets::space::medium, widgets::space::large,
                               widgets::space::medium);
    column->setSpacing(widgets::space::small);
    column->addWidget(m_question);
    column->addWidget(m_attachments->pictures());
    column->addWidget(m_estimate);
    column->addLayout(buttons);
    return entry;
}

void RunsPane::makeParameters()
{
    m_parametersButton =
        new widgets::IconButton(m_theme, u"settings"_s, tr("Parameters for this definition"));
    m_parametersButton->setFocusPolicy(Qt::StrongFocus);
    m_parameters = new ParameterPanel(m_theme, this);
    connect(m_parametersButton, &QAbstractButton::clicked, this, &RunsPane::showParameters);
    connect(m_parameters, &ParameterPanel::connectionsRequested, this,
            &RunsPane::connectionsRequested);
    connect(m_parameters, &ParameterPanel::changed, this, [this](const modelapi::Parameters &here) {
        m_session->setParameters(here);
        m_estimateDelay.start();
    });
}

void RunsPane::joinSession()
{
    connect(m_session, &TestSendSession::columnsChanged, this, &RunsPane::showColumns);
    connect(m_session, &TestSendSession::prepared, this, &RunsPane::takePlan);
    connect(m_session, &TestSendSession::estimated, this, &RunsPane::showEstimate);
    connect(m_session, &TestSendSession::failed, this, [this](const core::Error &error) {
        m_message->showMessage(widgets::MessageBar::Severity::Error, error.message);
        refuse();
    });
    connect(m_session, &TestSendSession::notKept, this, &RunsPane::tellNotKept);
    connect(&m_session->history(), &runs::RunHistory::setAside, this, [this](const QString &file) {
        m_message->showMessage(widgets::MessageBar::Severity::Warning,
                               tr("The history of runs was damaged. It is kept as %1, and a new "
                                  "one begins.")
                                   .arg(file));
    });
    using workspace::ConnectionStore;
    connect(&m_session->connections(), &ConnectionStore::changed, this, &RunsPane::showState);
    connect(&m_session->connections(), &ConnectionStore::loaded, this, &RunsPane::showState);
    const auto estimateSoon = [this] {
        if (isVisible()) {
            m_estimateDelay.start();
        }
    };
    using workspace::DefinitionDocument;
    connect(&m_session->document(), &DefinitionDocument::changed, this, estimateSoon);
    connect(&m_session->document(), &DefinitionDocument::valueChoiceChanged, this, estimateSoon);
    connect(&m_session->document(), &DefinitionDocument::promptTargetChanged, this, estimateSoon);
}

ColumnView *RunsPane::makeColumn(qsizetype index)
{
    TestSendColumn &column = m_session->column(index);
    auto *view = new ColumnView(*m_session, column, m_theme);
    view->setChoices(m_choices);
    connect(&column, &TestSendColumn::changed, this, &RunsPane::showState);
    connect(view, &ColumnView::removeRequested, this,
            [this, view] { m_session->removeColumn(indexOf(view->column())); });
    connect(view, &ColumnView::resendRequested, this,
            [this, view] { resend(indexOf(view->column())); });
    connect(view, &ColumnView::modelRequested, this,
            [this, view] { askModel(indexOf(view->column())); });
    connect(view, &ColumnView::connectionsRequested, this, &RunsPane::connectionsRequested);
    connect(view, &ColumnView::linkRequested, this, &RunsPane::askLink);
    connect(view, &ColumnView::focusLost, m_question, qOverload<>(&QWidget::setFocus));
    return view;
}

qsizetype RunsPane::indexOf(const TestSendColumn &column) const
{
    qsizetype index = 0;
    while (&m_session->column(index) != &column) {
        ++index;
    }
    return index;
}

void RunsPane::showColumns()
{
    QList<ColumnView *> views;
    for (qsizetype index = 0; index < m_session->columnCount(); ++index) {
        const auto known = std::ranges::find_if(m_views, [&](const ColumnView *view) {
            return &view->column() == &m_session->column(index);
        });
        if (known != m_views.end()) {
            views.append(*known);
            continue;
        }
        views.append(makeColumn(index));
        m_columns->addWidget(views.last(), 1);
    }
    for (ColumnView *view : std::as_const(m_views)) {
        if (!views.contains(view)) {
            view->hide();
            view->deleteLater(); // its button may be what asked for this
        }
    }
    m_views = views;
    for (ColumnView *view : std::as_const(m_views)) {
        view->setRemovable(m_views.size() > 1);
        view->setSeparated(view != m_views.first());
    }
    m_estimateDelay.start();
    showState();
}

void RunsPane::setChoices(const QList<ContentRef> &choices)
{
    m_choices = choices;
    for (ColumnView *view : std::as_const(m_views)) {
        view->setChoices(choices);
    }
}

void RunsPane::focusQuestion()
{
    if (m_pages != nullptr && m_pages->currentIndex() == workPage) {
        showPart(conversationPart);
        m_question->setFocus();
    }
}

// --- state

void RunsPane::showState()
{
    const bool hasConnection = !m_session->connections().connections().isEmpty();
    m_pages->setCurrentIndex(hasConnection || !m_session->connections().isLoaded() ? workPage
                                                                                   : emptyPage);
    const bool isSending = m_session->isSending();
    const bool isAwaited = std::ranges::any_of(m_views, [](const ColumnView *view) {
        return view->column().conversation().isAwaitingAnswer();
    });
    const bool hasConversation = std::ranges::any_of(
        m_views, [](const ColumnView *view) { return !view->column().conversation().isEmpty(); });
    const bool isAsking = m_asking != Asking::Nothing;
    const bool canSend = hasConnection && !isSending && !isAsking && (isAwaited || hasQuestion());
    const bool canStop = isSending || isAsking;
    if ((m_send->hasFocus() && !canSend) || (m_stop->hasFocus() && !canStop)) {
        m_question->setFocus(); // by itself it would go to some other button
    }
    // It stays enabled for who has calls to answer: what it is pressed for leads there.
    const QString held = hasQuestion() ? openCallsInWords() : QString();
    const QString keys =
        tr("Send (%1)")
            .arg(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    m_send->setToolTip(held.isEmpty() ? keys : held);
    m_send->setAccessibleDescription(held);
    m_send->setEnabled(canSend);
    m_stop->setEnabled(canStop);
    m_anew->setEnabled(hasConversation && !isAsking);
    for (ColumnView *view : std::as_const(m_views)) {
        view->setHeld(isAsking); // as its plan says
    }
    if (m_parts->currentIndex() == differencesPart && !isSending) {
        showDifferences();
    }
    m_add->setEnabled(m_session->columnCount() < TestSendSession::mostColumns && !isSending);
}

void RunsPane::requestEstimate()
{
    if (m_session != nullptr && isVisible()) {
        m_session->estimate(m_question->toPlainText(), m_attachments->attachments());
    }
}

void RunsPane::showEstimate(const SendPlan &plan)
{
    const modelapi::Turn question = workspace::questionWith({}, m_attachments->attachments());
    QStringList sentences{estimateInWords(plan)};
    const QLocale locale;
    if (!question.images.isEmpty()) {
        sentences.append(tr("pictures: %1").arg(locale.toString(question.images.size())));
    }
    if (!question.documents.isEmpty()) {
        sentences.append(tr("PDFs: %1").arg(locale.toString(question.documents.size())));
    }
    const QString parameters = parametersInWords(plan);
    const QString objection = objectionToFiles(plan, question).message;
    QString html = sentences.join(u" · "_s).toHtmlEscaped();
    if (!parameters.isEmpty()) {
        html += u" · <a href=\"parameters\">%1</a>"_s.arg(parameters.toHtmlEscaped());
    }
    if (!objection.isEmpty()) {
        html += u"<br><b>%1</b>"_s.arg(objection.toHtmlEscaped());
    }
    m_estimate->setText(html);
    m_estimate->setToolTip(
        tr("What is sent, where, at what cost, and by which parameters. The link opens them."));
    m_estimate->setAccessibleName(
        tr("%1. Parameters: %2. %3").arg(sentences.join(u", "_s), parameters, objection).trimmed());
}

void RunsPane::showParameters()
{
    m_parameters->setParameters(m_session->askedConnections(), m_session->parameters());
    m_parameters->popUp(*m_parametersButton);
}

void RunsPane::tellNotKept(const core::Error &error)
{
    m_message->showMessage(widgets::MessageBar::Severity::Warning, error.message);
}

void RunsPane::startAnew()
{
    for (qsizetype index = 0; index < m_session->columnCount(); ++index) {
        m_session->column(index).clear();
    }
    m_session->adoptOwnParameters(); // a run of the history may have brought others
    m_estimateDelay.start();
    m_message->dismiss();
    m_question->setFocus();
}

} // namespace hermes::testsend
