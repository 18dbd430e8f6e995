#include "workspace/journalformat.h"

#include "workspace/filesave.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>
#include <QStringDecoder>
#include <QtEndian>

#include <algorithm>
#include <utility>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

constexpr QByteArrayView magic("hermes-journal 2\n");
constexpr qsizetype checkBytes = 8;
/// Length, its complement, check.
constexpr qsizetype lengthBytes = sizeof(quint32);
constexpr qsizetype headBytes = 2 * lengthBytes + checkBytes;
constexpr quint8 stateFrame = 'S';
constexpr quint8 operationsFrame = 'O';

/// Reads and writes the parts of a frame; after the first thing that does not fit, nothing more.
class FrameStream : public QDataStream
{
public:
    explicit FrameStream(const QByteArray &bytes) : QDataStream(bytes) { prepare(); }
    explicit FrameStream(QByteArray *bytes) : QDataStream(bytes, QIODevice::WriteOnly)
    {
        prepare();
    }

private:
    void prepare() { setVersion(QDataStream::Qt_6_8); }
};

/// UTF-8 for nearly every text; UTF-16 for one with half a surrogate pair.
void writeUnits(FrameStream &stream, const QString &units)
{
    const bool isUtf8 = units.isValidUtf16();
    stream << isUtf8;
    stream << (isUtf8 ? units.toUtf8()
                      : QByteArray(reinterpret_cast<const char *>(units.utf16()),
                                   units.size() * qsizetype(sizeof(char16_t))));
}

