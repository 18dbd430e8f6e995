#pragma once

#include "core/error.h"
#include "keys/secret.h"

#include <QCoreApplication>
#include <QStringList>

#include <map>

namespace hermes::keys {

/// The keys that the program was started with in its environment.
///
/// They are taken out of it: programs that this one starts do not get them, and /proc shows zeros
/// where they were. Made once, before there is a second thread. Thread: one.
class EnvironmentKeys
{
    Q_DECLARE_TR_FUNCTIONS(EnvironmentKeys)

public:
    /// Takes every variable whose name is that of a key: …_API_KEY, …_API_TOKEN, …_AUTH_TOKEN.
    EnvironmentKeys();

    /// Names of what was taken, sorted.
    [[nodiscard]] QStringList names() const;
    /// A copy of the key in the variable `name`, which leaves the environment if it still was
    /// there. Errors: NotFound; InvalidFormat for a value that no key can be (blanks, paths, other
    /// scripts).
    [[nodiscard]] core::Result<Secret> key(const QString &name);

private:
    std::map<QString, Secret> m_taken;
};

} // namespace hermes::keys
