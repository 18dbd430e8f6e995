#include "connections/connectionsdialog.h"

#include "connections/connectionform.h"
#include "connections/serverfields.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/linewidget.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace hermes::connections {

namespace space = widgets::space;

using widgets::MessageBar;
using workspace::Connection;

namespace {

constexpr QSize usualSize(820, 600);
constexpr int listWidth = 200;
constexpr std::chrono::milliseconds typingPause(400);
constexpr int idRole = Qt::UserRole;
constexpr int confirmButton = 1;

} // namespace

ConnectionsDialog::ConnectionsDialog(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                                     const QStringList &variables, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_list(new QListWidget)
    , m_new(new QPushButton(tr("&New")))
    , m_duplicate(new QPushButton(tr("D&uplicate")))
    , m_remove(new QPushButton(tr("&Remove")))
    , m_pages(new QStackedWidget)
    , m_empty(new widgets::EmptyState(theme))
    , m_form(new ConnectionForm(theme, dialogs, variables))
    , m_error(new MessageBar(theme))
    , m_offers(new QVBoxLayout)
{
    setWindowTitle(tr("Connections"));
    layOut();
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &ConnectionsDialog::tellEdit);
    connect(m_form, &ConnectionForm::edited, this, [this] { m_pause.start(); });
    connect(m_form, &ConnectionForm::testRequested, this, [this] {
        tellEdit();
        Q_EMIT testRequested(m_form->connection());
    });
    connect(m_list, &QListWidget::currentItemChanged, this, &ConnectionsDialog::showCurrent);
    connect(m_new, &QPushButton::clicked, this, &ConnectionsDialog::addNew);
    connect(m_duplicate, &QPushButton::clicked, this, &ConnectionsDialog::duplicate);
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsDialog::askRemove);
    showForm();
    constexpr QSize decorations(8, 40); // what a window manager adds around a window
    resize(usualSize.boundedTo(screen()->availableSize() - decorations));
}

void ConnectionsDialog::layOut()
{
    m_empty->setContent(u"plug"_s, tr("No connections yet"),
                        tr("A connection says which model answers, where, and with which key. "
                           "Servers on this machine are found by themselves."));
    connect(m_empty->addButton(tr("New connection"), widgets::EmptyState::Emphasis::Primary),
            &QPushButton::clicked, this, &ConnectionsDialog::addNew);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_form);
    m_offers->setSpacing(space::tiny);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(space::large);
    middle->addLayout(makeList());
    middle->addWidget(m_pages, 1);
    auto *close = new QPushButton(tr("Close"));
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto *foot = new QHBoxLayout;
    foot->addStretch();
    foot->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::small);
    column->addWidget(m_error);
    column->addLayout(m_offers);
    column->addLayout(middle, 1);
    column->addLayout(foot);
}

QVBoxLayout *ConnectionsDialog::makeList()
{
    m_list->setAccessibleName(tr("Connections"));
    m_list->setFixedWidth(listWidth);
    m_list->setUniformItemSizes(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::tiny);
    for (QPushButton *button : {m_new, m_duplicate, m_remove}) {
        button->setAutoDefault(false);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        button->setStyleSheet(u"padding-left: 2px; padding-right: 2px;"_s);
        buttons->addWidget(button, button->sizeHint().width());
    }
    auto *column = new QVBoxLayout;
    column->setSpacing(space::small);
    column->addWidget(m_list, 1);
    column->addLayout(buttons);
    return column;
}

KeyPanel &ConnectionsDialog::key() const
{
    return m_form->key();
}

// --- what is there

const Connection *ConnectionsDialog::stored(const QString &id) const
{
    const auto found = std::ranges::find(m_connections, id, &Connection::id);
    return found == m_connections.end() ? nullptr : &*found;
}

QString ConnectionsDialog::currentId() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item == nullptr ? QString() : item->data(idRole).toString();
}

void ConnectionsDialog::describe(QListWidgetItem &item, const Connection &connection) const
{
    const QString what = connection.settings.modelId.isEmpty()
        ? connectionTypeText(connection.settings.type)
        : tr("%1, %2", "type and model")
              .arg(connectionTypeText(connection.settings.type), connection.settings.modelId);
    item.setText(connection.name);
    item.setToolTip(what);
    item.setData(idRole, connection.id);
    item.setData(Qt::AccessibleDescriptionRole, what);
}

void ConnectionsDialog::setConnections(const QList<Connection> &connections)
{
    m_connections = connections;
    for (int row = m_list->count() - 1; row >= 0; --row) {
        const QString id = m_list->item(row)->data(idRole).toString();
        if (stored(id) == nullptr) {
            m_unfinished.remove(id);
            delete m_list->takeItem(row);
        }
    }
    for (int row = 0; row < m_connections.size(); ++row) {
        const Connection &connection = m_connections.at(row);
        if (row >= m_list->count() || m_list->item(row)->data(idRole).toString() != connection.id) {
            auto *item = new QListWidgetItem;
            describe(*item, connection); // the list takes the height of all from the first
            m_list->insertItem(row, item);
        } else {
            describe(*m_list->item(row), connection);
        }
    }
    if (m_list->currentItem() == nullptr && m_list->count() > 0) {
        m_list->setCurrentRow(0);
    }
    if (const Connection *shown = stored(currentId())) {
        m_form->setKeyStoredIn(shown->keyStoredIn);
        m_form->setTold(shown->told);
    }
    showForm();
}

