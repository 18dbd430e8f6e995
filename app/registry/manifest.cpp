#include "registry/manifest.h"

#include "registry/fieldreader.h"
#include "registry/manifestparser.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace hermes::registry {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Manifest)
};

Manifest manifestFrom(const QJsonObject &fields, FieldReader &reader)
{
    Manifest manifest;
    manifest.all = fields;
    manifest.schemaVersion = reader.text(fields, u"schemaVersion"_s);
    manifest.type = reader.text(fields, u"type"_s);
    manifest.id = reader.text(fields, u"id"_s);
    manifest.name = reader.text(fields, u"name"_s);
    manifest.version = reader.text(fields, u"version"_s);
    manifest.description = reader.text(fields, u"description"_s);
    manifest.author = reader.author(fields);
    manifest.license = reader.text(fields, u"license"_s);
    manifest.source = reader.text(fields, u"source"_s);
    manifest.tags = reader.texts(fields, u"tags"_s).value_or(QStringList());
    manifest.icon = reader.text(fields, u"icon"_s);
    manifest.compatibility = reader.compatibility(fields);
    manifest.entry = reader.text(fields, u"entry"_s);
    manifest.model = reader.text(fields, u"model"_s);
    manifest.tools = reader.texts(fields, u"tools"_s);
    manifest.permissions = reader.texts(fields, u"permissions"_s).value_or(QStringList());
    manifest.required = reader.texts(fields, u"requires"_s).value_or(QStringList());
    manifest.dependencies = reader.dependencies(fields);
    manifest.acceptsFunding =
        !reader.object(fields, u"funding"_s).value(u"address").toString().isEmpty();
    return manifest;
}

core::Problem syntaxProblem(const QString &message, const core::RepoPath &file, const Place &place)
{
    core::Problem problem;
    problem.rule = u"manifest.syntax"_s;
    problem.message = message;
    problem.file = file;
    problem.line = place.line;
    problem.column = place.column;
    return problem;
}

/// For texts that Qt's reader refuses: why, or the value if only Qt's limits are in the way.
std::expected<QJsonValue, core::Problem> readSlowly(const QByteArray &text,
                                                    const core::RepoPath &file)
{
    // A text that is not UTF-8 has no spans to speak of; ManifestText says so in words.
    if (!QUtf8StringView(text).isValidUtf8() || text.contains('\0')) {
        return std::unexpected(
            syntaxProblem(Messages::tr("%1 is not UTF-8 text.").arg(file.fileName()), file, {}));
    }
    const std::expected<ManifestText, SyntaxFault> parsed = ManifestParser::parse(text);
    if (!parsed) {
        return std::unexpected(syntaxProblem(
            Messages::tr("%1 is not valid JSON: %2.").arg(file.fileName(), parsed.error().reason),
            file, placeOf(text, parsed.error().offset)));
    }
    return parsed->value({});
}

Place placeOfField(const QByteArray &text, const QString &field)
{
    const core::Result<ManifestText> parsed = ManifestText::parse(text);
    const core::Result<JsonSpan> span =
        parsed ? parsed->span({field}) : std::unexpected(parsed.error());
    return span ? placeOf(text, span->start) : Place();
}

} // namespace

const QStringList &manifestFieldOrder()
{
    static const QStringList order =
        u"schemaVersion type id name version description author license source tags icon "
        "compatibility entry model tools permissions requires dependencies funding transport "
        "command args env url configSchema"_s.split(u' ');
    return order;
}

ReadManifest readManifestJson(const QByteArray &text, const core::RepoPath &file)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    QJsonObject fields = document.object();
    if (!document.isObject()) {
        const std::expected<QJsonValue, core::Problem> value = readSlowly(text, file);
        if (!value) {
            return {{}, {value.error()}};
        }
        if (!value->isObject()) {
            return {{},
                    {syntaxProblem(Messages::tr("%1 must be a JSON object.").arg(file.fileName()),
                                   file, {})}};
        }
        fields = value->toObject();
    }
    FieldReader reader(file, FieldReader::Null::IsWrong,
                       [&text](const QString &field) { return placeOfField(text, field); });
    Manifest manifest = manifestFrom(fields, reader);
    return {std::move(manifest), reader.takeProblems()};
}

} // namespace hermes::registry
