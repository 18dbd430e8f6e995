#include "workspace/exacttext.h"

#include "workspace/documentcharacters.h"

#include <QCoreApplication>
#include <QStringDecoder>

#include <algorithm>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

constexpr qsizetype chunkUnits = 4096;
constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

} // namespace

Result<ExactText> ExactText::fromBytes(const QByteArray &bytes)
{
    if (const qint64 bad = firstNonText(bytes); bad >= 0) {
        return failure(ErrorCode::NotText,
                       QCoreApplication::translate(
                           "EditableText",
                           "Not UTF-8 text at byte %1. The file is shown read-only, with � for "
                           "what cannot be read, and is never rewritten. To edit it here, convert "
                           "it to UTF-8.")
                           .arg(bad));
    }
    const bool hasMark = bytes.startsWith(byteOrderMark);
    ExactText text = fromUnits(
        unitsOf(hasMark ? QByteArrayView(bytes).sliced(byteOrderMark.size()) : bytes), {});
    const auto &counts = text.m_endings;
    text.m_traits = {
        static_cast<LineEnding>(std::distance(counts.begin(), std::ranges::max_element(counts))),
        hasMark};
    return text;
}

ExactText ExactText::readable(const QByteArray &bytes)
{
    QStringDecoder decoder(
        QStringConverter::encodingForData(bytes).value_or(QStringConverter::Utf8),
        QStringConverter::Flag::Stateless); // the end may be cut
    QString text = decoder(bytes);
    text.replace(QChar::Null, QChar::ReplacementCharacter);
    return fromBytes(text.toUtf8()).value_or(ExactText());
}

ExactText ExactText::fromUnits(const QString &units, const TextTraits &traits)
{
    ExactText text;
    text.m_traits = traits;
    text.m_size = units.size();
    text.m_chunks.reserve(units.size() / chunkUnits + 1);
    for (qsizetype at = 0; at < units.size(); at += chunkUnits) {
        text.m_chunks.append(units.sliced(at, std::min(chunkUnits, units.size() - at)));
    }
    text.count(units, 1);
    return text;
}

QByteArray ExactText::bytes() const
{
    QString text = units();
    if (m_endings.at(static_cast<size_t>(LineEnding::CrLf)) > 0) {
        text.replace(lineend::crLf, QStringLiteral("\r\n")); // before a real U+2029 can appear
    }
    const QByteArray bytes = withoutStandIns(text).toUtf8();
    return m_traits.hasByteOrderMark ? byteOrderMark.toByteArray() + bytes : bytes;
}

QString ExactText::unitsOf(QByteArrayView bytes)
{
    QString units = withStandIns(decoded(bytes));
    if (units.contains(lineend::cr)) {
        units.replace(QStringLiteral("\r\n"), QString(lineend::crLf));
    }
    return units;
}

QString ExactText::mid(qsizetype position, qsizetype length) const
{
    QString result;
    result.reserve(length);
    Place place = placeOf(position);
    while (length > 0 && place.chunk < m_chunks.size()) {
        const QStringView rest = QStringView(m_chunks.at(place.chunk)).sliced(place.offset);
        const QStringView taken = rest.first(std::min(length, rest.size()));
        result += taken;
        length -= taken.size();
        place = {place.chunk + 1, 0};
    }
    return result;
}

ExactText::Place ExactText::placeOf(qsizetype position) const
{
    qsizetype chunk = 0;
    while (chunk + 1 < m_chunks.size() && position > m_chunks.at(chunk).size()) {
        position -= m_chunks.at(chunk).size();
        ++chunk;
    }
    return {chunk, position};
}

void ExactText::apply(const TextChange &change)
{
    count(change.removed, -1);
    count(change.inserted, 1);
    replace(change.position, change.removed.size(), change.inserted);
}

