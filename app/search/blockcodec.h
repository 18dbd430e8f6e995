#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace hermes::search {

/// Bytes that must follow the packed bytes and the room for the text, because both are moved in
/// steps of this size.
inline constexpr qsizetype codecSlack = 32;

/// Packs a text by naming what it repeats. Made for unpacking quickly; prose shrinks to about half.
/// At most 1/255 longer than the text plus a few bytes. Thread: any.
[[nodiscard]] QByteArray packed(QByteArrayView text);

/// The reverse, into `size` bytes at `target`. Both ends have codecSlack bytes behind them. False
/// if the bytes were not made by packed() from a text of this size; nothing outside is touched.
/// Thread: any.
[[nodiscard]] bool unpack(QByteArrayView bytes, char *target, qsizetype size);

/// 64 bits that differ whenever one word of the bytes differs, and otherwise in all likelihood.
/// Against accidents, not against forgery. Thread: any.
[[nodiscard]] quint64 checksum(QByteArrayView bytes);

} // namespace hermes::search
