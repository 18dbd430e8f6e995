#include "tokens/composedtext.h"

#include "tokens/characters.h"

#include <QChar>
#include <QStringDecoder>

#include <algorithm>
#include <bitset>
#include <memory>

namespace hermes::tokens {

namespace {

constexpr char32_t firstThatChanges = 0x300; ///< Everything below is composed as it is.
constexpr uchar firstLead = 0xcc; ///< Of U+0300.
constexpr char32_t pastLast = 0x3'0000; ///< Nothing above is a mark or decomposes.
constexpr char32_t firstSyllable = 0xac00; ///< Of Hangul; all are composed.
constexpr char32_t lastSyllable = 0xd7a3;

/// Characters that may become others beside what stands before them, or by themselves.
using Unsteady = std::bitset<pastLast>;

QString stringOf(char32_t character)
{
    return QString::fromUcs4(&character, 1);
}

std::unique_ptr<const Unsteady> makeUnsteady()
{
    auto unsteady = std::make_unique<Unsteady>();
    for (char32_t character = 0; character < pastLast; ++character) {
        if (QChar::isSurrogate(character)
            || (character >= firstSyllable && character <= lastSyllable)) {
            continue;
        }
        if (QChar::combiningClass(character) != 0) {
            unsteady->set(character);
        }
        if (QChar::decompositionTag(character) != QChar::Canonical) {
            continue;
        }
        if (stringOf(character).normalized(QString::NormalizationForm_C) != stringOf(character)) {
            unsteady->set(character);
            continue;
        }
        // What is composed of two: the second joins the first.
        const QList<uint> parts = QChar::decomposition(character).toUcs4();
        unsteady->set(parts.constLast());
    }
    for (char32_t vowel = 0x1161; vowel <= 0x1175; ++vowel) { // of Hangul
        unsteady->set(vowel);
    }
    for (char32_t last = 0x11a8; last <= 0x11c2; ++last) {
        unsteady->set(last);
    }
    return unsteady;
}

bool mayChange(char32_t character)
{
    static const std::unique_ptr<const Unsteady> unsteady = makeUnsteady();
    return character >= firstThatChanges && character < pastLast && unsteady->test(character);
}

/// Where the next character that may change begins; the end of the text if there is none.
qsizetype nextUnsteady(QByteArrayView text, qsizetype place)
{
    const auto *const bytes = reinterpret_cast<const uchar *>(text.data());
    while (place < text.size()) {
        if (bytes[place] < firstLead) {
            ++place;
            continue;
        }
        const CodePoint point = codePointAt(bytes + place, text.size() - place);
        if (point.isValid && mayChange(point.value)) {
            return place;
        }
        place += point.length;
    }
    return place;
}

/// Where a run of characters that may change ends.
qsizetype unsteadyEnd(QByteArrayView text, qsizetype place)
{
    const auto *const bytes = reinterpret_cast<const uchar *>(text.data());
    while (place < text.size()) {
        const CodePoint point = codePointAt(bytes + place, text.size() - place);
        if (!point.isValid || !mayChange(point.value)) {
            return place;
        }
        place += point.length;
    }
    return place;
}

/// Where the character before this place begins, not before `least`; the place itself if what
/// stands there is no character.
qsizetype characterBefore(QByteArrayView text, qsizetype place, qsizetype least)
{
    const auto *const bytes = reinterpret_cast<const uchar *>(text.data());
    for (qsizetype start = place - 1; start >= least && start >= place - 4; --start) {
        const CodePoint point = codePointAt(bytes + start, place - start);
        if (point.isValid && point.length == place - start) {
            return start;
        }
    }
    return place;
}

QByteArray composed(QByteArrayView text)
{
    // Unlike QString::fromUtf8() it keeps a byte order mark at the start.
    const QString characters =
        QStringDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom)(text);
    return characters.normalized(QString::NormalizationForm_C).toUtf8();
}

} // namespace

bool composesFirst(Encoding encoding)
{
    return encoding == Encoding::Qwen2;
}

ComposedText ComposedText::unchanged(const QByteArray &text)
{
    ComposedText same;
    same.m_text = text;
    return same;
}

ComposedText ComposedText::of(const QByteArray &text)
{
    ComposedText made;
    qsizetype taken = 0;
    qsizetype place = nextUnsteady(text, 0);
    while (place < text.size()) {
        // What comes before it and after the run begins anew: nothing joins across.
        const qsizetype start = characterBefore(text, place, taken);
        const qsizetype end = unsteadyEnd(text, place);
        const QByteArrayView original = QByteArrayView(text).sliced(start, end - start);
        if (const QByteArray now = composed(original); now != original) {
            made.m_text += QByteArrayView(text).sliced(taken, start - taken);
            const qint64 newStart = made.m_text.size();
            made.m_text += now;
            made.m_changes.append({start, end, newStart, made.m_text.size()});
            taken = end;
        }
        place = nextUnsteady(text, end);
    }
    if (made.m_changes.isEmpty()) {
        return unchanged(text);
    }
    made.m_text += QByteArrayView(text).sliced(taken);
    return made;
}

qint64 ComposedText::placeOf(qint64 offset) const
{
    const auto after = std::ranges::upper_bound(m_changes, offset, {}, &Change::start);
    if (after == m_changes.begin()) {
        return offset;
    }
    const Change &change = *(after - 1);
    return offset < change.end ? std::min(change.newStart + (offset - change.start), change.newEnd)
                               : change.newEnd + (offset - change.end);
}

} // namespace hermes::tokens
