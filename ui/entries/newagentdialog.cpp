#include "entries/newagentdialog.h"

#include "assembly/assembly.h"
#include "entries/entrynamefields.h"
#include "widgets/screenroom.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::entries {

namespace space = widgets::space;

namespace {

constexpr QSize usualSize(820, 640);
constexpr int starterWidth = 220;
const QString firstVersion = u"0.1.0"_s;

/// A label above its field.
void addField(QGridLayout &grid, int row, int column, int columns, const QString &text,
              QWidget *field)
{
    auto *label = new QLabel(text);
    label->setBuddy(field);
    grid.addWidget(label, row, column, 1, columns);
    grid.addWidget(field, row + 1, column, 1, columns);
}

} // namespace

NewAgentDialog::NewAgentDialog(const widgets::Theme &theme, const NewAgentOffer &offer,
                               QWidget *parent)
    : EntryDialog(theme, tr("New agent"), tr("Create agent"), parent)
    , m_offer(offer)
    , m_names(new EntryNameFields(theme, core::EntryKind::Agent, offer.names,
                                  EntryNameFields::IdSource::Name))
    , m_description(new QLineEdit)
    , m_author(new QLineEdit(offer.habits.author.name))
    , m_license(new QLineEdit(offer.habits.license))
    , m_model(new QComboBox)
    , m_starters(new QListWidget)
    , m_preview(new QTextBrowser)
{
    addFields();
    addStarters();
    m_names->setFocus();
    resize(widgets::fittedToScreen(usualSize, *this));
    showStarter();
    validate();
}

void NewAgentDialog::addFields()
{
    m_description->setAccessibleName(tr("Description"));
    m_description->setPlaceholderText(tr("In one sentence, what this agent is for"));
    m_author->setAccessibleName(tr("Author"));
    m_license->setAccessibleName(tr("Licence"));
    m_license->setPlaceholderText(tr("MIT"));
    m_model->setAccessibleName(tr("Model"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->addItems(m_offer.models);
    m_model->setCurrentText(m_offer.habits.model);
    m_model->completer()->setFilterMode(Qt::MatchContains);
    m_model->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_model->lineEdit()->setPlaceholderText(tr("None"));
    column()->addWidget(m_names);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(space::medium);
    grid->setVerticalSpacing(space::tiny);
    addField(*grid, 0, 0, 3, tr("&Description"), m_description);
    addField(*grid, 2, 0, 1, tr("&Author"), m_author);
    addField(*grid, 2, 1, 1, tr("&Licence"), m_license);
    addField(*grid, 2, 2, 1, tr("&Model"), m_model);
    for (const int stretched : {0, 1, 2}) {
        grid->setColumnStretch(stretched, 1);
    }
    column()->addLayout(grid);
    connect(m_names, &EntryNameFields::edited, this, [this] {
        validate();
        showStarter();
    });
    connect(m_description, &QLineEdit::textEdited, this, &NewAgentDialog::showStarter);
}

void NewAgentDialog::addStarters()
{
    m_starters->setAccessibleName(tr("Begin with"));
    m_starters->setFixedWidth(starterWidth);
    for (const changes::Starter &starter : std::as_const(m_offer.starters)) {
        auto *item = new QListWidgetItem(starter.title);
        item->setToolTip(starter.summary);
        item->setSizeHint({0, space::row});
        item->setData(Qt::AccessibleDescriptionRole, starter.summary);
        m_starters->addItem(item);
    }
    m_starters->setCurrentRow(0);
    m_preview->setAccessibleName(tr("The prompt it begins with"));
    m_preview->setOpenLinks(false);
    m_preview->setTabChangesFocus(true);
    widgets::keepFont(*m_preview, theme(), &widgets::Theme::readingFont);

    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(m_starters);
    row->addWidget(m_preview, 1);
    column()->addWidget(heading(tr("Begin with")));
    column()->addLayout(row, 1);
    connect(m_starters, &QListWidget::currentRowChanged, this, &NewAgentDialog::showStarter);
}

const changes::Starter &NewAgentDialog::starter() const
{
    return m_offer.starters.at(m_starters->currentRow());
}

changes::NewAgent NewAgentDialog::agent() const
{
    changes::NewAgent agent;
    agent.id = m_names->id();
    agent.name = m_names->name();
    agent.description = m_description->text().trimmed();
    agent.version = firstVersion;
    agent.author.name = m_author->text().trimmed();
    if (agent.author.name == m_offer.habits.author.name) {
        agent.author.url = m_offer.habits.author.url;
    }
    agent.license = m_license->text().trimmed();
    agent.model = m_model->currentText().trimmed();
    agent.compatibility = m_offer.habits.compatibility;
    return agent;
}

void NewAgentDialog::showStarter()
{
    const changes::Starter &shown = starter();
    QByteArray prompt = shown.promptText;
    const QString name = m_names->name();
    prompt.replace("{{name}}", (name.isEmpty() ? tr("Name") : name).toUtf8());
    prompt.replace("{{description}}",
                   (m_description->text().trimmed().isEmpty() ? shown.summary
                                                              : m_description->text().trimmed())
                       .toUtf8());
    m_preview->setHtml(u"<p><i>%1</i></p>"_s.arg(shown.summary.toHtmlEscaped())
                       + assembly::renderMarkdown(prompt));
}

void NewAgentDialog::validate()
{
    setObstacle(m_names->obstacle());
}

} // namespace hermes::entries
