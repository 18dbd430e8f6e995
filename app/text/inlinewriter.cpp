#include "text/inlinewriter.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

using Style = InlineWriter::Style;

constexpr QChar lineBreak(u'\n');
constexpr QChar objectMark(QChar::ObjectReplacementCharacter);

bool isWhite(QChar character)
{
    return character == u' ' || character == u'\t' || character == u'\n' || character == u'\r'
        || character == u'\f' || character == QChar::Nbsp;
}

bool isBlank(QChar character)
{
    return character == u' ' || character == lineBreak;
}

/// An address as it can stand in a link.
QString linkAddress(const QString &address)
{
    QString result = address.trimmed();
    result.replace(u' ', "%20"_L1).replace(u'\n', QString());
    const bool isUneven = result.count(u'(') != result.count(u')');
    return isUneven ? u'<' + result + u'>' : result;
}

/// Escapes what would begin a block at the start of a line.
QString withSafeStart(const QString &line)
{
    static const QRegularExpression start(
        uR"(^(?:(#{1,6}(?:\s|$)|[-+](?:\s|$)|>|=+\s*$|-+\s*$|~~~|\|)|(\d{1,9})([.)](?:\s|$))))"_s);
    const QRegularExpressionMatch match = start.match(line);
    if (!match.hasMatch()) {
        return line;
    }
    const qsizetype place = match.hasCaptured(2) ? match.capturedEnd(2) : 0;
    return line.first(place) + u'\\' + line.sliced(place);
}

} // namespace

void InlineWriter::addText(const QString &text, const Style &style)
{
    for (const QChar character : text) {
        if (!isWhite(character)) {
            m_characters.append({character, style, -1});
        } else if (!m_characters.isEmpty() && !isBlank(m_characters.last().character)) {
            m_characters.append({u' ', style, -1});
        }
    }
}

void InlineWriter::addBreak()
{
    while (!m_characters.isEmpty() && isBlank(m_characters.last().character)) {
        m_characters.removeLast();
    }
    if (!m_characters.isEmpty()) {
        m_characters.append({lineBreak, {}, -1});
    }
}

void InlineWriter::addImage(const QString &address, const QString &description, const Style &style)
{
    m_images.append({linkAddress(address), description.simplified()});
    m_characters.append({objectMark, style, m_images.size() - 1});
}

bool InlineWriter::isEmpty() const
{
    return std::ranges::all_of(m_characters,
                               [](const Character &each) { return isBlank(each.character); });
}

bool InlineWriter::endsWithBreak() const
{
    return !m_characters.isEmpty() && m_characters.last().character == lineBreak;
}

/// Characters become Markdown.
class InlineWriter::Output
{
public:
    Output(const InlineWriter &writer, Place place)
        : m_writer(writer), m_place(place), m_characters(writer.m_characters)
    {
    }

    [[nodiscard]] QString run();

private:
    template <typename Flag>
    void tighten(Flag flag);
    void tightenAll();
    void setStyle(const Style &style);
    void close(QChar sign);
    void open(QChar sign, const Style &style);
    [[nodiscard]] static QString marker(QChar sign);
    void writeCode(qsizetype &at);
    void write(qsizetype at);
    [[nodiscard]] bool needsEscape(qsizetype at) const;
    [[nodiscard]] QChar characterAt(qsizetype at) const
    {
        return at >= 0 && at < m_characters.size() ? m_characters.at(at).character : QChar(u' ');
    }
    [[nodiscard]] bool startsLink(qsizetype at) const;
    [[nodiscard]] bool hasStyleOfNext(qsizetype at) const;

    const InlineWriter &m_writer;
    Place m_place;
    QList<Character> m_characters;
    QString m_text;
    QString m_open; ///< Signs of what is open, outermost first: `[`, `*`, `_`, `~`.
    QString m_link; ///< Of the text that is being written.
};

/// Takes a style from the blanks at the ends of every stretch that has it.
template <typename Flag>
void InlineWriter::Output::tighten(Flag flag)
{
    const auto value = [&](qsizetype i) { return m_characters.at(i).style.*flag; };
    for (qsizetype start = 0; start < m_characters.size();) {
        qsizetype end = start + 1;
        while (end < m_characters.size() && value(end) == value(start)) {
            ++end;
        }
        const auto clear = [&](qsizetype i) { m_characters[i].style.*flag = Style().*flag; };
        for (qsizetype i = start; i < end && isBlank(m_characters.at(i).character); ++i) {
            clear(i);
        }
        for (qsizetype i = end; i > start && isBlank(m_characters.at(i - 1).character); --i) {
            clear(i - 1);
        }
        start = end;
    }
}

void InlineWriter::Output::tightenAll()
{
    for (Character &each : m_characters) {
        if (m_place == Place::Heading) {
            each.style.isBold = false;
        }
        if (each.character == lineBreak) {
            each.style = {};
        }
    }
    tighten(&Style::isBold);
    tighten(&Style::isItalic);
    tighten(&Style::isStruck);
    tighten(&Style::isCode);
    tighten(&Style::link);
}

QString InlineWriter::Output::marker(QChar sign)
{
    switch (sign.unicode()) {
    case u'*':
        return u"**"_s;
    case u'_':
        return u"*"_s;
    case u'~':
        return u"~~"_s;
    default:
        return QString(sign);
    }
}

