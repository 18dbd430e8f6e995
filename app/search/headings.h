#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace hermes::search {

/// A heading of a prompt.
struct Heading
{
    QString title;
    int line = 0; ///< 1-based.

    bool operator==(const Heading &) const = default;
};

/// The headings that lines with `#` make, outside of fenced code and front matter: those one goes
/// to. Reads quickly rather than exactly; what a section really is, `assembly` knows.
[[nodiscard]] QList<Heading> headingsOf(QByteArrayView markdown);

} // namespace hermes::search
