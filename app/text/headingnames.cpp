#include "text/headingnames.h"

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

bool isInNames(char32_t character)
{
    return QChar::isLetterOrNumber(character) || QChar::isMark(character)
        || QChar::category(character) == QChar::Punctuation_Connector || character == U'-';
}

} // namespace

QString HeadingNames::next(const QString &title)
{
    QString name;
    for (const QList<uint> characters = title.toLower().toUcs4();
         const char32_t character : characters) {
        if (character == U' ') {
            name += u'-';
        } else if (isInNames(character)) {
            name += QChar::fromUcs4(character);
        }
    }
    QString free = name;
    while (m_times.contains(free)) {
        free = u"%1-%2"_s.arg(name).arg(++m_times[name]);
    }
    m_times.insert(free, 0);
    return free;
}

} // namespace hermes::text
