#include "modelapi/filelimits.h"

namespace hermes::modelapi {

namespace {

constexpr qint64 megabyte = 1'000'000; ///< Bytes.

} // namespace

bool hasDocumentForm(ConnectionType type)
{
    return type != ConnectionType::Ollama;
}

qint64 largestRequest(ConnectionType type)
{
    switch (type) {
    case ConnectionType::Anthropic:
        return 32 * megabyte;
    case ConnectionType::OpenAiResponses:
    case ConnectionType::OpenAiChat:
    case ConnectionType::Azure:
        return 50 * megabyte;
    case ConnectionType::Gemini:
        return 20 * megabyte;
    case ConnectionType::OpenAiCompatible: // each its own
    case ConnectionType::Ollama:
        return 0;
    }
    Q_UNREACHABLE();
}

} // namespace hermes::modelapi
