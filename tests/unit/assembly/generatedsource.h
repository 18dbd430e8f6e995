#pragma once

#include "assembly/templateassembly.h"
#include "origincheck.h"

namespace hermes::test {

/// A source and its fragments, made by a seed: text of several bytes a character, variables,
/// sections, lists, comments, set delimiters, code and tags that nobody knows; fragments alone in
/// their line, indented, within a line, by their version and within each other.
class GeneratedSource final : public assembly::FragmentSource
{
public:
    explicit GeneratedSource(quint32 seed);

    [[nodiscard]] const QByteArray &source() const { return m_source; }
    /// By name or `name@version`.
    [[nodiscard]] const QHash<QString, QByteArray> &fragments() const { return m_fragments; }
    [[nodiscard]] assembly::Assembly assembled() const;
    [[nodiscard]] OriginTexts texts() const;
    [[nodiscard]] core::Result<assembly::TemplateFile>
    fragment(const QString &name, const QString &version) const override;

private:
    QByteArray m_source;
    QHash<QString, QByteArray> m_fragments;
};

} // namespace hermes::test
