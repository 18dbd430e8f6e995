#include "assembly/templateassembly.h"

#include "assembly/template.h"
#include "assembly/valuestack.h"
#include "registry/place.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::assembly {

using core::Problem;
using registry::Variable;
using registry::VariableValue;

namespace {

constexpr qsizetype maximumDepth = 16;
constexpr int maximumInclusions = 1000;
constexpr qint64 maximumAddedBytes = qint64(1) << 20; ///< Over the source's own.
/// More findings help nobody.
constexpr qsizetype maximumProblems = 100;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Assembly)
};

/// A template that is being rendered.
struct Scope
{
    const TemplateFile *file = nullptr;
    Origin::Kind kind = Origin::Kind::Prompt;
    QString name;
    QString version;
    QSet<QByteArray> known; ///< Names that are variables here.
    QList<ByteRange> code; ///< In the file.
};

/// White space that stands before each line of a fragment.
struct Indent
{
    const Scope *scope = nullptr;
    qint64 start = 0;
    qint64 end = 0;
};

class Assembler final : public TagJudge
{
public:
    Assembler(const TemplateFile &source, const registry::VariableValues &given,
              const FragmentSource &fragments, UnknownTags unknown)
        : m_source(source), m_given(given), m_fragments(fragments), m_unknown(unknown)
    {
    }

    Assembly assemble()
    {
        Scope scope;
        scope.file = &m_source;
        declare(m_source, scope);
        renderFile(scope);
        tellUnused();
        return std::exchange(m_result, {});
    }

    bool isTag(const TemplateTag &tag, const QList<QByteArray> &openSections) override
    {
        const bool isCode = isInCode(tag.start);
        switch (tag.kind) {
        case TemplateTag::Kind::Comment:
        case TemplateTag::Kind::Delimiters:
            return !isCode;
        case TemplateTag::Kind::Partial:
            return knowsFragment(tag, isCode);
        default:
            break;
        }
        const bool isKnown = tag.name == "." ? !openSections.isEmpty() || m_scopes.size() > 1
                                             : m_scopes.last()->known.contains(rootOf(tag.name));
        if (isKnown) {
            m_used.insert(rootOf(tag.name));
        } else if (!isCode) {
            complain(u"template.undefined-variable"_s,
                     Messages::tr("Nobody declares the variable “%1”. The tag stays as it is "
                                  "written. Declare it under “variables” at the top of the source, "
                                  "or write it as code if the braces are meant.")
                         .arg(QString::fromUtf8(tag.name)),
                     tag.start, declaration(rootOf(tag.name)));
        }
        return isKnown;
    }
    bool mindsUnclosed(qint64 start) override { return !isInCode(start); }

private:
    const TemplateFile &m_source;
    const registry::VariableValues &m_given;
    const FragmentSource &m_fragments;
    const UnknownTags m_unknown;

    Assembly m_result;
    QList<const Scope *> m_scopes; ///< Those being rendered, the prompt first.
    QList<Indent> m_indents;
    ValueStack m_values; ///< Of declared variables that have one.
    QHash<QString, bool> m_required;
    QHash<QString, core::Result<TemplateFile>> m_loaded;
    ByteRange m_inPrompt; ///< The prompt's tag that is being rendered.
    qint64 m_nodeStart = 0; ///< In the innermost file: what is being rendered.
    QSet<QByteArray> m_used;
    int m_inclusions = 0;
    bool m_isFull = false;

    static QByteArray rootOf(const QByteArray &name) { return name.split('.').first(); }

    // --- what is known ---------------------------------------------------------------------

