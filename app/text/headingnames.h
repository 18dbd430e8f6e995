#pragma once

#include <QHash>
#include <QString>

namespace hermes::text {

/// What links call the headings of a text, by GitHub's rules: small letters, `-` for each blank,
/// nothing else but letters, digits, `-` and `_`; a name that was given before gets `-1`, `-2`, …
class HeadingNames
{
public:
    /// The name of the next heading. `title`: its words, without Markdown.
    [[nodiscard]] QString next(const QString &title);

private:
    QHash<QString, int> m_times; ///< That names were asked for.
};

} // namespace hermes::text
