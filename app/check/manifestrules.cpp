#include "check/manifestrules.h"

#include "check/lookalikes.h"
#include "check/promptrules.h"
#include "core/semanticversion.h"
#include "registry/manifesttext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonValue>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::check {

using core::EntryKind;
using core::Problem;
using registry::Manifest;

namespace {

constexpr int suggestedModels = 3;
constexpr qsizetype maximumSkillName = 64;
constexpr qsizetype maximumSkillDescription = 1024;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Check)
};

bool matches(const QRegularExpression &pattern, const QString &text)
{
    return pattern.match(text).hasMatch();
}

class ManifestRules
{
public:
    ManifestRules(const registry::Definition &definition, const CheckContext &context)
        : m_definition(definition), m_manifest(definition.manifest), m_context(context)
    {
        // A skill's front matter is YAML: no spans, so no fixes there.
        if (const auto text = registry::ManifestText::parse(definition.manifestText)) {
            m_text = *text;
        }
    }

    QList<Problem> check()
    {
        if (m_definition.id.kind == EntryKind::Skill) {
            checkSkill();
        } else {
            checkRequired();
            checkId();
            checkVersion();
            checkCompatibility();
            checkIcon();
            checkFunding();
            checkTransport();
        }
        checkModel();
        checkRelease();
        checkLetters();
        return m_problems;
    }

private:
    Problem &report(Problem::Severity severity, const QString &rule, const QString &field,
                    const QString &message)
    {
        Problem problem;
        problem.severity = severity;
        problem.rule = rule;
        problem.message = message;
        problem.file = m_definition.manifestFile;
        problem.field = field;
        m_problems.append(problem);
        return m_problems.last();
    }
    Problem &error(const QString &field, const QString &message)
    {
        return report(Problem::Severity::Error, u"manifest."_s + field, field, message);
    }

    /// A field of the wrong type has its problem from reading.
    [[nodiscard]] bool hasTypeProblem(const QString &field) const
    {
        return std::any_of(m_definition.problems.begin(), m_definition.problems.end(),
                           [&field](const Problem &problem) {
                               return problem.rule == u"manifest.type" && problem.field == field;
                           });
    }

    void checkRequired()
    {
        if (!hasTypeProblem(u"schemaVersion"_s) && m_manifest.schemaVersion != u"1") {
            error(u"schemaVersion"_s, Messages::tr("Schema version must be \"1\"."));
        }
        requireText(u"type"_s, m_manifest.type, Messages::tr("Type is missing."));
        requireText(u"id"_s, m_manifest.id, Messages::tr("Id is missing."));
        requireText(u"name"_s, m_manifest.name, Messages::tr("Name is missing."));
        requireText(u"version"_s, m_manifest.version, Messages::tr("Version is missing."));
        requireText(u"description"_s, m_manifest.description,
                    Messages::tr("Description is missing."));
    }

    void requireText(const QString &field, const QString &value, const QString &message)
    {
        if (value.isEmpty() && !hasTypeProblem(field)) {
            // The wrong type of value has the id manifest.type.
            report(Problem::Severity::Error,
                   field == u"type" ? u"manifest.kind"_s : u"manifest."_s + field, field, message);
        }
    }

    void checkId()
    {
        if (!m_manifest.id.isEmpty() && !core::isValidEntryName(m_manifest.id)) {
            error(u"id"_s,
                  Messages::tr("Id %1 may only have lower-case letters, digits, “.”, “_” and “-”, "
                               "as name or author/name.")
                      .arg(m_manifest.id));
        }
    }

    void checkVersion()
    {
        static const QRegularExpression pattern(u"\\A[0-9]+\\.[0-9]+\\.[0-9]+([.-].+)?\\z"_s);
        if (!m_manifest.version.isEmpty() && !matches(pattern, m_manifest.version)) {
            error(u"version"_s,
                  Messages::tr("Version %1 is not a semantic version such as 1.0.0.")
                      .arg(m_manifest.version));
        }
    }

    void checkCompatibility()
    {
        const QString field = u"compatibility"_s;
        if (hasTypeProblem(field)) {
            return;
        }
        if (!m_manifest.compatibility) {
            error(field, Messages::tr("Compatibility is missing."));
            return;
        }
        QStringList keys = m_manifest.all.value(field).toObject().keys();
        if (keys != QStringList{u"desktop"_s, u"hermes"_s}) {
            error(field, Messages::tr("Compatibility must have exactly hermes and desktop."));
        }
    }

    void checkIcon()
    {
        if (!m_manifest.icon.isEmpty() && !m_manifest.icon.endsWith(u".svg")
            && !m_manifest.icon.endsWith(u".png")) {
            error(u"icon"_s,
                  Messages::tr("Icon %1 must be an SVG or PNG file.").arg(m_manifest.icon));
        }
    }

    void checkFunding()
    {
        static const QRegularExpression pattern(u"\\A0x[a-fA-F0-9]{40}\\z"_s);
        const QJsonValue funding = m_manifest.all.value(u"funding");
        if (funding.isObject()
            && !matches(pattern, funding.toObject().value(u"address").toString())) {
            error(u"funding"_s,
                  Messages::tr("Funding needs an address of 0x and 40 hexadecimal digits."));
        }
    }

    void checkTransport()
    {
        if (m_definition.id.kind != EntryKind::Mcp) {
            return;
        }
        const QString transport = m_manifest.all.value(u"transport").toString();
        if (transport != u"stdio" && transport != u"http") {
            error(u"transport"_s, Messages::tr("Transport must be stdio or http."));
        } else if (transport == u"stdio" && !m_manifest.all.value(u"command").isString()) {
            error(u"command"_s, Messages::tr("Transport stdio needs a command."));
        } else if (transport == u"http" && !m_manifest.all.value(u"url").isString()) {
            error(u"url"_s, Messages::tr("Transport http needs a url."));
        }
    }

