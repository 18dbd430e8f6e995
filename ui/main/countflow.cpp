#include "main/countflow.h"

#include "preview/previewpane.h"
#include "tokens/countingmethod.h"
#include "widgets/userdialogs.h"
#include "workspace/connectionstore.h"
#include "workspace/modelquestion.h"
#include "workspace/providercount.h"
#include "workspace/secretplaces.h"
#include "workspace/settings.h"
#include "workspace/testsend.h"

#include <QLocale>
#include <QProcessEnvironment>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

using preview::PreviewPane;
using workspace::Connection;
using workspace::ConnectionStore;
using workspace::ProviderCount;

CountFlow::CountFlow(PreviewPane &pane, const workspace::ModelAccess &models,
                     workspace::Settings &settings, widgets::UserDialogs &dialogs, QObject *parent)
    : QObject(parent), m_pane(pane), m_models(models), m_settings(settings), m_dialogs(dialogs)
{
    connect(&m_models.connections, &ConnectionStore::changed, this, &CountFlow::showCounters);
    connect(&m_models.connections, &ConnectionStore::loaded, this, &CountFlow::showCounters);
    connect(&pane, &PreviewPane::countRequested, this, &CountFlow::ask);
    showCounters();
}

void CountFlow::showCounters()
{
    QList<std::pair<QString, QString>> counters;
    for (const Connection &connection : m_models.connections.connections()) {
        if (workspace::countsTokens(connection.settings.type)) {
            counters.append({connection.id, connection.name});
        }
    }
    m_pane.setCounters(counters);
}

void CountFlow::follow()
{
    if (m_counted && !isShown(*m_counted)) {
        delete m_count;
        m_counted.reset();
        m_pane.tellCount({});
    }
    if (m_pane.content().modelId != m_modelId) {
        m_modelId = m_pane.content().modelId;
        showMeasured();
    }
}

bool CountFlow::isShown(const Asked &asked) const
{
    const workspace::PreviewContent &content = m_pane.content();
    return content.id == asked.id && content.prompt.sent == asked.prompt
        && content.tools == asked.tools;
}

CountFlow::Asked CountFlow::whatIsShown(const Connection &connection) const
{
    const workspace::PreviewContent &content = m_pane.content();
    tokens::TokenCount own = content.tokenCount;
    own.tokens += workspace::tokensOf(content.prompt.context);
    return {connection, content.id, content.prompt.sent, content.modelId, own, content.tools};
}

void CountFlow::showMeasured()
{
    m_pane.setMeasuredError(workspace::errorOf(m_settings.measuredCounts(m_modelId)));
}

void CountFlow::ask(const QString &connectionId)
{
    const auto connection = m_models.connections.connection(connectionId);
    if (!connection) {
        return;
    }
    const Asked asked = whatIsShown(*connection);
    QtConcurrent::run([prompt = asked.prompt] {
        return workspace::secretPlaces(tr("The prompt"), prompt);
    }).then(this, [this, asked](const QList<workspace::SecretPlace> &secrets) {
        if (m_pane.content().id != asked.id) {
            return; // another one is shown now
        }
        secrets.isEmpty() ? confirmServer(asked) : warn(asked, secrets);
    });
}

void CountFlow::warn(const Asked &asked, const QList<workspace::SecretPlace> &secrets)
{
    m_dialogs.choose(&m_pane,
                     {tr("Send a secret?"),
                      tr("%1\n\nNothing was sent. Take it out, or have it counted as it is.")
                          .arg(workspace::secretsInWords(secrets)),
                      {tr("Do not send"), tr("Send it all the same")},
                      0},
                     [this, asked](int button) {
                         if (button == 1) {
                             confirmServer(asked);
                         }
                     });
}

void CountFlow::confirmServer(const Asked &asked)
{
    const Connection &connection = asked.connection;
    const QString server = workspace::shownServer(connection.settings);
    const QString proxy =
        workspace::proxyOnTheWay(connection.settings, QProcessEnvironment::systemEnvironment());
    const QString way = workspace::way(server, proxy);
    if (m_settings.agreedServer(connection.id) == way
        || m_settings.agreedCounter(connection.id) == way) {
        count(asked);
        return;
    }
    QStringList sentences{
        tr("The prompt, %1, goes to %2 by the connection “%3” to be counted. Nothing is generated "
           "or billed.")
            .arg(spokenCount(asked.own), server, connection.name)};
    if (!asked.tools.isEmpty()) {
        sentences.append(tr("The names of its %n tools go with it.", nullptr,
                            static_cast<int>(asked.tools.size())));
    }
    if (!proxy.isEmpty()) {
        sentences.append(tr("On the way is the proxy %1.").arg(proxy));
    }
    sentences.append(tr("You are asked once for each connection, and again when its server or the "
                        "proxy is another one."));
    m_dialogs.choose(&m_pane,
                     {tr("Count tokens"), sentences.join(u' '), {tr("Cancel"), tr("Count")}, 0},
                     [this, way, asked](int button) {
                         if (button == 1) {
                             m_settings.setAgreedCounter(asked.connection.id, way);
                             count(asked);
                         }
                     });
}

void CountFlow::count(const Asked &asked)
{
    if (!isShown(asked)) {
        m_pane.tellCount(tr("The prompt has changed meanwhile. Nothing was sent; count it again."));
        m_counted = whatIsShown(asked.connection); // of which this is told
        return;
    }
    const QString &ownModel = asked.connection.settings.modelId;
    const QString modelId = ownModel.isEmpty() ? asked.modelId : ownModel;
    const qint64 own = asked.own.tokens;
    const qint64 ofTools = workspace::countedTools(asked.tools, modelId);
    const auto tools = static_cast<int>(asked.tools.size());
    const QString name = asked.connection.name;
    const bool isOwnOfModel = tokens::methodFor(modelId).encoding == asked.own.method.encoding;
    delete m_count;
    m_counted = asked;
    m_count = new ProviderCount(asked.connection, {asked.modelId, asked.prompt, asked.tools},
                                m_models.keys, this);
    m_pane.tellCount(tr("%1 is counting…").arg(name));
    connect(m_count, &ProviderCount::counted, this,
            [this, own, ofTools, tools, modelId, isOwnOfModel, name](qint64 tokens,
                                                                     modelapi::CountScope scope) {
                m_count->deleteLater();
                const bool isBare = scope == modelapi::CountScope::BarePrompt;
                // Tools and the message that go with it are counted, too.
                const qint64 ours = isBare ? own : own + ofTools + 1;
                const QString told = isBare
                    ? tr("%1 counts %2 for the bare text: what its chat template adds is not in "
                         "it. Counted here: %3.")
                    : tools > 0
                    ? tr("%1 counts %2 (with %n tools and a message of one full stop); counted "
                         "here: %3.",
                         nullptr, tools)
                    : tr("%1 counts %2 (with a message of one full stop); counted here: %3.");
                m_pane.tellCount(
                    told.arg(name, QLocale().toString(tokens), QLocale().toString(ours)));
                if (isOwnOfModel) {
                    m_settings.addMeasuredCount(modelId, {ours, tokens, QDate::currentDate()});
                    showMeasured();
                }
            });
    connect(m_count, &ProviderCount::failed, this, [this](const core::Error &error) {
        m_count->deleteLater();
        m_pane.tellCount(error.message);
    });
    m_count->start();
}

} // namespace hermes::mainwindow
