#include "commandline/message.h"

#include "workspace/testsendattachment.h"

#include <QCoreApplication>
#include <QFile>

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

} // namespace

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

} // namespace hermes::commandline
