#pragma once

#include "core/error.h"
#include "modelapi/modelrequest.h"
#include "workspace/shownpicture.h"

#include <QDialog>

#include <functional>

namespace hermes::testsend {

/// A picture as large as the screen lets it be. Escape closes it. Thread: UI.
class PictureDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Decodes it on a worker, then opens over the window of `parent`, and ends by itself.
    /// `opened` is called then.
    static void showPicture(const QString &name, const modelapi::Image &picture, QWidget *parent,
                            const std::function<void()> &opened);

private:
    PictureDialog(const QString &name, const core::Result<workspace::ShownPicture> &picture,
                  QWidget *parent);
};

} // namespace hermes::testsend
