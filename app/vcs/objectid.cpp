#include "vcs/objectid.h"

#include <QCoreApplication>

#include <algorithm>

namespace hermes::vcs {

namespace {

constexpr qsizetype shortDigits = 7;

} // namespace

core::Result<ObjectId> ObjectId::parse(const QString &hex)
{
    const auto isDigit = [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
    };
    ObjectId id;
    if (hex.size() != 2 * qsizetype(id.m_bytes.size()) || !std::ranges::all_of(hex, isDigit)) {
        return core::failure(core::ErrorCode::InvalidArgument,
                             QCoreApplication::translate(
                                 "Vcs", "“%1” is no commit id. A commit id has 40 hex digits.")
                                 .arg(hex));
    }
    std::ranges::copy(QByteArray::fromHex(hex.toLatin1()), id.m_bytes.begin());
    return id;
}

ObjectId ObjectId::fromBytes(const std::array<unsigned char, 20> &bytes)
{
    ObjectId id;
    id.m_bytes = bytes;
    return id;
}

bool ObjectId::isNull() const
{
    return *this == ObjectId();
}

QString ObjectId::toString() const
{
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char *>(m_bytes.data()), qsizetype(m_bytes.size()))
            .toHex());
}

QString ObjectId::shortText() const
{
    return toString().left(shortDigits);
}

} // namespace hermes::vcs
