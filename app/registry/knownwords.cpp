#include "registry/knownwords.h"

using namespace Qt::StringLiterals;

namespace hermes::registry {

const QStringList &knownTools()
{
    static const QStringList tools = u"Agent Bash Edit Glob Grep NotebookEdit Read Skill WebFetch "
                                     "WebSearch Write"_s.split(u' ');
    return tools;
}

const QStringList &knownPermissions()
{
    static const QStringList permissions =
        u"filesystem:read filesystem:write network"_s.split(u' ');
    return permissions;
}

} // namespace hermes::registry