    void declare(const TemplateFile &file, Scope &scope)
    {
        if (m_unknown == UnknownTags::AreEmpty) {
            m_values.variables() = m_given;
            return;
        }
        for (const Problem &problem : file.head.problems) {
            addProblem(problem); // a fragment may be included often
        }
        for (const Variable &variable : file.head.variables) {
            scope.known.insert(variable.name.toUtf8());
            m_required[variable.name] |= variable.isRequired;
            addValue(variable, file);
            if (variable.type == Variable::Type::List) {
                addItemKeys(m_values.variables().value(variable.name).value, scope.known);
            }
        }
        scope.code = codeRanges(QByteArrayView(file.text).sliced(file.head.bodyStart));
        for (ByteRange &range : scope.code) {
            range.start += file.head.bodyStart;
        }
    }

    void addValue(const Variable &variable, const TemplateFile &file)
    {
        const auto given = m_given.constFind(variable.name);
        if (given != m_given.constEnd()) {
            VariableValue value = *given;
            value.value = valueOfType(variable.type, given->value);
            if (!value.value.isUndefined()) {
                m_values.variables().insert(variable.name, value);
                return;
            }
            Problem problem;
            problem.rule = u"template.wrong-type"_s;
            problem.message = Messages::tr("The value of “%1” does not fit its type. Its default "
                                           "is used instead.")
                                  .arg(variable.name);
            problem.file = given->file;
            addProblem(problem);
        }
        if (!variable.defaultValue.isUndefined() && !m_values.variables().contains(variable.name)) {
            m_values.variables().insert(variable.name,
                                        {variable.defaultValue, file.file, variable.declaredAt});
        }
    }

    [[nodiscard]] bool isInCode(qint64 offset) const
    {
        const QList<ByteRange> &code = m_scopes.last()->code;
        const auto after = std::ranges::upper_bound(code, offset, {}, &ByteRange::start);
        if (after == code.begin()) {
            return false;
        }
        const ByteRange &range = *std::prev(after);
        return offset < range.start + range.length;
    }

    const core::Result<TemplateFile> &load(const QString &reference)
    {
        const auto loaded = m_loaded.constFind(reference);
        if (loaded != m_loaded.constEnd()) {
            return *loaded;
        }
        const qsizetype at = reference.indexOf(u'@');
        const QString version = at < 0 ? QString() : reference.sliced(at + 1);
        return *m_loaded.insert(
            reference,
            m_fragments.fragment(reference.first(at < 0 ? reference.size() : at), version));
    }

    bool knowsFragment(const TemplateTag &tag, bool isCode)
    {
        const QString reference = QString::fromUtf8(tag.name);
        const core::Result<TemplateFile> &fragment = load(reference);
        if (!fragment) {
            if (!isCode) {
                complain(u"template.missing-fragment"_s, fragment.error().message, tag.start);
            }
            return false;
        }
        const bool isOpen = std::ranges::any_of(m_scopes, [&](const Scope *scope) {
            return scope->kind == Origin::Kind::Fragment && scope->file->file == fragment->file;
        });
        if (isOpen) {
            complain(u"template.fragment-cycle"_s,
                     Messages::tr("The fragment “%1” would contain itself: %2. The tag stays as it "
                                  "is written.")
                         .arg(reference, wayTo(reference)),
                     tag.start);
            return false;
        }
        return true;
    }

    /// From the prompt to here, and on to `reference`, if there is one.
    [[nodiscard]] QString wayTo(const QString &reference) const
    {
        QStringList names;
        for (const Scope *scope : m_scopes) {
            if (scope->kind == Origin::Kind::Fragment) {
                names.append(scope->name);
            }
        }
        if (!reference.isEmpty()) {
            names.append(reference);
        }
        return names.join(u" → "_s);
    }

    // --- problems --------------------------------------------------------------------------

    void addProblem(const Problem &problem)
    {
        if (m_unknown == UnknownTags::StayAsWritten && m_result.problems.size() < maximumProblems
            && !m_result.problems.contains(problem)) {
            m_result.problems.append(problem);
        }
    }

