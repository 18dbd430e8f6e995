#pragma once

#include "connections/keypanel.h"
#include "modelapi/servercheck.h"
#include "registry/modelfacts.h"
#include "workspace/connectionstore.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class BusyBar;
class MessageBar;
class Theme;
class UnderlineTabs;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::connections {

class NetworkFields;
class ParameterFields;
class ServerFields;

/// All of one connection: its fields on three pages, its key, and what a test of it brought.
/// Thread: UI.
class ConnectionForm final : public QWidget
{
    Q_OBJECT

public:
    ConnectionForm(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                   const QStringList &variables);

    /// Says nothing; edited() is for what the user does.
    void show(const workspace::Connection &connection);
    /// With what the fields have.
    [[nodiscard]] workspace::Connection connection() const;
    /// Why the fields make no connection; empty if they do.
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] KeyPanel &key() const { return *m_key; }
    /// Where the key is now stored is not a field.
    void setKeyStoredIn(keys::Keyring keyring);
    void setTold(const workspace::ToldWindows &told);
    void focusName();
    void setKnownModels(const registry::ModelTable &models);

    void showTesting();
    void showReport(const modelapi::ServerReport &report);
    /// The test could not begin.
    void showTestFailure(const QString &text);

Q_SIGNALS:
    void edited();
    void testRequested();
    void testCancelled();

private:
    void layOut();
    void takeEdit();
    void validate();
    [[nodiscard]] QString keyInTheOpen(const modelapi::ConnectionSettings &settings) const;
    void adopt(const modelapi::FoundServer &server);
    void endTest();

    workspace::Connection m_connection; ///< As it was shown.
    bool m_isTesting = false;
    ServerFields *m_server;
    NetworkFields *m_network;
    ParameterFields *m_parameters;
    KeyPanel *m_key;
    widgets::UnderlineTabs *m_tabs;
    QStackedWidget *m_pages;
    widgets::MessageBar *m_problem;
    widgets::MessageBar *m_report;
    widgets::BusyBar *m_busy;
    QPushButton *m_test;
};

} // namespace hermes::connections
