#include "modelapi/localservers.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::modelapi {

QList<LocalPort> usualLocalPorts()
{
    return {{11434, u"Ollama"_s},
            {8080, u"llama.cpp"_s},
            {9931, u"llama.cpp"_s},
            {1234, u"LM Studio"_s},
            {8000, u"vLLM"_s}};
}

LocalServers::LocalServers(const QList<LocalPort> &ports)
{
    for (const LocalPort &each : ports) {
        ConnectionSettings settings;
        settings.type = ConnectionType::OpenAiCompatible;
        settings.baseUrl = u"http://127.0.0.1:%1"_s.arg(each.port);
        // Whoever is there answers at once; something else may keep silent.
        settings.timeOuts = {500ms, 1500ms, 1500ms, 3s};
        const auto &guess = m_guesses.emplace_back(std::make_unique<ServerGuess>(settings));
        connect(guess.get(), &ServerGuess::finished, this,
                [this, program = each.program](const std::optional<FoundServer> &server) {
                    take(program, server);
                });
    }
}

void LocalServers::start()
{
    for (const auto &guess : m_guesses) {
        guess->start();
    }
    if (m_guesses.empty()) {
        QMetaObject::invokeMethod(this, &LocalServers::finished, Qt::QueuedConnection);
    }
}

void LocalServers::take(const QString &program, const std::optional<FoundServer> &server)
{
    if (server) {
        FoundServer named = *server;
        // A port says less than a server's own word, and more than the API's name.
        if (named.name == wireFormName(WireForm::OpenAi)) {
            named.name = program;
        }
        Q_EMIT found(named);
    }
    if (++m_answered == m_guesses.size()) {
        Q_EMIT finished();
    }
}

} // namespace hermes::modelapi
