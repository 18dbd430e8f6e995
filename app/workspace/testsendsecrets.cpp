#include "workspace/testsendsecrets.h"

#include "check/secrets.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QLocale>

namespace hermes::workspace {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(TestSend)
};

QByteArray markOf(QByteArrayView secret, const QString &server)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(server.toUtf8() + '\0');
    hash.addData(secret);
    return hash.result();
}

} // namespace

void SecretSearch::look(const QString &text, QByteArrayView content, const QString &server)
{
    for (const auto found = check::findSecrets(content);
         const check::SecretFinding &finding : found) {
        const QByteArray mark = markOf(content.sliced(finding.start, finding.length), server);
        const SecretPlace place{text, finding.line, finding.what};
        if (m_accepted.contains(mark)) {
            continue;
        }
        m_marks.insert(mark);
        if (!m_places.contains(place)) {
            m_places.append(place);
        }
    }
}

void SecretSearch::look(const QList<modelapi::Turn> &conversation, const QString &server)
{
    using Role = modelapi::Turn::Role;
    const QLocale locale;
    int questions = 0;
    int answers = 0;
    for (const modelapi::Turn &turn : conversation) {
        QString text;
        switch (turn.role) {
        case Role::User:
            text = Tr::tr("Question %1").arg(locale.toString(++questions));
            break;
        case Role::Assistant:
            text = Tr::tr("Answer %1").arg(locale.toString(++answers));
            break;
        case Role::ToolResult:
            text = Tr::tr("What %1 gave").arg(turn.toolName);
            break;
        }
        look(text, turn.text.toUtf8(), server);
        for (const modelapi::ToolCall &call : turn.toolCalls) {
            look(Tr::tr("The call of %1").arg(call.name), call.arguments, server);
        }
    }
}

void SecretSearch::look(const QString &question, const QList<Attachment> &attachments,
                        const QString &server)
{
    look(Tr::tr("Your question"), question.toUtf8(), server);
    for (const Attachment &attachment : attachments) {
        look(Tr::tr("The file %1").arg(attachment.name), attachment.text.toUtf8(), server);
    }
}

} // namespace hermes::workspace
