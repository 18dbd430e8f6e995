#include "registry/definition.h"
#include "registry/entryfiles.h"
#include "registry/manifesttext.h"
#include "registry/manifestwriter.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::registry {

using core::EntryKind;
using core::ErrorCode;
using core::failure;
using core::Problem;
using core::Result;

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Registry)
};

// The form of Python's json.dumps(…, indent=2, ensure_ascii=False), with which the public registry
// is generated.

QByteArray textOrNull(const QString &text)
{
    return text.isEmpty() ? "null" : jsonStringLiteral(text);
}

QByteArray list(const QStringList &texts, const QByteArray &indentation)
{
    if (texts.isEmpty()) {
        return "[]";
    }
    QByteArrayList lines;
    for (const QString &text : texts) {
        lines.append(indentation + "  " + jsonStringLiteral(text));
    }
    return "[\n" + lines.join(",\n") + '\n' + indentation + ']';
}

class IndexRow
{
public:
    IndexRow(const core::FileSource &source, const Definition &definition)
        : m_source(source), m_definition(definition), m_manifest(definition.manifest)
    {
    }

    [[nodiscard]] QByteArray text(const QString &checksum)
    {
        const bool isSkill = m_definition.id.kind == EntryKind::Skill;
        add("id", jsonStringLiteral(m_definition.id.id));
        add("type", jsonStringLiteral(core::kindName(m_definition.id.kind)));
        add("category", textOrNull(isSkill ? m_definition.folder.parts().value(1) : QString()));
        add("name", textOrNull(m_manifest.name));
        add("version", textOrNull(m_manifest.version));
        add("description", textOrNull(m_manifest.description));
        add("tags", list(tags(), indentation));
        add("author", author());
        add("license", textOrNull(m_manifest.license));
        add("source", textOrNull(m_manifest.source));
        if (isSkill) {
            add("platforms", list(m_manifest.platforms, indentation));
        }
        add("path", jsonStringLiteral(m_definition.folder.text()));
        add("icon", textOrNull(iconPath()));
        if (isSkill) {
            add("iconify", textOrNull(isIconify() ? m_manifest.icon : QString()));
        }
        add("checksum", jsonStringLiteral(checksum));
        add("compatibility", compatibility());
        add("acceptsFunding", m_manifest.acceptsFunding ? "true" : "false");
        return "    {\n" + m_fields.join(",\n") + "\n    }";
    }

private:
    static constexpr const char *indentation = "      ";

    void add(const char *key, const QByteArray &value)
    {
        m_fields.append(QByteArray(indentation) + '"' + key + "\": " + value);
    }

    [[nodiscard]] QByteArray author() const
    {
        const QJsonArray several = m_manifest.all.value(u"author").toArray();
        if (several.isEmpty()) {
            return textOrNull(m_manifest.author ? m_manifest.author->name : QString());
        }
        QStringList names;
        for (const auto &name : several) {
            names.append(name.toString());
        }
        return list(names, indentation);
    }

    /// The public registry takes a skill's tags from `metadata.hermes` alone.
    [[nodiscard]] QStringList tags() const
    {
        const QJsonObject metadata = m_manifest.all.value(u"metadata").toObject();
        const bool counts = m_definition.id.kind != EntryKind::Skill
            || metadata.value(u"hermes").toObject().contains(u"tags");
        return counts ? m_manifest.tags : QStringList();
    }

    [[nodiscard]] bool isIconify() const { return m_manifest.icon.contains(u':'); }

    /// The manifest's file, or the file with the usual name in a skill's folder.
    [[nodiscard]] QString iconPath() const
    {
        const core::RepoPath &folder = m_definition.folder;
        if (m_definition.id.kind != EntryKind::Skill) {
            return m_manifest.icon.isEmpty() ? QString() : folder.text() + u'/' + m_manifest.icon;
        }
        for (const QString &name : {u"icon.svg"_s, u"icon.png"_s}) {
            const Result<core::FileNode> node = m_source.node(folder.child(name));
            if (node && node->isFile()) {
                return folder.child(name).text();
            }
        }
        return {};
    }

    /// In the order of the manifest, which only its text knows.
    [[nodiscard]] QByteArray compatibility() const
    {
        const Result<ManifestText> text = ManifestText::parse(m_definition.manifestText);
        if (!m_manifest.compatibility) {
            return "null";
        }
        const QStringList path{u"compatibility"_s};
        const QStringList keys = text ? text->keys(path) : QStringList{u"hermes"_s, u"desktop"_s};
        QByteArrayList lines;
        for (const QString &key : keys) {
            const QString range = text ? text->value(path + QStringList{key}).toString()
                                       : (key == u"hermes" ? m_manifest.compatibility->hermes
                                                           : m_manifest.compatibility->desktop);
            lines.append(QByteArray(indentation) + "  " + jsonStringLiteral(key) + ": "
                         + jsonStringLiteral(range));
        }
        return lines.isEmpty() ? "{}" : "{\n" + lines.join(",\n") + '\n' + indentation + '}';
    }

    const core::FileSource &m_source;
    const Definition &m_definition;
    const Manifest &m_manifest;
    QByteArrayList m_fields;
};

} // namespace

Result<QByteArray> indexRow(const core::FileSource &source, const EntrySummary &entry)
{
    // The row says nothing of the prompt's text; a skill's is its manifest, read in any case.
    const Result<Definition> definition = loadDefinition(source, entry.id.kind, entry.folder, 0);
    if (!definition) {
        return std::unexpected(definition.error());
    }
    if (definition->manifest.all.isEmpty()) {
        return failure(ErrorCode::InvalidDefinition,
                       Messages::tr("%1 cannot be catalogued, because its manifest cannot be read.")
                           .arg(entry.folder.text()));
    }
    const Result<QString> checksum = folderChecksum(source, entry.folder);
    if (!checksum) {
        return std::unexpected(checksum.error());
    }
    return IndexRow(source, *definition).text(*checksum);
}

Result<IndexText> renderIndex(const core::FileSource &source, const Catalog &catalog,
                              const QString &generated)
{
    IndexText index;
    QByteArrayList rows;
    for (const EntrySummary &entry : catalog.entries) {
        if (const Result<QByteArray> row = indexRow(source, entry)) {
            rows.append(*row);
        } else {
            index.problems.append(fileProblem(Problem::Severity::Error, u"index.leftOut"_s,
                                              row.error().message, entry.folder));
        }
    }
    index.text = "{\n  \"schemaVersion\": \"1\",\n  \"generated\": " + jsonStringLiteral(generated)
        + ",\n  \"count\": " + QByteArray::number(rows.size()) + ",\n  \"entries\": "
        + (rows.isEmpty() ? "[]" : "[\n" + rows.join(",\n") + "\n  ]") + "\n}\n";
    return index;
}

} // namespace hermes::registry
