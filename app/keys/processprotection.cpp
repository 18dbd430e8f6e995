#include "keys/processprotection.h"

#include <cstdlib>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace hermes::keys {

void protectProcess()
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    // Without it a core that is piped to a handler would be written in spite of the limit.
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // libcurl would write what opens its encrypted connections into a file of that name.
    ::unsetenv("SSLKEYLOGFILE");
}

} // namespace hermes::keys
