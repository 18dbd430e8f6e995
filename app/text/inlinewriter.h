#pragma once

#include <QList>
#include <QString>

namespace hermes::text {

/// Writes the text of one paragraph with its styles as Markdown. White space is collapsed as HTML
/// does; markers stand at words, never at blanks.
class InlineWriter
{
public:
    struct Style
    {
        bool isBold = false;
        bool isItalic = false;
        bool isStruck = false;
        bool isCode = false;
        QString link; ///< Address; empty = none.

        bool operator==(const Style &) const = default;
    };
    enum class Place
    {
        Paragraph,
        Heading, ///< One line, and bold of itself.
        Cell ///< Of a table: one line, without bars.
    };

    void addText(const QString &text, const Style &style);
    void addBreak();
    void addImage(const QString &address, const QString &description, const Style &style);

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool endsWithBreak() const;
    [[nodiscard]] QString markdown(Place place) const;

private:
    struct Character
    {
        QChar character;
        Style style;
        qsizetype image = -1;
    };
    struct Image
    {
        QString address;
        QString description;
    };
    class Output;

    QList<Character> m_characters;
    QList<Image> m_images;
};

} // namespace hermes::text
