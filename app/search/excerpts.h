#pragma once

#include "core/error.h"
#include "search/snapshot.h"
#include "search/textsearch.h"

#include <QList>
#include <QString>

#include <memory>

namespace hermes::search {

/// A line of a prompt in which something was found.
struct Excerpt
{
    struct Range
    {
        qsizetype start = 0; ///< In UTF-16 code units of `text`.
        qsizetype length = 0;

        bool operator==(const Range &) const = default;
    };

    int line = 0; ///< 1-based. Lines end as in the editor: LF, CRLF or CR.
    int column = 0; ///< Of the first match, 1-based, in UTF-16 code units of the line.
    QString text; ///< The line, or the part of a long one around the first match, with “…”.
    QList<Range> ranges; ///< The matches, in order, without overlaps.

    bool operator==(const Excerpt &) const = default;
};

/// Shows where a query was found, one hit after the other. Keeps the block it read last, so hits of
/// neighbours cost less. Thread: one at a time; reads and searches one prompt a call, some
/// microseconds for a usual one.
class ExcerptReader
{
public:
    /// Errors: InvalidArgument as search().
    [[nodiscard]] static core::Result<std::unique_ptr<ExcerptReader>>
    create(const Snapshot &snapshot, const Query &query, const TextOptions &options);
    ~ExcerptReader();
    Q_DISABLE_COPY_MOVE(ExcerptReader)

    /// The lines that say most, in the order of the text: first those with most of the query's
    /// terms, then earlier ones. At most `most` of them. Nothing if the prompt cannot be read or
    /// only the entry's fields answered.
    [[nodiscard]] QList<Excerpt> read(int row, int most);

private:
    struct State;
    explicit ExcerptReader(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace hermes::search
