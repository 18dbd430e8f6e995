#include "keys/environmentkeys.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace hermes::keys {

namespace {

bool namesKey(QByteArrayView name)
{
    constexpr std::array<QByteArrayView, 3> ends{"_API_KEY", "_API_TOKEN", "_AUTH_TOKEN"};
    return std::ranges::any_of(ends, [name](QByteArrayView end) { return name.endsWith(end); });
}

/// Printable ASCII without blanks, and no path.
bool canBeKey(QByteArrayView value)
{
    return !value.isEmpty() && value.front() != '/'
        && std::ranges::all_of(value, [](char byte) { return byte > ' ' && byte <= '~'; });
}

/// Moves a variable out of the environment. The bytes that the system gave the program at its
/// start, which /proc/PID/environ shows, are the ones that getenv() points to.
std::optional<Secret> take(const QByteArray &name)
{
    char *value = std::getenv(name.constData());
    if (value == nullptr) {
        return std::nullopt;
    }
    Secret secret = Secret::copyOf(QByteArrayView(value));
    ::explicit_bzero(value, std::strlen(value));
    ::unsetenv(name.constData());
    return secret;
}

} // namespace

EnvironmentKeys::EnvironmentKeys()
{
    QByteArrayList names;
    for (char **entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const QByteArrayView variable(*entry);
        const QByteArrayView name = variable.first(std::max(variable.indexOf('='), qsizetype(0)));
        if (namesKey(name)) {
            names.append(name.toByteArray());
        }
    }
    for (const QByteArray &name : std::as_const(names)) {
        if (auto secret = take(name)) {
            m_taken.insert_or_assign(QString::fromLocal8Bit(name), std::move(*secret));
        }
    }
}

QStringList EnvironmentKeys::names() const
{
    QStringList names;
    for (const auto &[name, secret] : m_taken) {
        names.append(name);
    }
    return names;
}

core::Result<Secret> EnvironmentKeys::key(const QString &name)
{
    auto known = m_taken.find(name);
    if (known == m_taken.end()) {
        const QByteArray encoded = name.toLocal8Bit();
        const char *value = name.isEmpty() ? nullptr : std::getenv(encoded.constData());
        if (value == nullptr) {
            return core::failure(core::ErrorCode::NotFound,
                                 tr("There is no environment variable %1. Variables are those that "
                                    "the program was started with.")
                                     .arg(name));
        }
        if (!canBeKey(value)) {
            return core::failure(core::ErrorCode::InvalidFormat,
                                 tr("What %1 holds is no key. Nothing was taken over.").arg(name));
        }
        known = m_taken.emplace(name, take(encoded).value_or(Secret())).first;
    }
    if (!canBeKey(known->second.reveal())) {
        return core::failure(core::ErrorCode::InvalidFormat,
                             tr("What %1 holds is no key. Nothing was taken over.").arg(name));
    }
    return known->second.clone();
}

} // namespace hermes::keys
