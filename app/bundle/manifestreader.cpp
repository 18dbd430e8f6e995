#include "bundle/bundlemanifest.h"
#include "bundle/bundletr.h"
#include "core/portablepath.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTimeZone>

namespace hermes::bundle {

using core::EntryId;
using core::Result;

namespace {

/// Takes typed fields out of a JSON object and remembers the first one that is not what it should
/// be.
class FieldReader
{
public:
    FieldReader(const QJsonValue &value, const QString &place)
        : m_object(value.toObject()), m_place(place)
    {
        if (!value.isObject()) {
            m_problem = Tr::tr("BUNDLE.json: %1 is not an object.").arg(place);
        }
    }

    [[nodiscard]] const std::optional<QString> &problem() const { return m_problem; }

    QString required(const QString &key)
    {
        const QString text = optional(key);
        return text.isEmpty() ? wrong<QString>(key) : text;
    }
    QString optional(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        return value.isString() || value.isUndefined() ? value.toString() : wrong<QString>(key);
    }
    /// A text that matches `pattern` as a whole.
    QString matching(const QString &key, QLatin1StringView pattern)
    {
        const QString text = m_object.value(key).toString();
        const QRegularExpression whole(QRegularExpression::anchoredPattern(pattern));
        return whole.match(text).hasMatch() ? text : wrong<QString>(key);
    }
    /// A whole number from 0.
    qint64 number(const QString &key)
    {
        const qint64 number = m_object.value(key).toInteger(-1);
        return number < 0 ? wrong<qint64>(key) : number;
    }
    FieldReader object(const QString &key) { return {m_object.value(key), key}; }
    /// An array; an absent one is empty.
    QJsonArray array(const QString &key)
    {
        const QJsonValue value = m_object.value(key);
        return value.isArray() || value.isUndefined() ? value.toArray() : wrong<QJsonArray>(key);
    }
    [[nodiscard]] bool has(const QString &key) const { return m_object.contains(key); }

