#pragma once

#include <QByteArrayView>
#include <QString>

namespace hermes::workspace {

/// Noncharacters that stand in a QTextDocument for what it takes for its own structure. Where a
/// file itself has one of these, it follows an escapeMark.
inline constexpr char32_t paragraphSeparatorStandIn = 0xAFFFE; ///< U+2029
inline constexpr char32_t fdd0StandIn = 0xBFFFE;
inline constexpr char32_t fdd1StandIn = 0xCFFFE;
inline constexpr char32_t escapeMark = 0xDFFFE;

/// Text as a document can hold it: stand-ins in, and out again. Line breaks are left as they are.
/// Thread: any.
[[nodiscard]] QString withStandIns(QStringView text);
[[nodiscard]] QString withoutStandIns(const QString &text);

/// Offset of the first byte that is not UTF-8 text (RFC 3629, and no NUL); -1 if all are. Thread:
/// any.
[[nodiscard]] qint64 firstNonText(QByteArrayView bytes);
/// UTF-8 to text with every byte order mark kept: QString::fromUtf8() drops one wherever a slice
/// begins with it. Thread: any.
[[nodiscard]] QString decoded(QByteArrayView bytes);

} // namespace hermes::workspace
