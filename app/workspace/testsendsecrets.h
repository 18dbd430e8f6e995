#pragma once

#include "modelapi/modelrequest.h"
#include "workspace/secretplaces.h"
#include "workspace/testsendattachment.h"

#include <QSet>

namespace hermes::workspace {

/// Looks through what test-sends send for what looks like a secret. One that the user has let go to
/// a server is not found again on its way there. Thread: any; a value.
class SecretSearch
{
public:
    /// `accepted`: marks() that the user has agreed to.
    explicit SecretSearch(const QSet<QByteArray> &accepted) : m_accepted(accepted) { }

    /// `text`: what people call it.
    void look(const QString &text, QByteArrayView content, const QString &server);
    void look(const QList<modelapi::Turn> &conversation, const QString &server);
    /// What is asked now; texts of attachments by their names.
    void look(const QString &question, const QList<Attachment> &attachments, const QString &server);

    [[nodiscard]] const QList<SecretPlace> &places() const { return m_places; } ///< Each once.
    /// One for each secret and server. No secret can be had from it.
    [[nodiscard]] const QSet<QByteArray> &marks() const { return m_marks; }

private:
    QSet<QByteArray> m_accepted;
    QList<SecretPlace> m_places;
    QSet<QByteArray> m_marks;
};

} // namespace hermes::workspace
