#pragma once

#include "text/edit.h"
#include "text/lines.h"

#include <functional>

namespace hermes::test {

/// A text with its selections, written as one string: `‸` is a caret, `«…»` a selection whose
/// caret is at the end, `»…«` one whose caret is at the start.
struct MarkedText
{
    QString text;
    QList<text::Selection> selections;
};

MarkedText unmarked(const QString &marked);
QString marked(const QString &text, const QList<text::Selection> &selections);

/// What a command makes of a marked text, marked. Checks that edits are in order.
QString after(const QString &before,
              const std::function<text::Change(const text::Lines &, const QList<text::Selection> &)>
                  &command);

} // namespace hermes::test