QString readUnits(FrameStream &stream)
{
    bool isUtf8 = false;
    QByteArray bytes;
    stream >> isUtf8 >> bytes;
    if (!isUtf8) {
        QString units(bytes.size() / qsizetype(sizeof(char16_t)), Qt::Uninitialized);
        std::copy_n(bytes.constData(), units.size() * qsizetype(sizeof(char16_t)),
                    reinterpret_cast<char *>(units.data()));
        return units;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder(bytes);
}

void write(FrameStream &stream, const TextChange &change)
{
    stream << qint64(change.position);
    writeUnits(stream, change.removed);
    writeUnits(stream, change.inserted);
}

TextChange readChange(FrameStream &stream)
{
    qint64 position = 0;
    stream >> position;
    QString removed = readUnits(stream);
    QString inserted = readUnits(stream);
    return {position, std::move(removed), std::move(inserted)};
}

void write(FrameStream &stream, const Caret &caret)
{
    stream << qint64(caret.anchor) << qint64(caret.position);
}

Caret readCaret(FrameStream &stream)
{
    qint64 anchor = 0;
    qint64 position = 0;
    stream >> anchor >> position;
    return {anchor, position};
}

void write(FrameStream &stream, const TextTraits &traits)
{
    stream << static_cast<quint8>(traits.usualEnding) << traits.hasByteOrderMark;
}

TextTraits readTraits(FrameStream &stream)
{
    quint8 ending = 0;
    TextTraits traits;
    stream >> ending >> traits.hasByteOrderMark;
    if (ending > static_cast<quint8>(LineEnding::Cr)) {
        stream.setStatus(QDataStream::ReadCorruptData);
        return traits;
    }
    traits.usualEnding = static_cast<LineEnding>(ending);
    return traits;
}

void write(FrameStream &stream, const EditOperation &operation)
{
    stream << static_cast<quint8>(operation.kind);
    if (operation.kind == EditOperation::Kind::Change) {
        stream << operation.joinsStep;
        write(stream, operation.traits);
        write(stream, operation.caret);
        write(stream, operation.change);
    } else if (operation.changesSaved()) {
        stream << operation.fingerprint;
    }
}

EditOperation readOperation(FrameStream &stream)
{
    EditOperation operation;
    quint8 kind = 0;
    stream >> kind;
    if (kind > static_cast<quint8>(EditOperation::Kind::Last)) {
        stream.setStatus(QDataStream::ReadCorruptData);
        return operation;
    }
    operation.kind = static_cast<EditOperation::Kind>(kind);
    if (operation.kind == EditOperation::Kind::Change) {
        stream >> operation.joinsStep;
        operation.traits = readTraits(stream);
        operation.caret = readCaret(stream);
        operation.change = readChange(stream);
    } else if (operation.changesSaved()) {
        stream >> operation.fingerprint;
    }
    return operation;
}

void write(FrameStream &stream, const EditHistory::Parts &parts)
{
    stream << qint64(parts.done) << qint64(parts.saved) << qint64(parts.saving)
           << qint64(parts.steps.size());
    write(stream, parts.traits);
    for (const EditStep &step : parts.steps) {
        write(stream, step.caret);
        write(stream, step.before);
        write(stream, step.after);
        stream << qint64(step.changes.size());
        for (const TextChange &change : step.changes) {
            write(stream, change);
        }
    }
}

std::optional<EditHistory> readHistory(FrameStream &stream)
{
    qint64 done = 0;
    qint64 saved = 0;
    qint64 saving = 0;
    qint64 steps = 0;
    EditHistory::Parts parts;
    stream >> done >> saved >> saving >> steps;
    parts.traits = readTraits(stream);
    parts.done = done;
    parts.saved = saved;
    parts.saving = saving;
    for (qint64 i = 0; i < steps && stream.status() == QDataStream::Ok; ++i) {
        EditStep step;
        qint64 changes = 0;
        step.caret = readCaret(stream);
        step.before = readTraits(stream);
        step.after = readTraits(stream);
        stream >> changes;
        for (qint64 j = 0; j < changes && stream.status() == QDataStream::Ok; ++j) {
            step.changes.append(readChange(stream));
        }
        parts.steps.append(std::move(step));
    }
    return stream.status() == QDataStream::Ok ? EditHistory::fromParts(parts) : std::nullopt;
}

QByteArray unitsFingerprint(const ExactText &text)
{
    return fingerprint(text.units().toUtf8());
}

QByteArray statePayload(const JournalState &state, JournalText text)
{
    QByteArray payload;
    FrameStream stream(&payload);
    stream << stateFrame << state.file.bytes() << state.savedFingerprint << state.savedBytes
           << (text == JournalText::Stored);
    if (text == JournalText::Stored) {
        writeUnits(stream, state.text.units());
    } else {
        stream << unitsFingerprint(state.text);
    }
    write(stream, state.history.parts());
    return payload;
}

struct StoredState
{
    JournalState state;
    QByteArray unitsFingerprint; ///< Null if the text is there.
};

std::optional<StoredState> readState(FrameStream &stream)
{
    StoredState stored;
    QByteArray path;
    bool hasText = false;
    stream >> path >> stored.state.savedFingerprint >> stored.state.savedBytes >> hasText;
    QString units;
    if (hasText) {
        units = readUnits(stream);
    } else {
        stream >> stored.unitsFingerprint;
    }
    const std::optional<EditHistory> history = readHistory(stream);
    const Result<RepoPath> file = RepoPath::parse(QString::fromUtf8(path));
    if (!history || !file || stream.status() != QDataStream::Ok) {
        return std::nullopt;
    }
    stored.state.file = *file;
    stored.state.history = *history;
    stored.state.text = ExactText::fromUnits(units, history->traits());
    return stored;
}

QByteArray checkOf(const QByteArray &before, QByteArrayView payload)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(before);
    hash.addData(payload);
    return hash.result().first(checkBytes);
}

QByteArray framed(const QByteArray &payload, JournalEnd &end)
{
    end.check = checkOf(end.check, payload);
    const auto length = static_cast<quint32>(payload.size());
    QByteArray frame(2 * lengthBytes, Qt::Uninitialized);
    qToLittleEndian(length, frame.data());
    qToLittleEndian(~length, frame.data() + lengthBytes);
    frame += end.check + payload;
    end.length += frame.size();
    return frame;
}

/// Walks the frames of a journal file.
class FrameWalk
{
public:
    explicit FrameWalk(const QByteArray &journal) : m_journal(journal), m_at(magic.size()) { }

