#include "main/countflow.h"

#include "preview/previewpane.h"
#include "tokens/countingmethod.h"
#include "widgets/userdialogs.h"
#include "workspace/connectionstore.h"
#include "workspace/providercount.h"
#include "workspace/settings.h"
#include "workspace/testsend.h"

#include <QLocale>
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
    const workspace::PreviewContent &content = m_pane.content();
    if (content.id != m_shown) {
        m_shown = content.id;
        delete m_count;
        m_pane.tellCount({});
    }
    if (content.modelId != m_modelId) {
        m_modelId = content.modelId;
        showMeasured();
    }
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
    const workspace::PreviewContent &content = m_pane.content();
    QtConcurrent::run([prompt = content.prompt.sent] {
        return check::findSecrets(prompt);
    }).then(this, [this, connection, id = content.id](const QList<check::SecretFinding> &secrets) {
        if (m_pane.content().id != id) {
            return; // another one is shown now
        }
        secrets.isEmpty() ? confirmServer(*connection) : warn(*connection, secrets);
    });
}

void CountFlow::warn(const Connection &connection, const QList<check::SecretFinding> &secrets)
{
    QStringList places;
    for (const check::SecretFinding &secret : secrets) {
        places.append(tr("Line %1 of the prompt: what looks like %2")
                          .arg(QLocale().toString(secret.line), secret.what));
    }
    m_dialogs.choose(&m_pane,
                     {tr("Send a secret?"),
                      tr("%1\n\nNothing was sent. Take it out, or have it counted as it is.")
                          .arg(places.join(u'\n')),
                      {tr("Do not send"), tr("Send it all the same")},
                      0},
                     [this, connection](int button) {
                         if (button == 1) {
                             confirmServer(connection);
                         }
                     });
}

void CountFlow::confirmServer(const Connection &connection)
{
    const QString server = workspace::shownServer(connection.settings);
    if (m_settings.agreedServer(connection.id) == server
        || m_settings.agreedCounter(connection.id) == server) {
        count(connection);
        return;
    }
    m_dialogs.choose(
        &m_pane,
        {tr("Count tokens"),
         tr("The prompt, %1, goes to %2 by the connection “%3” to be counted. Nothing is generated "
            "or billed. You are asked once for each connection, and again when its server is "
            "another one.")
             .arg(spokenCount(m_pane.content().tokenCount), server, connection.name),
         {tr("Cancel"), tr("Count")},
         0},
        [this, server, connection](int button) {
            if (button == 1) {
                m_settings.setAgreedCounter(connection.id, server);
                count(connection);
            }
        });
}

void CountFlow::count(const Connection &connection)
{
    const workspace::PreviewContent &content = m_pane.content();
    const QByteArray prompt = content.prompt.sent;
    const QString modelId =
        connection.settings.modelId.isEmpty() ? content.modelId : connection.settings.modelId;
    // The message that goes with it is counted, too.
    const qint64 own = content.tokenCount.tokens + workspace::tokensOf(content.prompt.context) + 1;
    const QString name = connection.name;
    const bool isOwnOfModel =
        tokens::methodFor(modelId).encoding == content.tokenCount.method.encoding;
    delete m_count;
    m_count = new ProviderCount(connection, content.modelId, prompt, m_models.keys, this);
    m_pane.tellCount(tr("%1 is counting…").arg(name));
    connect(m_count, &ProviderCount::counted, this,
            [this, own, modelId, isOwnOfModel, name](qint64 tokens) {
                m_count->deleteLater();
                m_pane.tellCount(
                    tr("%1 counts %2 (with a message of one full stop); counted here: %3.")
                        .arg(name, QLocale().toString(tokens), QLocale().toString(own)));
                if (isOwnOfModel) {
                    m_settings.addMeasuredCount(modelId, {own, tokens});
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
