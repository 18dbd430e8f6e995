#pragma once

#include "core/entryid.h"
#include "registry/frontmattertext.h"
#include "registry/manifesttext.h"

#include <variant>

namespace hermes::changes {

/// The fields of an entry that operations change, whatever file holds them.
enum class EntryField
{
    Id, ///< A skill's name.
    Name, ///< Not of skills, whose name is their id.
    Version,
    Description,
    Tags,
    Model,
    Author,
    License,
};

/// The manifest of an entry, as JSON or as front matter, edited byte by byte.
class EntryText
{
public:
    /// Errors: InvalidFormat with the reason, NotText.
    [[nodiscard]] static core::Result<EntryText> parse(core::EntryKind kind,
                                                       const QByteArray &text);

    [[nodiscard]] const QByteArray &text() const;
    [[nodiscard]] QJsonValue value(EntryField field) const;
    /// Gives a field a value; nothing happens if it has it. Errors: those of edited() of the two.
    [[nodiscard]] core::Result<void> set(EntryField field, const QJsonValue &value);
    /// The same for any field of the manifest.
    [[nodiscard]] core::Result<void> set(const QStringList &path, const QJsonValue &value);
    [[nodiscard]] QJsonValue value(const QStringList &path) const;
    /// Nothing happens if it is not there.
    [[nodiscard]] core::Result<void> remove(EntryField field);

private:
    EntryText() = default;
    [[nodiscard]] QStringList pathOf(EntryField field) const;
    [[nodiscard]] core::Result<void> apply(const core::Result<registry::TextEdit> &edit);

    core::EntryKind m_kind = core::EntryKind::Agent;
    std::variant<std::monostate, registry::ManifestText, registry::FrontMatterText> m_text;
};

} // namespace hermes::changes
