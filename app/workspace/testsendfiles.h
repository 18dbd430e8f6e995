#pragma once

#include "modelapi/modelrequest.h"
#include "registry/modelfacts.h"

namespace hermes::workspace {

/// Who is asked.
struct AskedModel
{
    modelapi::ConnectionSettings settings;
    QString modelId;
    std::optional<registry::ModelFacts> facts; ///< Of the model.
};

/// What is known against sending files to a model.
struct FileObjection
{
    QString message; ///< What, and what to do; empty = nothing.
    bool isFinal = false; ///< The server has no form for them; else the user may send all the same.
};

/// Kinds of files that the model, or the API, does not take, and requests that are larger than the
/// provider takes. Of `earlier` turns only what makes the request impossible counts: about the rest
/// the user was asked.
[[nodiscard]] FileObjection objectionToFiles(const AskedModel &asked,
                                             const QByteArray &systemPrompt,
                                             const QList<modelapi::Turn> &earlier,
                                             const modelapi::Turn &question);

} // namespace hermes::workspace
