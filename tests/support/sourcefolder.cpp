#include "sourcefolder.h"

namespace hermes::test {

QString sourceFolder()
{
    return QStringLiteral(HERMES_SOURCE_DIR);
}

} // namespace hermes::test
