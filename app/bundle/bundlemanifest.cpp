#include "bundle/bundlemanifest.h"

#include "bundle/bundletr.h"
#include "bundle/jsonwriter.h"
#include "core/semanticversion.h"

#include <QRegularExpression>

namespace hermes::bundle {

using Brackets = JsonWriter::Brackets;

namespace {

bool isObjectId(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A([0-9a-f]{40}|[0-9a-f]{64})\\z"));
    return pattern.match(text).hasMatch();
}

void writeHead(JsonWriter &json, const BundleManifest &manifest)
{
    json.value(QStringLiteral("bundleVersion"), formatVersion);
    json.value(QStringLiteral("mediaType"), mediaType);
    json.value(QStringLiteral("name"), manifest.name);
    json.value(QStringLiteral("version"), manifest.version);
    json.optional(QStringLiteral("title"), manifest.title);
    json.optional(QStringLiteral("description"), manifest.description);
    json.optional(QStringLiteral("license"), manifest.license);
    json.value(QStringLiteral("created"), manifest.created.toUTC().toString(createdFormat));
    json.begin(Brackets::Object, QStringLiteral("generator"));
    json.value(QStringLiteral("name"), manifest.generatorName);
    json.value(QStringLiteral("version"), manifest.generatorVersion);
    json.end();
    json.begin(Brackets::Object, QStringLiteral("source"));
    json.value(QStringLiteral("type"), QStringLiteral("git"));
    json.value(QStringLiteral("commit"), manifest.commit);
    json.value(QStringLiteral("tree"), manifest.tree);
    json.value(QStringLiteral("ref"), manifest.ref);
    json.end();
}

void writeSelection(JsonWriter &json, const BundleManifest &manifest)
{
    json.begin(Brackets::Object, QStringLiteral("selection"));
    json.value(QStringLiteral("kind"),
               manifest.ids ? QStringLiteral("entries") : QStringLiteral("registry"));
    if (manifest.ids) {
        json.begin(Brackets::Array, QStringLiteral("ids"));
        for (const core::EntryId &id : *manifest.ids) {
            json.element(id.toString());
        }
        json.end();
    }
    json.end();
}

void writeEntry(JsonWriter &json, const EntryRecord &entry)
{
    json.begin(Brackets::Object);
    json.value(QStringLiteral("type"), core::kindName(entry.id.kind));
    json.value(QStringLiteral("id"), entry.id.id);
    json.optional(QStringLiteral("name"), entry.name);
    json.optional(QStringLiteral("version"), entry.version);
    json.optional(QStringLiteral("description"), entry.description);
    json.value(QStringLiteral("path"), entry.path);
    json.optional(QStringLiteral("entry"), entry.entry);
    json.value(QStringLiteral("digest"), entry.digest);
    json.value(QStringLiteral("registryChecksum"), entry.registryChecksum);
    json.begin(Brackets::Object, QStringLiteral("source"));
    json.value(QStringLiteral("ref"), entry.sourceRef);
    json.value(QStringLiteral("commit"), entry.sourceCommit);
    json.end();
    json.optional(QStringLiteral("license"), entry.license);
    if (!entry.dependencies.isEmpty()) {
        json.begin(Brackets::Array, QStringLiteral("dependencies"));
        for (const registry::Dependency &dependency : entry.dependencies) {
            json.begin(Brackets::Object);
            json.value(QStringLiteral("id"), dependency.id);
            json.optional(QStringLiteral("version"), dependency.version);
            json.end();
        }
        json.end();
    }
    json.end();
}

void writeFile(JsonWriter &json, const FileRecord &file)
{
    json.begin(Brackets::Object);
    json.value(QStringLiteral("path"), file.path);
    json.value(QStringLiteral("size"), file.size);
    json.value(QStringLiteral("sha256"), QString::fromLatin1(file.sha256));
    json.value(QStringLiteral("mode"), modeName(file.mode));
    json.value(QStringLiteral("role"), roleName(file.role));
    json.end();
}

} // namespace

QString roleName(FileRole role)
{
    switch (role) {
    case FileRole::Payload:
        return QStringLiteral("payload");
    case FileRole::View:
        return QStringLiteral("view");
    case FileRole::License:
        return QStringLiteral("license");
    }
    Q_UNREACHABLE();
}

QString modeName(FileMode mode)
{
    return mode == FileMode::Executable ? QStringLiteral("0755") : QStringLiteral("0644");
}

FileRole roleOf(const QString &path)
{
    if (path.startsWith(payloadPrefix)) {
        return FileRole::Payload;
    }
    return path.startsWith(licensePrefix) ? FileRole::License : FileRole::View;
}

std::optional<QString> headProblem(const BundleManifest &manifest)
{
    static const QRegularExpression namePattern(QStringLiteral("\\A[a-z0-9]+([.-][a-z0-9]+)*\\z"));
    if (manifest.name.size() > maxNameLength || !namePattern.match(manifest.name).hasMatch()) {
        return Tr::tr("A bundle's name has small letters and digits, single dots and hyphens "
                      "between them, and at most %1 "
                      "characters.")
            .arg(maxNameLength);
    }
    if (!core::SemanticVersion::parse(manifest.version)) {
        return Tr::tr("A bundle's version is a semantic version such as 1.0.0.");
    }
    if (!isObjectId(manifest.commit) || !isObjectId(manifest.tree) || manifest.ref.isEmpty()) {
        return Tr::tr("A bundle names the commit, tree and ref it was made from; object ids are "
                      "written in full.");
    }
    if (!manifest.created.isValid() || manifest.created.toUTC().date().year() < 1
        || manifest.created.toUTC().date().year() > 9999) {
        return Tr::tr("A bundle names the date of the commit it was made from.");
    }
    for (const EntryRecord &entry : manifest.entries) {
        if (!isObjectId(entry.sourceCommit) || entry.sourceRef.isEmpty()) {
            return Tr::tr("%1: the commit and ref of its source are missing.")
                .arg(entry.id.toString());
        }
    }
    return std::nullopt;
}

QByteArray manifestBytes(const BundleManifest &manifest)
{
    JsonWriter json;
    json.begin(Brackets::Object);
    writeHead(json, manifest);
    writeSelection(json, manifest);
    json.begin(Brackets::Array, QStringLiteral("entries"));
    for (const EntryRecord &entry : manifest.entries) {
        writeEntry(json, entry);
    }
    json.end();
    json.begin(Brackets::Array, QStringLiteral("files"));
    for (const FileRecord &file : manifest.files) {
        writeFile(json, file);
    }
    json.end();
    json.end();
    return json.text();
}

} // namespace hermes::bundle
