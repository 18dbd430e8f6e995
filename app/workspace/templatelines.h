#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <algorithm>

namespace hermes::workspace {

// Lines of a template, by byte offsets.

[[nodiscard]] inline qint64 lineStart(const QByteArray &text, qint64 at)
{
    return at == 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/// Behind the line end.
[[nodiscard]] inline qint64 lineEnd(const QByteArray &text, qint64 at)
{
    const qint64 newline = text.indexOf('\n', at);
    return newline < 0 ? text.size() : newline + 1;
}

[[nodiscard]] inline bool isBlank(QByteArrayView text)
{
    return std::ranges::all_of(
        text, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

} // namespace hermes::workspace
