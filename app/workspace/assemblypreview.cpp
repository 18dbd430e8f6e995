#include "workspace/assemblypreview.h"

#include "workspace/editabletext.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>
#include <numeric>

using namespace hermes::core;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

constexpr auto quietTime = 150ms;

PreviewContent prepare(const registry::Definition &draft, const QList<registry::ModelInfo> &models,
                       const CancelFlag &cancel)
{
    PreviewContent content;
    content.id = draft.id;
    content.modelId = draft.manifest.model;
    const qint64 bodyStart =
        draft.id.kind == EntryKind::Skill ? registry::frontMatterEnd(draft.promptText) : 0;
    content.assembly = assembly::assemble({draft.promptFile, draft.promptText, bodyStart});
    for (const assembly::Segment &segment : std::as_const(content.assembly.segments)) {
        content.segmentTokens.append(
            assembly::estimateTokens(
                QByteArrayView(content.assembly.text).sliced(segment.start, segment.length))
                .tokens);
    }
    content.tokens =
        std::accumulate(content.segmentTokens.cbegin(), content.segmentTokens.cend(), qint64{0});
    const auto model = std::ranges::find(models, draft.manifest.model, &registry::ModelInfo::id);
    content.modelContextTokens = model == models.end() ? 0 : model->contextTokens;
    if (cancel.isCancelled()) {
        return content;
    }
    content.text = EditableText::documentText(QString::fromUtf8(content.assembly.text));
    if (content.assembly.text.size() <= PreviewContent::maximumRenderedBytes) {
        content.html = assembly::renderMarkdown(content.assembly.text);
    }
    return content;
}

} // namespace

AssemblyPreview::AssemblyPreview(QObject *parent)
    : QObject(parent), m_task(this, [this](const PreviewContent &content) {
        if (m_document != nullptr && m_document->id() == content.id) {
            Q_EMIT updated(content);
        }
    })
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(quietTime);
    connect(&m_delay, &QTimer::timeout, this, &AssemblyPreview::start);
}

void AssemblyPreview::setDocument(DefinitionDocument *document,
                                  const QList<registry::ModelInfo> &models)
{
    m_models = models;
    if (m_document == document) {
        return;
    }
    if (m_document != nullptr) {
        m_document->disconnect(this);
    }
    m_delay.stop();
    m_task.cancel();
    m_document = document;
    if (document == nullptr) {
        Q_EMIT cleared();
        return;
    }
    connect(document, &DefinitionDocument::changed, &m_delay, qOverload<>(&QTimer::start));
    connect(document, &DefinitionDocument::stateChanged, this, &AssemblyPreview::start);
    start();
}

void AssemblyPreview::start()
{
    if (m_document == nullptr || m_document->state() != DefinitionDocument::State::Ready) {
        Q_EMIT cleared();
        return;
    }
    m_delay.stop();
    m_task.request([draft = m_document->draft(), models = m_models](const CancelFlag &cancel) {
        return QtConcurrent::run(
            [draft, models, cancel] { return prepare(draft.definition(), models, cancel); });
    });
}

} // namespace hermes::workspace
