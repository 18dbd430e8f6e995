#include "workspace/keystatetext.h"

#include <QCoreApplication>

namespace hermes::workspace {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("KeyState", text);
}

} // namespace

QString keyringText(const keys::KeyReply &reply)
{
    return reply.keyringName.isEmpty() ? translated("The keyring") : reply.keyringName;
}

QString keyStateText(const keys::KeyReply &reply)
{
    using keys::KeyState;
    const QString keyring = keyringText(reply);
    switch (reply.state) {
    case KeyState::Absent:
        return translated("No key is stored. Servers on this machine usually need none; all others "
                          "do.");
    case KeyState::Stored:
        return translated("The key is stored in %1.").arg(keyring);
    case KeyState::ThisSession:
        return translated("The key is kept in memory until you quit. It is stored nowhere.");
    case KeyState::Locked:
        return translated("%1 is locked. Unlock it, or use a key for this session only. Nothing "
                          "was changed.")
            .arg(keyring);
    case KeyState::Dismissed:
        return translated("The question of %1 was closed without an answer. Nothing was changed; "
                          "try again when you are ready.")
            .arg(keyring);
    case KeyState::Denied:
        return translated("%1 refused access. Nothing was changed. Allow this program in the "
                          "keyring's settings, or use a key for this session only.")
            .arg(keyring);
    case KeyState::Unanswered:
        return translated("%1 is waiting for your answer in its own window. It may be behind this "
                          "one; the answer counts whenever it comes.")
            .arg(keyring);
    case KeyState::NoService:
        return translated("There is no keyring in this session, so no key can be stored. Install "
                          "gnome-keyring or KWallet and log in again, or use a key for this "
                          "session only.");
    case KeyState::ServiceEnded:
        return translated("%1 stopped before it answered. Try again; if it does not come back, log "
                          "out and in.")
            .arg(keyring);
    case KeyState::Elsewhere:
        return translated("The key is in %1, which this desktop session does not use. Log in to "
                          "the desktop where you stored it, or store the key here once more.")
            .arg(keyring);
    case KeyState::NotKept:
        return translated("%1 accepted the key and did not keep it. The key is not stored. Look at "
                          "the keyring's settings, or use the key for this session only.")
            .arg(keyring);
    case KeyState::Failed:
        break;
    }
    return translated("%1 reported an error. Nothing is known to have changed; try again.")
        .arg(keyring);
}

} // namespace hermes::workspace
