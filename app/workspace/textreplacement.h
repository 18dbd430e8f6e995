#pragma once

#include <QList>
#include <QStringView>

namespace hermes::workspace {

/// A stretch of a document's text and what takes its place. UTF-16 code units.
struct TextReplacement
{
    qsizetype start = 0;
    qsizetype length = 0;
    QStringView text; ///< Of the text that is to be.
};

/// What makes the one text of the other, last place first, so that each can be done as it stands.
///
/// Lines, ended by U+2029, that are the same in both stay, and so do the common ends of what is
/// replaced; characters are not cut in halves. Thread: any.
[[nodiscard]] QList<TextReplacement> textReplacements(QStringView before, QStringView after);

} // namespace hermes::workspace
