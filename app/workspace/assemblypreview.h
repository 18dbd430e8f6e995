#pragma once

#include "assembly/renderedtext.h"
#include "core/latesttask.h"
#include "modelapi/modelrequest.h"
#include "registry/modelfacts.h"
#include "tokens/countedtext.h"
#include "tokens/countingmethod.h"
#include "workspace/definitiondocument.h"
#include "workspace/textplaces.h"
#include "workspace/toldwindows.h"

#include <QDate>
#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>

namespace hermes::workspace {

class LiveModels;

/// An assembly made ready for showing.
struct PreviewContent
{
    /// Above this a prompt is shown as text only: laying it out would be felt. Bytes.
    static constexpr qint64 maximumRenderedBytes = 256LL * 1024;

    /// UTF-16 code units.
    struct TextRange
    {
        qsizetype start = 0;
        qsizetype length = 0;

        bool operator==(const TextRange &) const = default;
    };

    core::EntryId id;
    assembly::Assembly assembly;
    core::RepoPath sourceFile; ///< Root = the prompt is its own source.
    TargetPrompt prompt; ///< As the document's target takes the assembly.
    qint64 shownBytes = 0; ///< Of the assembly and the context below it.
    /// The two as a QTextDocument holds them (EditableText::documentText()), lines ending with LF.
    QString text;
    TextPlaces places; ///< Of the bytes of the two in `text`.
    QList<TextRange> segmentPlaces; ///< Of the assembly's segments in `text`.
    QList<TextRange> dropped; ///< Of `text`: what the target drops. The rest is what is sent.
    /// Of the two, variables' values marked; none above maximumRenderedBytes.
    QList<assembly::RenderedBlock> blocks;
    tokens::TokenCount tokenCount; ///< Of what is taken of the assembly, by the manifest's model.
    QList<assembly::Segment> segments; ///< Of what is taken.
    QList<qint64> segmentTokens; ///< That begin in each of them; together they are the count.
    qint64 modelContextTokens = 0; ///< Window of the manifest's model; 0 = unknown.
    QString windowToldBy; ///< The connection whose server told it; empty: a catalog did.
    /// What one send of the prompt alone costs, nothing of it cached; nullopt = no price is known.
    std::optional<double> sendCost;
    QString currency; ///< Of the cost: `USD`.
    QDate pricesFrom; ///< Of the cost.
    QString modelId;
    QList<modelapi::ToolDefinition> tools; ///< The manifest's, as a model is told of them.
    ValueChoice choice; ///< With which it is assembled.
    QList<VariableUse> uses;
    QStringList profiles; ///< That the registry has.
    QStringList unsavedFragments; ///< That it is made with, and that are otherwise on the disk.
    /// Why it is not assembled with what was chosen, or at all; empty = it is.
    QString failure;
};

/// Keeps the assembled prompt of one document up to date while it is edited, on a worker, one at a
/// time: at once where that takes little, as most prompts do; where it takes longer, when typing
/// pauses for a while that depends on how long the last one took. Thread: UI.
class AssemblyPreview final : public QObject
{
    Q_OBJECT

public:
    /// `known`: of models that the registry does not know; outlives this.
    explicit AssemblyPreview(const LiveModels &known, QObject *parent = nullptr);

    /// nullptr = nothing to show. `models`: the registry's catalog, for the context window.
    void setDocument(DefinitionDocument *document, const QList<registry::ModelInfo> &models);

Q_SIGNALS:
    void updated(const hermes::workspace::PreviewContent &content);
    void cleared();

private:
    using Counted = std::shared_ptr<const tokens::CountedText>;
    using Rendered = std::shared_ptr<const assembly::RenderedText>;
    struct Prepared
    {
        PreviewContent content;
        Counted counted;
        Rendered rendered;
        ContextWindow window;
    };

    /// What a preparation is made of.
    struct Material
    {
        Draft draft;
        ValueChoice choice;
        QList<registry::ModelInfo> models;
        registry::ModelTable otherModels;
        NamedWindows told;
        Counted counted; ///< Of the text before, as that below.
        Rendered rendered;
        PromptTarget target;
        ContextWindow window; ///< For which `context` was read.
        QList<ContextFile> context;
    };

    [[nodiscard]] static Prepared prepare(const Material &material, const core::CancelFlag &cancel);
    static void assembleInto(PreviewContent &content, const Material &material);
    static void takeInto(Prepared &prepared, const Material &material);
    static void showInto(Prepared &prepared, const Rendered &before);
    void followChange();
    void start();
    void take(const Prepared &prepared);

    const LiveModels &m_known;
    QPointer<DefinitionDocument> m_document;
    QList<registry::ModelInfo> m_models;
    ContextWindow m_window;
    QList<ContextFile> m_context; ///< As it was read last, for that window.
    Counted m_counted; ///< Of the text shown last, so that only what was edited is counted,
    Rendered m_rendered; ///< and parsed.
    QTimer m_delay;
    QElapsedTimer m_clock; ///< Since the preparation that runs was begun.
    bool m_isOutdated = false; ///< There were changes since.
    core::LatestTask<Prepared> m_task;
};

} // namespace hermes::workspace
