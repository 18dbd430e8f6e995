#pragma once

#include <QCoreApplication>

namespace hermes::bundle {

/// Translation context of this folder's messages.
struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(Bundle)
};

} // namespace hermes::bundle
