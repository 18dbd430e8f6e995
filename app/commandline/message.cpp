#include "commandline/message.h"

#include "commandline/report.h"
#include "workspace/testsendattachment.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

constexpr qint64 longestInput = 64LL * 1024 * 1024; ///< Bytes.

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

std::unexpected<Error> refused(const QString &message)
{
    return failure(ErrorCode::InvalidArgument, message);
}

/// What `--input` says, or standard input.
Result<QString> chosenInput(const Invocation &invocation)
{
    if (!invocation.parser->isSet(u"input"_s)) {
        return refused(translated("run needs --input TEXT, or --input - for standard input."));
    }
    QString text = invocation.parser->value(u"input"_s);
    if (text != "-"_L1) {
        return text;
    }
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly)) {
        return failure(ErrorCode::NotReadable, translated("Standard input cannot be read."));
    }
    const QByteArray bytes = input.read(longestInput + 1);
    if (bytes.size() > longestInput) {
        return failure(ErrorCode::TooLarge, translated("The message is longer than 64 MiB."));
    }
    if (!QUtf8StringView(bytes).isValidUtf8()) {
        return failure(ErrorCode::NotText,
                       translated("The message is no UTF-8 text: nothing was sent."));
    }
    return QString::fromUtf8(bytes);
}

/// The message with its files.
Result<modelapi::Turn> chosenTurn(const Invocation &invocation)
{
    const QStringList files = invocation.parser->values(u"attach"_s);
    if (files.size() > workspace::mostAttachments) {
        return refused(translated("At most %1 files go with a message. Nothing was sent.")
                           .arg(workspace::mostAttachments));
    }
    QList<workspace::Attachment> attachments;
    for (const QString &file : files) {
        const auto attachment =
            workspace::readAttachment(file).and_then([&](const workspace::Attachment &read) {
                return workspace::checkRoomFor(read, attachments).transform([&read] {
                    return read;
                });
            });
        if (!attachment) {
            Error error = attachment.error();
            error.message += u' ' + translated("Nothing was sent.");
            return std::unexpected(error);
        }
        attachments.append(*attachment);
    }
    return chosenInput(invocation)
        .and_then([&attachments](const QString &input) -> Result<modelapi::Turn> {
            if (input.trimmed().isEmpty() && attachments.isEmpty()) {
                return refused(translated("The message is empty. Nothing was sent. Say something "
                                          "with --input, or give a file with --attach."));
            }
            return workspace::questionWith(input, attachments);
        });
}

std::unexpected<Error> noTurns(const QString &file, const QString &why)
{
    return failure(ErrorCode::InvalidFormat,
                   translated("%1 holds no turns: %2. It is a JSON list of objects with “role”, "
                              "user or assistant, and “text”. Nothing was sent.")
                       .arg(shown(file), why));
}

/// What stands in a file as the conversation so far.
Result<QList<modelapi::Turn>> turnsIn(const QString &file, const QByteArray &bytes)
{
    QJsonParseError parsed;
    const QJsonDocument json = QJsonDocument::fromJson(bytes, &parsed);
    if (!json.isArray()) {
        return noTurns(file,
                       parsed.error == QJsonParseError::NoError ? translated("it is no list")
                                                                : parsed.errorString());
    }
    QList<modelapi::Turn> turns;
    for (const auto all = json.array(); const auto &value : all) {
        const QString role = value["role"_L1].toString();
        modelapi::Turn turn;
        turn.role =
            role == "assistant"_L1 ? modelapi::Turn::Role::Assistant : modelapi::Turn::Role::User;
        turn.text = value["text"_L1].toString();
        if ((role != "user"_L1 && role != "assistant"_L1) || turn.text.trimmed().isEmpty()) {
            return noTurns(
                file, translated("number %1 has no such role, or no text").arg(turns.size() + 1));
        }
        turns.append(turn);
    }
    return turns;
}

/// Those of `--turns`, which go before the message.
Result<QList<modelapi::Turn>> earlierTurns(const Invocation &invocation)
{
    if (!invocation.parser->isSet(u"turns"_s)) {
        return QList<modelapi::Turn>();
    }
    QFile file(invocation.parser->value(u"turns"_s));
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::NotReadable,
                       translated("%1 cannot be read: %2. Nothing was sent.")
                           .arg(shown(file.fileName()), file.errorString()));
    }
    const QByteArray bytes = file.read(longestInput + 1);
    if (bytes.size() > longestInput) {
        return failure(ErrorCode::TooLarge, translated("The turns are longer than 64 MiB."));
    }
    return turnsIn(file.fileName(), bytes);
}

} // namespace

Result<QList<modelapi::Turn>> chosenTurns(const Invocation &invocation)
{
    return earlierTurns(invocation).and_then([&invocation](QList<modelapi::Turn> turns) {
        return chosenTurn(invocation).transform([&turns](const modelapi::Turn &turn) {
            turns.append(turn);
            return turns;
        });
    });
}

} // namespace hermes::commandline
