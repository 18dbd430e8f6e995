#pragma once

#include "core/latesttask.h"
#include "workspace/modelaccess.h"
#include "workspace/testsendcolumn.h"
#include "workspace/testsendsecrets.h"
#include "workspace/valuechoice.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <vector>

namespace hermes::workspace {

class DefinitionDocument;
class Settings;
class Workspace;

/// What will be sent, where, at what cost: one part for each column.
struct SendPlan
{
    struct Part
    {
        qsizetype column = 0;
        QString content; ///< "Draft", "v1.0.0".
        ValueChoice values; ///< Of a draft with a source: with which it is assembled.
        Connection connection;
        QString modelId;
        QString server; ///< shownServer()
        QString proxy; ///< Empty = none.
        PreparedPrompt prompt;
        qint64 conversationTokens = 0; ///< Beside the prompt's: tools, turns and the question.
        QList<modelapi::Turn> turns; ///< Of the conversation, before the question.
        QStringList unsavedFragments; ///< Whose unsaved text is part of the prompt.
        /// What the assembly cannot do without: a variable that has no value, a fragment that is
        /// not there.
        QList<core::Problem> errors;
        std::optional<registry::ModelFacts> facts;
        QStringList leftOut; ///< Parameters that are not taken.
        qint64 window = 0; ///< Tokens that the model reads there; 0 = not known.
    };
    modelapi::Turn question; ///< Empty: the conversations go on without one.
    modelapi::Parameters parameters; ///< Said here over those of the connections.
    QList<Part> parts;
    /// In all that goes: prompts, earlier turns, answers of tools, the question and its files.
    QList<SecretPlace> secrets;
    QSet<QByteArray> secretMarks; ///< Of these; see SecretSearch.

    [[nodiscard]] bool hasQuestion() const
    {
        return !question.text.isEmpty() || question.hasFiles();
    }
};

/// The test-sends of one open document: up to eight columns, each a state of the definition and a
/// connection, that are asked the same. Thread: UI.
class TestSendSession final : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype mostColumns = 8;

    /// Everything passed in outlives it. It begins with one column: the draft, by the connection
    /// used last.
    TestSendSession(DefinitionDocument &document, Workspace &workspace, const ModelAccess &models,
                    runs::RunHistory &history, Settings &settings, QObject *parent);
    ~TestSendSession() override;

    [[nodiscard]] const DefinitionDocument &document() const { return m_document; }
    [[nodiscard]] ConnectionStore &connections() const { return m_models.connections; }
    [[nodiscard]] runs::RunHistory &history() const { return m_history; }
    [[nodiscard]] QString registry() const;

    [[nodiscard]] qsizetype columnCount() const { return static_cast<qsizetype>(m_columns.size()); }
    [[nodiscard]] TestSendColumn &column(qsizetype index) const;
    /// As the last one is, with another state of the definition. Does nothing when there are eight.
    void addColumn(const ContentRef &content);
    /// The last one stays.
    void removeColumn(qsizetype index);
    void chooseConnection(qsizetype column, const QString &id);
    [[nodiscard]] bool isSending() const;
    /// The model that a column asks: its own choice or the connection's; empty = its definition's.
    [[nodiscard]] QString modelOf(const TestSendColumn &column) const;
    /// A connection with the model that is asked, and the parameters that are not sent there.
    struct AskedConnection
    {
        Connection connection;
        QStringList refusedParameters; ///< As parametersNotTaken() names them.
    };
    /// The connections of the columns, each once for each model.
    [[nodiscard]] QList<AskedConnection> askedConnections() const;
    /// Over those of the connections, for all columns: the definition's own to begin with.
    [[nodiscard]] const modelapi::Parameters &parameters() const { return m_parameters; }
    /// These are the definition's from now on, in this program and the next.
    void setParameters(const modelapi::Parameters &parameters);
    /// Those that a run was sent with, over what the first column's connection says. The
    /// definition's own stay what they are.
    void adoptParameters(const runs::Run &run);
    void adoptOwnParameters(); ///< The definition's, after those of a run.

    /// Where tools are called and not answered: no API takes a question there.
    [[nodiscard]] QList<qsizetype> columnsWithOpenCalls() const;

    /// Prepares a question to all columns; without one those go on that await an answer. Or what
    /// one column goes on with. prepared() or failed() follows; of several, the newest counts.
    void prepare(const QString &question, const QList<Attachment> &attachments);
    void prepareColumn(qsizetype column);
    /// Prepares for showing what a question would cost; estimated() follows.
    void estimate(const QString &question, const QList<Attachment> &attachments);

    /// Whether the user has agreed to send to these servers by these connections.
    [[nodiscard]] bool isAgreed(const SendPlan &plan) const;
    void agree(const SendPlan &plan);
    /// The user lets the secrets of a plan go: to these servers they go unasked from now on.
    void acceptSecrets(const SendPlan &plan) { m_acceptedSecrets.unite(plan.secretMarks); }
    void send(const SendPlan &plan);
    void stop();

    /// For tests.
    void setExchangeOptions(const modelapi::ExchangeOptions &options) { m_options = options; }

Q_SIGNALS:
    void columnsChanged(); ///< There are others.
    void parametersChanged();
    void prepared(const hermes::workspace::SendPlan &plan);
    void estimated(const hermes::workspace::SendPlan &plan);
    void failed(const hermes::core::Error &error);
    void notKept(const hermes::core::Error &error);

private:
    using Planned = core::Result<SendPlan>;

    void insertColumn(const ContentRef &content, const QString &connectionId);
    [[nodiscard]] core::LatestTask<Planned>::Launch plan(const QString &question,
                                                         const QList<Attachment> &attachments,
                                                         const QList<qsizetype> &columns) const;
    [[nodiscard]] QList<qsizetype> allColumns() const;
    [[nodiscard]] QList<qsizetype> awaitedColumns() const;
    void adoptConnections();

    DefinitionDocument &m_document;
    Workspace &m_workspace;
    ModelAccess m_models;
    runs::RunHistory &m_history;
    Settings &m_settings;
    modelapi::ExchangeOptions m_options;
    modelapi::Parameters m_parameters;
    std::vector<std::unique_ptr<TestSendColumn>> m_columns;
    QSet<QByteArray> m_acceptedSecrets;
    core::LatestTask<Planned> m_preparing;
    core::LatestTask<Planned> m_estimating;
};

} // namespace hermes::workspace
