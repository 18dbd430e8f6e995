#pragma once

#include "workspace/testsendattachment.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QMimeData;
QT_END_NAMESPACE

namespace hermes::widgets {
class ElidedLabel;
class IconButton;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::testsend {

class PictureRow;

/// What goes with a question: files that were chosen, dropped or pasted, and pictures of the
/// clipboard; named, and taken away again. Thread: UI.
class AttachmentBar final : public QWidget
{
    Q_OBJECT

public:
    AttachmentBar(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                  QWidget *parent = nullptr);

    [[nodiscard]] const QList<workspace::Attachment> &attachments() const { return m_attachments; }
    void clear();
    /// The pictures among them, to be laid out elsewhere; hidden while there are none.
    [[nodiscard]] PictureRow *pictures() const { return m_pictures; }
    /// Whether it is pictures or files rather than text.
    [[nodiscard]] static bool canTake(const QMimeData &given);
    void take(const QMimeData &given);

Q_SIGNALS:
    void changed();
    void failed(const hermes::core::Error &error);

private:
    void choose();
    void attach(const QString &path);
    void add(const core::Result<workspace::Attachment> &attachment);
    void showNames();

    widgets::UserDialogs &m_dialogs;
    QList<workspace::Attachment> m_attachments;
    widgets::IconButton *m_add;
    widgets::ElidedLabel *m_names;
    widgets::IconButton *m_clear;
    PictureRow *m_pictures;
};

} // namespace hermes::testsend
