#include "modelapi/receivedbytes.h"

#include "modelapi/failure.h"

#include <QHash>
#include <QList>
#include <QString>

#include <algorithm>
#include <iterator>
#include <utility>

namespace hermes::modelapi {

namespace {

constexpr auto shownKey = "[key]";
constexpr qsizetype shortestBeginning = 4; // bytes of a key; fewer are in every text

/// A stretch of the received bytes.
struct Stretch
{
    qsizetype start = 0;
    qsizetype length = 0;
};

/// Texts of one name, one behind the other, and how they are written.
struct Joined
{
    /// As it stands there, or one escape.
    struct Part
    {
        qsizetype start = 0; ///< In the text.
        Stretch written;
        bool isEscape = false;
    };

    QByteArray text;
    QList<Part> parts; ///< In order, without gaps.

    void append(QByteArrayView bytes, const Stretch &as, bool isEscape)
    {
        parts.append({text.size(), as, isEscape});
        text += bytes;
    }
    /// How one byte of the text is written.
    [[nodiscard]] Stretch writtenAt(qsizetype place) const
    {
        const Part &part = *std::prev(std::ranges::upper_bound(parts, place, {}, &Part::start));
        return part.isEscape ? part.written : Stretch{part.written.start + place - part.start, 1};
    }
};

/// Takes JSON apart into its texts, whatever stands between the JSON of two events.
class TextReader
{
public:
    explicit TextReader(const QByteArray &bytes) : m_bytes(bytes) { }

    [[nodiscard]] QHash<QByteArray, Joined> read()
    {
        for (; m_at < m_bytes.size(); ++m_at) {
            switch (m_bytes.at(m_at)) {
            case '{':
            case '[':
                begin(m_bytes.at(m_at) == '{');
                break;
            case '}':
            case ']':
                if (!m_levels.isEmpty()) {
                    m_levels.removeLast();
                }
                break;
            case '"':
                takeString();
                break;
            case ',':
            case ':':
                if (!m_levels.isEmpty()) {
                    m_levels.last().isNameNext =
                        m_bytes.at(m_at) == ',' && m_levels.last().isObject;
                }
                break;
            case '\n': // an event that was not whole ends here
                if (QByteArrayView(m_bytes).sliced(m_at + 1).startsWith("data:")) {
                    m_levels.clear();
                }
                break;
            default:
                break;
            }
        }
        return std::move(m_texts);
    }

private:
    struct Level
    {
        bool isObject = false;
        bool isNameNext = false;
        QByteArray names; ///< That lead to it,
        QByteArray path; ///< and to the member that is read.
    };

    /// Places in arrays do not count: what comes later continues what came before.
    void begin(bool isObject)
    {
        const QByteArray names = m_levels.isEmpty() ? QByteArray() : m_levels.last().path;
        m_levels.append({isObject, isObject, names, names});
    }

    /// To the closing quote, or where there is none, to the end of the line.
    void takeString()
    {
        if (m_levels.isEmpty()) {
            return;
        }
        Level &level = m_levels.last();
        Joined name;
        Joined &into = level.isNameNext ? name : m_texts[level.path];
        ++m_at;
        while (m_at < m_bytes.size() && m_bytes.at(m_at) != '"' && m_bytes.at(m_at) != '\n') {
            m_bytes.at(m_at) == '\\' ? takeEscape(into) : takePlain(into);
        }
        if (m_at < m_bytes.size() && m_bytes.at(m_at) == '\n') {
            --m_at; // it is looked at by itself
        }
        if (level.isNameNext) {
            level.path = level.names + name.text + '\0';
        }
    }

    void takePlain(Joined &into)
    {
        const auto isOther = [](char c) { return c == '"' || c == '\\' || c == '\n'; };
        const QByteArrayView rest = QByteArrayView(m_bytes).sliced(m_at);
        const qsizetype length = std::ranges::find_if(rest, isOther) - rest.begin();
        into.append(rest.first(length), {m_at, length}, false);
        m_at += length;
    }

