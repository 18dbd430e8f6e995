#pragma once

#include <QCoreApplication>

namespace hermes::modelapi {

/// Texts for people.
struct ModelApiTr
{
    Q_DECLARE_TR_FUNCTIONS(ModelApi)
};

} // namespace hermes::modelapi
