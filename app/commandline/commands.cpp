#include "commandline/commands.h"

#include "core/directoryfilesource.h"
#include "workspace/definitionhistory.h"

#include <QCoreApplication>

using namespace hermes::core;
using namespace Qt::StringLiterals;

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

Result<workspace::ContentRef> stateNamed(const Invocation &invocation,
                                         const registry::EntrySummary &entry, const QString &name)
{
    if (name.isEmpty()) {
        return workspace::ContentRef::saved();
    }
    return workspace::loadHistory(invocation.registryRoot, entry.id, entry.folder, {})
        .and_then([&](const workspace::DefinitionHistory &history) {
            return workspace::contentNamed(invocation.registryRoot, history, name);
        });
}

Result<workspace::ContentRef> chosenState(const Invocation &invocation,
                                          const registry::EntrySummary &entry)
{
    return stateNamed(invocation, entry, invocation.parser->value(u"at"_s));
}

} // namespace hermes::commandline
