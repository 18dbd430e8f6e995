#pragma once

#include "assembly/assembly.h"
#include "core/error.h"
#include "registry/promptsource.h"

namespace hermes::assembly {

/// A template with what its front matter says.
struct TemplateFile
{
    core::RepoPath file;
    QByteArray text; ///< The whole file.
    registry::SourceHead head;

    bool operator==(const TemplateFile &) const = default;
};

/// Where fragments come from.
class FragmentSource
{
public:
    virtual ~FragmentSource() = default;
    /// `version` empty = as it is in the same state of the registry as the prompt.
    /// Errors: NotFound and those of reading; their message is shown at the tag.
    [[nodiscard]] virtual core::Result<TemplateFile> fragment(const QString &name,
                                                              const QString &version) const = 0;
};

/// What becomes of a tag whose variable or fragment nobody knows.
enum class UnknownTags
{
    StayAsWritten, ///< And are a problem, unless they stand in code: braces there are code.
    AreEmpty, ///< As the Mustache specification has it. Fragments may then contain themselves.
};

/// Assembles a prompt from its source: a template by the Mustache specification, but without HTML
/// escaping, as a prompt is no HTML.
///
/// A name is a variable only if the source or the fragment around it declares it (a key of a
/// list's items counts). Values: `given`, else the default. A variable that is required and has no
/// value stays as its tag, with a problem. Fragments are included 16 deep and 1,000 times at most,
/// and make a source 1 MiB longer at most; what is beyond is a problem. Thread: any.
[[nodiscard]] Assembly assembleTemplate(const TemplateFile &source,
                                        const registry::VariableValues &given,
                                        const FragmentSource &fragments,
                                        UnknownTags unknown = UnknownTags::StayAsWritten);

/// Where Markdown has code: fenced, indented and in spans. Byte ranges in order.
[[nodiscard]] QList<ByteRange> codeRanges(QByteArrayView markdown);

} // namespace hermes::assembly
