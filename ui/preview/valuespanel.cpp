#include "preview/valuespanel.h"

#include "preview/valuerow.h"
#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace space = widgets::space;

namespace {

constexpr int tallest = 220; // px of rows; more are scrolled to

} // namespace

ValuesPanel::ValuesPanel(const widgets::Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_profile(new QComboBox)
    , m_note(new QLabel(tr("For this preview and for test-sends. What is saved has the registry's "
                           "values.")))
    , m_resetAll(new widgets::LinkButton(tr("Reset all")))
    , m_scroll(new QScrollArea)
    , m_column(new QVBoxLayout)
{
    m_profile->setAccessibleName(tr("Profile of values"));
    m_profile->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_note->setWordWrap(true);
    widgets::keepFont(*m_note, theme, &widgets::Theme::labelFont);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_resetAll->setToolTip(tr("All values as the registry says, without a profile"));
    auto *label = new QLabel(tr("Profile"));
    label->setBuddy(m_profile);
    auto *choices = new QHBoxLayout;
    choices->setSpacing(space::small);
    choices->addWidget(label);
    choices->addWidget(m_profile);
    choices->addStretch();
    choices->addWidget(m_resetAll);
    auto *rows = new QWidget;
    m_column->setContentsMargins(0, 0, space::small, 0);
    m_column->setSpacing(space::medium);
    rows->setLayout(m_column);
    m_scroll->setFrameShape(NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(rows);
    m_scroll->setFocusPolicy(Qt::NoFocus); // its fields have it
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::small);
    column->addLayout(choices);
    column->addWidget(m_scroll);
    column->addWidget(m_note);
    connect(m_profile, &QComboBox::activated, this,
            [this] { Q_EMIT profileChosen(m_profile->currentData().toString()); });
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        m_profile->setFocus(); // the button goes
        Q_EMIT allTakenBack();
    });
}

void ValuesPanel::show(const core::EntryId &entry, const workspace::ValueChoice &choice,
                       const QList<workspace::VariableUse> &uses, const QStringList &profiles)
{
    m_resetAll->setVisible(!choice.isEmpty());
    m_note->setVisible(choice.isEmpty()); // else it is said above
    showProfiles(profiles, choice.profile);
    showRows(uses, choice.profile, std::exchange(m_entry, entry) != entry);
}

void ValuesPanel::showProfiles(const QStringList &profiles, const QString &chosen)
{
    QStringList wanted{QString()};
    wanted += profiles;
    QStringList shown;
    for (int index = 0; index < m_profile->count(); ++index) {
        shown.append(m_profile->itemData(index).toString());
    }
    if (wanted != shown) {
        m_profile->clear();
        m_profile->addItem(tr("none"), QString());
        for (const QString &profile : profiles) {
            m_profile->addItem(profile, profile);
        }
    }
    m_profile->setEnabled(!profiles.isEmpty());
    m_profile->setToolTip(profiles.isEmpty()
                              ? tr("A profile is a file studio/profiles/name.json of the registry: "
                                   "names of variables with their values. There is none.")
                              : QString());
    m_profile->setCurrentIndex(std::max(m_profile->findData(chosen), 0));
}

void ValuesPanel::showRows(const QList<workspace::VariableUse> &uses, const QString &profile,
                           bool areOthers)
{
    const auto isSame = [](const ValueRow *row, const workspace::VariableUse &use) {
        return row->use().variable.name == use.variable.name
            && row->use().variable.type == use.variable.type;
    };
    // What is half typed in one definition is nothing of another.
    if (areOthers || !std::ranges::equal(m_rows, uses, isSame)) {
        for (ValueRow *row : m_rows) {
            row->hide();
            row->deleteLater(); // one of its signals may be under way
            m_column->removeWidget(row);
        }
        m_rows.clear();
        for (const workspace::VariableUse &use : uses) {
            auto *row = new ValueRow(m_theme, use);
            connect(row, &ValueRow::given, this, &ValuesPanel::valueGiven);
            connect(row, &ValueRow::takenBack, this, &ValuesPanel::valueTakenBack);
            m_column->addWidget(row);
            m_rows.push_back(row);
        }
        // They are younger than what stands after the panel.
        QWidget *before = m_resetAll;
        for (ValueRow *row : m_rows) {
            before = row->followInTabOrder(before);
        }
    }
    for (size_t i = 0; i < m_rows.size(); ++i) {
        m_rows.at(i)->setUse(uses.at(static_cast<qsizetype>(i)), profile);
    }
    m_scroll->setVisible(!m_rows.empty());
    fitHeight();
}

void ValuesPanel::fitHeight()
{
    const int wanted = m_scroll->widget()->sizeHint().height();
    m_scroll->setFixedHeight(std::min(wanted, tallest));
}

bool ValuesPanel::focusFirst()
{
    if (m_profile->isEnabled()) {
        m_profile->setFocus(Qt::TabFocusReason);
    } else if (!m_rows.empty()) {
        m_rows.front()->field()->setFocus(Qt::TabFocusReason);
    }
    return m_profile->isEnabled() || !m_rows.empty();
}

void ValuesPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT leaveRequested();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace hermes::preview
