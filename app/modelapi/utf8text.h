#pragma once

#include <QByteArray>

namespace hermes::modelapi {

/// The same text with one U+FFFD for each sequence that is no UTF-8, counted as browsers count
/// (WHATWG Encoding). Unlike QString::fromUtf8() it keeps a BOM.
[[nodiscard]] QByteArray validUtf8(const QByteArray &bytes);

} // namespace hermes::modelapi
