#include "entries/copydialog.h"

#include "entries/entrynamefields.h"
#include "widgets/screenroom.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace hermes::entries {

namespace {

constexpr QSize usualSize(560, 220);
constexpr std::array versions{"0.1.0", "1.0.0"};

} // namespace

CopyDialog::CopyDialog(const widgets::Theme &theme, const registry::EntrySummary &entry,
                       const changes::EntryNames &names, QWidget *parent)
    : EntryDialog(theme, tr("Duplicate %1").arg(entry.id.id), tr("Duplicate"), parent)
    , m_names(new EntryNameFields(theme, entry.id.kind, names, EntryNameFields::IdSource::Itself))
    , m_version(new widgets::SegmentedControl(
          theme, tr("Version"),
          {QString::fromLatin1(versions.front()), QString::fromLatin1(versions.back())}))
{
    m_names->setNameAndId(
        tr("%1 copy", "name of a copy").arg(entry.name.isEmpty() ? entry.id.id : entry.name),
        names.freeId(entry.id.kind, entry.id.id + u"-copy"_s));
    auto *row = new QHBoxLayout;
    row->setSpacing(widgets::space::small);
    row->addWidget(new QLabel(tr("First version")));
    row->addWidget(m_version);
    row->addStretch();
    column()->addWidget(m_names);
    column()->addLayout(row);
    column()->addStretch();
    connect(m_names, &EntryNameFields::edited, this, &CopyDialog::validate);
    m_names->setFocus();
    validate();
    resize(widgets::fittedToScreen(usualSize, *this));
}

changes::CopyName CopyDialog::copy() const
{
    return {m_names->id(), m_names->name(),
            QString::fromLatin1(versions.at(static_cast<size_t>(m_version->currentIndex())))};
}

void CopyDialog::validate()
{
    setObstacle(m_names->obstacle());
}

} // namespace hermes::entries
