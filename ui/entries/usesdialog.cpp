#include "entries/usesdialog.h"

#include "widgets/screenroom.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::entries {

namespace {

constexpr QSize usualSize(720, 420);

} // namespace

UsesDialog::UsesDialog(const widgets::Theme &theme, const QList<Subject> &subjects, int chosen,
                       QWidget *parent)
    : QDialog(parent)
    , m_subjects(subjects)
    , m_choice(new QComboBox)
    , m_summary(new QLabel)
    , m_list(new QListWidget)
{
    setWindowTitle(tr("Where used"));
    for (const Subject &subject : subjects) {
        m_choice->addItem(subject.isFragment ? u"{{> %1}}"_s.arg(subject.name)
                                             : u"{{%1}}"_s.arg(subject.name));
    }
    m_choice->setCurrentIndex(chosen);
    m_choice->setAccessibleName(tr("Fragment or variable"));
    m_list->setAccessibleName(tr("Where it is used"));
    m_list->setFont(theme.editorFont());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton *go = buttons->addButton(tr("Open"), QDialogButtonBox::ActionRole);
    go->setEnabled(false);
    for (const auto all = buttons->buttons(); QAbstractButton * button : all) {
        static_cast<QPushButton *>(button)->setAutoDefault(false); // Enter belongs to the list
    }
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_choice);
    column->addWidget(m_summary);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &UsesDialog::look);
    connect(m_list, &QListWidget::itemActivated, this, &UsesDialog::openChosen);
    connect(m_list, &QListWidget::currentRowChanged, go,
            [go](int row) { go->setEnabled(row >= 0); });
    connect(go, &QPushButton::clicked, this, &UsesDialog::openChosen);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(widgets::fittedToScreen(usualSize, *this));
    m_list->setFocus();
}

void UsesDialog::look()
{
    m_uses.clear();
    m_list->clear();
    if (m_choice->currentIndex() < 0) {
        m_summary->setText(tr("There is no fragment and no declared variable yet."));
        return;
    }
    m_summary->setText(tr("Looking…"));
    Q_EMIT usesWanted(m_subjects.at(m_choice->currentIndex()));
}

void UsesDialog::setUses(const QList<workspace::TemplateUse> &uses)
{
    m_uses = uses;
    m_list->clear();
    for (const workspace::TemplateUse &use : uses) {
        m_list->addItem(tr("%1:%2   %3", "file, line, text")
                            .arg(use.entry.id.isEmpty() ? use.file.text() : use.entry.toString(),
                                 QString::number(use.line), use.excerpt));
    }
    m_summary->setText(uses.isEmpty() ? tr("Nothing uses it.")
                                      : tr("Used at %n places. Enter opens one.", nullptr,
                                           static_cast<int>(uses.size())));
    m_list->setCurrentRow(uses.isEmpty() ? -1 : 0);
}

void UsesDialog::openChosen()
{
    if (const int row = m_list->currentRow(); row >= 0) {
        Q_EMIT useChosen(m_uses.at(row));
        accept();
    }
}

} // namespace hermes::entries
