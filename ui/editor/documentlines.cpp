#include "editor/documentlines.h"

#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

namespace hermes::editor {

namespace {

/// Lines that are classified at once: about a millisecond.
constexpr qsizetype slice = 1'000;
/// How far a command may have lines classified that it needs to know of.
constexpr qsizetype reach = 5'000;

} // namespace

DocumentLines &DocumentLines::of(QTextDocument *document)
{
    if (auto *lines = document->findChild<DocumentLines *>(Qt::FindDirectChildrenOnly)) {
        return *lines;
    }
    return *new DocumentLines(document);
}

DocumentLines::DocumentLines(QTextDocument *document) : QObject(document), m_document(document)
{
    m_states.reset(document->blockCount());
    m_slices.setInterval(0);
    m_slices.start();
    connect(&m_slices, &QTimer::timeout, this, [this] {
        settle(slice);
        if (m_states.isSettled()) {
            m_slices.stop();
            Q_EMIT settled();
        }
    });
    connect(document, &QTextDocument::contentsChange, this,
            [this](int position, int /*removed*/, int added) { noteChange(position, added); });
}

qsizetype DocumentLines::count() const
{
    return m_document->blockCount();
}

QString DocumentLines::line(qsizetype index) const
{
    return m_document->findBlockByNumber(static_cast<int>(index)).text();
}

qsizetype DocumentLines::start(qsizetype index) const
{
    return m_document->findBlockByNumber(static_cast<int>(index)).position();
}

qsizetype DocumentLines::indexAt(qsizetype position) const
{
    const QTextBlock block = m_document->findBlock(static_cast<int>(position));
    return block.isValid() ? block.blockNumber() : m_document->blockCount() - 1;
}

text::LineState DocumentLines::stateBefore(qsizetype index) const
{
    if (index > m_states.settledUntil()) {
        settle(std::min(reach, index - m_states.settledUntil()));
    }
    return m_states.before(index);
}

void DocumentLines::settle(qsizetype limit) const
{
    QTextBlock block = m_document->findBlockByNumber(static_cast<int>(m_states.settledUntil()));
    m_states.settle(limit, [&block](qsizetype line) {
        // Lines come one after the other, but for a jump over those that are known.
        while (block.isValid() && block.blockNumber() < line) {
            block = block.next();
        }
        return block.text();
    });
}

void DocumentLines::noteChange(int position, int added)
{
    const QTextBlock last = m_document->findBlock(position + added);
    m_states.noteChange(m_document->findBlock(position).blockNumber(),
                        last.isValid() ? last.blockNumber() : m_document->blockCount() - 1,
                        m_document->blockCount());
    m_slices.start();
}

} // namespace hermes::editor
