#include "keys/processprotection.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace hermes::keys {

void protectProcess()
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    // Without it a core that is piped to a handler would be written in spite of the limit.
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

} // namespace hermes::keys
