#pragma once

#include "keys/keyreply.h"
#include "keys/secret.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::connections {

/// What is known of a connection's key, and what can be done about it. A key is typed in and never
/// shown: neither one that is stored nor the one that is being typed. Thread: UI.
class KeyPanel final : public QWidget
{
    Q_OBJECT

public:
    /// `variables`: names of environment variables that hold keys.
    KeyPanel(const widgets::Theme &theme, const QStringList &variables);

    /// The last word on where the key is. What was typed stays until it was taken.
    void showState(const keys::KeyReply &reply);
    /// A question is on its way.
    void showWaiting();
    /// Another connection: forgets what was typed.
    void clear();
    /// A key from a variable, to be stored or used as if it had been typed.
    void showImported(const QString &variable, keys::Secret key);
    /// What was typed or imported; the panel has it no more. Empty if nothing was.
    [[nodiscard]] keys::Secret takeKey();
    /// A copy of the same, for a test of the connection before the key is stored.
    [[nodiscard]] keys::Secret copyOfKey() const;
    [[nodiscard]] keys::KeyReply state() const { return m_state; }
    /// Whether there is a key to be sent: a known one, or one that is being typed.
    [[nodiscard]] bool hasKey() const { return isStored() || isGiven(); }

Q_SIGNALS:
    void changed(); ///< state() or hasKey().
    void storeRequested(); ///< takeKey() has it.
    void sessionRequested(); ///< takeKey() has it.
    void deleteRequested();
    void unlockRequested();
    void lookRequested(); ///< The user wants to know anew.
    /// An environment variable of that name; empty = the user wants to type the name.
    void importRequested(const QString &variable);

private:
    void layOut(const QStringList &variables);
    void refresh();
    [[nodiscard]] bool isGiven() const; ///< Typed or imported.
    [[nodiscard]] bool isStored() const;

    const widgets::Theme &m_theme;
    keys::KeyReply m_state{keys::KeyState::Absent, {}, {}, {}};
    keys::Secret m_imported;
    bool m_isWaiting = false;
    bool m_isReplacing = false;
    QLabel *m_icon;
    QLabel *m_words;
    QLineEdit *m_field;
    QPushButton *m_store;
    QPushButton *m_session;
    QPushButton *m_import;
    QPushButton *m_unlock;
    QPushButton *m_replace;
    QPushButton *m_delete;
    QPushButton *m_look;
};

} // namespace hermes::connections