    /// The next payload that is whole and right; nullopt at the end and at the first that is not.
    [[nodiscard]] std::optional<QByteArray> next()
    {
        const QByteArrayView rest = QByteArrayView(m_journal).sliced(m_at);
        if (rest.size() < headBytes) {
            m_isTorn = true;
            return std::nullopt;
        }
        const auto length = qFromLittleEndian<quint32>(rest.data());
        if (length != ~qFromLittleEndian<quint32>(rest.data() + lengthBytes)) {
            // A file system may have made the file longer before it wrote what belongs there.
            m_isTorn = std::ranges::all_of(rest, [](char byte) { return byte == 0; });
            return std::nullopt;
        }
        const QByteArrayView payload =
            rest.sliced(headBytes, std::min<qsizetype>(length, rest.size() - headBytes));
        m_isTorn = headBytes + qsizetype(length) >= rest.size();
        const QByteArray check = checkOf(m_check, payload);
        if (payload.size() < length || check != rest.sliced(2 * lengthBytes, checkBytes)) {
            return std::nullopt;
        }
        m_check = check;
        m_at += headBytes + length;
        return payload.toByteArray();
    }

    [[nodiscard]] bool isAtEnd() const { return m_at == m_journal.size(); }
    /// Whether nothing but an unfinished frame follows.
    [[nodiscard]] bool isTorn() const { return m_isTorn; }

private:
    QByteArray m_journal;
    QByteArray m_check;
    qsizetype m_at;
    bool m_isTorn = false;
};

bool replayFrame(const QByteArray &payload, JournalState &state)
{
    FrameStream stream(payload);
    quint8 type = 0;
    stream >> type;
    if (type != operationsFrame) {
        return false;
    }
    JournalState next = state;
    while (!stream.atEnd()) {
        const EditOperation operation = readOperation(stream);
        if (stream.status() != QDataStream::Ok || !replay(operation, next.text, next.history)) {
            return false;
        }
        if (operation.changesSaved()) {
            next.savedFingerprint = operation.fingerprint;
            next.savedBytes = {};
        }
    }
    state = std::move(next);
    return true;
}

} // namespace

std::optional<QByteArray> JournalState::saved() const
{
    if (!history.canReachSaved()) {
        return savedBytes.isNull() ? std::nullopt : std::optional(savedBytes);
    }
    return history.textAt(history.parts().saved, text).bytes();
}

QByteArray journalBytes(const JournalState &state, JournalText text, JournalEnd &end)
{
    end = {magic.size(), {}};
    return magic.toByteArray() + framed(statePayload(state, text), end);
}

QByteArray journalFrame(const QList<EditOperation> &operations, JournalEnd &end)
{
    QByteArray payload;
    FrameStream stream(&payload);
    stream << operationsFrame;
    for (const EditOperation &operation : operations) {
        write(stream, operation);
    }
    return framed(payload, end);
}

JournalReading readJournal(const QByteArray &journal, const QByteArray &inFile)
{
    using Condition = JournalReading::Condition;
    if (!journal.startsWith(magic)) {
        return {Condition::Damaged, std::nullopt};
    }
    FrameWalk walk(journal);
    const std::optional<QByteArray> first = walk.next();
    if (!first) {
        return {Condition::Damaged, std::nullopt};
    }
    FrameStream stream(*first);
    quint8 type = 0;
    stream >> type;
    std::optional<StoredState> stored = type == stateFrame ? readState(stream) : std::nullopt;
    if (!stored) {
        return {Condition::Damaged, std::nullopt};
    }
    JournalState state = std::move(stored->state);
    if (!stored->unitsFingerprint.isNull()) {
        const Result<ExactText> text = ExactText::fromBytes(inFile);
        if (!text || fingerprint(inFile) != state.savedFingerprint
            || unitsFingerprint(*text) != stored->unitsFingerprint) {
            return {Condition::TextElsewhere, std::move(state)};
        }
        state.text = *text;
    }
    while (const std::optional<QByteArray> payload = walk.next()) {
        if (!replayFrame(*payload, state)) {
            return {Condition::Damaged, std::move(state)};
        }
    }
    return {walk.isAtEnd()      ? Condition::Whole
                : walk.isTorn() ? Condition::Torn
                                : Condition::Damaged,
            std::move(state)};
}

} // namespace hermes::workspace
