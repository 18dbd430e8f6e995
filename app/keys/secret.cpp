#include "keys/secret.h"

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <cstring>
#include <utility>

namespace hermes::keys {

Secret::~Secret()
{
    wipe();
}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::move(other.m_bytes)), m_size(std::exchange(other.m_size, 0))
{
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_bytes = std::move(other.m_bytes);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret Secret::takenFrom(QString &source)
{
    QByteArray encoded = source.toUtf8();
    Secret secret = takenFrom(encoded);
    if (source.isDetached()) {
        ::explicit_bzero(source.data(), static_cast<size_t>(source.size()) * sizeof(QChar));
    }
    source.clear();
    return secret;
}

Secret Secret::takenFrom(QByteArray &source)
{
    Secret secret = copyOf(source);
    if (source.isDetached()) {
        ::explicit_bzero(source.data(), static_cast<size_t>(source.size()));
    }
    source.clear();
    return secret;
}

Secret Secret::copyOf(QByteArrayView bytes)
{
    Secret secret;
    secret.m_size = bytes.size();
    secret.m_bytes = std::make_unique<char[]>(static_cast<size_t>(bytes.size()));
    std::ranges::copy(bytes, secret.m_bytes.get());
    return secret;
}

void Secret::wipe() noexcept
{
    if (m_bytes) {
        // Unlike memset(), the compiler does not leave it out.
        ::explicit_bzero(m_bytes.get(), static_cast<size_t>(m_size));
    }
}

} // namespace hermes::keys
