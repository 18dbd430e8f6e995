#include "registry/place.h"

#include "registry/manifesttext.h"

#include <QString>

#include <algorithm>

namespace hermes::registry {

Place placeOf(QByteArrayView text, qint64 offset)
{
    const qint64 end = std::min<qint64>(offset, text.size());
    const TextPosition position = positionAt(text, end);
    const QByteArrayView before = text.sliced(end - (position.column - 1), position.column - 1);
    // fromUtf8() drops a BOM at the start, which no reader counts either.
    return {position.line, static_cast<int>(QString::fromUtf8(before).size()) + 1};
}

} // namespace hermes::registry
