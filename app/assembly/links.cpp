#include "assembly/links.h"

using namespace Qt::StringLiterals;

namespace hermes::assembly {

bool mayLeave(const QUrl &link)
{
    const QString scheme = link.scheme();
    return scheme == "mailto"_L1
        || ((scheme == "https"_L1 || scheme == "http"_L1) && !link.host().isEmpty());
}

} // namespace hermes::assembly
