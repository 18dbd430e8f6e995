#include "workspace/liveoutline.h"

#include "core/onworker.h"
#include "text/sections.h"
#include "text/sectiontree.h"

#include <chrono>

using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

constexpr auto quietTime = 150ms;

TextSize operator+(const TextSize &left, const TextSize &right)
{
    return {left.words + right.words, left.tokens + right.tokens};
}

/// Words and tokens of what stands before the first section, and of each section's own, in order.
/// `counted` has had another text before, and has all of this one after.
QList<TextSize> sizesOf(const ExactText &text, const text::SectionTree &tree,
                        tokens::CountedText &counted)
{
    TextTraits traits = text.traits();
    traits.hasByteOrderMark = false; // no part of a prompt
    const qsizetype count = tree.sections().size();
    QByteArray all;
    QList<qint64> ends;
    QList<TextSize> sizes;
    for (qsizetype i = -1; i < count; ++i) {
        const qsizetype start = i < 0 ? tree.start() : tree.startOf(i);
        const qsizetype end = i + 1 < count ? tree.startOf(i + 1) : text.size();
        // As in the file: line endings are tokens, too.
        const QByteArray part = ExactText::fromUnits(text.mid(start, end - start), traits).bytes();
        sizes.append({text::wordCount(part), 0});
        all += part;
        ends.append(all.size());
    }
    counted.setText(all);
    const QList<qint64> until = counted.tokensBefore(ends);
    for (qsizetype i = 0; i < sizes.size(); ++i) {
        sizes[i].tokens = until.at(i) - (i == 0 ? 0 : until.at(i - 1));
    }
    return sizes;
}

Outline outlineBy(const ExactText &text, const tokens::CountingMethod &counting,
                  tokens::CountedText &counted)
{
    const text::SectionTree tree(text.shown());
    const QList<TextSize> sizes = sizesOf(text, tree, counted);
    const qsizetype count = tree.sections().size();
    Outline outline;
    outline.counting = counting;
    outline.whole = sizes.first();
    for (qsizetype i = 0; i < count; ++i) {
        const text::SectionNode &node = tree.sections().at(i);
        const TextSize &own = sizes.at(i + 1);
        outline.sections.append({node.level, node.title, tree.titleOf(i).replacement, node.line,
                                 node.parent, own, own});
        outline.whole = outline.whole + own;
    }
    for (qsizetype i = count - 1; i >= 0; --i) {
        if (const qsizetype parent = outline.sections.at(i).parent; parent >= 0) {
            TextSize &whole = outline.sections[parent].whole;
            whole = whole + outline.sections.at(i).whole;
        }
    }
    return outline;
}

} // namespace

Outline outlineOf(const QString &text, const QString &modelId)
{
    const tokens::CountingMethod counting = tokens::methodFor(modelId);
    tokens::CountedText counted(counting.encoding);
    return outlineBy(ExactText::fromUnits(text, {}), counting, counted);
}

LiveOutline::LiveOutline(QObject *parent)
    : QObject(parent), m_task(this, [this](const Counted &counted) {
        m_counted = counted.text;
        Q_EMIT updated(counted.outline);
    })
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(quietTime);
    connect(&m_pause, &QTimer::timeout, this, &LiveOutline::start);
}

void LiveOutline::setDocument(DefinitionDocument *document)
{
    if (document != nullptr && m_document == document) {
        return;
    }
    if (m_document != nullptr) {
        m_document->disconnect(this);
        m_document->disconnect(&m_pause);
    }
    m_document = document;
    m_counted.reset();
    if (document != nullptr) {
        connect(document, &DefinitionDocument::changed, &m_pause, qOverload<>(&QTimer::start));
        connect(document, &DefinitionDocument::stateChanged, this, &LiveOutline::start);
    }
    start();
}

void LiveOutline::start()
{
    m_pause.stop();
    if (m_document == nullptr || m_document->state() != DefinitionDocument::State::Ready) {
        m_task.cancel();
        Q_EMIT updated({});
        return;
    }
    m_task.request([draft = m_document->draft(), before = m_counted](const core::CancelFlag &) {
        return core::onWorker([draft, before] {
            const auto counting = tokens::methodFor(draft.readManifest().manifest.model);
            const auto counted = before && before->encoding() == counting.encoding
                ? std::make_shared<tokens::CountedText>(*before)
                : std::make_shared<tokens::CountedText>(counting.encoding);
            const Outline outline = outlineBy(draft.prompt, counting, *counted);
            return Counted{outline, counted};
        });
    });
}

} // namespace hermes::workspace
