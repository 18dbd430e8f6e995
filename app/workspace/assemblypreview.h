#pragma once

#include "assembly/assembly.h"
#include "core/latesttask.h"
#include "workspace/definitiondocument.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace hermes::workspace {

/// An assembly made ready for showing.
struct PreviewContent
{
    /// Above this a prompt is shown as text only: laying it out would be felt. Bytes.
    static constexpr qint64 maximumRenderedBytes = 256LL * 1024;

    core::EntryId id;
    assembly::Assembly assembly;
    QString text; ///< The assembly as a QTextDocument can hold it (EditableText::documentText()).
    QString html; ///< renderMarkdown() of the assembly; empty above maximumRenderedBytes.
    qint64 tokens = 0; ///< Estimate.
    QList<qint64> segmentTokens; ///< Estimate for each segment.
    qint64 modelContextTokens = 0; ///< Window of the manifest's model; 0 = unknown.
    QString modelId;
};

/// Keeps the assembled prompt of one document up to date while it is edited: 150 ms after a change,
/// on a worker, newest only. Thread: UI.
class AssemblyPreview final : public QObject
{
    Q_OBJECT

public:
    explicit AssemblyPreview(QObject *parent = nullptr);

    /// nullptr = nothing to show. `models`: the registry's catalog, for the context window.
    void setDocument(DefinitionDocument *document, const QList<registry::ModelInfo> &models);

Q_SIGNALS:
    void updated(const hermes::workspace::PreviewContent &content);
    void cleared();

private:
    void start();

    QPointer<DefinitionDocument> m_document;
    QList<registry::ModelInfo> m_models;
    QTimer m_delay;
    core::LatestTask<PreviewContent> m_task;
};

} // namespace hermes::workspace
