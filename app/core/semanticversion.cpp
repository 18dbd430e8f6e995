#include "core/semanticversion.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <tuple>

namespace hermes::core {

namespace {

bool isNumber(const QString &identifier)
{
    return std::all_of(identifier.begin(), identifier.end(),
                       [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// Precedence of one dot-separated identifier of a pre-release (semver.org §11.4).
std::strong_ordering compareIdentifiers(const QString &left, const QString &right)
{
    const bool leftIsNumber = isNumber(left);
    const bool rightIsNumber = isNumber(right);
    if (leftIsNumber != rightIsNumber) {
        return leftIsNumber ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    if (leftIsNumber && left.size() != right.size()) {
        return left.size() <=> right.size();
    }
    return QString::compare(left, right) <=> 0;
}

std::strong_ordering comparePreReleases(const QString &left, const QString &right)
{
    if (left.isEmpty() || right.isEmpty()) {
        return left.isEmpty() <=> right.isEmpty(); // a version without one is the higher
    }
    const QStringList leftParts = left.split(u'.');
    const QStringList rightParts = right.split(u'.');
    for (qsizetype i = 0; i < std::min(leftParts.size(), rightParts.size()); ++i) {
        if (const auto order = compareIdentifiers(leftParts.at(i), rightParts.at(i)); order != 0) {
            return order;
        }
    }
    return leftParts.size() <=> rightParts.size();
}

} // namespace

Result<SemanticVersion> SemanticVersion::parse(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})"
                       "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-"
                       "zA-Z-][0-9a-zA-Z-]*))*))?"
                       "(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?\\z"));
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch()) {
        return failure(ErrorCode::InvalidFormat,
                       QCoreApplication::translate("SemanticVersion",
                                                   "“%1” is not a semantic version such as 1.2.0.")
                           .arg(text));
    }
    return SemanticVersion{match.captured(1).toUInt(), match.captured(2).toUInt(),
                           match.captured(3).toUInt(), match.captured(4), match.captured(5)};
}

QString SemanticVersion::toString() const
{
    QString text = QStringLiteral("%1.%2.%3").arg(major).arg(minor).arg(patch);
    if (!preRelease.isEmpty()) {
        text += u'-' + preRelease;
    }
    if (!build.isEmpty()) {
        text += u'+' + build;
    }
    return text;
}

SemanticVersion SemanticVersion::nextMajor() const
{
    return {major + 1, 0, 0, {}, {}};
}

SemanticVersion SemanticVersion::nextMinor() const
{
    return {major, minor + 1, 0, {}, {}};
}

SemanticVersion SemanticVersion::nextPatch() const
{
    return {major, minor, preRelease.isEmpty() ? patch + 1 : patch, {}, {}};
}

std::strong_ordering SemanticVersion::operator<=>(const SemanticVersion &other) const
{
    if (const auto order =
            std::tie(major, minor, patch) <=> std::tie(other.major, other.minor, other.patch);
        order != 0) {
        return order;
    }
    return comparePreReleases(preRelease, other.preRelease);
}

} // namespace hermes::core