    void takeEscape(Joined &into)
    {
        const qsizetype start = m_at++;
        if (m_at >= m_bytes.size()) {
            return;
        }
        const char escape = m_bytes.at(m_at++);
        if (escape == 'u') {
            QString character = QChar(takeUnit());
            if (character.front().isHighSurrogate()
                && QByteArrayView(m_bytes).sliced(m_at).startsWith("\\u")) {
                m_at += 2;
                character += QChar(takeUnit());
            }
            into.append(character.toUtf8(), {start, m_at - start}, true);
            return;
        }
        constexpr QByteArrayView letters = "bfnrt";
        constexpr QByteArrayView meanings = "\b\f\n\r\t";
        const qsizetype letter = letters.indexOf(escape);
        const char meaning = letter >= 0 ? meanings.at(letter) : escape;
        into.append(QByteArrayView(&meaning, 1), {start, m_at - start}, true);
    }

    char16_t takeUnit()
    {
        constexpr qsizetype digits = 4;
        const QByteArrayView hex =
            QByteArrayView(m_bytes).sliced(m_at, std::min(digits, m_bytes.size() - m_at));
        m_at += hex.size();
        return static_cast<char16_t>(hex.toByteArray().toUShort(nullptr, 16));
    }

    const QByteArray &m_bytes;
    qsizetype m_at = 0;
    QList<Level> m_levels;
    QHash<QByteArray, Joined> m_texts; ///< By the names that lead to them.
};

/// Bytes at the end that may be the beginning of a key.
qsizetype begunAtEnd(QByteArrayView text, const QList<QByteArray> &spellings)
{
    qsizetype begun = 0;
    for (const QByteArray &spelling : spellings) {
        qsizetype length = std::min(text.size(), spelling.size() - 1);
        while (length > begun && !text.endsWith(QByteArrayView(spelling).first(length))) {
            --length;
        }
        begun = std::max(begun, length);
    }
    return begun < shortestBeginning ? 0 : begun;
}

/// Where a text has the key. In order; none overlaps another.
QList<Stretch> keysIn(QByteArray text, const QList<QByteArray> &spellings, Extent extent)
{
    QList<Stretch> found;
    for (const QByteArray &spelling : spellings) {
        for (qsizetype at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at)) {
            found.append({at, spelling.size()});
            text.replace(at, spelling.size(), QByteArray(spelling.size(), '\0')); // found once
        }
    }
    if (extent == Extent::CutOff) {
        if (const qsizetype begun = begunAtEnd(text, spellings); begun > 0) {
            found.append({text.size() - begun, begun});
        }
    }
    return found;
}

struct Replacement
{
    Stretch written;
    QByteArray with;
};

} // namespace

QByteArray receivedWithoutKey(const QByteArray &received, QByteArrayView key, Extent extent)
{
    const QList<QByteArray> spellings = spellingsOfKey(key);
    if (spellings.isEmpty()) {
        return received;
    }
    QList<Replacement> replacements;
    for (const auto texts = TextReader(received).read(); const Joined &joined : texts) {
        for (const auto keys = keysIn(joined.text, spellings, extent); const Stretch &each : keys) {
            for (qsizetype i = each.start; i < each.start + each.length; ++i) {
                replacements.append(
                    {joined.writtenAt(i), i == each.start ? QByteArray(shownKey) : QByteArray()});
            }
        }
    }
    std::ranges::stable_sort(replacements, {},
                             [](const Replacement &each) { return each.written.start; });
    QByteArray shown;
    qsizetype taken = 0;
    for (const Replacement &each : std::as_const(replacements)) {
        if (each.written.start >= taken) { // an escape may stand for several bytes
            shown += QByteArrayView(received).sliced(taken, each.written.start - taken);
            shown += each.with;
            taken = each.written.start + each.written.length;
        }
    }
    shown += QByteArrayView(received).sliced(taken);
    if (extent == Extent::CutOff) {
        if (const qsizetype begun = begunAtEnd(shown, spellings); begun > 0) {
            shown.replace(shown.size() - begun, begun, shownKey);
        }
    }
    return withoutKey(shown, key);
}

} // namespace hermes::modelapi
