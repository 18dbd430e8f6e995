#include "connections/connectionform.h"

#include "connections/networkfields.h"
#include "connections/parameterfields.h"
#include "connections/serverfields.h"
#include "widgets/busybar.h"
#include "widgets/linewidget.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "widgets/underlinetabs.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace hermes::connections {

namespace space = widgets::space;

using widgets::MessageBar;

namespace {

/// A page that scrolls where the dialog is low.
QScrollArea *pageOf(const QString &name, std::initializer_list<QWidget *> parts)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, space::medium, space::small, space::small);
    column->setSpacing(space::medium);
    for (QWidget *part : parts) {
        column->addWidget(part);
    }
    column->addStretch();
    auto *area = new QScrollArea;
    area->setAccessibleName(name);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

} // namespace

ConnectionForm::ConnectionForm(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                               const QStringList &variables)
    : m_server(new ServerFields(theme))
    , m_network(new NetworkFields(dialogs))
    , m_parameters(new ParameterFields)
    , m_key(new KeyPanel(theme, variables))
    , m_tabs(new widgets::UnderlineTabs(theme))
    , m_pages(new QStackedWidget)
    , m_problem(new MessageBar(theme))
    , m_report(new MessageBar(theme))
    , m_busy(new widgets::BusyBar(theme))
    , m_test(new QPushButton(tr("&Test connection")))
{
    layOut();
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_server, &ServerFields::edited, this, &ConnectionForm::takeEdit);
    connect(m_network, &NetworkFields::edited, this, &ConnectionForm::takeEdit);
    connect(m_parameters, &ParameterFields::edited, this, &ConnectionForm::takeEdit);
    connect(m_key, &KeyPanel::changed, this, &ConnectionForm::validate);
    connect(m_test, &QPushButton::clicked, this, &ConnectionForm::testRequested);
    connect(m_server, &ServerFields::modelsRequested, m_test, &QPushButton::click);
    connect(m_busy, &widgets::BusyBar::cancelled, this, &ConnectionForm::testCancelled);
}

void ConnectionForm::layOut()
{
    m_tabs->setAccessibleName(tr("Parts of the connection"));
    m_tabs->addTab(tr("Server and key"));
    m_tabs->addTab(tr("Network"));
    m_tabs->addTab(tr("Parameters"));
    m_pages->addWidget(
        pageOf(tr("Server and key"), {m_server, new widgets::LineWidget(Qt::Horizontal), m_key}));
    m_pages->addWidget(pageOf(tr("Network"), {m_network}));
    m_pages->addWidget(pageOf(tr("Parameters"), {m_parameters}));
    m_test->setAutoDefault(false);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::small);
    foot->addWidget(m_test);
    foot->addWidget(m_busy, 1);
    foot->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::small);
    column->addWidget(m_tabs);
    column->addWidget(m_pages, 1);
    column->addWidget(m_problem);
    column->addWidget(m_report);
    column->addLayout(foot);
}

void ConnectionForm::show(const workspace::Connection &connection)
{
    const bool isOther = connection.id != m_connection.id;
    m_connection = connection;
    m_server->show(connection.name, connection.settings);
    m_network->show(connection.settings);
    m_parameters->show(connection.settings);
    if (isOther) {
        m_key->clear();
        m_report->dismiss();
        endTest();
    }
    validate();
}

workspace::Connection ConnectionForm::connection() const
{
    workspace::Connection connection = m_connection;
    connection.name = m_server->name();
    m_server->apply(connection.settings);
    m_network->apply(connection.settings);
    m_parameters->apply(connection.settings);
    return connection;
}

QString ConnectionForm::obstacle() const
{
    const workspace::Connection made = connection();
    if (made.name.isEmpty()) {
        return tr("Give the connection a name.");
    }
    const auto checked = modelapi::checkSettings(made.settings);
    return checked ? QString() : checked.error().message;
}

void ConnectionForm::takeEdit()
{
    validate();
    Q_EMIT edited();
}

void ConnectionForm::validate()
{
    const modelapi::ConnectionSettings settings = connection().settings;
    m_parameters->showTaken(settings);
    const QString missing = obstacle();
    const QString problem = missing.isEmpty() ? keyInTheOpen(settings) : missing;
    if (problem.isEmpty()) {
        m_problem->dismiss();
    } else if (m_problem->isHidden() || m_problem->text() != problem) {
        m_problem->showMessage(MessageBar::Severity::Warning, problem);
    }
    m_test->setEnabled(missing.isEmpty() && !m_isTesting);
}

/// Why the key will not be sent there; empty if it will, or there is none.
QString ConnectionForm::keyInTheOpen(const modelapi::ConnectionSettings &settings) const
{
    const QUrl url = modelapi::effectiveBaseUrl(settings);
    return !m_key->hasKey() || modelapi::mayCarryKey(url)
        ? QString()
        : tr("The key is not sent to %1: by http everybody on the way could read it. Use an https "
             "address, or delete the key.")
              .arg(url.host(QUrl::EncodeUnicode));
}

void ConnectionForm::setKeyStoredIn(keys::Keyring keyring)
{
    m_connection.keyStoredIn = keyring;
}

void ConnectionForm::setTold(const workspace::ToldWindows &told)
{
    m_connection.told = told;
}

void ConnectionForm::focusName()
{
    m_tabs->setCurrentIndex(0);
    m_server->focusName();
}

void ConnectionForm::setKnownModels(const registry::ModelTable &models)
{
    m_parameters->setKnownModels(models);
    m_parameters->showTaken(connection().settings);
}

// --- a test

void ConnectionForm::showTesting()
{
    m_isTesting = true;
    m_report->dismiss();
    validate();
    m_busy->start(tr("Asking %1").arg(modelapi::effectiveBaseUrl(connection().settings).host()));
}

void ConnectionForm::endTest()
{
    m_isTesting = false;
    m_busy->stop();
    validate();
}

void ConnectionForm::showReport(const modelapi::ServerReport &report)
{
    endTest();
    if (!report.models.isEmpty()) {
        m_server->setModels(report.models);
    }
    if (report.failure && report.failure->kind == modelapi::FailureKind::Cancelled) {
        return;
    }
    m_report->showMessage(report.failure ? MessageBar::Severity::Error : MessageBar::Severity::Info,
                          report.summary);
    if (report.suggestion) {
        QPushButton *use = m_report->addButton(tr("Use %1").arg(report.suggestion->name));
        connect(use, &QPushButton::clicked, this,
                [this, server = *report.suggestion] { adopt(server); });
    }
}

void ConnectionForm::showTestFailure(const QString &text)
{
    endTest();
    m_report->showMessage(MessageBar::Severity::Error, text);
}

void ConnectionForm::adopt(const modelapi::FoundServer &server)
{
    workspace::Connection changed = connection();
    changed.settings.type = server.type;
    changed.settings.baseUrl = server.baseUrl;
    m_report->dismiss();
    show(changed);
    m_server->setModels(server.models);
    Q_EMIT edited();
}

} // namespace hermes::connections
