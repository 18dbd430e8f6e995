#include "text/search.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace hermes::core;

namespace hermes::text {

namespace {

constexpr qsizetype mostGroupDigits = 2;

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

} // namespace

/// Reads the text of a replacement.
class Replacement::Parser
{
public:
    Parser(const QString &text, const Search &search) : m_text(text), m_search(search) { }

    [[nodiscard]] std::expected<QList<Part>, PatternError> run()
    {
        while (m_at < m_text.size() && !m_error) {
            switch (m_text.at(m_at).unicode()) {
            case u'\\':
                readEscape();
                break;
            case u'$':
                readGroup();
                break;
            default:
                addText(m_text.at(m_at++));
            }
        }
        if (m_error) {
            return std::unexpected(*m_error);
        }
        return m_parts;
    }

private:
    void addText(QChar character)
    {
        if (m_parts.isEmpty() || m_parts.last().kind != Part::Kind::Text) {
            m_parts.append(Part());
        }
        m_parts.last().text += character;
    }

    void readEscape()
    {
        const QChar next = m_at + 1 < m_text.size() ? m_text.at(m_at + 1) : QChar();
        m_at += 2;
        switch (next.unicode()) {
        case u'n':
            addText(u'\n');
            break;
        case u't':
            addText(u'\t');
            break;
        case u'\\':
        case u'$':
            addText(next);
            break;
        case u'u':
            m_parts.append({Part::Kind::UpperNext, {}, 0});
            break;
        case u'l':
            m_parts.append({Part::Kind::LowerNext, {}, 0});
            break;
        case u'U':
            m_parts.append({Part::Kind::Upper, {}, 0});
            break;
        case u'L':
            m_parts.append({Part::Kind::Lower, {}, 0});
            break;
        case u'E':
            m_parts.append({Part::Kind::EndOfCase, {}, 0});
            break;
        default:
            addText(u'\\');
            --m_at;
        }
    }

    void readGroup()
    {
        const qsizetype start = m_at++;
        const QChar next = m_at < m_text.size() ? m_text.at(m_at) : QChar();
        if (next == u'$') {
            ++m_at;
            addText(u'$');
        } else if (next == u'&') {
            ++m_at;
            m_parts.append({Part::Kind::Group, {}, 0});
        } else if (isDigit(next)) {
            readNumber(start);
        } else if (next == u'{') {
            readName(start);
        } else {
            addText(u'$');
        }
    }

    /// The longest number there is a group for: `$12` is the first group and a 2 if there is one
    /// group only.
    void readNumber(qsizetype start)
    {
        qsizetype digits = 1;
        while (digits < mostGroupDigits && m_at + digits < m_text.size()
               && isDigit(m_text.at(m_at + digits))) {
            ++digits;
        }
        while (digits > 1 && numberAt(digits) > m_search.groupCount()) {
            --digits;
        }
        addGroup(numberAt(digits), start);
        m_at += digits;
    }

    [[nodiscard]] int numberAt(qsizetype digits) const
    {
        return QStringView(m_text).sliced(m_at, digits).toInt();
    }

    void readName(qsizetype start)
    {
        const qsizetype end = m_text.indexOf(u'}', m_at);
        if (end < 0) {
            fail(start, QCoreApplication::translate("Search", "The “${” has no “}”."));
            return;
        }
        const QString name = m_text.sliced(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        bool isNumber = false;
        const int number = name.toInt(&isNumber);
        const auto group = static_cast<int>(m_search.groupNames().indexOf(name));
        if (isNumber) {
            addGroup(number, start);
        } else if (group < 0 || name.isEmpty()) {
            fail(start, noGroup(name));
        } else {
            m_parts.append({Part::Kind::Group, {}, group});
        }
    }

    void addGroup(int number, qsizetype start)
    {
        if (number < 0 || number > m_search.groupCount()) {
            fail(start, noGroup(QString::number(number)));
        } else {
            m_parts.append({Part::Kind::Group, {}, number});
        }
    }

    [[nodiscard]] static QString noGroup(const QString &name)
    {
        return QCoreApplication::translate("Search", "The regular expression has no group “%1”.")
            .arg(name);
    }

    void fail(qsizetype offset, const QString &message)
    {
        m_error = PatternError{{ErrorCode::InvalidArgument, message, m_text}, offset};
        m_at = m_text.size();
    }

    const QString &m_text;
    const Search &m_search;
    qsizetype m_at = 0;
    QList<Part> m_parts;
    std::optional<PatternError> m_error;
};

std::expected<Replacement, PatternError> Replacement::compile(const QString &text,
                                                              const Search &search)
{
    Replacement replacement;
    if (search.query().syntax == SearchQuery::Syntax::Literal) {
        replacement.m_parts.append({Part::Kind::Text, text, 0});
        return replacement;
    }
    return Parser(text, search).run().transform([](const QList<Part> &parts) {
        Replacement parsed;
        parsed.m_parts = parts;
        return parsed;
    });
}

QString Replacement::expanded(const QRegularExpressionMatch &match) const
{
    QString result;
    Part::Kind lasting = Part::Kind::EndOfCase;
    Part::Kind next = Part::Kind::EndOfCase;
    for (const Part &part : m_parts) {
        if (part.kind == Part::Kind::UpperNext || part.kind == Part::Kind::LowerNext) {
            next = part.kind;
            continue;
        }
        if (part.kind != Part::Kind::Text && part.kind != Part::Kind::Group) {
            lasting = part.kind;
            continue;
        }
        QString text = part.kind == Part::Kind::Text ? part.text : match.captured(part.group);
        if (lasting == Part::Kind::Upper) {
            text = text.toUpper();
        } else if (lasting == Part::Kind::Lower) {
            text = text.toLower();
        }
        if (next != Part::Kind::EndOfCase && !text.isEmpty()) {
            const qsizetype length = text.front().isHighSurrogate() && text.size() > 1 ? 2 : 1;
            const QString first = text.first(length);
            text.replace(0, length,
                         next == Part::Kind::UpperNext ? first.toUpper() : first.toLower());
            next = Part::Kind::EndOfCase;
        }
        result += text;
    }
    return result;
}

} // namespace hermes::text
