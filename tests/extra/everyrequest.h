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

/// A form of API that its provider describes.
struct DescribedApi
{
    const char *name;
    modelapi::ConnectionType type;
    QString version;
    QString description; ///< The name of its file.
};

[[nodiscard]] QList<DescribedApi> describedApis();

/// The request as its description knows it: Gemini's counting wants the model within the body as
/// well, and its description has it in the address alone. Nothing: the API has no such request.
[[nodiscard]] std::optional<modelapi::HttpRequest> describedRequest(const NamedRequest &named);

} // namespace hermes::test
