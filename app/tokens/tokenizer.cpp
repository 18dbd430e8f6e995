#include "tokens/tokenizer.h"

#include "tokens/composedtext.h"
#include "tokens/splitter.h"

namespace hermes::tokens {

namespace {

/// Shares the bytes of `text`, which outlives it, unless the encoding makes others of them.
QByteArray countedForm(Encoding encoding, QByteArrayView text)
{
    const QByteArray shared = QByteArray::fromRawData(text.data(), text.size());
    return composesFirst(encoding) ? ComposedText::of(shared).text() : shared;
}

} // namespace

Tokenizer::Tokenizer(Encoding encoding)
    : m_encoding(encoding), m_vocabulary(&vocabularyOf(encoding)), m_merge(*m_vocabulary)
{
}

qint64 Tokenizer::count(QByteArrayView original)
{
    const QByteArray form = countedForm(m_encoding, original);
    const QByteArrayView text = form;
    qint64 tokens = 0;
    for (qsizetype start = 0; start < text.size();) {
        const qsizetype end = nextPiece(m_encoding, text, start).end;
        tokens += static_cast<qint64>(m_merge.startsIn(text.sliced(start, end - start)).size());
        start = end;
    }
    return tokens;
}

QList<quint32> Tokenizer::encode(QByteArrayView original)
{
    const QByteArray form = countedForm(m_encoding, original);
    const QByteArrayView text = form;
    QList<quint32> ids;
    for (qsizetype start = 0; start < text.size();) {
        const QByteArrayView piece =
            text.sliced(start, nextPiece(m_encoding, text, start).end - start);
        const std::span<const quint32> starts = m_merge.startsIn(piece);
        for (size_t i = 0; i < starts.size(); ++i) {
            const qsizetype end = i + 1 < starts.size() ? starts[i + 1] : piece.size();
            ids.append(m_vocabulary->rankOf(piece.first(end).sliced(starts[i])));
        }
        start += piece.size();
    }
    return ids;
}

} // namespace hermes::tokens
