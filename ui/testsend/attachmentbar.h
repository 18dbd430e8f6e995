#pragma once

#include "workspace/testsendattachment.h"

#include <QQueue>
#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QDropEvent;
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
/// clipboard; named, and taken away again. They are read by a worker, one after the other. Thread:
/// UI.
class AttachmentBar final : public QWidget
{
    Q_OBJECT

public:
    AttachmentBar(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                  QWidget *parent = nullptr);

    [[nodiscard]] const QList<workspace::Attachment> &attachments() const { return m_attachments; }
    /// Whether some of them are still to come.
    [[nodiscard]] bool isReading() const { return m_isReading; }
    void clear(); ///< What is still read, too.
    /// Takes away what was sent; what came later stays.
    void remove(const QList<workspace::Attachment> &sent);
    /// The pictures among them, to be laid out elsewhere; hidden while there are none.
    [[nodiscard]] PictureRow *pictures() const { return m_pictures; }
    /// Whether it is pictures or files rather than text.
    [[nodiscard]] static bool canTake(const QMimeData &given);
    void take(const QMimeData &given);
    /// Accepts a drag or a drop of it as a copy, whatever was proposed: whoever moves a file away
    /// loses it. Nothing else is accepted.
    static void acceptCopy(QDropEvent &event);

Q_SIGNALS:
    void changed(); ///< What there is, or whether more is to come.
    /// What could not be attached; before the changed() that ends the reading.
    void failed(const hermes::core::Error &error);

private:
    using Reading = std::function<core::Result<workspace::Attachment>()>;

    void choose();
    void attach(const QStringList &paths);
    void readNext();
    void add(const core::Result<workspace::Attachment> &attachment);
    void tellFailures();
    void showNames();

    widgets::UserDialogs &m_dialogs;
    QList<workspace::Attachment> m_attachments;
    QQueue<Reading> m_toRead; ///< Beside the one that is being read.
    bool m_isReading = false;
    int m_round = 0; ///< Of reading; what comes of an earlier one is dropped.
    QList<core::Error> m_failures; ///< To be told when all is read.
    widgets::IconButton *m_add;
    widgets::ElidedLabel *m_names;
    widgets::IconButton *m_clear;
    PictureRow *m_pictures;
};

} // namespace hermes::testsend
