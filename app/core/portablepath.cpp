#include "core/portablepath.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace hermes::core {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(PortablePath)
};

bool isInvisible(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return QChar::isNonCharacter(character);
    }
}

bool hasInvisible(const QString &text)
{
    const QList<uint> characters = text.toUcs4();
    return std::any_of(characters.begin(), characters.end(), [](uint c) { return isInvisible(c); });
}

/// https://learn.microsoft.com/windows/win32/fileio/naming-a-file: reserved whatever follows the
/// first dot.
bool isDeviceName(const QString &part)
{
    static const QRegularExpression pattern(
        QStringLiteral(
            "\\A(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3]) *(\\.|\\z)"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(part).hasMatch();
}

std::optional<QString> partProblem(const QString &part, const QString &shown)
{
    static const QRegularExpression forbidden(QStringLiteral("[\\\\:*?\"<>|]"));
    if (part.isEmpty() || part == u"." || part == u"..") {
        return Tr::tr("%1 is not a relative path without empty, “.” and “..” parts.").arg(shown);
    }
    if (forbidden.match(part).hasMatch()) {
        return Tr::tr("%1 has one of the characters \\ : * ? \" < > | in its name.").arg(shown);
    }
    if (hasInvisible(part)) {
        return Tr::tr("%1 has a control or invisible character in its name.").arg(shown);
    }
    if (part.endsWith(u'.') || part.endsWith(u' ')) {
        return Tr::tr("%1 has a name that ends in a dot or a space.").arg(shown);
    }
    if (isDeviceName(part)) {
        return Tr::tr("%1 has the name of a Windows device.").arg(shown);
    }
    return std::nullopt;
}

/// Upper case first: it writes “ß” as “SS”, which Qt's folding of single characters does not.
QString folded(const QString &path)
{
    return path.toUpper().toCaseFolded().normalized(QString::NormalizationForm_C);
}

} // namespace

std::optional<QString> portablePathProblem(const QString &path)
{
    const QString shown = displayedPath(path);
    if (path.toUtf8().size() > maxPathBytes) {
        return Tr::tr("%1 is a path of more than %2 bytes.")
            .arg(shown, QString::number(maxPathBytes));
    }
    if (!path.isValidUtf16()) {
        return Tr::tr("%1 has half a character in its name.").arg(shown);
    }
    const QStringList parts = path.split(u'/');
    for (const QString &part : parts) {
        if (std::optional<QString> problem = partProblem(part, shown)) {
            return problem;
        }
    }
    if (path.normalized(QString::NormalizationForm_C) != path) {
        return Tr::tr("%1 is spelled with decomposed characters (not Unicode NFC).").arg(shown);
    }
    return std::nullopt;
}

QString displayedPath(const QString &path)
{
    QString shown;
    const QList<uint> characters = QStringView(path).left(maxPathBytes).toUcs4();
    for (const uint character : characters) {
        if (isInvisible(character)) {
            shown += QStringLiteral("\\u{%1}").arg(character, 4, 16, QLatin1Char('0'));
        } else {
            shown += QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1);
        }
    }
    return path.size() > maxPathBytes ? Tr::tr("“%1…”").arg(shown) : Tr::tr("“%1”").arg(shown);
}

std::optional<QString> PathSet::add(const QString &path)
{
    qsizetype end = 0;
    while (end < path.size()) {
        end = path.indexOf(u'/', end + 1);
        end = end < 0 ? path.size() : end;
        const bool isFile = end == path.size();
        const QString spelling = path.left(end);
        const auto known = m_nodes.constFind(folded(spelling));
        if (known == m_nodes.constEnd()) {
            m_nodes.insert(folded(spelling), Node{spelling, isFile});
        } else if (isFile && known->isFile && known->spelling == spelling) {
            return Tr::tr("%1 is there twice.").arg(displayedPath(path));
        } else if (known->spelling != spelling) {
            return Tr::tr("%1 and %2 differ in case alone.")
                .arg(displayedPath(spelling), displayedPath(known->spelling));
        } else if (isFile || known->isFile) {
            return Tr::tr("%1 is a file and a folder at once.").arg(displayedPath(spelling));
        }
    }
    return std::nullopt;
}

} // namespace hermes::core