    template <typename Value>
    Value wrong(const QString &key)
    {
        if (!m_problem) {
            m_problem = Tr::tr("BUNDLE.json: “%1” of %2 is missing or not what it should be.")
                            .arg(key, m_place);
        }
        return Value();
    }
    void add(const std::optional<QString> &problem) { m_problem = m_problem ? m_problem : problem; }

private:
    QJsonObject m_object;
    QString m_place;
    std::optional<QString> m_problem;
};

constexpr QLatin1StringView digestPattern("sha256:[0-9a-f]{64}");

void readHead(FieldReader &reader, BundleManifest &manifest)
{
    manifest.name = reader.required(QStringLiteral("name"));
    manifest.version = reader.required(QStringLiteral("version"));
    manifest.title = reader.optional(QStringLiteral("title"));
    manifest.description = reader.optional(QStringLiteral("description"));
    manifest.license = reader.optional(QStringLiteral("license"));
    manifest.created =
        QDateTime::fromString(reader.required(QStringLiteral("created")), createdFormat);
    manifest.created.setTimeZone(QTimeZone::UTC);
    FieldReader generator = reader.object(QStringLiteral("generator"));
    manifest.generatorName = generator.required(QStringLiteral("name"));
    manifest.generatorVersion = generator.required(QStringLiteral("version"));
    reader.add(generator.problem());
    FieldReader source = reader.object(QStringLiteral("source"));
    source.matching(QStringLiteral("type"), QLatin1StringView("git"));
    manifest.commit = source.required(QStringLiteral("commit"));
    manifest.tree = source.required(QStringLiteral("tree"));
    manifest.ref = source.required(QStringLiteral("ref"));
    reader.add(source.problem());
}

void readSelection(FieldReader &reader, BundleManifest &manifest)
{
    FieldReader selection = reader.object(QStringLiteral("selection"));
    const QString kind =
        selection.matching(QStringLiteral("kind"), QLatin1StringView("registry|channel|entries"));
    QList<EntryId> ids;
    const QJsonArray texts = selection.array(QStringLiteral("ids"));
    for (const auto &value : texts) {
        const Result<EntryId> id = EntryId::parse(value.toString());
        ids.append(id ? *id : selection.wrong<EntryId>(QStringLiteral("ids")));
    }
    if (kind != u"registry") {
        manifest.ids = ids;
    }
    reader.add(selection.problem());
}

EntryRecord readEntry(FieldReader &reader)
{
    EntryRecord entry;
    const Result<core::EntryKind> kind =
        core::kindFromName(reader.required(QStringLiteral("type")));
    entry.id.kind = kind ? *kind : reader.wrong<core::EntryKind>(QStringLiteral("type"));
    entry.id.id = reader.required(QStringLiteral("id"));
    if (!core::isValidEntryName(entry.id.id)) {
        reader.wrong<QString>(QStringLiteral("id"));
    }
    entry.name = reader.optional(QStringLiteral("name"));
    entry.version = reader.optional(QStringLiteral("version"));
    entry.description = reader.optional(QStringLiteral("description"));
    entry.path = reader.required(QStringLiteral("path"));
    reader.add(core::portablePathProblem(entry.path));
    if (roleOf(entry.path) != FileRole::Payload) {
        reader.wrong<QString>(QStringLiteral("path"));
    }
    entry.entry = reader.optional(QStringLiteral("entry"));
    entry.digest = reader.matching(QStringLiteral("digest"), digestPattern);
    entry.registryChecksum = reader.matching(QStringLiteral("registryChecksum"), digestPattern);
    FieldReader source = reader.object(QStringLiteral("source"));
    entry.sourceRef = source.required(QStringLiteral("ref"));
    entry.sourceCommit = source.required(QStringLiteral("commit"));
    reader.add(source.problem());
    entry.license = reader.optional(QStringLiteral("license"));
    const QJsonArray dependencies = reader.array(QStringLiteral("dependencies"));
    for (const auto &value : dependencies) {
        FieldReader dependency(value, QStringLiteral("dependencies"));
        entry.dependencies.append({dependency.required(QStringLiteral("id")),
                                   dependency.optional(QStringLiteral("version"))});
        reader.add(dependency.problem());
    }
    return entry;
}

FileRecord readFile(FieldReader &reader)
{
    FileRecord file;
    file.path = reader.required(QStringLiteral("path"));
    file.size = reader.number(QStringLiteral("size"));
    file.sha256 =
        reader.matching(QStringLiteral("sha256"), QLatin1StringView("[0-9a-f]{64}")).toLatin1();
    const QString mode = reader.matching(QStringLiteral("mode"), QLatin1StringView("0644|0755"));
    file.mode = mode == modeName(FileMode::Executable) ? FileMode::Executable : FileMode::Regular;
    file.role = roleOf(file.path);
    if (reader.required(QStringLiteral("role")) != roleName(file.role)) {
        reader.wrong<QString>(QStringLiteral("role"));
    }
    return file;
}

/// Reads the array `key` with `readRow`; each row must stand before the next one.
template <typename Row>
QList<Row> readRows(FieldReader &reader, const QString &key, Row (*readRow)(FieldReader &),
                    bool (*stand)(const Row &, const Row &))
{
    if (!reader.has(key)) {
        return reader.wrong<QList<Row>>(key);
    }
    QList<Row> rows;
    const QJsonArray values = reader.array(key);
    for (const auto &value : values) {
        FieldReader rowReader(value, QStringLiteral("%1[%2]").arg(key).arg(rows.size()));
        Row row = readRow(rowReader);
        reader.add(rowReader.problem());
        if (!rows.isEmpty() && !stand(rows.last(), row)) {
            reader.add(Tr::tr("BUNDLE.json: the rows of “%1” are not in their order.").arg(key));
        }
        rows.append(std::move(row));
    }
    return rows;
}

} // namespace

Result<BundleManifest> readManifest(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (text.startsWith("\xef\xbb\xbf") || error.error != QJsonParseError::NoError) {
        return refusal(Tr::tr("BUNDLE.json is not JSON."));
    }
    FieldReader reader(document.isObject() ? QJsonValue(document.object()) : QJsonValue(),
                       QStringLiteral("BUNDLE.json"));
    const qint64 version = reader.number(QStringLiteral("bundleVersion"));
    if (version > formatVersion) {
        return refusal(Tr::tr("The bundle has format %1, and this program knows formats up to %2. "
                              "A newer version of it may read the bundle.")
                           .arg(version)
                           .arg(formatVersion));
    }
    if (version != formatVersion || reader.required(QStringLiteral("mediaType")) != mediaType) {
        return refusal(Tr::tr("BUNDLE.json does not say that this is a bundle."));
    }
    BundleManifest manifest;
    readHead(reader, manifest);
    readSelection(reader, manifest);
    manifest.entries = readRows<EntryRecord>(
        reader, QStringLiteral("entries"), readEntry,
        [](const auto &left, const auto &right) { return left.id < right.id; });
    manifest.files = readRows<FileRecord>(
        reader, QStringLiteral("files"), readFile,
        [](const auto &left, const auto &right) { return isBefore(left.path, right.path); });
    if (!reader.problem()) {
        reader.add(headProblem(manifest));
    }
    if (const std::optional<QString> &problem = reader.problem()) {
        return refusal(*problem);
    }
    return manifest;
}

} // namespace hermes::bundle