    /// What would declare a variable in the source, with an empty text; a fragment may be meant to
    /// have it from the prompt around it.
    [[nodiscard]] QList<Problem::Fix> declaration(const QByteArray &name) const
    {
        if (m_scopes.size() > 1) {
            return {};
        }
        const TemplateFile &file = *m_scopes.last()->file;
        const QByteArray line = name + ": \"\"\n";
        Problem::Fix fix;
        fix.label = Messages::tr("Declare “%1”").arg(QString::fromUtf8(name));
        const qint64 headStart = file.text.startsWith("\xef\xbb\xbf") ? 3 : 0;
        if (!file.head.variables.isEmpty()) {
            const Variable &first = file.head.variables.constFirst();
            const qint64 at = first.declaredAt;
            fix.start = at == 0 ? 0 : file.text.lastIndexOf('\n', at - 1) + 1;
            const QByteArray indent = file.text.sliced(fix.start, at - fix.start);
            if (!indent.trimmed().isEmpty()
                || !QByteArrayView(file.text).sliced(at).startsWith(first.name.toUtf8())) {
                return {}; // all in one line, as YAML may have it
            }
            fix.replacement = indent + line;
        } else if (file.head.bodyStart > headStart) {
            fix.start = file.text.indexOf('\n') + 1;
            fix.replacement = "variables:\n  " + line;
        } else {
            fix.start = headStart;
            fix.replacement = "---\nvariables:\n  " + line + "---\n";
        }
        return {fix};
    }

    void complain(const QString &rule, const QString &message, qint64 offset,
                  const QList<Problem::Fix> &fixes = {})
    {
        const TemplateFile &file = *m_scopes.last()->file;
        const registry::Place place = registry::placeOf(file.text, offset);
        Problem problem;
        problem.rule = rule;
        problem.message = message;
        problem.file = file.file;
        problem.line = place.line;
        problem.column = place.column;
        problem.fixes = fixes;
        addProblem(problem);
    }

    void complainOf(const TemplateFault &fault)
    {
        const QString name = QString::fromUtf8(fault.name);
        switch (fault.kind) {
        case TemplateFault::Kind::UnclosedTag:
            complain(u"template.unclosed-tag"_s,
                     Messages::tr("Nothing closes the tag that begins here. It stays as it is "
                                  "written."),
                     fault.start);
            break;
        case TemplateFault::Kind::UnclosedSection:
            complain(u"template.unclosed-section"_s,
                     Messages::tr("The section “%1” has no end. Add {{/%1}}.").arg(name),
                     fault.start);
            break;
        case TemplateFault::Kind::UnopenedSection:
            complain(u"template.unopened-section"_s,
                     Messages::tr("No section “%1” is open that could end here.").arg(name),
                     fault.start);
            break;
        case TemplateFault::Kind::BadDelimiters:
            complain(u"template.bad-delimiters"_s,
                     Messages::tr("These are no delimiters. Write two signs without = between a "
                                  "pair of =: {{=<% %>=}}."),
                     fault.start);
            break;
        }
    }

    void tellUnused()
    {
        for (const Variable &variable : m_source.head.variables) {
            if (m_used.contains(variable.name.toUtf8())) {
                continue;
            }
            const registry::Place place = registry::placeOf(m_source.text, variable.declaredAt);
            Problem problem;
            problem.severity = Problem::Severity::Warning;
            problem.rule = u"template.unused-variable"_s;
            problem.message = Messages::tr("Nothing uses the variable “%1”.").arg(variable.name);
            problem.file = m_source.file;
            problem.line = place.line;
            problem.column = place.column;
            addProblem(problem);
        }
    }

    // --- rendering -------------------------------------------------------------------------

    void renderFile(const Scope &scope)
    {
        m_scopes.append(&scope);
        TagJudge *judge = m_unknown == UnknownTags::AreEmpty ? nullptr : this;
        const ParsedTemplate parsed =
            parseTemplate(scope.file->text, scope.file->head.bodyStart, judge);
        for (const TemplateFault &fault : parsed.faults) {
            complainOf(fault);
        }
        render(parsed.nodes);
        m_scopes.removeLast();
    }

