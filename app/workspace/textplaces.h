#pragma once

#include <QByteArray>
#include <QList>

namespace hermes::workspace {

/// Where the bytes of a text stand in it as a QTextDocument holds it: line breaks are one unit, and
/// there are stand-ins (EditableText::documentText()).
///
/// Making one is linear in the text, asking it is not. Thread: a value.
class TextPlaces
{
public:
    TextPlaces() = default;
    explicit TextPlaces(const QByteArray &utf8);

    /// The position of a byte, in UTF-16 code units; of one within a character, the character's.
    [[nodiscard]] qsizetype placeOf(qint64 offset) const;
    /// The byte that a position's character begins with.
    [[nodiscard]] qint64 offsetOf(qsizetype place) const;

    bool operator==(const TextPlaces &other) const { return m_text == other.m_text; }

private:
    struct Mark
    {
        qint64 offset = 0;
        qsizetype place = 0;
    };
    QByteArray m_text;
    QList<Mark> m_marks; ///< At its beginning, and after each few thousand bytes.
};

} // namespace hermes::workspace
