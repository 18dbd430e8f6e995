#include "workspace/stoptext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(StopText)
};

/// What stands behind the backslash, and what it means.
constexpr std::array escapes{std::pair(u'n', u'\n'), std::pair(u't', u'\t'),
                             std::pair(u'r', u'\r'), std::pair(u's', u' '),
                             std::pair(u',', u','),  std::pair(u'\\', u'\\')};

QString escaped(const QString &stop)
{
    QString text;
    for (qsizetype i = 0; i < stop.size(); ++i) {
        const char16_t c = stop.at(i).unicode();
        const bool isAtEnd = i == 0 || i + 1 == stop.size();
        const auto *const escape =
            std::ranges::find(escapes, c, &std::pair<char16_t, char16_t>::second);
        if (escape != escapes.end() && (c != u' ' || isAtEnd)) {
            text += u'\\';
            text += QChar(escape->first);
        } else {
            text += QChar(c);
        }
    }
    return text;
}

} // namespace

QString stopText(const QStringList &stops)
{
    QStringList parts;
    std::ranges::transform(stops, std::back_inserter(parts), escaped);
    return parts.join(u", "_s);
}

QStringList stopsFrom(const QString &text)
{
    QStringList stops;
    QString stop;
    qsizetype firm = 0; // so much of it is no blank at its end
    const auto take = [&] {
        stop.truncate(std::exchange(firm, 0));
        if (!stop.isEmpty()) {
            stops.append(std::exchange(stop, QString()));
        }
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == u',') {
            take();
            continue;
        }
        const auto *const escape = c == u'\\' && i + 1 < text.size()
            ? std::ranges::find(escapes, text.at(i + 1).unicode(),
                                &std::pair<char16_t, char16_t>::first)
            : escapes.end();
        if (escape != escapes.end()) {
            stop += QChar(escape->second);
            firm = stop.size();
            ++i;
        } else if (!c.isSpace()) {
            stop += c;
            firm = stop.size();
        } else if (!stop.isEmpty()) {
            stop += c;
        }
    }
    take();
    return stops;
}

QString stopTextRules()
{
    return Messages::tr("Several with a comma between them. \\n is a line break, \\t a tab, \\, a "
                        "comma, \\s a blank at an end, \\\\ a backslash.");
}

} // namespace hermes::workspace
