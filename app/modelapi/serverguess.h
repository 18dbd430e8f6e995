#pragma once

#include "modelapi/jsoncall.h"
#include "modelapi/modellist.h"

namespace hermes::modelapi {

/// A model server that was recognized by how it lists its models.
struct FoundServer
{
    ConnectionType type = ConnectionType::OpenAiCompatible;
    QString baseUrl; ///< For a connection.
    QString name; ///< Of the program, else of the API, for people.
    QList<ModelEntry> models; ///< Empty where a key is asked for.
    bool asksForKey = false;

    bool operator==(const FoundServer &) const = default;
};

/// Finds out which API answers at an address, whatever path of it was given. No key is sent.
///
/// Asks at most six times, one after the other, and ends at once where nobody answers.
/// Thread: the one that made it, which needs an event loop. Destruction ends it.
class ServerGuess final : public QObject
{
    Q_OBJECT

public:
    /// `settings`: address, proxy, certificates and time-outs.
    explicit ServerGuess(const ConnectionSettings &settings);

    /// Once.
    void start();
    /// Closes the connection now; no signal follows.
    void cancel();

Q_SIGNALS:
    /// Exactly once, never from inside start().
    void finished(const std::optional<hermes::modelapi::FoundServer> &server);

private:
    /// Where an API has its list.
    struct Place
    {
        QString base; ///< Path of a connection's address.
        QString list; ///< Path of the list, without the base.
        WireForm form; ///< Whose errors are believed there.
    };

    void ask();
    void take(const JsonReply &reply);
    [[nodiscard]] FoundServer serverOf(WireForm form, const ModelPage &page) const;

    ConnectionSettings m_settings;
    QList<Place> m_places; ///< The first is being asked.
    std::optional<FoundServer> m_locked; ///< The likeliest of those that ask for a key.
    std::unique_ptr<JsonCall> m_call;
};

} // namespace hermes::modelapi
