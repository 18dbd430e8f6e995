#include "commandline/commands.h"

#include "core/directoryfilesource.h"

#include <QCoreApplication>

using namespace hermes::core;

namespace hermes::commandline {

Result<registry::EntrySummary> findEntry(const Invocation &invocation, const QString &argument)
{
    const Result<EntryId> id = EntryId::parse(argument);
    if (!id) {
        return std::unexpected(id.error());
    }
    const DirectoryFileSource source(invocation.registryRoot);
    const Result<registry::Catalog> catalog = registry::loadCatalog(source, {});
    if (!catalog) {
        return std::unexpected(catalog.error());
    }
    const registry::EntrySummary *entry = catalog->find(*id);
    if (entry == nullptr) {
        return failure(ErrorCode::NotFound,
                       QCoreApplication::translate(
                           "hermesctl", "%1 is not in %2. `hermesctl list` shows what is.")
                           .arg(id->toString(), invocation.registryRoot));
    }
    return *entry;
}

} // namespace hermes::commandline