void ConnectionsDialog::showForm()
{
    const bool isThere = !currentId().isEmpty();
    m_pages->setCurrentIndex(isThere ? 1 : 0);
    m_duplicate->setEnabled(isThere);
    m_remove->setEnabled(isThere);
}

void ConnectionsDialog::showCurrent()
{
    tellEdit();
    const QString id = currentId();
    if (const Connection *connection = stored(id)) {
        Connection shown = m_unfinished.value(id, *connection);
        shown.keyStoredIn = connection->keyStoredIn; // what others put meanwhile
        shown.told = connection->told;
        m_form->show(shown);
        Q_EMIT selected(id);
    }
    showForm();
}

// --- what the user does

void ConnectionsDialog::tellEdit()
{
    m_pause.stop();
    const Connection made = m_form->connection();
    const Connection *before = stored(made.id);
    if (before == nullptr || *before == made) {
        m_unfinished.remove(made.id);
        return;
    }
    if (!m_form->obstacle().isEmpty()) {
        m_unfinished.insert(made.id, made);
        return;
    }
    m_unfinished.remove(made.id);
    Q_EMIT connectionChanged(made);
}

QString ConnectionsDialog::freeName(const QString &wanted) const
{
    QString name = wanted;
    for (int number = 2; std::ranges::contains(m_connections, name, &Connection::name); ++number) {
        name = tr("%1 %2", "name and number").arg(wanted, QString::number(number));
    }
    return name;
}

void ConnectionsDialog::add(const Connection &connection)
{
    tellEdit();
    Q_EMIT connectionChanged(connection); // it comes back by setConnections()
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(idRole).toString() == connection.id) {
            m_list->setCurrentRow(row);
        }
    }
    m_form->focusName();
}

void ConnectionsDialog::addNew()
{
    Connection connection;
    connection.id = workspace::newConnectionId();
    connection.name = freeName(tr("New connection"));
    add(connection);
}

void ConnectionsDialog::addFound(const modelapi::FoundServer &server)
{
    Connection connection;
    connection.id = workspace::newConnectionId();
    connection.name = freeName(server.name);
    connection.settings.type = server.type;
    connection.settings.baseUrl = server.baseUrl;
    if (!server.models.isEmpty()) {
        connection.settings.modelId = server.models.constFirst().id;
    }
    add(connection);
}

void ConnectionsDialog::duplicate()
{
    tellEdit();
    Connection copy = m_form->connection();
    copy.id = workspace::newConnectionId();
    copy.name = freeName(tr("%1 (copy)").arg(copy.name));
    copy.keyStoredIn = keys::Keyring::None; // a key belongs to one connection
    add(copy);
}

void ConnectionsDialog::askRemove()
{
    const QString id = currentId();
    m_dialogs.choose(this,
                     {tr("Remove connection"),
                      tr("Remove the connection “%1” and its key? This cannot be taken back.")
                          .arg(m_form->connection().name),
                      {tr("Cancel"), tr("Remove")},
                      0},
                     [this, id](int button) {
                         if (button == confirmButton) {
                             m_pause.stop();
                             Q_EMIT removeRequested(id);
                         }
                     });
}

void ConnectionsDialog::reject()
{
    tellEdit();
    if (m_unfinished.isEmpty()) {
        QDialog::reject();
        return;
    }
    const QString name = m_unfinished.constBegin()->name;
    m_dialogs.choose(this,
                     {tr("Close connections"),
                      tr("What you changed in “%1” is not complete and will not be kept. Discard "
                         "it?")
                          .arg(name),
                      {tr("Go on editing"), tr("Discard")},
                      0},
                     [this](int button) {
                         if (button == confirmButton) {
                             QDialog::reject();
                         }
                     });
}

// --- what is told

void ConnectionsDialog::offerServer(const modelapi::FoundServer &server)
{
    const bool isKnown = std::ranges::any_of(m_connections, [&server](const Connection &known) {
        return modelapi::effectiveBaseUrl(known.settings).authority()
            == QUrl(server.baseUrl).authority();
    });
    if (isKnown) {
        return;
    }
    auto *offer = new MessageBar(m_theme);
    offer->showMessage(MessageBar::Severity::Info,
                       tr("%1 answers on this machine at %2.").arg(server.name, server.baseUrl));
    connect(offer->addButton(tr("Add it")), &QPushButton::clicked, offer, [this, offer, server] {
        offer->deleteLater();
        addFound(server);
    });
    connect(offer, &MessageBar::closed, offer, &QObject::deleteLater);
    m_offers->addWidget(offer);
}

void ConnectionsDialog::tellError(const QString &text)
{
    m_error->showMessage(MessageBar::Severity::Error, text);
}

} // namespace hermes::connections
