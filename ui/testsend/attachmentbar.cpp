#include "testsend/attachmentbar.h"

#include "core/onworker.h"
#include "testsend/picturerow.h"
#include "widgets/buttons.h"
#include "widgets/elidedlabel.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"

#include <QHBoxLayout>
#include <QImage>
#include <QLocale>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

AttachmentBar::AttachmentBar(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                             QWidget *parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_add(new widgets::IconButton(theme, u"plus"_s, tr("Attach a picture or a text file")))
    , m_names(new widgets::ElidedLabel(Qt::ElideMiddle))
    , m_clear(new widgets::IconButton(theme, u"x"_s, tr("Take the attachments away")))
    , m_pictures(new PictureRow(theme, this))
{
    const QLocale locale;
    const QString limits =
        tr("Pictures (PNG, JPEG, GIF, WebP) up to %1, texts up to %2, at most %3. They can be "
           "dropped and pasted here, too.")
            .arg(locale.formattedDataSize(workspace::largestPicture, 0),
                 locale.formattedDataSize(workspace::largestAttachedText, 0),
                 locale.toString(workspace::mostAttachments));
    m_add->setToolTip(m_add->toolTip() + u'\n' + limits);
    m_add->setAccessibleDescription(limits);
    m_names->setForegroundRole(QPalette::PlaceholderText);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(widgets::space::tiny);
    row->addWidget(m_add);
    row->addWidget(m_names, 1);
    row->addWidget(m_clear);
    connect(m_add, &QAbstractButton::clicked, this, &AttachmentBar::choose);
    connect(m_clear, &QAbstractButton::clicked, this, &AttachmentBar::clear);
    showNames();
}

void AttachmentBar::choose()
{
    m_dialogs.chooseOpenFile(this, {tr("Attach a file"), {}, tr("All files (*)")},
                             [this](const QString &path) {
                                 if (!path.isEmpty()) {
                                     attach(path);
                                 }
                             });
}

void AttachmentBar::attach(const QString &path)
{
    core::whenDone(
        core::onWorker([path] { return workspace::readAttachment(path); }), this,
        [this](const core::Result<workspace::Attachment> &attachment) { add(attachment); });
}

bool AttachmentBar::canTake(const QMimeData &given)
{
    if (given.hasUrls()) {
        return std::ranges::all_of(given.urls(), &QUrl::isLocalFile);
    }
    // A text processor gives a picture of the text it copies, too.
    return given.hasImage() && !given.hasText();
}

void AttachmentBar::take(const QMimeData &given)
{
    if (given.hasUrls()) {
        for (const QList<QUrl> files = given.urls(); const QUrl &file : files) {
            attach(file.toLocalFile());
        }
        return;
    }
    const auto image = given.imageData().value<QImage>();
    core::whenDone(
        core::onWorker([image] { return workspace::pastedPicture(image); }), this,
        [this](const core::Result<workspace::Attachment> &attachment) { add(attachment); });
}

void AttachmentBar::add(const core::Result<workspace::Attachment> &attachment)
{
    if (!attachment) {
        Q_EMIT failed(attachment.error());
    } else if (m_attachments.size() >= workspace::mostAttachments) {
        Q_EMIT failed({core::ErrorCode::TooLarge,
                       tr("%1 was not attached: %2 attachments to one question are the most.")
                           .arg(attachment->name, QLocale().toString(workspace::mostAttachments)),
                       {}});
    } else {
        m_attachments.append(*attachment);
        showNames();
        Q_EMIT changed();
    }
}

void AttachmentBar::clear()
{
    m_attachments.clear();
    showNames();
    Q_EMIT changed();
}

void AttachmentBar::showNames()
{
    QStringList names;
    QList<NamedPicture> pictures;
    for (const workspace::Attachment &attachment : std::as_const(m_attachments)) {
        names.append(attachment.name);
        if (attachment.image) {
            pictures.append({attachment.name, *attachment.image});
        }
    }
    m_pictures->setPictures(pictures);
    m_names->setText(names.join(u", "_s));
    m_clear->setVisible(!names.isEmpty());
}

} // namespace hermes::testsend
