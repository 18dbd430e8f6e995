#pragma once

#include "modelapi/serverguess.h"
#include "workspace/connectionstore.h"

#include <QDialog>
#include <QHash>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QListWidget;
class QListWidgetItem;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
class MessageBar;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::connections {

class ConnectionForm;
class KeyPanel;

/// The user's connections, one of them in the form. What is complete is told as soon as typing
/// pauses; what is not stays here, and closing asks before it is lost. Performs nothing itself.
/// Thread: UI.
class ConnectionsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `variables`: names of environment variables that hold keys.
    ConnectionsDialog(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                      const QStringList &variables, QWidget *parent);

    /// What is stored now. The form keeps what the user is typing.
    void setConnections(const QList<workspace::Connection> &connections);
    /// Empty if there is none.
    [[nodiscard]] QString currentId() const;
    [[nodiscard]] ConnectionForm &form() const { return *m_form; }
    /// Of the connection that is shown.
    [[nodiscard]] KeyPanel &key() const;
    /// Offers a server of this machine, unless a connection has it already.
    void offerServer(const modelapi::FoundServer &server);
    void tellError(const QString &text);
    void reject() override;

Q_SIGNALS:
    void selected(const QString &id);
    void connectionChanged(const hermes::workspace::Connection &connection); ///< Or is new.
    void removeRequested(const QString &id); ///< The user has agreed.
    void testRequested(const hermes::workspace::Connection &connection);

private:
    void layOut();
    [[nodiscard]] QVBoxLayout *makeList();
    void showCurrent();
    void showForm(); ///< Or why there is none.
    void add(const workspace::Connection &connection);
    void addNew();
    void addFound(const modelapi::FoundServer &server);
    void duplicate();
    void askRemove();
    void tellEdit(); ///< What the form has, if it is complete.
    [[nodiscard]] QString freeName(const QString &wanted) const;
    [[nodiscard]] const workspace::Connection *stored(const QString &id) const;
    void describe(QListWidgetItem &item, const workspace::Connection &connection) const;

    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    QList<workspace::Connection> m_connections;
    QHash<QString, workspace::Connection> m_unfinished; ///< Typed, and not complete; by id.
    QTimer m_pause; ///< Since the last edit.
    QListWidget *m_list;
    QPushButton *m_new;
    QPushButton *m_duplicate;
    QPushButton *m_remove;
    QStackedWidget *m_pages;
    widgets::EmptyState *m_empty;
    ConnectionForm *m_form;
    widgets::MessageBar *m_error;
    QVBoxLayout *m_offers;
};

} // namespace hermes::connections
