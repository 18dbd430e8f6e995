#pragma once

#include <QByteArray>
#include <QString>

namespace hermes::text {

/// What a text says to readers of Markdown, for comparing it: blocks, spans, links and words, by
/// CommonMark and by its dialect with tables and task lists.
///
/// A line end within a paragraph is a blank; between characters of scripts that are written without
/// blanks it is nothing, as in CSS. Cost: two parses.
class Meaning
{
public:
    explicit Meaning(const QString &markdown);

    bool operator==(const Meaning &) const = default;

private:
    QByteArray m_commonMark;
    QByteArray m_extended;
};

} // namespace hermes::text
