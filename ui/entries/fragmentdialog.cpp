#include "entries/fragmentdialog.h"

#include "entries/changesview.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <chrono>

using namespace std::chrono_literals;

namespace hermes::entries {

namespace {

constexpr auto delay = 150ms;

} // namespace

FragmentDialog::FragmentDialog(const widgets::Theme &theme, Purpose purpose, const QString &name,
                               QWidget *parent)
    : EntryDialog(theme, titleFor(purpose, name),
                  purpose == Purpose::Extract ? tr("Extract") : tr("Rename"), parent)
    , m_before(purpose == Purpose::Extract ? QString() : name)
    , m_name(new QLineEdit(name))
    , m_view(new ChangesView(theme))
{
    QLabel *label = heading(purpose == Purpose::RenameVariable ? tr("Name of the variable")
                                                               : tr("Name of the fragment"));
    label->setBuddy(m_name);
    m_name->setAccessibleName(label->text());
    m_name->selectAll();
    column()->addWidget(label);
    column()->addWidget(m_name);
    column()->addWidget(heading(tr("What changes")));
    column()->addWidget(m_view, 1);
    m_delay.setSingleShot(true);
    m_delay.setInterval(delay);
    connect(&m_delay, &QTimer::timeout, this, [this] { Q_EMIT changesWanted(this->name()); });
    connect(m_name, &QLineEdit::textChanged, this, &FragmentDialog::edited);
    m_name->setFocus();
    makeRoomForChanges();
    edited();
}

QString FragmentDialog::titleFor(Purpose purpose, const QString &name)
{
    switch (purpose) {
    case Purpose::Extract:
        return tr("Extract to a fragment");
    case Purpose::Rename:
        return tr("Rename the fragment %1").arg(name);
    case Purpose::RenameVariable:
        return tr("Rename the variable %1").arg(name);
    }
    Q_UNREACHABLE();
}

QString FragmentDialog::name() const
{
    return m_name->text().trimmed();
}

void FragmentDialog::edited()
{
    const QString obstacle = name().isEmpty() ? tr("Enter a name.")
        : name() == m_before                  ? tr("Change the name.")
                                              : QString();
    if (obstacle.isEmpty()) {
        setObstacle(tr("Looking at what changes…"));
        m_delay.start();
    } else {
        m_delay.stop();
        m_view->showSentence(obstacle);
        setObstacle(obstacle);
    }
}

void FragmentDialog::setChanges(const core::Result<changes::ChangeSet> &changes)
{
    if (m_delay.isActive()) {
        return; // of a name that is not there any more
    }
    if (changes) {
        m_view->setChanges(*changes);
        setObstacle({});
    } else {
        m_view->showSentence(changes.error().message);
        setObstacle(changes.error().message);
    }
}

} // namespace hermes::entries
