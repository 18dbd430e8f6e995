#pragma once

#include <QAccessible>

namespace hermes::preview {

/// Tells screen readers of a RenderedView as a document with a text. For
/// QAccessible::installFactory().
[[nodiscard]] QAccessibleInterface *accessibleRenderedView(const QString &className,
                                                           QObject *object);

} // namespace hermes::preview
