#include "main/welcomepage.h"

#include "widgets/buttons.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

namespace {

constexpr int columnWidth = 520;
constexpr int markSize = 56;

/// A home folder is written `~`: shorter, and the same for everybody.
QString shownFolder(const QString &folder)
{
    const QString home = QDir::homePath();
    return folder.startsWith(home + u'/') ? u'~' + folder.mid(home.size()) : folder;
}

} // namespace

WelcomePage::WelcomePage(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_error(new widgets::MessageBar(theme))
    , m_recentTitle(new QLabel(tr("Recent registries")))
    , m_column(new QVBoxLayout)
{
    auto *mark = new QLabel;
    mark->setPixmap(QIcon(u":/icons/hermes-studio.svg"_s)
                        .pixmap(QSize(markSize, markSize), devicePixelRatio()));
    auto *title = new QLabel(tr("Hermes Studio"));
    title->setFont(theme.titleFont());
    auto *sentence = new QLabel(tr("Browse, edit, compare and release agent definitions. A "
                                   "registry is a folder, normally a git repository."));
    sentence->setWordWrap(true);

    auto *open = new widgets::PrimaryButton(tr("Open registry…"));
    auto *clone = new QPushButton(tr("Clone from a URL…"));
    clone->setToolTip(tr("Copy a registry from a git server and open it"));
    auto *sample = new QPushButton(tr("Open the sample registry"));
    sample->setToolTip(tr("Made in your documents folder the first time: agents, skills and three "
                          "releases to try things on"));
    connect(open, &QPushButton::clicked, this, &WelcomePage::openRequested);
    connect(clone, &QPushButton::clicked, this, &WelcomePage::cloneRequested);
    connect(sample, &QPushButton::clicked, this, &WelcomePage::sampleRequested);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(widgets::space::small);
    buttons->addWidget(open);
    buttons->addWidget(clone);
    buttons->addWidget(sample);
    buttons->addStretch();

    m_recentTitle->setFont(theme.labelFont());
    m_column->setSpacing(widgets::space::medium);
    m_column->addWidget(mark);
    m_column->addWidget(title);
    m_column->addWidget(sentence);
    m_column->addLayout(buttons);
    m_column->addWidget(m_error);
    m_column->addSpacing(widgets::space::medium);
    m_column->addWidget(m_recentTitle);
    auto *column = new QWidget;
    column->setLayout(m_column);
    column->setFixedWidth(columnWidth);

    auto *page = new QHBoxLayout(this);
    page->addStretch();
    page->addWidget(column, 0, Qt::AlignVCenter);
    page->addStretch();
    setRecentRegistries({});
}

void WelcomePage::setRecentRegistries(const QStringList &folders)
{
    delete m_recent;
    m_recent = new QWidget;
    auto *rows = new QVBoxLayout(m_recent);
    rows->setContentsMargins({});
    rows->setSpacing(widgets::space::tiny);
    m_column->addWidget(m_recent);
    m_recentTitle->setVisible(!folders.isEmpty());
    for (const QString &folder : folders) {
        addRecent(folder);
    }
}

void WelcomePage::addRecent(const QString &folder)
{
    auto *open = new widgets::LinkButton(QDir(folder).dirName());
    open->setAccessibleName(tr("Open %1").arg(folder));
    auto *place = new widgets::ElidedLabel(Qt::ElideMiddle);
    place->setText(shownFolder(folder));
    place->setForegroundRole(QPalette::PlaceholderText);
    auto *remove = new widgets::IconButton(
        m_theme, u"x"_s, tr("Remove %1 from the list").arg(QDir(folder).dirName()));
    connect(open, &QPushButton::clicked, this, [this, folder] { Q_EMIT recentRequested(folder); });
    connect(remove, &QToolButton::clicked, this, [this, folder] { Q_EMIT recentRemoved(folder); });

    auto *row = new QHBoxLayout;
    row->setSpacing(widgets::space::small);
    row->addWidget(open);
    row->addWidget(place, 1);
    row->addWidget(remove);
    qobject_cast<QVBoxLayout *>(m_recent->layout())->addLayout(row);
}

void WelcomePage::showError(const QString &message)
{
    m_error->showMessage(widgets::MessageBar::Severity::Error, message);
}

void WelcomePage::clearError()
{
    m_error->dismiss();
}

} // namespace hermes::mainwindow
