#include "modelapi/streamlimits.h"

#include "modelapi/modelapitr.h"

namespace hermes::modelapi {

core::Error lineTooLong(qsizetype limit)
{
    return {core::ErrorCode::TooLarge,
            ModelApiTr::tr("The server sent a line of more than %1 bytes. What came before it was "
                           "kept.")
                .arg(limit),
            {}};
}

} // namespace hermes::modelapi
