#pragma once

#include <QTextDocument>

#include <memory>

namespace hermes::preview {

/// A document that a worker has made. It belongs to no thread until takeFor() gives it to that of
/// the UI; not taken, it is deleted wherever the last holder is.
struct MadeDocument
{
    std::unique_ptr<QTextDocument> document;

    /// Thread: that of `owner`, which becomes the parent.
    [[nodiscard]] QTextDocument *takeFor(QObject *owner)
    {
        document->moveToThread(owner->thread());
        document->setParent(owner);
        return document.release();
    }
};

} // namespace hermes::preview
