#pragma once

#include <QString>
#include <QTextCursor>

#include <optional>

namespace hermes::mainwindow {

/// A place in a fragment or a source.
struct TemplatePlace
{
    QString file; ///< In the registry: `studio/fragments/tone.md`.
    /// Of a fragment, as a tag asks for it; empty = as it is now.
    QString version = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
    qint64 offset = -1; ///< In bytes; -1 = see line.
    int line = 0; ///< 1-based, as the next; 0 = wherever the caret is.
    int column = 1; ///< In UTF-16 code units.
};

/// A tag of a template as it stands in one line of an editor.
struct TemplateTagText
{
    QString name; ///< Of a fragment or, in its first part, a variable.
    QString version; ///< Of a fragment; empty = none is asked for.
    bool isFragment = false;

    bool operator==(const TemplateTagText &) const = default;
};

/// The tag that a cursor stands in or beside; comments and other delimiters are none.
[[nodiscard]] std::optional<TemplateTagText> tagAt(const QTextCursor &cursor);

} // namespace hermes::mainwindow
