#pragma once

#include "tokens/pairmerge.h"

#include <QByteArrayView>
#include <QList>

namespace hermes::tokens {

/// Counts and encodes texts, by what the encoding makes of them first (ComposedText). Text that
/// spells a special token is ordinary text. Thread: one at a
/// time; making the first of an encoding unpacks its vocabulary.
class Tokenizer
{
public:
    explicit Tokenizer(Encoding encoding);

    [[nodiscard]] Encoding encoding() const { return m_encoding; }
    [[nodiscard]] qint64 count(QByteArrayView original);
    /// The ids of the tokens.
    [[nodiscard]] QList<quint32> encode(QByteArrayView original);
    /// Of a piece as nextPiece() finds it: where each token begins, from the piece's start; valid
    /// until the next call.
    [[nodiscard]] std::span<const quint32> startsInPiece(QByteArrayView piece)
    {
        return m_merge.startsIn(piece);
    }

private:
    Encoding m_encoding;
    const Vocabulary *m_vocabulary;
    PairMerge m_merge;
};

} // namespace hermes::tokens
