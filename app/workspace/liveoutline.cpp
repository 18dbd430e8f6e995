#include "workspace/liveoutline.h"

#include "assembly/assembly.h"
#include "core/onworker.h"
#include "text/sections.h"
#include "text/sectiontree.h"

#include <chrono>

using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

constexpr auto quietTime = 150ms;

TextSize sizeOf(QStringView text)
{
    const QByteArray bytes = text.toUtf8();
    return {text::wordCount(bytes), assembly::estimateTokens(bytes).tokens};
}

TextSize operator+(const TextSize &left, const TextSize &right)
{
    return {left.words + right.words, left.tokens + right.tokens};
}

} // namespace

Outline outlineOf(const QString &text)
{
    const text::SectionTree tree(text);
    const qsizetype count = tree.sections().size();
    Outline outline;
    const qsizetype first = count > 0 ? tree.startOf(0) : text.size();
    outline.whole = sizeOf(QStringView(text).sliced(tree.start(), first - tree.start()));
    for (qsizetype i = 0; i < count; ++i) {
        const text::SectionNode &node = tree.sections().at(i);
        const qsizetype start = tree.startOf(i);
        const qsizetype end = i + 1 < count ? tree.startOf(i + 1) : text.size();
        const TextSize own = sizeOf(QStringView(text).sliced(start, end - start));
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

LiveOutline::LiveOutline(QObject *parent)
    : QObject(parent), m_task(this, [this](const Outline &outline) { Q_EMIT updated(outline); })
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
        m_document->prompt()->disconnect(this);
        m_document->prompt()->disconnect(&m_pause);
    }
    m_document = document;
    if (document != nullptr) {
        connect(document->prompt(), &EditableText::changed, &m_pause, qOverload<>(&QTimer::start));
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
    m_task.request([exact = m_document->prompt()->exact()](const core::CancelFlag &) {
        return core::onWorker([exact] { return outlineOf(exact.shown()); });
    });
}

} // namespace hermes::workspace
