#pragma once

#include <QByteArrayView>

#include <memory>

QT_BEGIN_NAMESPACE
class QByteArray;
class QDebug;
class QString;
QT_END_NAMESPACE

namespace hermes::keys {

/// A key in memory. Moved, never copied by accident; its bytes are overwritten when it ends;
/// nothing prints it.
///
/// What Qt itself has copied on the way (a text field, a message to the keyring) is beyond it.
/// Thread: a value.
class Secret
{
public:
    Secret() = default;
    ~Secret();
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret &&other) noexcept;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;

    /// Takes the key over: `source` is overwritten where nobody else holds it, and emptied.
    [[nodiscard]] static Secret takenFrom(QString &source);
    [[nodiscard]] static Secret takenFrom(QByteArray &source);
    /// The bytes stay where they are.
    [[nodiscard]] static Secret copyOf(QByteArrayView bytes);
    /// A copy on purpose.
    [[nodiscard]] Secret clone() const { return copyOf(reveal()); }

    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    /// UTF-8; valid as long as this lives. For the keyring and for the request that carries it.
    [[nodiscard]] QByteArrayView reveal() const { return {m_bytes.get(), m_size}; }

    [[nodiscard]] bool operator==(const Secret &other) const { return reveal() == other.reveal(); }

private:
    void wipe() noexcept;

    std::unique_ptr<char[]> m_bytes; ///< Grown by nobody, so moved by nobody.
    qsizetype m_size = 0;
};

/// A key is never printed.
QDebug operator<<(QDebug debug, const Secret &secret) = delete;

} // namespace hermes::keys
