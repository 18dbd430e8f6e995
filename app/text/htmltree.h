#pragma once

#include <QHash>
#include <QString>

#include <memory>
#include <vector>

namespace hermes::text {

/// An element or a text of an HTML document as it was meant, however badly it was written.
struct HtmlNode
{
    QString name; ///< In small letters; empty for text.
    QString text; ///< Of a text, with entities resolved.
    QHash<QString, QString> attributes; ///< Names in small letters.
    std::vector<std::unique_ptr<HtmlNode>> children;

    [[nodiscard]] bool isText() const { return name.isEmpty(); }
    /// A property of its `style` attribute, in small letters; empty if it has none.
    [[nodiscard]] QString style(QLatin1StringView property) const;
    [[nodiscard]] bool hasClass(QLatin1StringView wanted) const;
    /// All text within, one after the other.
    [[nodiscard]] QString plainText() const;
};

/// Reads HTML without ever failing: tags that are missing are assumed, what cannot be placed is
/// left out. Comments, scripts and styles are dropped. Of a clipboard's HTML only the fragment
/// between its marks is read. Nesting beyond a limit is flattened.
[[nodiscard]] std::unique_ptr<HtmlNode> parseHtml(const QString &html);

/// The text with entities such as `&eacute;` and `&#233;` resolved; what is no entity stays.
[[nodiscard]] QString withoutEntities(QStringView text);

} // namespace hermes::text
