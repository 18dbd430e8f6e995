#pragma once

#include <QList>
#include <QString>
#include <QStringView>

namespace hermes::workspace {

/// Line ends are units of a text, each of its own kind: these, and no others.
namespace lineend {
inline constexpr QChar lf = u'\n';
inline constexpr QChar cr = u'\r';
/// CR LF. A U+2029 of the file itself is escaped, so this one is free.
inline constexpr QChar crLf{0x2029};
} // namespace lineend
[[nodiscard]] inline bool isLineEnd(QChar unit)
{
    return unit == lineend::lf || unit == lineend::cr || unit == lineend::crLf;
}

/// One replacement in an ExactText, in its units. Changes of a list apply one after the other, each
/// to the text that the earlier ones left.
struct TextChange
{
    qsizetype position = 0;
    QString removed;
    QString inserted;

    bool operator==(const TextChange &) const = default;
    [[nodiscard]] qsizetype end() const { return position + inserted.size(); }
    [[nodiscard]] TextChange reversed() const { return {position, inserted, removed}; }
};

/// Where an editor's cursor stands, in units of its text.
struct Caret
{
    qsizetype anchor = 0;
    qsizetype position = 0;

    bool operator==(const Caret &) const = default;
};

/// Units with every line end as `lineEnd`.
[[nodiscard]] QString withLineEnds(QString units, QChar lineEnd);
[[nodiscard]] bool hasLineEnd(QStringView units);

/// The changes that make `after` of `before`, last place first; `position` is where both begin in
/// the whole text. Lines that are the same in both stay, and so do common ends of what is replaced;
/// where only a line end differs, that alone changes.
[[nodiscard]] QList<TextChange> changesBetween(qsizetype position, const QString &before,
                                               const QString &after);

/// Line ends for a text whose own are not known: if it has as many lines as `before`, those in
/// their order; else lines that are the same keep theirs, and the others end as `usual`.
[[nodiscard]] QString withLineEndsOf(const QString &before, const QString &after, QChar usual);

} // namespace hermes::workspace