    void render(const QList<TemplateNode> &nodes)
    {
        const bool isPrompt = m_scopes.size() == 1;
        for (const TemplateNode &node : nodes) {
            if (m_isFull) {
                return;
            }
            m_nodeStart = node.start;
            if (isPrompt) {
                m_inPrompt = {node.start, node.end - node.start};
            }
            if (node.beginsLine) {
                addIndents();
            }
            switch (node.kind) {
            case TemplateNode::Kind::Text:
                addText(node.start, node.end);
                break;
            case TemplateNode::Kind::Variable:
                renderVariable(node);
                break;
            case TemplateNode::Kind::Section:
                renderSection(node);
                break;
            case TemplateNode::Kind::InvertedSection:
                if (!isTrue(m_values.find(node.name).value)) {
                    render(node.children);
                }
                break;
            case TemplateNode::Kind::Partial:
                renderPartial(node);
                break;
            }
        }
    }

    void renderVariable(const TemplateNode &node)
    {
        const ValueStack::Found found = m_values.find(node.name);
        if (found.value.isUndefined() || found.value.isNull()) {
            if (m_unknown == UnknownTags::StayAsWritten) {
                tellMissing(node);
            }
            return;
        }
        Origin origin;
        origin.kind = Origin::Kind::Variable;
        origin.name = QString::fromUtf8(node.name);
        if (node.name == ".") {
            origin.name = found.variable;
        }
        origin.file = found.root.file;
        origin.start = found.root.start;
        append(shownBytes(found.value), origin);
    }

    /// A variable without a value: empty if it may be, else its tag stays.
    void tellMissing(const TemplateNode &node)
    {
        const QString root = QString::fromUtf8(rootOf(node.name));
        const bool isDeclared = m_required.contains(root);
        if (isDeclared && !m_required.value(root)) {
            return;
        }
        if (isDeclared) {
            complain(u"template.missing-value"_s,
                     Messages::tr("The variable “%1” must have a value and has none.").arg(root),
                     node.start);
        } else {
            complain(u"template.undefined-variable"_s,
                     Messages::tr("“%1” has no value here: it belongs to the items of a list.")
                         .arg(QString::fromUtf8(node.name)),
                     node.start);
        }
        const Scope &scope = *m_scopes.last();
        append(QByteArrayView(scope.file->text).sliced(node.start, node.end - node.start),
               originIn(scope, node.start));
    }

    void renderSection(const TemplateNode &node)
    {
        const ValueStack::Found found = m_values.find(node.name);
        if (!isTrue(found.value)) {
            return;
        }
        const QJsonArray items =
            found.value.isArray() ? found.value.toArray() : QJsonArray{found.value};
        for (const auto &item : items) {
            m_values.open(item, found);
            render(node.children);
            m_values.close();
        }
    }

    void renderPartial(const TemplateNode &node)
    {
        const QString reference = QString::fromUtf8(node.name);
        const core::Result<TemplateFile> loaded = load(reference);
        if (!loaded) {
            return; // only where unknown tags are empty
        }
        if (m_scopes.size() > maximumDepth) {
            complain(u"template.too-deep"_s,
                     Messages::tr("Fragments are nested more than %1 deep here: %2. The rest was "
                                  "left out.")
                         .arg(maximumDepth)
                         .arg(wayTo(reference)),
                     node.start);
            return;
        }
        if (++m_inclusions > maximumInclusions) {
            complain(u"template.too-many-fragments"_s,
                     Messages::tr("Fragments are included more than %1 times up to here: %2. The "
                                  "rest was left out.")
                         .arg(maximumInclusions)
                         .arg(wayTo(reference)),
                     node.start);
            return;
        }
        Scope scope;
        scope.file = &*loaded;
        scope.kind = Origin::Kind::Fragment;
        scope.name = reference.section(u'@', 0, 0);
        scope.version = reference.section(u'@', 1);
        scope.known = m_scopes.last()->known;
        declare(*loaded, scope);
        const QList<Indent> around = m_indents;
        if (!node.standsAlone) {
            m_indents.clear(); // within a line it brings its text as it is
        } else if (node.indentStart < node.indentEnd) {
            m_indents.append({m_scopes.last(), node.indentStart, node.indentEnd});
        }
        renderFile(scope);
        m_indents = around;
    }

