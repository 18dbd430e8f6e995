#include "core/versionrange.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::core {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(VersionRange)
};

/// A version of which the last parts may be missing or `x`: `1`, `1.2.x`, `*`.
struct PartialVersion
{
    SemanticVersion floor; ///< With 0 for what is missing.
    int parts = 0; ///< How many of the three are there.

    [[nodiscard]] bool isWhole() const { return parts == 3; }
    /// The first version that does not begin with the given number of parts.
    [[nodiscard]] SemanticVersion after(int count) const
    {
        SemanticVersion next{floor.major, floor.minor, floor.patch, {}, {}};
        switch (count) {
        case 1:
            return {next.major + 1, 0, 0, {}, {}};
        case 2:
            return {next.major, next.minor + 1, 0, {}, {}};
        default:
            return {next.major, next.minor, next.patch + 1, {}, {}};
        }
    }
};

std::optional<PartialVersion> partialVersion(const QString &text)
{
    static const QRegularExpression partial(
        u"\\A[v=]?(?:[xX*]|(\\d{1,9})(?:\\.(?:[xX*]|(\\d{1,9})(?:\\.[xX*])?)(?:\\.[xX*])?)?)\\z"_s);
    const QString plain = text.startsWith(u'v') ? text.sliced(1) : text;
    if (const Result<SemanticVersion> whole = SemanticVersion::parse(plain)) {
        return PartialVersion{*whole, 3};
    }
    const QRegularExpressionMatch match = partial.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const int parts = match.capturedLength(2) > 0 ? 2 : match.capturedLength(1) > 0 ? 1 : 0;
    return PartialVersion{{match.captured(1).toUInt(), match.captured(2).toUInt(), 0, {}, {}},
                          parts};
}

} // namespace

// --- reading
// -------------------------------------------------------------------------------------------------------

/// Reads one of the alternatives of a range.
class RangeReader
{
public:
    using Interval = VersionRange::Interval;

    [[nodiscard]] static std::optional<Interval> read(const QString &text)
    {
        static const QRegularExpression hyphen(u"\\A\\s*(\\S+)\\s+-\\s+(\\S+)\\s*\\z"_s);
        static const QRegularExpression comparator(
            u"\\G\\s*(>=|<=|>|<|=|\\^|~>?)?\\s*([^\\s<>=^~]+)"_s);
        Interval interval;
        if (const QRegularExpressionMatch match = hyphen.match(text); match.hasMatch()) {
            return narrow(interval, u">="_s, match.captured(1))
                    && narrow(interval, u"<="_s, match.captured(2))
                ? std::optional(interval)
                : std::nullopt;
        }
        qsizetype at = 0;
        const QString trimmed = text.trimmed();
        while (at < trimmed.size()) {
            const QRegularExpressionMatch match = comparator.match(trimmed, at);
            if (!match.hasMatch() || !narrow(interval, match.captured(1), match.captured(2))) {
                return std::nullopt;
            }
            at = match.capturedEnd();
        }
        return interval;
    }

private:
    /// False if the text is no version.
    static bool narrow(Interval &interval, const QString &sign, const QString &text)
    {
        const std::optional<PartialVersion> version = partialVersion(text);
        if (!version) {
            return false;
        }
        if (version->parts == 0) {
            return sign != u"<" && sign != u">"; // nothing is before or after any version
        }
        const SemanticVersion &floor = version->floor;
        const SemanticVersion next = version->after(version->parts);
        if (sign == u"<") {
            interval.reduce({floor, false});
        } else if (sign == u"<=") {
            interval.reduce(version->isWhole() ? Bound{floor, true} : Bound{next, false});
        } else if (sign == u">") {
            interval.raise(version->isWhole() ? Bound{floor, false} : Bound{next, true});
        } else {
            interval.raise({floor, true});
            if (sign == u"^" || sign.startsWith(u'~')) {
                interval.reduce({version->after(keptParts(*version, sign)), false});
            } else if (sign != u">=") {
                interval.reduce(version->isWhole() ? Bound{floor, true} : Bound{next, false});
            }
        }
        return true;
    }

    /// How many parts must stay as they are.
    static int keptParts(const PartialVersion &version, const QString &sign)
    {
        if (sign != u"^") {
            return std::min(version.parts, 2);
        }
        const int leading = version.floor.major > 0 ? 1 : version.floor.minor > 0 ? 2 : 3;
        return std::min(version.parts, leading);
    }

    using Bound = VersionRange::Bound;
};

Result<VersionRange> VersionRange::parse(const QString &text)
{
    VersionRange range;
    const QStringList alternatives = text.split(u"||"_s);
    for (const QString &alternative : alternatives) {
        const std::optional<Interval> interval = RangeReader::read(alternative);
        if (!interval) {
            return failure(
                ErrorCode::InvalidFormat,
                Messages::tr("%1 is not a range of versions such as >=1.2.0 or ^1.2.").arg(text));
        }
        range.m_intervals.append(*interval);
    }
    return range;
}

// --- meaning
// -------------------------------------------------------------------------------------------------------

void VersionRange::Interval::raise(const Bound &bound)
{
    if (!lower || bound.version > lower->version
        || (bound.version == lower->version && !bound.isIncluded)) {
        lower = bound;
    }
}

void VersionRange::Interval::reduce(const Bound &bound)
{
    if (!upper || bound.version < upper->version
        || (bound.version == upper->version && !bound.isIncluded)) {
        upper = bound;
    }
}

bool VersionRange::Interval::isEmpty() const
{
    return lower && upper
        && (lower->version > upper->version
            || (lower->version == upper->version && !(lower->isIncluded && upper->isIncluded)));
}

bool VersionRange::contains(const SemanticVersion &version) const
{
    return std::ranges::any_of(m_intervals, [&version](const Interval &interval) {
        const auto &[lower, upper] = interval;
        const bool isHighEnough =
            !lower || version > lower->version || (lower->isIncluded && version == lower->version);
        const bool isLowEnough =
            !upper || version < upper->version || (upper->isIncluded && version == upper->version);
        return isHighEnough && isLowEnough;
    });
}

bool VersionRange::isEmpty() const
{
    return std::ranges::all_of(m_intervals, &Interval::isEmpty);
}

QString VersionRange::Interval::inWords() const
{
    if (!lower && !upper) {
        return Messages::tr("any version");
    }
    const QString least = lower ? lower->version.toString() : QString();
    const QString most = upper ? upper->version.toString() : QString();
    if (!upper) {
        return lower->isIncluded ? Messages::tr("%1 or newer").arg(least)
                                 : Messages::tr("newer than %1").arg(least);
    }
    if (!lower) {
        return upper->isIncluded ? Messages::tr("%1 or older").arg(most)
                                 : Messages::tr("older than %1").arg(most);
    }
    if (lower->version == upper->version) {
        return Messages::tr("only %1").arg(least);
    }
    if (lower->isIncluded) {
        return upper->isIncluded ? Messages::tr("%1 to %2").arg(least, most)
                                 : Messages::tr("%1 or newer, but older than %2").arg(least, most);
    }
    return upper->isIncluded ? Messages::tr("newer than %1, up to %2").arg(least, most)
                             : Messages::tr("newer than %1, but older than %2").arg(least, most);
}

QString VersionRange::inWords() const
{
    QString words;
    for (const Interval &interval : m_intervals) {
        if (!interval.isEmpty()) {
            words = words.isEmpty() ? interval.inWords()
                                    : Messages::tr("%1; or %2").arg(words, interval.inWords());
        }
    }
    return words.isEmpty() ? Messages::tr("no version at all") : words;
}

} // namespace hermes::core