void InlineWriter::Output::open(QChar sign, const Style &style)
{
    m_text += marker(sign);
    m_open += sign;
    m_link = sign == u'[' ? style.link : m_link;
}

/// Closes a style, and those within it, which setStyle() opens again.
void InlineWriter::Output::close(QChar sign)
{
    while (m_open.contains(sign)) {
        const QChar last = m_open.back();
        m_open.chop(1);
        if (last == u'[') {
            m_text += u"](%1)"_s.arg(linkAddress(m_link));
            m_link.clear();
        } else {
            m_text += marker(last);
        }
    }
}

void InlineWriter::Output::setStyle(const Style &style)
{
    if (m_link != style.link && !m_link.isEmpty()) {
        close(u'[');
    }
    const std::array wanted{
        std::pair{QChar(u'['), !style.link.isEmpty()}, std::pair{QChar(u'*'), style.isBold},
        std::pair{QChar(u'_'), style.isItalic}, std::pair{QChar(u'~'), style.isStruck}};
    for (const auto &[sign, isWanted] : wanted) {
        if (!isWanted) {
            close(sign);
        }
    }
    for (const auto &[sign, isWanted] : wanted) {
        if (isWanted && !m_open.contains(sign)) {
            open(sign, style);
        }
    }
}

void InlineWriter::Output::writeCode(qsizetype &at)
{
    QString code;
    const Style style = m_characters.at(at).style;
    while (at < m_characters.size() && m_characters.at(at).style == style
           && m_characters.at(at).image < 0) {
        code += m_characters.at(at++).character;
    }
    QString ticks = u"`"_s;
    while (code.contains(ticks)) {
        ticks += u'`';
    }
    if (m_place == Place::Cell) {
        code.replace(u'|', "\\|"_L1);
    }
    const bool needsRoom = code.startsWith(u'`') || code.endsWith(u'`');
    m_text +=
        ticks + (needsRoom ? u" "_s : QString()) + code + (needsRoom ? u" "_s : QString()) + ticks;
}

bool InlineWriter::Output::hasStyleOfNext(qsizetype at) const
{
    return at + 1 < m_characters.size()
        && m_characters.at(at).style == m_characters.at(at + 1).style;
}

/// True if a bracket would be read as that of a link or an image.
bool InlineWriter::Output::startsLink(qsizetype at) const
{
    for (qsizetype end = at + 1; end < m_characters.size(); ++end) {
        if (characterAt(end) == u']') {
            return u"([:"_s.contains(characterAt(end + 1)) && characterAt(end + 1) != u' ';
        }
    }
    return false;
}

bool InlineWriter::Output::needsEscape(qsizetype at) const
{
    const QChar before = characterAt(at - 1);
    const QChar next = characterAt(at + 1);
    const bool startsLine = at == 0 || before == lineBreak;
    switch (characterAt(at).unicode()) {
    case u'\\': // a marker may come next
        return !(next.isLetterOrNumber() || next == u' ') || !hasStyleOfNext(at);
    case u'`':
        return true;
    case u'*':
        return startsLine || !isBlank(before) || !isBlank(next);
    case u'_':
        return startsLine
            || (!(before.isLetterOrNumber() && next.isLetterOrNumber())
                && !(isBlank(before) && isBlank(next)));
    case u'~':
        return before == u'~' || next == u'~';
    case u'[':
        return startsLink(at);
    case u'<':
        return next.isLetter() || next == u'/' || next == u'!' || next == u'?';
    case u'&':
        return next.isLetter() || next == u'#';
    case u'|':
        return m_place == Place::Cell;
    case u'#':
        return m_place == Place::Heading && at + 1 == m_characters.size() && isBlank(before);
    default:
        return false;
    }
}

void InlineWriter::Output::write(qsizetype at)
{
    const Character &each = m_characters.at(at);
    if (each.image >= 0) {
        const Image &image = m_writer.m_images.at(each.image);
        m_text += u"![%1](%2)"_s.arg(image.description, image.address);
    } else if (each.character == lineBreak) {
        m_text += m_place == Place::Paragraph ? u"\\\n"_s
            : m_place == Place::Cell          ? u"<br>"_s
                                              : u" "_s;
    } else {
        m_text += needsEscape(at) ? u"\\"_s + each.character : QString(each.character);
    }
}

QString InlineWriter::Output::run()
{
    while (!m_characters.isEmpty() && isBlank(m_characters.last().character)) {
        m_characters.removeLast();
    }
    tightenAll();
    for (qsizetype at = 0; at < m_characters.size();) {
        const Character &each = m_characters.at(at);
        setStyle(each.style);
        if (each.style.isCode && each.image < 0) {
            writeCode(at);
        } else {
            write(at++);
        }
    }
    setStyle({});
    if (m_place == Place::Cell) {
        return m_text;
    }
    QStringList lines = m_text.split(u'\n');
    for (QString &line : lines) {
        line = m_place == Place::Heading ? line : withSafeStart(line);
    }
    return lines.join(u'\n');
}

QString InlineWriter::markdown(Place place) const
{
    return Output(*this, place).run();
}

} // namespace hermes::text