    // --- bytes -----------------------------------------------------------------------------

    [[nodiscard]] static Origin originIn(const Scope &scope, qint64 start)
    {
        Origin origin;
        origin.kind = scope.kind;
        origin.name = scope.name;
        origin.version = scope.version;
        origin.file = scope.file->file;
        origin.start = start;
        return origin;
    }

    void addIndents()
    {
        for (const Indent &indent : std::as_const(m_indents)) {
            append(QByteArrayView(indent.scope->file->text)
                       .sliced(indent.start, indent.end - indent.start),
                   originIn(*indent.scope, indent.start));
        }
    }

    void addText(qint64 start, qint64 end)
    {
        const Scope &scope = *m_scopes.last();
        const QByteArrayView text = scope.file->text;
        if (m_indents.isEmpty()) {
            append(text.sliced(start, end - start), originIn(scope, start));
            return;
        }
        while (start < end) {
            const bool beginsLine =
                start == scope.file->head.bodyStart || text.at(start - 1) == '\n';
            const qint64 newline = text.indexOf('\n', start);
            const qint64 lineEnd = newline < 0 || newline >= end ? end : newline + 1;
            const QByteArrayView line = text.sliced(start, lineEnd - start);
            if (beginsLine && line != "\n" && line != "\r\n") {
                addIndents();
            }
            append(line, originIn(scope, start));
            start = lineEnd;
        }
    }

    void append(QByteArrayView bytes, const Origin &origin)
    {
        if (bytes.isEmpty() || m_isFull) {
            return;
        }
        if (m_result.text.size() + bytes.size() > m_source.text.size() + maximumAddedBytes) {
            m_isFull = true;
            const QString way = wayTo({});
            complain(u"template.too-large"_s,
                     way.isEmpty()
                         ? Messages::tr("What is put in makes the prompt more than 1 MiB longer "
                                        "than its source. What would follow here was left out.")
                         : Messages::tr("What is put in makes the prompt more than 1 MiB longer "
                                        "than its source: %1. What would follow here was left out.")
                               .arg(way),
                     m_nodeStart);
            return;
        }
        const qint64 start = m_result.text.size();
        m_result.text.append(bytes);
        // The prompt's own text stands for itself; anything else is there by the prompt's tag.
        const ByteRange inPrompt = origin.kind == Origin::Kind::Prompt
            ? ByteRange{origin.start, bytes.size()}
            : m_inPrompt;
        if (!m_result.segments.isEmpty() && joins(m_result.segments.last(), origin, inPrompt)) {
            Segment &last = m_result.segments.last();
            last.length += bytes.size();
            if (origin.kind == Origin::Kind::Prompt) {
                last.inPrompt.length += bytes.size();
            }
            return;
        }
        m_result.segments.append({start, bytes.size(), origin, inPrompt});
    }

    static bool joins(const Segment &last, const Origin &origin, const ByteRange &inPrompt)
    {
        Origin next = last.origin;
        next.start += last.length;
        return origin.kind != Origin::Kind::Variable && next == origin
            && (origin.kind == Origin::Kind::Prompt || last.inPrompt == inPrompt);
    }
};

} // namespace

Assembly assembleTemplate(const TemplateFile &source, const registry::VariableValues &given,
                          const FragmentSource &fragments, UnknownTags unknown)
{
    return Assembler(source, given, fragments, unknown).assemble();
}

} // namespace hermes::assembly
