#pragma once

#include "modelapi/requests.h"

namespace hermes::test {

/// A request of ours, and what it is made of.
struct NamedRequest
{
    QString name;
    modelapi::ConnectionSettings settings;
    modelapi::ModelRequest request;
    bool isCount = false;
};

/// Every kind of request that the program builds, for one type and version of API: each kind of
/// turn, each parameter alone and all together, tools, schemas, both deliveries, counting.
[[nodiscard]] QList<NamedRequest> everyRequest(modelapi::ConnectionType type,
                                               const QString &apiVersion);

} // namespace hermes::test
