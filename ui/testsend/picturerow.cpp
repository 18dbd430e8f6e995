#include "testsend/picturerow.h"

#include "core/onworker.h"
#include "testsend/picturedialog.h"
#include "widgets/flowlayout.h"
#include "widgets/theme.h"

#include <QKeyEvent>
#include <QLocale>

#include <ranges>
#include <utility>

namespace hermes::testsend {

namespace {

constexpr int edge = 56; ///< Device-independent pixels.

} // namespace

PictureButton::PictureButton(const widgets::Theme &theme, const QString &name, QWidget *parent)
    : QPushButton(parent), m_name(name)
{
    setText(QString(name).replace(u'&', QStringLiteral("&&")));
    setAccessibleName(name);
    setToolTip(name);
    setFlat(true);
    setFocusPolicy(Qt::StrongFocus);
    setAutoDefault(false);
    setIconSize({edge, edge});
    widgets::keepFont(*this, theme, &widgets::Theme::labelFont);
}

void PictureButton::setPicture(const core::Result<workspace::ShownPicture> &picture)
{
    if (!picture) { // its name is all there is to see
        setToolTip(tr("%1\n%2", "name of a picture, why it is not shown")
                       .arg(m_name, picture.error().message));
        setAccessibleDescription(picture.error().message);
        setEnabled(false);
        return;
    }
    QPixmap pixmap = QPixmap::fromImage(picture->image);
    pixmap.setDevicePixelRatio(devicePixelRatio());
    setIcon(pixmap);
    setText({});
    const QLocale locale;
    const QString size =
        tr("%1 × %2 pixels")
            .arg(locale.toString(picture->size.width()), locale.toString(picture->size.height()));
    setToolTip(tr("%1, %2", "name of a picture, its size").arg(m_name, size));
    setAccessibleDescription(tr("%1. A press shows it larger.").arg(size));
}

void PictureButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QPushButton::keyPressEvent(event);
}

PictureRow::PictureRow(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme)
{
    auto *row = new widgets::FlowLayout(widgets::space::tiny, this);
    row->setContentsMargins({});
    hide();
}

void PictureRow::setPictures(const QList<NamedPicture> &pictures)
{
    if (pictures == m_pictures) {
        return;
    }
    m_pictures = pictures;
    qDeleteAll(m_buttons);
    m_buttons.clear();
    QList<modelapi::Image> images;
    for (const NamedPicture &picture : pictures) {
        auto *button = new PictureButton(m_theme, picture.name);
        connect(button, &QPushButton::clicked, this, [this, picture] { showLarge(picture); });
        layout()->addWidget(button);
        m_buttons.append(button);
        images.append(picture.image);
    }
    setVisible(!pictures.isEmpty());
    const QSize most = QSize(edge, edge) * devicePixelRatio();
    core::whenDone(
        core::onWorker([images, most] {
            QList<core::Result<workspace::ShownPicture>> shown;
            for (const modelapi::Image &image : images) {
                shown.append(workspace::shownPicture(image, most));
            }
            return shown;
        }),
        this, [this, round = ++m_round](const QList<core::Result<workspace::ShownPicture>> &shown) {
            if (round == m_round) {
                take(shown);
            }
        });
}

void PictureRow::showLarge(const NamedPicture &picture)
{
    if (!std::exchange(m_isOpening, true)) { // a double click is two
        PictureDialog::showPicture(picture.name, picture.image, this,
                                   [this] { m_isOpening = false; });
    }
}

void PictureRow::take(const QList<core::Result<workspace::ShownPicture>> &shown)
{
    for (const auto &[button, picture] : std::views::zip(m_buttons, shown)) {
        button->setPicture(picture);
    }
}

} // namespace hermes::testsend