void ExactText::replace(qsizetype position, qsizetype length, const QString &text)
{
    m_size += text.size() - length;
    if (m_chunks.isEmpty()) {
        m_chunks.append(text);
        evenOut(0);
        return;
    }
    const Place first = placeOf(position);
    if (const Place last = placeOf(position + length); last.chunk != first.chunk) {
        const QString rest = m_chunks.at(last.chunk).sliced(last.offset);
        m_chunks[first.chunk].truncate(first.offset);
        m_chunks[first.chunk] += text + rest;
        m_chunks.remove(first.chunk + 1, last.chunk - first.chunk);
    } else {
        m_chunks[first.chunk].replace(first.offset, length, text);
    }
    evenOut(first.chunk);
}

/// Keeps a chunk's size within bounds, so that edits go on costing little.
void ExactText::evenOut(qsizetype chunk)
{
    if (m_chunks.at(chunk).size() < chunkUnits / 4 && chunk + 1 < m_chunks.size()) {
        m_chunks[chunk] += m_chunks.takeAt(chunk + 1);
    }
    if (m_chunks.at(chunk).size() <= 2 * chunkUnits) {
        return;
    }
    const QString large = m_chunks.at(chunk);
    QList<QString> pieces;
    for (qsizetype at = 0; at < large.size(); at += chunkUnits) {
        pieces.append(large.sliced(at, std::min(chunkUnits, large.size() - at)));
    }
    m_chunks[chunk] = pieces.first();
    m_chunks.insert(chunk + 1, pieces.size() - 1, QString());
    std::copy(pieces.begin() + 1, pieces.end(), m_chunks.begin() + chunk + 1);
}

void ExactText::count(QStringView units, qsizetype sign)
{
    for (const QChar unit : units) {
        if (isLineEnd(unit)) {
            const LineEnding ending = unit == lineend::lf ? LineEnding::Lf
                : unit == lineend::cr                     ? LineEnding::Cr
                                                          : LineEnding::CrLf;
            m_endings.at(static_cast<size_t>(ending)) += sign;
        }
    }
}

QList<LineEnding> ExactText::endings() const
{
    QList<LineEnding> there;
    for (const LineEnding ending : {LineEnding::Lf, LineEnding::CrLf, LineEnding::Cr}) {
        if (m_endings.at(static_cast<size_t>(ending)) > 0) {
            there.append(ending);
        }
    }
    return there;
}

QChar ExactText::unitOf(LineEnding ending)
{
    switch (ending) {
    case LineEnding::CrLf:
        return lineend::crLf;
    case LineEnding::Cr:
        return lineend::cr;
    case LineEnding::Lf:
        break;
    }
    return lineend::lf;
}

TextChange ExactText::withoutSplitEnding(TextChange change, Meeting meeting) const
{
    const auto meets = [](QStringView left, QStringView right) {
        return left.endsWith(lineend::cr) && right.startsWith(lineend::lf);
    };
    const QString before = change.position > 0 ? mid(change.position - 1, 1) : QString();
    const QString after = mid(change.position + change.removed.size(), 1);
    const bool isRemoval = change.inserted.isEmpty();
    if (isRemoval && meets(before, after)) {
        change.removed += after;
        change.inserted = lineend::crLf;
        if (meeting == Meeting::KeepsBytes) {
            change.removed.prepend(before);
            --change.position;
        }
        return change;
    }
    // CR LF beside either of them is an ending of its own.
    if (meeting == Meeting::KeepsLines && change.inserted.contains(lineend::cr)) {
        change.inserted.replace(QStringLiteral("\r\n"), QString(lineend::cr) + lineend::crLf);
    }
    if (meets(before, change.inserted)) {
        change.inserted.front() = lineend::crLf;
        if (meeting == Meeting::KeepsBytes) {
            change.removed.prepend(before);
            --change.position;
        }
    }
    if (meets(change.inserted, after)) {
        change.inserted.back() = lineend::crLf;
        if (meeting == Meeting::KeepsBytes) {
            change.removed += after;
        }
    }
    return change;
}

} // namespace hermes::workspace
