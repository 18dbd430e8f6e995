#include "registry/manifest.h"

namespace hermes::registry {

const QStringList &manifestFieldOrder()
{
    static const QStringList order = QStringLiteral("schemaVersion type id name version description author license source tags "
                       "icon compatibility entry model tools permissions requires dependencies "
                       "funding transport command args env url configSchema")
            .split(u' ');
    return order;
}

} // namespace hermes::registry
