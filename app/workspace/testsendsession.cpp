#include "workspace/testsendsession.h"

#include "modelapi/proxyroute.h"
#include "modelapi/requests.h"
#include "runs/runhistory.h"
#include "workspace/definitiondocument.h"
#include "workspace/livemodels.h"
#include "workspace/modelquestion.h"
#include "workspace/settings.h"
#include "workspace/toldwindows.h"
#include "workspace/workspace.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <iterator>
#include <numeric>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

using core::Result;

/// What a worker needs to know of one column.
struct Task
{
    SendPlan::Part part;
    ContentRef content;
};

struct Source
{
    Draft draft;
    ValueChoice values; ///< For it.
    PromptTarget target; ///< For all columns: what is compared is what differs otherwise.
    QString root;
    QString question; ///< As it was typed.
    QList<Attachment> attachments;
    QSet<QByteArray> acceptedSecrets;
    QList<registry::ModelInfo> models;
    registry::ModelTable otherModels; ///< Beside those of the registry.
};

/// A state of the definition as it is sent.
struct SentState
{
    registry::Definition definition;
    QStringList unsavedFragments; ///< That its prompt is made with.
    QList<core::Problem> errors; ///< Of its assembly.
};

QList<core::Problem> errorsOf(const assembly::Assembly &assembly)
{
    QList<core::Problem> errors;
    std::ranges::copy_if(assembly.problems, std::back_inserter(errors),
                         [](const core::Problem &problem) {
                             return problem.severity == core::Problem::Severity::Error;
                         });
    return errors;
}

Result<SentState> stateFor(const ContentRef &content, const Source &source)
{
    if (content.kind != ContentRef::Kind::Draft) {
        return readContent(source.root, source.draft.id.kind, source.draft.folder, content)
            .transform([](const registry::Definition &read) { return SentState{read, {}, {}}; });
    }
    return source.draft.assembled(source.values).transform([&](const PromptAssembly &made) {
        return SentState{source.draft.definition(made), source.draft.unsavedIn(made),
                         errorsOf(made.assembly)};
    });
}

QString versionOf(const ContentRef &content)
{
    return content.kind == ContentRef::Kind::Draft ? QString() : stateInHistory(content.label);
}

/// Names of the connection's parameters that its API or the model does not take.
QStringList leftOutOf(const SendPlan::Part &part)
{
    modelapi::ConnectionSettings settings = part.connection.settings;
    settings.modelId = part.modelId;
    modelapi::Turn turn;
    turn.text = u"?"_s;
    const auto request =
        modelapi::answerRequest(settings, modelQuestion(settings, {}, {turn}, part.facts));
    return request ? request->leftOut : QStringList();
}

Result<SendPlan> made(SendPlan plan, const QList<Task> &tasks, const Source &source,
                      const core::CancelFlag &cancel)
{
    SecretSearch secrets(source.acceptedSecrets);
    for (const Task &task : tasks) {
        if (cancel.isCancelled()) {
            break;
        }
        const auto state = stateFor(task.content, source);
        if (!state) {
            return std::unexpected(state.error());
        }
        const registry::Definition &definition = state->definition;
        SendPlan::Part part = task.part;
        part.unsavedFragments = state->unsavedFragments;
        part.errors = state->errors;
        if (task.content.kind == ContentRef::Kind::Draft && source.draft.hasSource()) {
            part.values = source.values;
        }
        if (part.modelId.isEmpty()) {
            part.modelId = definition.manifest.model;
        }
        const auto ofManifest =
            registry::factsOf(definition.manifest.model, source.models, source.otherModels);
        part.prompt = preparedPrompt(
            definition, versionOf(task.content),
            {part.modelId, source.target, ofManifest ? ofManifest->model.contextTokens : 0});
        part.conversationTokens = countedTools(part.prompt.tools, part.modelId)
            + countedTurns(part.turns + QList{plan.question}, part.modelId);
        part.facts = factsAt(part.connection, part.modelId, source.models, source.otherModels);
        part.leftOut = leftOutOf(part);
        part.window = windowOf(part.connection.settings, part.facts);
        secrets.look(TestSendSession::tr("The prompt (%1)").arg(part.content),
                     part.prompt.systemPrompt, part.server);
        secrets.look(part.turns, part.server);
        secrets.look(source.question, source.attachments, part.server);
        plan.parts.append(part);
    }
    plan.secrets = secrets.places();
    plan.secretMarks = secrets.marks();
    return plan;
}

} // namespace

