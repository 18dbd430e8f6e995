#pragma once

#include <QByteArray>
#include <QList>

namespace hermes::assembly {

/// A tag of a template as it is written, before it is decided whether it is one.
struct TemplateTag
{
    enum class Kind
    {
        Variable, ///< `{{name}}`, `{{{name}}}`, `{{&name}}`
        Section, ///< `{{#name}}`
        InvertedSection, ///< `{{^name}}`
        SectionEnd, ///< `{{/name}}`
        Partial, ///< `{{>name}}`
        Comment, ///< `{{!…}}`
        Delimiters, ///< `{{=<% %>=}}`
    };
    Kind kind = Kind::Variable;
    qint64 start = 0; ///< Byte of its opening delimiter.
    qint64 end = 0; ///< Behind its closing delimiter.
    QByteArray name; ///< Without white space; empty for comments and delimiters.

    bool operator==(const TemplateTag &) const = default;
};

/// What a template consists of. Byte offsets in the template's text.
struct TemplateNode
{
    enum class Kind
    {
        Text,
        Variable,
        Section,
        InvertedSection,
        Partial
    };
    Kind kind = Kind::Text;
    qint64 start = 0; ///< Of the text or the (opening) tag.
    qint64 end = 0; ///< Behind it.
    QByteArray name;
    bool beginsLine = false; ///< A tag with which a line begins that stays.
    bool standsAlone = false; ///< A partial that has its line for itself, which goes with it.
    qint64 indentStart = 0; ///< Of such a partial: the white space before it.
    qint64 indentEnd = 0;
    qint64 endTagStart = 0; ///< Of a section: the tag that ends it.
    qint64 endTagEnd = 0; ///< Behind that.
    QList<TemplateNode> children; ///< Sections only.

    bool operator==(const TemplateNode &) const = default;
};

/// What is wrong with a template's tags. The tag itself stays in the text as it is written.
struct TemplateFault
{
    enum class Kind
    {
        UnclosedTag, ///< No closing delimiter follows.
        UnclosedSection,
        UnopenedSection, ///< An end without a beginning.
        BadDelimiters,
    };
    Kind kind = Kind::UnclosedTag;
    qint64 start = 0;
    qint64 end = 0;
    QByteArray name;

    bool operator==(const TemplateFault &) const = default;
};

/// Decides which of the texts that look like tags are tags.
class TagJudge
{
public:
    virtual ~TagJudge() = default;
    /// False if the text stays as it is written. `openSections`: names of the sections around it,
    /// outermost first. Not asked for ends of sections: they are what their beginning is.
    [[nodiscard]] virtual bool isTag(const TemplateTag &tag,
                                     const QList<QByteArray> &openSections) = 0;
    /// False if an opening delimiter that nothing closes is no fault: it stands in code.
    [[nodiscard]] virtual bool mindsUnclosed(qint64 start) = 0;
};

struct ParsedTemplate
{
    QList<TemplateNode> nodes;
    QList<TemplateFault> faults;

    bool operator==(const ParsedTemplate &) const = default;
};

/// Reads a template by the Mustache specification (github.com/mustache/spec, required modules) from
/// a byte on: variables, sections, inverted sections, partials, comments, other delimiters, tags
/// that stand alone in their line. Without a judge every tag is one. Cost is linear.
[[nodiscard]] ParsedTemplate parseTemplate(QByteArrayView text, qint64 start,
                                           TagJudge *judge = nullptr);

/// True for a name that variables, sections and fragments can have: letters, digits, `_ - . / @`
/// and everything beyond ASCII.
[[nodiscard]] bool isTemplateName(QByteArrayView name);

} // namespace hermes::assembly
