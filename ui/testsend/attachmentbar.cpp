#include "testsend/attachmentbar.h"

#include "core/onworker.h"
#include "widgets/buttons.h"
#include "widgets/elidedlabel.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

AttachmentBar::AttachmentBar(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                             QWidget *parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_add(new widgets::IconButton(theme, u"plus"_s, tr("Attach a picture or a text file")))
    , m_names(new widgets::ElidedLabel(Qt::ElideMiddle))
    , m_clear(new widgets::IconButton(theme, u"x"_s, tr("Take the attachments away")))
{
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
    core::whenDone(core::onWorker([path] { return workspace::readAttachment(path); }), this,
                   [this](const core::Result<workspace::Attachment> &read) {
                       if (!read) {
                           Q_EMIT failed(read.error());
                           return;
                       }
                       m_attachments.append(*read);
                       showNames();
                       Q_EMIT changed();
                   });
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
    for (const workspace::Attachment &attachment : std::as_const(m_attachments)) {
        names.append(attachment.name);
    }
    m_names->setText(names.join(u", "_s));
    m_clear->setVisible(!names.isEmpty());
}

} // namespace hermes::testsend
