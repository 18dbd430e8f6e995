#pragma once

#include <QList>
#include <QString>

#include <algorithm>

namespace hermes::text {

/// A stretch of selected text, or a caret where both ends are one.
struct Selection
{
    qsizetype anchor = 0;
    qsizetype caret = 0;

    bool operator==(const Selection &) const = default;
    [[nodiscard]] qsizetype start() const { return std::min(anchor, caret); }
    [[nodiscard]] qsizetype end() const { return std::max(anchor, caret); }
    [[nodiscard]] bool isEmpty() const { return anchor == caret; }
};

/// Replaces a stretch of a text.
struct Edit
{
    qsizetype start = 0;
    qsizetype length = 0;
    QString replacement;

    bool operator==(const Edit &) const = default;
    [[nodiscard]] qsizetype end() const { return start + length; }
};

/// What a command does: edits in ascending order, none overlapping, with places in the text as it
/// was; and the selections in the text as it will be.
struct Change
{
    QList<Edit> edits;
    QList<Selection> selections;

    bool operator==(const Change &) const = default;
};

/// On which side of text inserted at its place a position stays.
enum class Stick
{
    Before,
    After
};

/// The text with all edits made.
[[nodiscard]] QString applied(const QString &text, const QList<Edit> &edits);

/// Where a position of the old text lies in the new one. A position within replaced text keeps its
/// distance to the start as far as the replacement goes.
[[nodiscard]] qsizetype moved(qsizetype position, const QList<Edit> &edits, Stick stick);

/// The same for selections: text inserted at the ends of a selection belongs to it, a caret goes
/// behind.
[[nodiscard]] QList<Selection> moved(const QList<Selection> &selections, const QList<Edit> &edits);

/// The edit without what its two sides have in common; nothing if it changes nothing.
[[nodiscard]] QList<Edit> smallest(const Edit &edit, QStringView replaced);

/// In order and without duplicates; of two that overlap only the first stays.
[[nodiscard]] QList<Edit> arranged(QList<Edit> edits);

} // namespace hermes::text
