#pragma once

#include "workspace/testsendattachment.h"

#include <QWidget>

namespace hermes::widgets {
class ElidedLabel;
class IconButton;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::testsend {

/// The files that go with a question: chosen one by one, named, taken away again. Thread: UI.
class AttachmentBar final : public QWidget
{
    Q_OBJECT

public:
    AttachmentBar(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                  QWidget *parent = nullptr);

    [[nodiscard]] const QList<workspace::Attachment> &attachments() const { return m_attachments; }
    void clear();
    void attach(const QString &path);

Q_SIGNALS:
    void changed();
    void failed(const hermes::core::Error &error);

private:
    void choose();
    void showNames();

    widgets::UserDialogs &m_dialogs;
    QList<workspace::Attachment> m_attachments;
    widgets::IconButton *m_add;
    widgets::ElidedLabel *m_names;
    widgets::IconButton *m_clear;
};

} // namespace hermes::testsend
