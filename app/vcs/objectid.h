#pragma once

#include "core/error.h"

#include <QHashFunctions>
#include <QMetaType>
#include <QString>

#include <array>

namespace hermes::vcs {

/// Name of a git object (SHA-1). Default = null id.
class ObjectId
{
public:
    ObjectId() = default;
    /// 40 hex digits. Errors: InvalidArgument.
    [[nodiscard]] static core::Result<ObjectId> parse(const QString &hex);
    [[nodiscard]] static ObjectId fromBytes(const std::array<unsigned char, 20> &bytes);

    [[nodiscard]] bool isNull() const;
    [[nodiscard]] QString toString() const; ///< 40 hex digits.
    [[nodiscard]] QString shortText() const; ///< First 7.
    [[nodiscard]] const std::array<unsigned char, 20> &bytes() const { return m_bytes; }

    bool operator==(const ObjectId &) const = default;
    friend size_t qHash(const ObjectId &id, size_t seed = 0)
    {
        return qHashBits(id.m_bytes.data(), 20, seed);
    }

private:
    std::array<unsigned char, 20> m_bytes{};
};

} // namespace hermes::vcs

Q_DECLARE_METATYPE(hermes::vcs::ObjectId)
