#pragma once

#include "registry/manifesttext.h"

#include <QJsonObject>
#include <QStringList>

namespace hermes::registry {

/// A Markdown file whose YAML front matter is edited one value at a time; every byte outside the
/// value stays as it is: order, quotes, comments, unknown keys, line endings, the body.
///
/// What ManifestText is for JSON. Nested keys are found in block mappings (`metadata:` with
/// indented lines below it), lists in brackets or as lines with dashes. A form that cannot be
/// edited safely is refused, never guessed: each edit is read back before it is returned. A value
/// type. Thread: any.
class FrontMatterText
{
public:
    /// Errors: InvalidFormat without a front matter, or where it is no YAML at all.
    [[nodiscard]] static core::Result<FrontMatterText> parse(const QByteArray &text);

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    /// Undefined if there is none. Numbers are texts, as readSkillFrontMatter() has them.
    [[nodiscard]] QJsonValue value(const QStringList &path) const;

    /// The edit that gives `path` this value: a text or a list of texts. An equal value gives an
    /// edit of length 0 with an empty replacement.
    ///
    /// A missing top-level key is added after its nearest predecessor among the usual fields of a
    /// skill, at the end if there is none; a nested one at the end of its mapping. Missing mappings
    /// above it are made. A list keeps the text of the elements that stay.
    /// Errors: InvalidArgument (another type of value), InvalidFormat (edit it in the text).
    [[nodiscard]] core::Result<TextEdit> edited(const QStringList &path,
                                                const QJsonValue &value) const;
    /// The edit that removes a key with its lines; a mapping that held nothing else goes with it.
    /// Errors: NotFound, InvalidFormat (edit it in the text).
    [[nodiscard]] core::Result<TextEdit> removed(const QStringList &path) const;

private:
    FrontMatterText() = default;
    [[nodiscard]] core::Result<TextEdit> verified(const TextEdit &edit,
                                                  const QJsonObject &expected) const;

    QByteArray m_text;
    qint64 m_blockStart = 0;
    qint64 m_blockEnd = 0;
    QJsonObject m_fields;
};

} // namespace hermes::registry
