#pragma once

#include <QByteArray>

namespace hermes::modelapi {

/// Whether bytes of an answer are all that came.
enum class Extent
{
    Whole,
    CutOff
};

/// The bytes of an answer without the key, as withoutKey() has it, also where several events have a
/// piece of it each: the texts under one name are taken together, and the first of them has `[key]`
/// then. Of what is cut off, the end loses what a key may begin with. `received`: events of a
/// stream, lines of JSON, or one JSON text; nothing else is taken apart. Thread: any.
[[nodiscard]] QByteArray receivedWithoutKey(const QByteArray &received, QByteArrayView key,
                                            Extent extent);

} // namespace hermes::modelapi
