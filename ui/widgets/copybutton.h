#pragma once

#include "widgets/buttons.h"

#include <QTimer>

namespace hermes::widgets {

/// Copies a text to the clipboard and shows for a moment that it did.
class CopyButton final : public IconButton
{
    Q_OBJECT

public:
    /// `name`: what it does, for the tool tip: "Copy the id".
    CopyButton(const Theme &theme, const QString &name, QWidget *parent = nullptr);

    /// What a click copies. An empty text disables the button.
    void setCopiedText(const QString &text);
    /// The same; decoded when it is copied, so that a large text costs nothing before.
    void setCopiedUtf8(const QByteArray &utf8);
    /// True while the check mark is shown.
    [[nodiscard]] bool isConfirming() const { return m_confirmation.isActive(); }

private:
    void copy();

    const Theme &m_theme;
    QByteArray m_utf8;
    QTimer m_confirmation;
};

} // namespace hermes::widgets
