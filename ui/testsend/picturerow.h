#pragma once

#include "core/error.h"
#include "modelapi/modelrequest.h"
#include "workspace/shownpicture.h"

#include <QPushButton>

namespace hermes::widgets {
class Theme;
}

namespace hermes::testsend {

struct NamedPicture
{
    QString name;
    modelapi::Image image;

    bool operator==(const NamedPicture &) const = default;
};

/// A picture, small; until it is decoded, and where it cannot be, its name. A press shows it
/// larger. Thread: UI.
class PictureButton final : public QPushButton
{
    Q_OBJECT

public:
    PictureButton(const widgets::Theme &theme, const QString &name, QWidget *parent = nullptr);

    void setPicture(const core::Result<workspace::ShownPicture> &picture);

protected:
    void keyPressEvent(QKeyEvent *event) override; ///< Return is a press, too.

private:
    QString m_name;
};

/// Pictures that go with a question, one beside the other. They are decoded by a worker. Thread:
/// UI.
class PictureRow final : public QWidget
{
    Q_OBJECT

public:
    explicit PictureRow(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setPictures(const QList<NamedPicture> &pictures); ///< None: it hides.

private:
    void showLarge(const NamedPicture &picture);
    void take(const QList<core::Result<workspace::ShownPicture>> &shown);

    const widgets::Theme &m_theme;
    QList<NamedPicture> m_pictures;
    QList<PictureButton *> m_buttons;
    int m_round = 0; ///< Of decoding; what comes of an earlier one is dropped.
    bool m_isOpening = false; ///< One is being decoded to be shown large.
};

} // namespace hermes::testsend
