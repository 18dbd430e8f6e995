#include "workspace/assemblypreview.h"

#include "registry/modelfacts.h"
#include "workspace/editabletext.h"
#include "workspace/livemodels.h"
#include "workspace/testsendprompt.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

using namespace hermes::core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

/// A preparation that takes no longer is begun at each change.
constexpr auto quickPreparation = 25ms;
constexpr auto longestPause = 150ms;

/// For how long nothing is typed before a preparation like the last one is begun.
std::chrono::milliseconds pauseAfter(std::chrono::milliseconds last)
{
    return last <= quickPreparation ? 0ms : std::min(last, longestPause);
}

/// Tokens by segment; counts only what differs from the text that was counted `before`.
std::shared_ptr<const tokens::CountedText>
countInto(PreviewContent &content, const assembly::Assembly &taken,
          const std::shared_ptr<const tokens::CountedText> &before)
{
    const tokens::Encoding encoding = content.tokenCount.method.encoding;
    auto counted = before && before->encoding() == encoding
        ? std::make_shared<tokens::CountedText>(*before)
        : std::make_shared<tokens::CountedText>(encoding);
    counted->setText(taken.text);
    content.tokenCount.tokens = counted->tokens();
    QList<qint64> ends;
    content.segments = taken.segments;
    for (const assembly::Segment &segment : std::as_const(content.segments)) {
        ends.append(segment.start + segment.length);
    }
    content.segmentTokens = counted->tokensBefore(ends);
    std::adjacent_difference(content.segmentTokens.cbegin(), content.segmentTokens.cend(),
                             content.segmentTokens.begin());
    return counted;
}

QString shownText(const QByteArray &utf8)
{
    QString text = EditableText::documentText(QString::fromUtf8(utf8));
    return text.contains(u'\r') ? text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n') : text;
}

PreviewContent::TextRange rangeOf(const TextPlaces &places, qint64 start, qint64 length)
{
    const qsizetype from = places.placeOf(start);
    return {from, places.placeOf(start + length) - from};
}

QList<assembly::ByteRange> variableRanges(const assembly::Assembly &assembly)
{
    QList<assembly::ByteRange> ranges;
    for (const assembly::Segment &segment : assembly.segments) {
        if (segment.origin.kind == assembly::Origin::Kind::Variable) {
            ranges.append({segment.start, segment.length});
        }
    }
    return ranges;
}

} // namespace

void AssemblyPreview::assembleInto(PreviewContent &content, const Material &material)
{
    content.choice = material.choice;
    core::Result<PromptAssembly> made = material.draft.assembled(material.choice);
    if (!made) {
        // The profile may be what is missing.
        content.failure = made.error().message;
        content.choice.profile.clear();
        made = material.draft.assembled(content.choice);
    }
    if (!made) {
        content.failure = made.error().message;
        content.assembly =
            assembly::assemble({material.draft.sourceFile, material.draft.prompt.bytes(), 0});
        return;
    }
    content.assembly = made->assembly;
    content.sourceFile = made->sourceFile;
    content.uses = made->uses;
    content.profiles = made->profiles;
    content.unsavedFragments = material.draft.unsavedIn(*made);
}

/// What the target takes of the prompt, and what stands beside it there.
void AssemblyPreview::takeInto(Prepared &prepared, const Material &material)
{
    PreviewContent &content = prepared.content;
    prepared.window = {material.target.target, content.tokenCount.method,
                       content.modelContextTokens};
    const bool isSame = material.window == prepared.window;
    content.prompt =
        targetPrompt(content.assembly, material.target, prepared.window, material.draft.promptFile,
                     isSame ? material.context : QList<ContextFile>());
    const assembly::TargetText &taken = content.prompt.taken;
    prepared.counted = countInto(content,
                                 taken.isWhole(content.assembly) ? content.assembly
                                                                 : taken.assembly(content.assembly),
                                 material.counted);
}

