#pragma once

#include "modelapi/answerevent.h"

namespace hermes::modelapi {

/// What may be shown of bytes that are cut after `most`: without the key, and where something was
/// cut off, without what may be the beginning of one. Thread: any.
[[nodiscard]] QByteArray beginningWithoutKey(const QByteArray &bytes, qsizetype most,
                                             QByteArrayView key);

/// Takes the key out of an answer as it comes, in whatever spelling and cut wherever. Thread: any,
/// one at a time.
class KeyFilter
{
public:
    /// An empty key lets everything through. What is kept of it is overwritten at the end.
    explicit KeyFilter(QByteArrayView key);
    ~KeyFilter();
    Q_DISABLE_COPY_MOVE(KeyFilter)

    /// The same events without the key. What may be its beginning is held back until more comes,
    /// and does not come where the reader has cut a text. Signatures, which go back to the server
    /// unchanged, are others only if the very key is in them.
    [[nodiscard]] QList<AnswerEvent> filtered(const QList<AnswerEvent> &events);
    /// What was held back, at the end.
    [[nodiscard]] QList<AnswerEvent> rest();

private:
    [[nodiscard]] QString without(const QString &text) const;
    [[nodiscard]] QString passed(QString &held, const QString &piece) const;
    [[nodiscard]] qsizetype begunAt(const QString &text) const;
    void take(const AnswerEvent &event, QList<AnswerEvent> &into);

    QStringList m_spellings;
    QString m_heldText;
    QString m_heldThinking;
};

} // namespace hermes::modelapi
