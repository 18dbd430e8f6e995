#include "registry/catalog.h"
#include "registry/entryfiles.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace hermes::registry {

using core::Problem;
using core::RepoPath;

namespace {

constexpr qint64 maximumGeneratedBytes = qint64(16) * 1024 * 1024;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Registry)
};

std::optional<ModelPrice> priceOf(const QJsonObject &pricing)
{
    const QJsonValue input = pricing.value(u"input");
    const QJsonValue output = pricing.value(u"output");
    const QString unit = pricing.value(u"unit").toString(u"per_1m_tokens"_s);
    const double tokens = unit == u"per_1m_tokens" ? 1
        : unit == u"per_1k_tokens"                 ? 1'000
        : unit == u"per_token"                     ? 1'000'000
                                                   : 0;
    if (!input.isDouble() || !output.isDouble() || tokens == 0) {
        return std::nullopt;
    }
    return ModelPrice{input.toDouble() * tokens, output.toDouble() * tokens,
                      pricing.value(u"currency").toString(u"USD"_s)};
}

/// What the generated `models.json` tells of the files it was made from.
struct Generated
{
    QDate date; ///< Null = there is none.
    QHash<QString, QString> checksums; ///< `sha256:…` of a provider's file, by its path.

    [[nodiscard]] QDate dateOf(const RepoPath &file, const QByteArray &text) const
    {
        const auto checksum = checksums.constFind(file.text());
        const bool isSame = checksum != checksums.cend()
            && *checksum
                == u"sha256:"_s
                    + QString::fromLatin1(
                        QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
        return isSame ? date : QDate();
    }
};

Generated readGenerated(const core::FileSource &source)
{
    Generated generated;
    const auto text = source.read(RepoPath::fromLiteral(u"models.json"_s), maximumGeneratedBytes);
    const QJsonObject all = QJsonDocument::fromJson(text.value_or(QByteArray())).object();
    generated.date = QDateTime::fromString(all.value(u"generated").toString(), Qt::ISODate).date();
    const QJsonArray providers = all.value(u"providers").toArray();
    for (const auto &value : providers) {
        const QJsonObject provider = value.toObject();
        generated.checksums.insert(provider.value(u"path").toString(),
                                   provider.value(u"checksum").toString());
    }
    return generated;
}

/// The models of one provider; an alias is a model of its own here, since a manifest may name it.
void appendModels(const QJsonObject &provider, const QDate &date, QList<ModelInfo> &models)
{
    const QJsonArray entries = provider.value(u"models").toArray();
    for (const auto &entry : entries) {
        const QJsonObject fields = entry.toObject();
        ModelInfo model{fields.value(u"name").toString(),
                        provider.value(u"id").toString(),
                        fields.value(u"label").toString(),
                        fields.value(u"context").toInteger(),
                        fields.value(u"maxOutput").toInteger(),
                        fields.value(u"deprecated").toBool(),
                        priceOf(fields.value(u"pricing").toObject())};
        if (model.price) {
            model.pricesFrom = date;
        }
        const QJsonArray aliases = fields.value(u"aliases").toArray();
        if (!model.id.isEmpty()) {
            models.append(model);
        }
        for (const auto &alias : aliases) {
            model.id = alias.toString();
            models.append(model);
        }
    }
}

} // namespace

QList<ModelInfo> loadModels(const core::FileSource &source, QList<Problem> *problems)
{
    const RepoPath folder = RepoPath::fromLiteral(u"models"_s);
    const core::Result<QList<core::FileNode>> nodes = source.list(folder);
    if (!nodes) {
        if (nodes.error().code != core::ErrorCode::NotFound) {
            problems->append(readProblem(source, folder, nodes.error()));
        }
        return {};
    }
    const Generated generated = readGenerated(source);
    QList<ModelInfo> models;
    for (const core::FileNode &node : *nodes) {
        if (!node.name.endsWith(u".json") || node.type == core::FileType::Folder) {
            continue;
        }
        const RepoPath file = folder.child(node.name);
        const core::Result<QByteArray> text = source.read(file, maximumManifestBytes);
        if (!text) {
            problems->append(readProblem(source, file, text.error()));
            continue;
        }
        const ReadManifest provider = readManifestJson(*text, file);
        *problems += provider.problems;
        if (provider.problems.isEmpty() && !provider.manifest.all.value(u"models").isArray()) {
            problems->append(fileProblem(Problem::Severity::Error, u"models.syntax"_s,
                                         Messages::tr("%1 has no list of models.").arg(file.text()),
                                         file));
        }
        appendModels(provider.manifest.all, generated.dateOf(file, *text), models);
    }
    return models;
}

} // namespace hermes::registry
