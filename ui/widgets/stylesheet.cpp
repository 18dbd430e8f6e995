#include "widgets/stylesheet.h"

#include <QFile>
#include <QHash>
#include <QRegularExpression>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

namespace {

QHash<QString, QString> valuesOf(const ThemeColors &colors)
{
    const bool dark = colors.edit.lightnessF() < 0.5F;
    return {
        {u"background"_s, colors.background.name()},
        {u"panel"_s, colors.panel.name()},
        {u"edit"_s, colors.edit.name()},
        {u"line"_s, colors.line.name()},
        {u"text"_s, colors.text.name()},
        {u"muted"_s, colors.muted.name()},
        {u"accent"_s, colors.accent.name()},
        {u"accentText"_s, colors.accentText.name()},
        {u"accentSoft"_s, colors.accentSoft.name()},
        {u"accentHover"_s, mixed(colors.text, colors.accent, 0.12).name()},
        {u"hover"_s, colors.hover.name()},
        {u"thumb"_s, mixed(colors.muted, colors.edit, 0.35).name()},
        {u"images"_s, dark ? u":/style/dark"_s : u":/style/light"_s},
    };
}

} // namespace

QString styleSheetOf(const ThemeColors &colors)
{
    QFile file(u":/style/hermes.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The style sheet is not part of this program; build it again.");
    const QString source = QString::fromUtf8(file.readAll());
    const QHash<QString, QString> values = valuesOf(colors);
    static const QRegularExpression role(u"@([A-Za-z]+)"_s);
    QString text;
    qsizetype end = 0;
    for (const QRegularExpressionMatch &match : role.globalMatch(source)) {
        text += QStringView(source).sliced(end, match.capturedStart() - end);
        Q_ASSERT(values.contains(match.captured(1)));
        text += values.value(match.captured(1));
        end = match.capturedEnd();
    }
    text += QStringView(source).sliced(end);
    return text;
}

} // namespace hermes::widgets
