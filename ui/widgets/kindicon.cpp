#include "widgets/kindicon.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QPainter>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int side = 36; // device-independent pixels
constexpr int glyph = 20;

} // namespace

QString kindIconName(core::EntryKind kind)
{
    switch (kind) {
    case core::EntryKind::Agent:
        return u"bot"_s;
    case core::EntryKind::Mcp:
        return u"plug"_s;
    case core::EntryKind::Skill:
        return u"book-open"_s;
    case core::EntryKind::Workflow:
        return u"workflow"_s;
    }
    return u"file"_s;
}

KindIcon::KindIcon(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFixedSize(side, side);
    setEntry(m_kind, {});
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void KindIcon::setEntry(core::EntryKind kind, const QIcon &icon)
{
    m_kind = kind;
    m_icon = icon;
    setAccessibleName(kindLabel(kind));
    update();
}

QSize KindIcon::sizeHint() const
{
    return {side, side};
}

void KindIcon::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.kindSoftColor(m_kind));
    painter.drawRoundedRect(rect(), space::small, space::small);
    QRect inner(0, 0, glyph, glyph);
    inner.moveCenter(rect().center());
    const QIcon icon =
        m_icon.isNull() ? colouredIcon(kindIconName(m_kind), m_theme.kindColor(m_kind)) : m_icon;
    icon.paint(&painter, inner);
}

} // namespace hermes::widgets