/// The texts for the screen; parses only what differs from the text that was rendered `before`.
void AssemblyPreview::showInto(Prepared &prepared, const Rendered &before)
{
    PreviewContent &content = prepared.content;
    const QByteArray shown = withContext(content.assembly.text, content.prompt.context);
    content.shownBytes = shown.size();
    content.text = shownText(shown);
    content.places = TextPlaces(shown);
    for (const assembly::Segment &segment : std::as_const(content.assembly.segments)) {
        content.segmentPlaces.append(rangeOf(content.places, segment.start, segment.length));
    }
    const QList<assembly::ByteRange> dropped = content.prompt.taken.dropped(content.assembly);
    for (const assembly::ByteRange &range : dropped) {
        content.dropped.append(rangeOf(content.places, range.start, range.length));
    }
    if (shown.size() <= PreviewContent::maximumRenderedBytes) {
        auto rendered = before ? std::make_shared<assembly::RenderedText>(*before)
                               : std::make_shared<assembly::RenderedText>();
        rendered->setText(shown, variableRanges(content.assembly), dropped);
        content.blocks = rendered->blocks();
        prepared.rendered = rendered;
    }
}

AssemblyPreview::Prepared AssemblyPreview::prepare(const Material &material,
                                                   const CancelFlag &cancel)
{
    Prepared prepared;
    PreviewContent &content = prepared.content;
    content.id = material.draft.id;
    const registry::Manifest manifest = material.draft.readManifest().manifest;
    const QString &modelId = manifest.model;
    content.modelId = modelId;
    content.tools = declaredTools(manifest.tools.value_or(QStringList()));
    assembleInto(content, material);
    content.tokenCount.method = tokens::methodFor(modelId);
    const auto facts = registry::factsOf(modelId, material.models, material.otherModels);
    if (facts) {
        content.modelContextTokens = facts->model.contextTokens;
    }
    takeInto(prepared, material);
    // What a program makes of the prompt is what it makes of it anywhere.
    if (const auto told = windowInstead(facts, modelId, material.told)) {
        content.modelContextTokens = told->tokens;
        content.windowToldBy = told->connection;
    }
    if (facts) {
        content.sendCost = facts->costOfInput(content.tokenCount.tokens);
        content.currency = facts->model.price ? facts->model.price->currency : QString();
        content.pricesFrom = facts->model.pricesFrom;
    }
    if (cancel.isCancelled()) {
        return prepared;
    }
    showInto(prepared, material.rendered);
    return prepared;
}

AssemblyPreview::AssemblyPreview(const LiveModels &known, QObject *parent)
    : QObject(parent)
    , m_known(known)
    , m_task(this, [this](const Prepared &prepared) { take(prepared); })
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(0ms);
    connect(&m_delay, &QTimer::timeout, this, &AssemblyPreview::start);
    connect(&known, &LiveModels::changed, this, [this] {
        if (m_document != nullptr) {
            start();
        }
    });
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
    m_isOutdated = false;
    m_document = document;
    m_counted.reset();
    m_rendered.reset();
    if (document == nullptr) {
        Q_EMIT cleared();
        return;
    }
    connect(document, &DefinitionDocument::changed, this, &AssemblyPreview::followChange);
    connect(document, &DefinitionDocument::valueChoiceChanged, this,
            &AssemblyPreview::followChange);
    connect(document, &DefinitionDocument::promptTargetChanged, this, &AssemblyPreview::start);
    connect(document, &DefinitionDocument::stateChanged, this, &AssemblyPreview::start);
    start();
}

void AssemblyPreview::take(const Prepared &prepared)
{
    m_counted = prepared.counted;
    m_rendered = prepared.rendered;
    m_window = prepared.window;
    m_context = prepared.content.prompt.context;
    if (m_document != nullptr && m_document->id() == prepared.content.id) {
        Q_EMIT updated(prepared.content);
    }
    // What showing it took counts as well.
    m_delay.setInterval(pauseAfter(std::chrono::milliseconds(m_clock.elapsed())));
    if (std::exchange(m_isOutdated, false)) {
        followChange();
    }
}

void AssemblyPreview::followChange()
{
    if (m_task.isRunning()) {
        m_isOutdated = true; // the newest follows; what runs is shown
    } else if (m_delay.intervalAsDuration() == 0ms) {
        start();
    } else {
        m_delay.start();
    }
}

void AssemblyPreview::start()
{
    if (m_document == nullptr || m_document->state() != DefinitionDocument::State::Ready) {
        Q_EMIT cleared();
        return;
    }
    m_delay.stop();
    m_clock.start();
    const Material material{m_document->draft(),
                            m_document->valueChoice(),
                            m_models,
                            m_known.known().table,
                            m_known.known().told,
                            m_counted,
                            m_rendered,
                            m_document->promptTarget(),
                            m_window,
                            m_context};
    m_task.request([material](const CancelFlag &cancel) {
        return QtConcurrent::run([material, cancel] { return prepare(material, cancel); });
    });
}

} // namespace hermes::workspace
