#include "testsend/picturedialog.h"

#include "core/onworker.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QScreen>
#include <QVBoxLayout>

namespace hermes::testsend {

namespace {

constexpr double shareOfScreen = 0.8;

} // namespace

void PictureDialog::showPicture(const QString &name, const modelapi::Image &picture,
                                QWidget *parent, const std::function<void()> &opened)
{
    const QSize room = parent->screen()->availableSize() * shareOfScreen;
    const QSize most = room * parent->devicePixelRatio();
    core::whenDone(
        core::onWorker([picture, most] { return workspace::shownPicture(picture, most); }), parent,
        [name, parent, opened](const core::Result<workspace::ShownPicture> &shown) {
            auto *dialog = new PictureDialog(name, shown, parent->window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->open();
            opened();
        });
}

PictureDialog::PictureDialog(const QString &name,
                             const core::Result<workspace::ShownPicture> &picture, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(name);
    auto *label = new QLabel;
    label->setAlignment(Qt::AlignCenter);
    label->setAccessibleName(tr("Picture %1").arg(name));
    if (picture) {
        QPixmap pixmap = QPixmap::fromImage(picture->image);
        pixmap.setDevicePixelRatio(devicePixelRatio());
        label->setPixmap(pixmap);
    } else {
        label->setText(picture.error().message);
        label->setWordWrap(true);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(label, 1);
    column->addWidget(buttons);
}

} // namespace hermes::testsend