TestSendSession::TestSendSession(DefinitionDocument &document, Workspace &workspace,
                                 const ModelAccess &models, runs::RunHistory &history,
                                 Settings &settings, QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_workspace(workspace)
    , m_models(models)
    , m_history(history)
    , m_settings(settings)
    , m_preparing(this,
                  [this](const Planned &plan) {
                      if (plan) {
                          Q_EMIT prepared(*plan);
                      } else {
                          Q_EMIT failed(plan.error());
                      }
                  })
    , m_estimating(this, [this](const Planned &plan) {
        if (plan) {
            Q_EMIT estimated(*plan);
        }
    })
{
    adoptOwnParameters();
    insertColumn(ContentRef::draft(), {});
    adoptConnections();
    connect(&m_models.connections, &ConnectionStore::changed, this,
            &TestSendSession::adoptConnections);
    connect(&m_models.connections, &ConnectionStore::loaded, this,
            &TestSendSession::adoptConnections);
}

TestSendSession::~TestSendSession() = default;

/// A column without a connection, or whose connection is gone, takes the one used last.
void TestSendSession::adoptConnections()
{
    const QList<Connection> &known = m_models.connections.connections();
    const auto usual = m_models.connections.connection(m_settings.testConnection());
    const QString id = usual ? usual->id : known.isEmpty() ? QString() : known.first().id;
    for (const auto &column : m_columns) {
        if (!m_models.connections.connection(column->connectionId())) {
            column->setConnectionId(id);
        }
    }
}

QString TestSendSession::registry() const
{
    return m_document.location().registryRoot;
}

TestSendColumn &TestSendSession::column(qsizetype index) const
{
    return *m_columns.at(static_cast<size_t>(index));
}

void TestSendSession::insertColumn(const ContentRef &content, const QString &connectionId)
{
    auto column = std::make_unique<TestSendColumn>(m_models.keys, m_history, nullptr);
    column->setContent(content);
    column->setConnectionId(connectionId);
    connect(column.get(), &TestSendColumn::notKept, this, &TestSendSession::notKept);
    m_columns.push_back(std::move(column));
}

void TestSendSession::addColumn(const ContentRef &content)
{
    if (columnCount() < mostColumns) {
        const TestSendColumn &last = *m_columns.back();
        const QString modelId = last.modelId();
        insertColumn(content, last.connectionId());
        m_columns.back()->setModelId(modelId);
        Q_EMIT columnsChanged();
    }
}

void TestSendSession::removeColumn(qsizetype index)
{
    if (columnCount() > 1) {
        // Its own signals may be under way.
        m_columns.at(static_cast<size_t>(index)).release()->deleteLater();
        m_columns.erase(m_columns.begin() + index);
        Q_EMIT columnsChanged();
    }
}

void TestSendSession::chooseConnection(qsizetype index, const QString &id)
{
    column(index).setConnectionId(id);
    column(index).setModelId({});
    m_settings.setTestConnection(id);
}

bool TestSendSession::isSending() const
{
    return std::ranges::any_of(m_columns, [](const auto &column) {
        return column->state() != TestSendColumn::State::Idle;
    });
}

QString TestSendSession::modelOf(const TestSendColumn &column) const
{
    if (!column.modelId().isEmpty()) {
        return column.modelId();
    }
    const auto connection = m_models.connections.connection(column.connectionId());
    return connection ? connection->settings.modelId : QString();
}

QList<TestSendSession::AskedConnection> TestSendSession::askedConnections() const
{
    QList<AskedConnection> asked;
    for (const auto &column : m_columns) {
        auto connection = m_models.connections.connection(column->connectionId());
        if (!connection) {
            continue;
        }
        connection->settings.modelId = modelOf(*column);
        if (std::ranges::contains(asked, *connection, &AskedConnection::connection)) {
            continue;
        }
        const auto facts = registry::factsOf(
            connection->settings.modelId, m_workspace.catalog().models,
            m_models.known.known().table, modelapi::providerAt(connection->settings));
        modelapi::ConnectionSettings settings = connection->settings;
        settings.parameters = modelapi::overlaid(settings.parameters, m_parameters);
        asked.append({*connection, parametersNotTaken(settings, facts)});
    }
    return asked;
}

void TestSendSession::setParameters(const modelapi::Parameters &parameters)
{
    m_parameters = parameters;
    m_settings.setTestParameters(registry(), m_document.id().toString(), parameters);
    Q_EMIT parametersChanged();
}

void TestSendSession::adoptOwnParameters()
{
    m_parameters = m_settings.testParameters(registry(), m_document.id().toString());
    Q_EMIT parametersChanged();
}

void TestSendSession::adoptParameters(const runs::Run &run)
{
    const auto connection = m_models.connections.connection(column(0).connectionId());
    m_parameters = modelapi::differing(
        run.parameters, connection ? connection->settings.parameters : modelapi::Parameters());
    Q_EMIT parametersChanged();
}

QList<qsizetype> TestSendSession::allColumns() const
{
    QList<qsizetype> all(columnCount());
    std::ranges::iota(all, 0);
    return all;
}

QList<qsizetype> TestSendSession::awaitedColumns() const
{
    QList<qsizetype> awaited = allColumns();
    awaited.removeIf(
        [this](qsizetype index) { return !column(index).conversation().isAwaitingAnswer(); });
    return awaited;
}

QList<qsizetype> TestSendSession::columnsWithOpenCalls() const
{
    QList<qsizetype> calling = allColumns();
    calling.removeIf(
        [this](qsizetype index) { return column(index).conversation().openCalls().isEmpty(); });
    return calling;
}

core::LatestTask<TestSendSession::Planned>::Launch
TestSendSession::plan(const QString &question, const QList<Attachment> &attachments,
                      const QList<qsizetype> &columns) const
{
    const auto environment = QProcessEnvironment::systemEnvironment();
    QList<Task> tasks;
    for (const qsizetype index : columns) {
        const TestSendColumn &asked = column(index);
        const auto connection = m_models.connections.connection(asked.connectionId());
        if (!connection) {
            continue;
        }
        Task task;
        task.part.column = index;
        task.part.content = asked.content().label;
        task.part.connection = *connection;
        task.part.connection.settings.parameters =
            modelapi::overlaid(connection->settings.parameters, m_parameters);
        task.part.modelId = modelOf(asked);
        task.part.server = shownServer(connection->settings);
        task.part.proxy = proxyOnTheWay(connection->settings, environment);
        task.content = asked.content();
        task.part.turns = asked.conversation().turns();
        tasks.append(task);
    }
    SendPlan begun;
    begun.question = questionWith(question, attachments);
    if (begun.question.text.trimmed().isEmpty()) {
        begun.question.text.clear();
    }
    begun.parameters = m_parameters;
    const Source source{m_document.draft(),
                        m_document.valueChoice(),
                        m_document.promptTarget(),
                        registry(),
                        question,
                        attachments,
                        m_acceptedSecrets,
                        m_workspace.catalog().models,
                        m_models.known.known().table};
    return [begun, tasks, source](const core::CancelFlag &cancel) {
        return QtConcurrent::run(
            [begun, tasks, source, cancel] { return made(begun, tasks, source, cancel); });
    };
}

void TestSendSession::prepare(const QString &question, const QList<Attachment> &attachments)
{
    const bool isQuestion = !question.trimmed().isEmpty() || !attachments.isEmpty();
    m_preparing.request(plan(question, attachments, isQuestion ? allColumns() : awaitedColumns()));
}

void TestSendSession::prepareColumn(qsizetype column)
{
    m_preparing.request(plan({}, {}, {column}));
}

void TestSendSession::estimate(const QString &question, const QList<Attachment> &attachments)
{
    m_estimating.request(plan(question, attachments, allColumns()));
}

bool TestSendSession::isAgreed(const SendPlan &plan) const
{
    return std::ranges::all_of(plan.parts, [this](const SendPlan::Part &part) {
        return m_settings.agreedServer(part.connection.id) == way(part.server, part.proxy);
    });
}

void TestSendSession::agree(const SendPlan &plan)
{
    for (const SendPlan::Part &part : plan.parts) {
        m_settings.setAgreedServer(part.connection.id, way(part.server, part.proxy));
    }
}

void TestSendSession::send(const SendPlan &plan)
{
    for (const SendPlan::Part &part : plan.parts) {
        if (part.column >= columnCount()) {
            continue;
        }
        TestSendColumn &asked = column(part.column);
        if (plan.hasQuestion()) {
            Conversation conversation = asked.conversation();
            conversation.addQuestion(plan.question);
            asked.setConversation(conversation);
        }
        TestSendRequest request;
        request.entry = m_document.id();
        request.registry = registry();
        request.version = part.prompt.version;
        request.connection = part.connection;
        request.modelId = part.modelId;
        request.systemPrompt = part.prompt.systemPrompt;
        request.target = part.prompt.forTarget;
        request.tools = part.prompt.tools;
        request.facts = part.facts;
        request.countedInput = part.prompt.tokenCount.tokens + part.conversationTokens;
        asked.send(std::move(request), m_options);
    }
}

void TestSendSession::stop()
{
    m_preparing.cancel();
    for (const auto &column : m_columns) {
        column->stop();
    }
}

} // namespace hermes::workspace
