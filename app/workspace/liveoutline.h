#pragma once

#include "core/latesttask.h"
#include "tokens/countedtext.h"
#include "tokens/countingmethod.h"
#include "workspace/definitiondocument.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace hermes::workspace {

/// Words, and a model's tokens.
struct TextSize
{
    int words = 0;
    qint64 tokens = 0; ///< That begin in the text; Outline::counting says by what.

    bool operator==(const TextSize &) const = default;
};

/// A section of a prompt as an outline shows it.
struct OutlineSection
{
    int level = 1; ///< 1–6.
    QString title; ///< As it is read, without markup.
    QString heading; ///< As it is written.
    qsizetype line = 0; ///< Of the heading, from 0.
    qsizetype parent = -1; ///< Index of the section around it; -1 = outermost.
    TextSize own; ///< Down to the next heading; the heading included.
    TextSize whole; ///< With all sections within.

    bool operator==(const OutlineSection &) const = default;
};

struct Outline
{
    QList<OutlineSection> sections; ///< In the order of the text.
    TextSize whole; ///< Of the text without front matter.
    tokens::CountingMethod counting;

    bool operator==(const Outline &) const = default;
};

/// `modelId` says how tokens are counted; empty = no model. Thread: any; costs a parse of the text.
[[nodiscard]] Outline outlineOf(const QString &text, const QString &modelId);

/// Keeps the outline of one document's prompt up to date while it is edited: when typing pauses, on
/// a worker, newest only. Thread: UI.
class LiveOutline final : public QObject
{
    Q_OBJECT

public:
    explicit LiveOutline(QObject *parent = nullptr);

    /// nullptr = an empty outline.
    void setDocument(DefinitionDocument *document);

Q_SIGNALS:
    void updated(const hermes::workspace::Outline &outline);

private:
    struct Counted
    {
        Outline outline;
        std::shared_ptr<const tokens::CountedText> text;
    };

    void start();

    QPointer<DefinitionDocument> m_document;
    /// Of the outline told last, so that only what was edited is counted.
    std::shared_ptr<const tokens::CountedText> m_counted;
    QTimer m_pause; ///< Of typing.
    core::LatestTask<Counted> m_task;
};

} // namespace hermes::workspace
