#include "entries/bulkeditdialog.h"

#include "entries/changesview.h"
#include "widgets/chipeditor.h"
#include "widgets/screenroom.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::entries {

namespace {

constexpr QSize usualSize(900, 720);
constexpr auto delay = 150ms;

QComboBox *suggestingBox(const QString &name, const QStringList &items)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->addItems(items);
    box->setCurrentText({});
    box->completer()->setFilterMode(Qt::MatchContains);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    return box;
}

} // namespace

BulkEditDialog::BulkEditDialog(const widgets::Theme &theme, const BulkEditOffer &offer,
                               QWidget *parent)
    : EntryDialog(theme, tr("Edit %n entries", nullptr, static_cast<int>(offer.ids.size())),
                  tr("Apply"), parent)
    , m_offer(offer)
    , m_addedTags(new widgets::ChipEditor(theme, tr("Tags to add"), tr("None")))
    , m_removedTags(new widgets::ChipEditor(theme, tr("Tags to remove"), tr("None")))
    , m_bump(new widgets::SegmentedControl(theme, tr("Raise the version"),
                                           {tr("Keep"), tr("Patch"), tr("Minor"), tr("Major")}))
    , m_setsModel(new QCheckBox(tr("Set &model")))
    , m_model(suggestingBox(tr("Model"), offer.models))
    , m_setsAuthor(new QCheckBox(tr("Set &author")))
    , m_author(new QLineEdit)
    , m_setsLicense(new QCheckBox(tr("Set &licence")))
    , m_license(new QLineEdit)
    , m_setsCategory(new QCheckBox(tr("Move to &category")))
    , m_category(suggestingBox(tr("Category"), offer.categories))
    , m_view(new ChangesView(theme))
{
    addFields();
    column()->addWidget(heading(tr("What changes")));
    column()->addWidget(m_view, 1);
    m_delay.setSingleShot(true);
    m_delay.setInterval(delay);
    connect(&m_delay, &QTimer::timeout, this, [this] { Q_EMIT changesWanted(edit()); });
    for (widgets::ChipEditor *tags : {m_addedTags, m_removedTags}) {
        connect(tags, &widgets::ChipEditor::chipsChanged, this, &BulkEditDialog::edited);
    }
    connect(m_bump, &widgets::SegmentedControl::currentChanged, this, &BulkEditDialog::edited);
    m_addedTags->input()->setFocus();
    resize(widgets::fittedToScreen(usualSize, *this));
    edited();
}

void BulkEditDialog::addFields()
{
    m_addedTags->setSuggestions(m_offer.knownTags);
    m_removedTags->setSuggestions(m_offer.tags);
    m_author->setAccessibleName(tr("Author"));
    m_license->setAccessibleName(tr("Licence"));

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(widgets::space::medium);
    grid->setVerticalSpacing(widgets::space::small);
    const auto add = [grid](int row, const QString &text, QWidget *buddy, QWidget *field) {
        auto *label = new QLabel(text);
        label->setBuddy(buddy);
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1);
    };
    add(0, tr("Add &tags"), m_addedTags->input(), m_addedTags);
    add(1, tr("&Remove tags"), m_removedTags->input(), m_removedTags);
    add(2, tr("&Version"), m_bump->segment(0), m_bump);
    grid->setAlignment(m_bump, Qt::AlignLeft);
    addOptional(*grid, 3, m_setsModel, m_model->lineEdit(), m_model);
    addOptional(*grid, 4, m_setsAuthor, m_author, m_author);
    addOptional(*grid, 5, m_setsLicense, m_license, m_license);
    addOptional(*grid, 6, m_setsCategory, m_category->lineEdit(), m_category);
    grid->setColumnStretch(1, 1);
    m_setsCategory->setVisible(hasSkills());
    m_category->setVisible(hasSkills());
    column()->addLayout(grid);
}

void BulkEditDialog::addOptional(QGridLayout &grid, int row, QCheckBox *box, QLineEdit *line,
                                 QWidget *field)
{
    grid.addWidget(box, row, 0);
    grid.addWidget(field, row, 1);
    line->setPlaceholderText(tr("As it is"));
    connect(box, &QCheckBox::toggled, this, [this, line](bool isSet) {
        line->setPlaceholderText(isSet ? tr("Removed") : tr("As it is"));
        edited();
    });
    connect(line, &QLineEdit::textChanged, this, [this, box](const QString &text) {
        if (!text.isEmpty()) {
            box->setChecked(true);
        }
        edited();
    });
}

bool BulkEditDialog::hasSkills() const
{
    return std::ranges::any_of(
        m_offer.ids, [](const core::EntryId &id) { return id.kind == core::EntryKind::Skill; });
}

changes::BulkEdit BulkEditDialog::edit() const
{
    const auto given = [](const QCheckBox *box, const QString &text) {
        return box->isChecked() ? std::optional(text.trimmed()) : std::nullopt;
    };
    changes::BulkEdit edit;
    edit.addedTags = m_addedTags->chips();
    edit.removedTags = m_removedTags->chips();
    edit.bump = static_cast<changes::VersionBump>(m_bump->currentIndex());
    edit.model = given(m_setsModel, m_model->currentText());
    edit.author = given(m_setsAuthor, m_author->text()).transform([](const QString &name) {
        return registry::Author{name, QString()};
    });
    edit.license = given(m_setsLicense, m_license->text());
    edit.category = given(m_setsCategory, m_category->currentText());
    return edit;
}

void BulkEditDialog::edited()
{
    m_changes = {};
    if (edit() == changes::BulkEdit()) {
        m_delay.stop();
        m_view->showSentence(tr("Choose above what is to change in all of them."));
        setObstacle(tr("Nothing is chosen yet."));
        return;
    }
    setObstacle(tr("Reading the manifests…"));
    m_delay.start();
}

void BulkEditDialog::setChanges(const core::Result<changes::ChangeSet> &changes)
{
    if (!changes) {
        m_view->showSentence(changes.error().message);
        setObstacle(changes.error().message);
        return;
    }
    m_changes = *changes;
    m_view->setChanges(*changes);
    setObstacle(changes->isEmpty() ? tr("Nothing would change.") : QString());
}

} // namespace hermes::entries
