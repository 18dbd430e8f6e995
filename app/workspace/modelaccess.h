#pragma once

namespace hermes::keys {
class EnvironmentKeys;
class KeyStore;
} // namespace hermes::keys

namespace hermes::runs {
class RunHistory;
}

namespace hermes::workspace {

class ConnectionStore;
class LiveModels;

/// By which the user's models are reached: the connections, their keys, what was sent by them, and
/// what is known of the models. There is one of each in a program, made by its main function; what
/// is here only refers to them. Thread: UI.
struct ModelAccess
{
    ConnectionStore &connections;
    keys::KeyStore &keys;
    keys::EnvironmentKeys &environment; ///< Keys that may be imported by a variable's name.
    runs::RunHistory &runs;
    LiveModels &known;
};

} // namespace hermes::workspace
