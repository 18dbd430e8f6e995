#include "widgets/copybutton.h"

#include "widgets/icons.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>

#include <chrono>

namespace hermes::widgets {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

CopyButton::CopyButton(const Theme &theme, const QString &name, QWidget *parent)
    : IconButton(theme, u"copy"_s, name, parent), m_theme(theme)
{
    setEnabled(false);
    m_confirmation.setSingleShot(true);
    m_confirmation.setInterval(1500ms);
    connect(&m_confirmation, &QTimer::timeout, this,
            [this] { setIcon(themedIcon(m_theme, u"copy"_s)); });
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
}

void CopyButton::setCopiedText(const QString &text)
{
    setCopiedUtf8(text.toUtf8());
}

void CopyButton::setCopiedUtf8(const QByteArray &utf8)
{
    m_utf8 = utf8;
    setEnabled(!utf8.isEmpty());
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_utf8));
    setIcon(themedIcon(m_theme, u"check"_s));
    m_confirmation.start();
    QAccessibleAnnouncementEvent announcement(this, tr("Copied"));
    QAccessible::updateAccessibility(&announcement);
}

} // namespace hermes::widgets
