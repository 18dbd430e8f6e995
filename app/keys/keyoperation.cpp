#include "keys/keyoperation.h"

#include "keys/buscall.h"
#include "keys/keychainjob.h"

#include <utility>

namespace hermes::keys {

KeyOperation::KeyOperation(Kind kind, QString id, Secret secret, std::chrono::milliseconds patience,
                           QObject *parent)
    : QObject(parent), m_kind(kind), m_id(std::move(id)), m_secret(std::move(secret))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        KeyReply reply = m_keyring;
        reply.state = KeyState::Unanswered;
        Q_EMIT told(reply);
    });
    m_patience.start(patience);
}

void KeyOperation::start(KeyringService &service)
{
    m_service = &service;
    m_keyring.keyring = service.keyring();
    m_keyring.keyringName = service.name();
    service.look(m_id, this, [this](const KeyReply &looked) { goOn(looked); });
}

void KeyOperation::endWithService()
{
    if (m_service != nullptr) {
        KeyReply reply = m_keyring;
        reply.state = KeyState::ServiceEnded;
        end(reply);
    }
}

void KeyOperation::goOn(const KeyReply &looked)
{
    m_keyring = looked;
    m_keyring.detail.clear();
    const bool isThere = looked.state == KeyState::Stored || looked.state == KeyState::Locked;
    const bool isReachable = isThere || looked.state == KeyState::Absent;
    if (m_kind == Kind::Store && isReachable) {
        open(KeyringService::Purpose::Store, &KeyOperation::write);
    } else if (!isThere || m_kind == Kind::Look) {
        end(looked);
    } else if (m_kind == Kind::Unlock) {
        open(KeyringService::Purpose::Use, &KeyOperation::lookAgain);
    } else {
        open(KeyringService::Purpose::Use,
             m_kind == Kind::Read ? &KeyOperation::read : &KeyOperation::remove);
    }
}

void KeyOperation::open(KeyringService::Purpose purpose, void (KeyOperation::*next)())
{
    m_service->open(m_id, purpose, this, [this, next](const KeyReply &opened) {
        if (opened.state == KeyState::Stored) {
            (this->*next)();
        } else {
            end(opened);
        }
    });
}

void KeyOperation::read()
{
    readKey(m_id, this, [this](KeychainResult &result) {
        m_secret = std::move(result.secret);
        if (result.state == KeyState::Absent) {
            lookAgain(); // it was there a moment ago: gone, or locked meanwhile
        } else {
            end(result);
        }
    });
}

void KeyOperation::write()
{
    writeKey(m_id, m_secret, this, [this](const KeychainResult &result) {
        if (result.state != KeyState::Stored) {
            end(result);
            return;
        }
        m_service->settle(this, [this](const KeyReply &settled) {
            if (settled.state == KeyState::Stored) {
                readBack();
            } else {
                end(settled);
            }
        });
    });
}

void KeyOperation::readBack()
{
    readKey(m_id, this, [this](KeychainResult &result) {
        const bool isSame = result.secret == m_secret;
        m_secret = {};
        if (result.state == KeyState::Absent || (result.state == KeyState::Stored && !isSame)) {
            result.state = KeyState::NotKept;
        }
        end(result);
    });
}

void KeyOperation::remove()
{
    deleteKey(m_id, this, [this](const KeychainResult &result) {
        if (result.state == KeyState::Stored || result.state == KeyState::Absent) {
            // libsecret reports success for what it could not delete, too
            m_service->settle(this, [this](const KeyReply &) { lookAgain(); });
        } else {
            end(result);
        }
    });
}

void KeyOperation::lookAgain()
{
    m_service->look(m_id, this, [this](const KeyReply &looked) { end(looked); });
}

void KeyOperation::end(const KeychainResult &result)
{
    KeyReply reply = m_keyring;
    reply.state = result.state;
    reply.detail = result.detail;
    if (result.state != KeyState::Failed) {
        end(reply);
        return;
    }
    // a keyring that died is to libsecret an error as any other
    askWhetherThere(m_service->busName(), this, [this, reply](bool isThere) {
        KeyReply told = reply;
        told.state = isThere ? KeyState::Failed : KeyState::ServiceEnded;
        end(told);
    });
}

void KeyOperation::end(const KeyReply &reply)
{
    if (!std::exchange(m_hasEnded, true)) {
        m_patience.stop();
        Q_EMIT told(reply);
        Q_EMIT finished();
    }
}

} // namespace hermes::keys
