#include "workspace/neededkey.h"

#include <QUrl>

namespace hermes::workspace {

bool needsKey(const modelapi::ConnectionSettings &settings)
{
    using modelapi::ConnectionType;
    return settings.type != ConnectionType::OpenAiCompatible
        && settings.type != ConnectionType::Ollama
        && !modelapi::isLoopback(modelapi::effectiveBaseUrl(settings));
}

} // namespace hermes::workspace
