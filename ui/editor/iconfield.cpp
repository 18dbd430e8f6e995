#include "editor/iconfield.h"

#include "core/onworker.h"
#include "editor/fieldnote.h"
#include "widgets/fieldinputs.h"
#include "widgets/theme.h"
#include "workspace/entryicon.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QUrl>
#include <QVBoxLayout>

#include <array>
#include <span>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

constexpr std::array sides{16, 32, 64, 128, 256}; ///< Pixels.

/// The one local file that is dragged; empty if it is not one.
QString draggedFile(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

} // namespace

/// One picture in all sizes, side by side, as many as there is room for.
class IconStrip final : public QWidget
{
public:
    IconStrip()
    {
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
        hide();
    }

    void setIcon(const QIcon &icon)
    {
        m_icon = icon;
        setVisible(!icon.isNull());
        update();
    }

    [[nodiscard]] QSize sizeHint() const override { return sizeFor(sides.size()); }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeFor(3); }
    [[nodiscard]] int heightForWidth(int width) const override
    {
        return sizeFor(countFor(width)).height();
    }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        QPainter painter(this);
        int start = 0;
        for (const int side : std::span(sides).first(countFor(width()))) {
            const QRect place(start, height() - side, side, side);
            m_icon.paint(&painter, QStyle::visualRect(layoutDirection(), rect(), place));
            start += side + widgets::space::medium;
        }
    }

private:
    /// Of the first `count` sizes.
    static QSize sizeFor(size_t count)
    {
        QSize size(0, sides.at(count - 1));
        for (const int side : std::span(sides).first(count)) {
            size.rwidth() += side + (size.width() > 0 ? widgets::space::medium : 0);
        }
        return size;
    }
    /// How many sizes have room.
    static size_t countFor(int width)
    {
        size_t count = sides.size();
        while (count > 1 && sizeFor(count).width() > width) {
            --count;
        }
        return count;
    }

    QIcon m_icon;
};

IconField::IconField(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_line(new widgets::FieldLine)
    , m_strip(new IconStrip)
    , m_note(new FieldNote(theme))
{
    auto *choose = new QPushButton(tr("Choose…"));
    choose->setAccessibleName(tr("Choose an icon"));
    choose->setToolTip(tr("A picture, also dropped here, is copied into the entry's folder: SVG up "
                          "to 50 KB, or square PNG of 256 pixels or more up to 256 KB."));
    connect(choose, &QPushButton::clicked, this, &IconField::fileRequested);
    auto *row = new QHBoxLayout;
    row->setSpacing(widgets::space::small);
    row->addWidget(m_line, 1);
    row->addWidget(choose);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(widgets::space::tiny);
    column->addLayout(row);
    column->addWidget(m_note);
    column->addWidget(m_strip);
    setAcceptDrops(true);
    m_line->setAcceptDrops(false); // or it would take the file's address as a text
    setFocusProxy(m_line);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
}

void IconField::showIcon(const workspace::DefinitionLocation &location)
{
    const QString name = m_line->text();
    if (std::exchange(m_wanted, name) == name && m_location.folder == location.folder) {
        return;
    }
    m_location = location;
    if (name.isEmpty() || m_line->isReadOnly()) {
        m_strip->setIcon({});
        m_note->clear();
        return;
    }
    core::onWorker([location, name] {
        return workspace::readIcon(location, name);
    }).then(this, [this, name](const core::Result<QByteArray> &picture) { take(name, picture); });
}

void IconField::take(const QString &name, const core::Result<QByteArray> &picture)
{
    if (name != m_wanted) {
        return; // another one is named meanwhile
    }
    m_strip->setIcon(
        picture ? QIcon(m_location.registryRoot + u'/' + m_location.folder.text() + u'/' + name)
                : QIcon());
    if (picture) {
        m_strip->setAccessibleName(tr("%1 in several sizes").arg(name));
        m_note->clear();
    } else {
        tell(picture.error());
    }
}

void IconField::tell(const core::Error &error)
{
    m_note->setAdvice({core::Problem::Severity::Error, error.message, std::nullopt});
}

void IconField::adopt(const QString &path)
{
    core::onWorker([location = m_location, path] {
        return workspace::adoptIcon(location, path);
    }).then(this, [this](const core::Result<QString> &name) {
        if (name) {
            Q_EMIT chosen(*name);
        } else {
            tell(name.error());
        }
    });
}

void IconField::dragEnterEvent(QDragEnterEvent *event)
{
    if (!draggedFile(*event->mimeData()).isEmpty() && !m_line->isReadOnly()) {
        event->acceptProposedAction();
    }
}

void IconField::dropEvent(QDropEvent *event)
{
    const QString file = draggedFile(*event->mimeData());
    if (!file.isEmpty()) {
        event->acceptProposedAction();
        adopt(file);
    }
}

} // namespace hermes::editor
