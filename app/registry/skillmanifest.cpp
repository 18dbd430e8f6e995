#include "registry/fieldreader.h"
#include "registry/frontmatter.h"
#include "registry/manifest.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace hermes::registry {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(FrontMatter)
};

/// What the repair may take for a key: the Agent Skills specification, the registry's own fields,
/// Claude Code's.
const QStringList &knownSkillKeys()
{
    static const QStringList keys =
        u"name description license compatibility metadata allowed-tools version author platforms "
        "prerequisites source tags triggers when_to_use argument-hint arguments "
        "disable-model-invocation user-invocable disallowed-tools model effort context agent "
        "background hooks paths shell"_s.split(u' ');
    return keys;
}

/// The parts of `Bash(git:*) Read, Grep`: separated by spaces or commas outside parentheses.
QStringList splitTools(const QString &text)
{
    QStringList tools;
    QString current;
    int depth = 0;
    const QString closed = text + u' ';
    for (const QChar character : closed) {
        depth += character == u'(' ? 1 : 0;
        depth -= character == u')' && depth > 0 ? 1 : 0;
        if (depth > 0 || (!character.isSpace() && character != u',')) {
            current += character;
        } else if (!current.isEmpty()) {
            tools.append(std::exchange(current, QString()));
        }
    }
    if (!current.isEmpty()) {
        tools.append(current.trimmed()); // an open parenthesis reaches to the end
    }
    return tools;
}

class SkillReader
{
public:
    SkillReader(const QByteArray &text, const core::RepoPath &file)
        : m_text(text), m_file(file), m_span(frontMatterSpan(text))
    {
    }

    ReadManifest read()
    {
        if (m_span.state != FrontMatterSpan::State::Complete) {
            const bool isOpen = m_span.state == FrontMatterSpan::State::Unterminated;
            report(core::Problem::Severity::Error, u"manifest.frontMatter"_s,
                   isOpen ? Messages::tr("The front matter has no closing line “---”.")
                          : Messages::tr("There is no front matter with name and description."),
                   {});
            return {{}, m_problems};
        }
        readMapping();
        FieldReader reader(m_file, FieldReader::Null::IsAbsent,
                           [this](const QString &field) { return placeOfKey(field); });
        Manifest manifest = manifestFrom(reader);
        m_problems += reader.takeProblems();
        return {std::move(manifest), m_problems};
    }

private:
    void readMapping()
    {
        const QByteArrayView block =
            QByteArrayView(m_text).sliced(m_span.blockStart, m_span.blockEnd - m_span.blockStart);
        if (auto strict = readYamlMapping(block)) {
            m_mapping = std::move(*strict);
        } else {
            RepairedMapping repaired = repairYamlMapping(block, knownSkillKeys());
            m_mapping = std::move(repaired.mapping);
            reportRepair(strict.error(), repaired.repairedKeys);
        }
        for (const QString &key : std::as_const(m_mapping.duplicateKeys)) {
            report(core::Problem::Severity::Warning, u"manifest.duplicate"_s,
                   Messages::tr("%1 is there twice; the last one counts.").arg(key), key);
        }
    }

    void reportRepair(const YamlFault &fault, const QStringList &keys)
    {
        const bool isLost = m_mapping.fields.isEmpty();
        report(isLost ? core::Problem::Severity::Error : core::Problem::Severity::Warning,
               isLost ? u"manifest.syntax"_s : u"manifest.repaired"_s,
               isLost ? Messages::tr("The front matter is not valid YAML: %1.").arg(fault.reason)
                      : Messages::tr("The front matter is not valid YAML: %1. Read as plain text: "
                                     "%2. Put quotes around it.")
                            .arg(fault.reason, keys.join(u", "_s)),
               keys.value(0));
        const Place place = placeOf(m_text, m_span.blockStart + fault.offset);
        m_problems.last().line = place.line;
        m_problems.last().column = place.column;
    }

    [[nodiscard]] Manifest manifestFrom(FieldReader &reader) const
    {
        const QJsonObject &fields = m_mapping.fields;
        // Only the registry gives metadata a shape; elsewhere it may hold anything.
        const QJsonObject hermes = fields.value(u"metadata").toObject().value(u"hermes").toObject();
        Manifest manifest;
        manifest.all = fields;
        manifest.type = core::kindName(core::EntryKind::Skill);
        manifest.name = reader.text(fields, u"name"_s);
        manifest.id = manifest.name;
        manifest.version = reader.text(fields, u"version"_s);
        manifest.description = reader.text(fields, u"description"_s);
        manifest.author = reader.author(fields);
        manifest.license = reader.text(fields, u"license"_s);
        manifest.source = reader.text(fields.contains(u"source") ? fields : hermes, u"source"_s);
        manifest.tags = reader.texts(hermes.contains(u"tags") ? hermes : fields, u"tags"_s)
                            .value_or(QStringList());
        manifest.icon = reader.text(hermes, u"icon"_s);
        if (hermes.value(u"compatibility").isObject()) {
            manifest.compatibility = reader.compatibility(hermes);
        }
        manifest.entry = m_file.fileName();
        manifest.model = reader.text(fields, u"model"_s);
        manifest.tools = tools(reader);
        manifest.platforms = reader.texts(fields, u"platforms"_s).value_or(QStringList());
        manifest.acceptsFunding =
            !hermes.value(u"funding").toObject().value(u"address").toString().isEmpty();
        return manifest;
    }

    [[nodiscard]] std::optional<QStringList> tools(FieldReader &reader) const
    {
        const QString key = u"allowed-tools"_s;
        const QJsonValue value = m_mapping.fields.value(key);
        return value.isString() ? splitTools(value.toString())
                                : reader.texts(m_mapping.fields, key);
    }

    [[nodiscard]] Place placeOfKey(const QString &field) const
    {
        return placeOf(m_text, m_span.blockStart + m_mapping.keyOffsets.value(field, 0));
    }

    void report(core::Problem::Severity severity, const QString &rule, const QString &message,
                const QString &field)
    {
        const Place place = field.isEmpty() ? Place() : placeOfKey(field);
        core::Problem problem;
        problem.severity = severity;
        problem.rule = rule;
        problem.message = message;
        problem.file = m_file;
        problem.line = place.line;
        problem.column = place.column;
        problem.field = field;
        m_problems.append(problem);
    }

    const QByteArray &m_text;
    const core::RepoPath &m_file;
    FrontMatterSpan m_span;
    YamlMapping m_mapping;
    QList<core::Problem> m_problems;
};

} // namespace

ReadManifest readSkillFrontMatter(const QByteArray &text, const core::RepoPath &file)
{
    return SkillReader(text, file).read();
}

qint64 frontMatterEnd(QByteArrayView text)
{
    return frontMatterSpan(text).bodyStart;
}

} // namespace hermes::registry
