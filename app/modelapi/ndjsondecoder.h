#pragma once

#include "core/error.h"
#include "modelapi/streamlimits.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace hermes::modelapi {

/// One JSON text a line, from bytes in pieces of any size. Empty lines are left out.
///
/// Memory: at most one line of the limit. Thread: a value.
class NdjsonDecoder
{
public:
    explicit NdjsonDecoder(const StreamLimits &limits);

    /// The lines that `bytes` complete, as valid UTF-8. After a failure: none.
    [[nodiscard]] QList<QByteArray> feed(QByteArrayView bytes);
    /// A last line that has no line feed.
    [[nodiscard]] QList<QByteArray> finish();
    /// TooLarge, once a line went beyond its limit.
    [[nodiscard]] const std::optional<core::Error> &failure() const { return m_failure; }

private:
    void takeLine(QList<QByteArray> &lines);

    StreamLimits m_limits;
    QByteArray m_line;
    std::optional<core::Error> m_failure;
};

} // namespace hermes::modelapi
