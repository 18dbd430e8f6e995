#pragma once

#include "modelapi/connectionsettings.h"

namespace hermes::modelapi {

/// Whether the API has a form for a document within a message.
[[nodiscard]] bool hasDocumentForm(ConnectionType type);

/// How large a request the provider takes, in bytes, files included as they are encoded; 0 = it
/// does not say. From the providers' documentation, in which a MB is taken for 1,000,000 bytes.
[[nodiscard]] qint64 largestRequest(ConnectionType type);

/// What `bytes` of a file are in a request, where they are written in base64.
[[nodiscard]] constexpr qint64 encodedSize(qint64 bytes)
{
    constexpr qint64 group = 3;
    constexpr qint64 letters = 4;
    return (bytes + group - 1) / group * letters;
}

} // namespace hermes::modelapi
