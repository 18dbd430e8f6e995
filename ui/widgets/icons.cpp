#include "widgets/icons.h"

#include "widgets/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QLoggingCategory>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QPointer>
#include <QSvgRenderer>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcWidgets, "hermes.widgets")

// `size` in device pixels. Kept in the pixmap cache: the same few icons are painted again and
// again.
QPixmap renderedIcon(const QString &name, const QColor &color, const QSize &size)
{
    const QString key = u"hermes-icon/%1/%2/%3x%4"_s.arg(name, color.name(QColor::HexArgb))
                            .arg(size.width())
                            .arg(size.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QFile file(u":/icons/%1.svg"_s.arg(name));
    if (file.open(QIODevice::ReadOnly)) {
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(svg);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&pixmap);
        painter.setOpacity(color.alphaF());
        renderer.render(&painter);
    } else {
        qCWarning(lcWidgets) << "no icon named" << name;
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

// Draws one SVG in the colour that the derived engine chooses at each painting.
class SvgIconEngine : public QIconEngine
{
public:
    explicit SvgIconEngine(const QString &name) : m_name(name) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio =
            painter->device() ? painter->device()->devicePixelRatio() : qApp->devicePixelRatio();
        QPixmap pixmap =
            renderedIcon(m_name, color(mode, state), (QSizeF(rect.size()) * ratio).toSize());
        pixmap.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), pixmap);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return renderedIcon(m_name, color(mode, state), size);
    }

    QString iconName() override { return m_name; }
    bool isNull() override { return false; }

protected:
    [[nodiscard]] virtual QColor color(QIcon::Mode mode, QIcon::State state) const = 0;

private:
    QString m_name;
};

class ThemedIconEngine final : public SvgIconEngine
{
public:
    ThemedIconEngine(const Theme &theme, const QString &name) : SvgIconEngine(name), m_theme(&theme)
    {
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(*this); }
    QString key() const override { return u"hermes-themed"_s; }

protected:
    QColor color(QIcon::Mode mode, QIcon::State state) const override
    {
        if (!m_theme) // icons that outlive main()'s theme, at the end of the program
            return qApp->palette().color(QPalette::WindowText);
        const ThemeColors &colors = m_theme->colors();
        if (mode == QIcon::Disabled)
            return mixed(colors.muted, colors.panel, 0.6);
        return state == QIcon::On ? colors.accent : colors.text;
    }

private:
    QPointer<const Theme> m_theme;
};

class ColouredIconEngine final : public SvgIconEngine
{
public:
    ColouredIconEngine(const QString &name, const QColor &color)
        : SvgIconEngine(name), m_color(color)
    {
    }

    QIconEngine *clone() const override { return new ColouredIconEngine(*this); }
    QString key() const override { return u"hermes-coloured"_s; }

protected:
    QColor color(QIcon::Mode mode, QIcon::State) const override
    {
        QColor color = m_color;
        if (mode == QIcon::Disabled)
            color.setAlphaF(color.alphaF() * 0.6F);
        return color;
    }

private:
    QColor m_color;
};

} // namespace

QIcon themedIcon(const Theme &theme, const QString &name)
{
    return QIcon(new ThemedIconEngine(theme, name));
}

QIcon colouredIcon(const QString &name, const QColor &color)
{
    return QIcon(new ColouredIconEngine(name, color));
}

} // namespace hermes::widgets
