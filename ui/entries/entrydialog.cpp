#include "entries/entrydialog.h"

#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScreen>
#include <QVBoxLayout>

namespace hermes::entries {

namespace space = widgets::space;

namespace {

constexpr QSize sizeForChanges(860, 560);
constexpr double share = 0.94; ///< Of a small screen.

} // namespace

EntryDialog::EntryDialog(const widgets::Theme &theme, const QString &title, const QString &verb,
                         QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout)
    , m_obstacle(new QLabel)
    , m_do(new widgets::PrimaryButton(verb))
{
    setWindowTitle(title);
    m_obstacle->setWordWrap(true);
    m_obstacle->setTextFormat(Qt::PlainText);
    m_obstacle->setAccessibleDescription(tr("What is missing"));
    m_do->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_do, &QPushButton::clicked, this, &QDialog::accept);

    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::small);
    foot->addWidget(m_obstacle, 1);
    foot->addWidget(cancel);
    foot->addWidget(m_do);
    m_column->setSpacing(space::small);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(space::large, space::large, space::large, space::large);
    whole->setSpacing(space::medium);
    whole->addLayout(m_column, 1);
    whole->addLayout(foot);
}

void EntryDialog::setVerb(const QString &verb)
{
    m_do->setText(verb);
}

void EntryDialog::setObstacle(const QString &obstacle)
{
    m_obstacle->setText(obstacle);
    m_do->setEnabled(obstacle.isEmpty());
}

void EntryDialog::makeRoomForChanges()
{
    resize(sizeForChanges.boundedTo(screen()->availableSize() * share));
}

QLabel *EntryDialog::heading(const QString &text) const
{
    auto *label = new QLabel(text);
    widgets::keepFont(*label, m_theme, &widgets::Theme::labelFont);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace hermes::entries
