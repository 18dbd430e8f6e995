#include "main/templatetag.h"

#include <QRegularExpression>
#include <QTextBlock>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

std::optional<TemplateTagText> tagAt(const QTextCursor &cursor)
{
    static const QRegularExpression tag(u"\\{\\{\\{?\\s*(?<mark>[>#^/&]?)\\s*(?<name>[^\\s{}@!=]+)"
                                        "(?:@(?<version>[^\\s{}]*))?\\s*\\}\\}\\}?"_s);
    auto matches = tag.globalMatch(cursor.block().text());
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedStart() > cursor.positionInBlock()
            || cursor.positionInBlock() > match.capturedEnd()) {
            continue;
        }
        const bool isFragment = match.captured(u"mark"_s) == u">"_s;
        const QString name = match.captured(u"name"_s);
        return TemplateTagText{isFragment ? name : name.section(u'.', 0, 0),
                               match.captured(u"version"_s), isFragment};
    }
    return std::nullopt;
}

} // namespace hermes::mainwindow
