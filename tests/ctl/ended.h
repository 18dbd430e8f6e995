#pragma once

#include <QByteArray>

namespace hermes::test {

/// How a process ended.
struct Ended
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

} // namespace hermes::test
