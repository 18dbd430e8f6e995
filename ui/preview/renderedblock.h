#pragma once

#include "widgets/codecolors.h"

#include <QFont>
#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>

QT_BEGIN_NAMESPACE
class QTextDocument;
QT_END_NAMESPACE

namespace hermes::preview {

/// How blocks are laid out.
struct BlockStyle
{
    QString styleSheet;
    QFont font;
    int width = 0; ///< Device-independent pixels.

    bool operator==(const BlockStyle &) const = default;
};

/// A block of HTML, laid out. Its outer margins are not part of its height: those of neighbours
/// share their room.
struct LaidOutBlock
{
    /// A code in the document, line by line a block of it.
    struct Code
    {
        int start = 0; ///< UTF-16 code units.
        QString language;
        QString text;
    };

    std::unique_ptr<QTextDocument> document;
    double height = 0;
    double marginAbove = 0;
    double marginBelow = 0;
    QList<Code> codes; ///< Whose languages are named, and that are not too long to be coloured.
    bool isColored = false; ///< By colorCodes(), or there was nothing to colour.
};

using LaidOutBlocks = QHash<QString, std::shared_ptr<LaidOutBlock>>;

/// Gives codes of a block their colours: one list for each of them. Thread: that of the document.
void colorCodes(LaidOutBlock &block, const QList<QList<widgets::CodeStretch>> &stretches);

/// Each different HTML once. Nothing that it names is loaded. The documents belong to no thread
/// until the one that shows them takes them. Thread: any.
[[nodiscard]] LaidOutBlocks layOutBlocks(const QStringList &htmls, const BlockStyle &style);

} // namespace hermes::preview