    /// The Agent Skills specification.
    void checkSkill()
    {
        static const QRegularExpression pattern(u"\\A[a-z0-9]+(-[a-z0-9]+)*\\z"_s);
        requireText(u"name"_s, m_manifest.name, Messages::tr("Name is missing."));
        requireText(u"description"_s, m_manifest.description,
                    Messages::tr("Description is missing."));
        if (!m_manifest.name.isEmpty()
            && (m_manifest.name.size() > maximumSkillName || !matches(pattern, m_manifest.name))) {
            error(u"name"_s,
                  Messages::tr(
                      "Name %1 must be at most %2 lower-case letters, digits and single hyphens.")
                      .arg(m_manifest.name, QString::number(maximumSkillName)));
        }
        if (m_manifest.description.size() > maximumSkillDescription) {
            report(Problem::Severity::Warning, u"manifest.description"_s, u"description"_s,
                   Messages::tr("Description has %1 characters; other tools accept %2.")
                       .arg(m_manifest.description.size())
                       .arg(maximumSkillDescription));
        }
    }

    void checkModel()
    {
        const QString &model = m_manifest.model;
        // A skill's model is a word of other tools (`sonnet`, `inherit`), not one of the catalog.
        const bool isChecked = !model.isEmpty() && !m_context.models.isEmpty()
            && m_definition.id.kind != EntryKind::Skill;
        const auto isSame = [&model](const registry::ModelInfo &known) {
            return known.id == model;
        };
        if (!isChecked || std::any_of(m_context.models.begin(), m_context.models.end(), isSame)) {
            return;
        }
        const QStringList nearest = nearestModels(model, m_context.models, suggestedModels);
        Problem &problem = report(
            Problem::Severity::Warning, u"manifest.model"_s, u"model"_s,
            nearest.isEmpty() ? Messages::tr("Model %1 is not in the catalog.").arg(model)
                              : Messages::tr("Model %1 is not in the catalog; did you mean %2?")
                                    .arg(model, nearest.first()));
        for (const QString &id : nearest) {
            addFix(problem, Messages::tr("Use %1").arg(id), u"model"_s, id);
        }
    }

    void checkRelease()
    {
        const QString &released = m_context.releasedVersion;
        if (released.isEmpty()) {
            return;
        }
        const auto last = core::SemanticVersion::parse(released);
        const auto current = core::SemanticVersion::parse(m_manifest.version);
        const bool isOlder = last && current && *current < *last;
        const bool isSame =
            m_manifest.version == released || (last && current && *current == *last);
        if (!isOlder && !(isSame && m_context.changedSinceRelease)) {
            return;
        }
        Problem &problem = report(
            Problem::Severity::Warning, u"release.version"_s, u"version"_s,
            isOlder ? Messages::tr("Version %1 is older than the released %2.")
                          .arg(m_manifest.version, released)
                    : Messages::tr(
                          "The content changed since %1 was released, but the version did not.")
                          .arg(released));
        if (last) {
            const QString next = last->nextPatch().toString();
            addFix(problem, Messages::tr("Use %1").arg(next), u"version"_s, next);
        }
    }

    /// A name may be in any language but mixes no alphabets within a word; the rest is for
    /// machines.
    void checkLetters()
    {
        reportLetters(u"name"_s, findLookalikes(m_manifest.name));
        for (const QString &field : {u"tags"_s, u"tools"_s}) {
            for (const auto values = m_manifest.all.value(field).toArray();
                 const auto &value : values) {
                reportLetters(field, findLookalikesInIdentifier(value.toString()));
            }
        }
        reportLetters(u"model"_s, findLookalikesInIdentifier(m_manifest.model));
        const QStringList keys = m_manifest.all.keys();
        for (const QString &key : keys) {
            reportLetters(key, findLookalikesInIdentifier(key));
        }
    }

    void reportLetters(const QString &field, const QList<Lookalike> &places)
    {
        for (const Lookalike &place : places) {
            Problem problem =
                lookalikeProblem(place, {}, 0, m_definition.manifestFile, u"manifest.lookalike"_s);
            problem.line = 0;
            problem.column = 0;
            problem.field = field;
            problem.fixes.clear(); // the place is known in the value, not in the file
            m_problems.append(problem);
        }
    }

    void addFix(Problem &problem, const QString &label, const QString &field,
                const QString &value) const
    {
        if (!m_text) {
            return;
        }
        if (const auto edit = m_text->edited({field}, value)) {
            problem.fixes.append({label, edit->start, edit->length, edit->replacement});
        }
    }

    const registry::Definition &m_definition;
    const Manifest &m_manifest;
    const CheckContext &m_context;
    std::optional<registry::ManifestText> m_text;
    QList<Problem> m_problems;
};

} // namespace

QList<Problem> checkManifest(const registry::Definition &definition, const CheckContext &context)
{
    const bool isParsed = std::none_of(
        definition.problems.begin(), definition.problems.end(), [](const Problem &problem) {
            return problem.rule == u"manifest.syntax" || problem.rule == u"manifest.frontMatter";
        });
    QList<Problem> problems;
    if (isParsed) {
        problems = ManifestRules(definition, context).check();
        problems += checkInvisibleText(definition.manifestText, definition.manifestFile,
                                       u"manifest.invisible"_s);
    }
    return problems;
}

} // namespace hermes::check
