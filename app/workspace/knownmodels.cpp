#include "workspace/knownmodels.h"

#include <QCoreApplication>
#include <QFile>
#include <QStandardPaths>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

constexpr qint64 maximumBytes = qint64(16) << 20;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(KnownModels)
};

/// nullopt if there is no such file.
core::Result<std::optional<registry::ModelTable>> readOwn(const QString &path)
{
    QFile file(path);
    if (!file.exists()) {
        return std::nullopt;
    }
    const auto useless = [&](core::ErrorCode code, const QString &why) {
        return core::failure(code,
                             Messages::tr("Your catalog of models %1 is not used: %2 Limits and "
                                          "prices are those of the registry and of the program. "
                                          "Mend the file, or remove it.")
                                 .arg(path, why));
    };
    if (!file.open(QIODevice::ReadOnly)) {
        return useless(core::ErrorCode::NotReadable, file.errorString() + u'.');
    }
    if (file.size() > maximumBytes) {
        return useless(core::ErrorCode::TooLarge, Messages::tr("it is larger than 16 MiB."));
    }
    const auto table = registry::readModelTable(file.readAll());
    if (!table) {
        return useless(table.error().code, table.error().message);
    }
    return *table;
}

} // namespace

QString ownModelsFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/hermes-studio/models.json"_s;
}

KnownModels readKnownModels(const QString &ownFile)
{
    registry::ModelTable shipped = registry::shippedModels();
    const auto own = readOwn(ownFile);
    if (!own) {
        return {std::move(shipped), own.error(), {}};
    }
    const std::optional<registry::ModelTable> &table = *own;
    return {table ? registry::overlaid(*table, shipped) : std::move(shipped), std::nullopt, {}};
}

} // namespace hermes::workspace
