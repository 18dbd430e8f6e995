#pragma once

#include "registry/catalog.h"
#include "workspace/workspace.h"

#include <QList>
#include <QString>

namespace hermes::browser {

/// What a filter looks at of one entry, case-folded once so that a key press compares and converts
/// nothing.
struct FilterText
{
    QString anything; ///< Name, id, description, tags, tools and model, one a line.
    QString nameAndId;
    QStringList tags;
    QStringList tools;
    QString model;

    [[nodiscard]] static FilterText of(const registry::EntrySummary &entry);
};

/// The words of a filter; an entry must match every one.
///
/// A plain word is found anywhere in the entry's texts, or as an abbreviation of its name or id:
/// its letters in order, the first at the beginning of a word (`beng` finds “Backend Engineer”).
/// `tag:`, `tool:` and `model:` look at one field, `kind:agent`, `status:modified` (clean,
/// modified, added, conflicted) and `has:problem` at what the entry is; their values may be
/// unfinished (`status:mod`), as they are while someone types. An unknown key is a plain word.
class FilterQuery
{
public:
    FilterQuery() = default;
    [[nodiscard]] static FilterQuery parse(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_terms.isEmpty(); }
    [[nodiscard]] bool matches(const FilterText &text, const registry::EntrySummary &entry,
                               workspace::EntryState state) const;

    bool operator==(const FilterQuery &) const = default;

private:
    enum class Field
    {
        Anything,
        Tag,
        Tool,
        Model,
        Kind,
        Status,
        Has
    };
    struct Term
    {
        Field field = Field::Anything;
        QString value; ///< Case-folded.

        bool operator==(const Term &) const = default;
    };

    [[nodiscard]] static bool matchesTerm(const Term &term, const FilterText &text,
                                          const registry::EntrySummary &entry,
                                          workspace::EntryState state);

    QList<Term> m_terms;
};

} // namespace hermes::browser
