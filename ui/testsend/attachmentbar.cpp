#include "testsend/attachmentbar.h"

#include "core/onworker.h"
#include "testsend/picturerow.h"
#include "widgets/buttons.h"
#include "widgets/elidedlabel.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"

#include <QDropEvent>
#include <QHBoxLayout>
#include <QImage>
#include <QLocale>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

AttachmentBar::AttachmentBar(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                             QWidget *parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_add(new widgets::IconButton(theme, u"plus"_s, tr("Attach a picture, a PDF or a text file")))
    , m_names(new widgets::ElidedLabel(Qt::ElideMiddle))
    , m_clear(new widgets::IconButton(theme, u"x"_s, tr("Take the attachments away")))
    , m_pictures(new PictureRow(theme, this))
{
    const QLocale locale;
    const QString limits =
        tr("Pictures (PNG, JPEG, GIF, WebP) up to %1, PDFs up to %2, texts up to %3, at most %4 "
           "and %5 in all. They can be dropped and pasted here, too. Pictures and PDFs are not "
           "looked through for keys.")
            .arg(locale.formattedDataSize(workspace::largestPicture, 0),
                 locale.formattedDataSize(workspace::largestDocument, 0),
                 locale.formattedDataSize(workspace::largestAttachedText, 0),
                 locale.toString(workspace::mostAttachments),
                 locale.formattedDataSize(workspace::largestAttachments, 0));
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
                                     attach({path});
                                 }
                             });
}

/// No more than may go with a question is read at all.
void AttachmentBar::attach(const QStringList &paths)
{
    const qsizetype known = m_attachments.size() + m_toRead.size() + (m_isReading ? 1 : 0);
    const qsizetype room = std::max<qsizetype>(workspace::mostAttachments - known, 0);
    for (const QString &path : paths.first(std::min(room, paths.size()))) {
        m_toRead.enqueue([path] { return workspace::readAttachment(path); });
    }
    if (paths.size() > room) {
        m_failures.append({core::ErrorCode::TooLarge,
                           tr("Files that were not attached: %1. At most %2 go with one question.")
                               .arg(QLocale().toString(paths.size() - room),
                                    QLocale().toString(workspace::mostAttachments)),
                           {}});
    }
    readNext();
}

/// One at a time: together they would be in memory before anybody knows how large they are.
void AttachmentBar::readNext()
{
    if (m_isReading) {
        return;
    }
    if (m_toRead.isEmpty()) {
        tellFailures();
        return;
    }
    m_isReading = true;
    core::whenDone(core::onWorker(m_toRead.dequeue()), this,
                   [this, round = m_round](const core::Result<workspace::Attachment> &attachment) {
                       if (round == m_round) {
                           m_isReading = false;
                           add(attachment);
                       }
                   });
    showNames();
    Q_EMIT changed();
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
        QStringList paths;
        for (const QList<QUrl> files = given.urls(); const QUrl &file : files) {
            paths.append(file.toLocalFile());
        }
        attach(paths);
        return;
    }
    const auto image = given.imageData().value<QImage>();
    m_toRead.enqueue([image] { return workspace::pastedPicture(image); });
    readNext();
}

void AttachmentBar::acceptCopy(QDropEvent &event)
{
    if (canTake(*event.mimeData()) && event.possibleActions().testFlag(Qt::CopyAction)) {
        event.setDropAction(Qt::CopyAction);
        event.accept();
    } else {
        event.ignore();
    }
}

void AttachmentBar::add(const core::Result<workspace::Attachment> &attachment)
{
    const core::Result<void> added = attachment.and_then([this](const workspace::Attachment &read) {
        return workspace::checkRoomFor(read, m_attachments).transform([&] {
            m_attachments.append(read);
        });
    });
    if (!added) {
        m_failures.append(added.error());
    }
    showNames();
    readNext();
    if (!m_isReading) {
        Q_EMIT changed();
    }
}

void AttachmentBar::tellFailures()
{
    QStringList messages;
    const QList<core::Error> failures = std::exchange(m_failures, {});
    for (const core::Error &failure : failures) {
        if (!messages.contains(failure.message)) {
            messages.append(failure.message);
        }
    }
    if (!messages.isEmpty()) {
        Q_EMIT failed({failures.first().code, messages.join(u' '), failures.first().detail});
    }
}

void AttachmentBar::clear()
{
    ++m_round;
    m_isReading = false;
    m_toRead.clear();
    m_failures.clear();
    m_attachments.clear();
    showNames();
    Q_EMIT changed();
}

void AttachmentBar::remove(const QList<workspace::Attachment> &sent)
{
    for (const workspace::Attachment &attachment : sent) {
        m_attachments.removeOne(attachment);
    }
    showNames();
    Q_EMIT changed();
}

void AttachmentBar::showNames()
{
    QStringList names;
    QList<NamedPicture> pictures;
    for (const workspace::Attachment &attachment : std::as_const(m_attachments)) {
        names.append(attachment.document ? workspace::shownDocument(*attachment.document)
                                         : attachment.name);
        if (attachment.image) {
            pictures.append({attachment.name, *attachment.image});
        }
    }
    m_pictures->setPictures(pictures);
    if (m_isReading) {
        names.append(u"…"_s);
    }
    m_names->setText(names.join(u", "_s));
    m_clear->setVisible(!names.isEmpty());
}

} // namespace hermes::testsend
