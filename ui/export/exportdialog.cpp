#include "export/exportdialog.h"

#include "widgets/buttons.h"
#include "widgets/filterfield.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/bundleexport.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::bundleexport {

namespace {

constexpr QSize usualSize(620, 560);
constexpr int idRole = Qt::UserRole;
constexpr int longestName = 64;

/// A name that the bundle format allows, from any text.
QString suggestedName(const QString &text)
{
    static const QRegularExpression other(u"[^a-z0-9]+"_s);
    QString name = text.toLower().replace(other, u"-"_s);
    while (name.startsWith(u'-')) {
        name.remove(0, 1);
    }
    while (name.endsWith(u'-')) {
        name.chop(1);
    }
    return name.isEmpty() ? u"bundle"_s : name.first(std::min<qsizetype>(name.size(), longestName));
}

bool isBundleName(const QString &name)
{
    static const QRegularExpression pattern(u"\\A[a-z0-9]+([.-][a-z0-9]+)*\\z"_s);
    return name.size() <= longestName && pattern.match(name).hasMatch();
}

} // namespace

ExportDialog::ExportDialog(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                           const ExportOffer &offer, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_offer(offer)
    , m_scope(new widgets::SegmentedControl(theme, tr("What to export"),
                                            {tr("Chosen entries"), tr("Whole registry")}))
    , m_filter(new widgets::FilterField(theme, tr("Filter entries")))
    , m_list(new QListWidget)
    , m_count(new QLabel)
    , m_name(new QLineEdit(suggestedName(offer.chosen.size() == 1 ? offer.chosen.first().namePart()
                                                                  : offer.registryName)))
    , m_version(new QLineEdit(u"1.0.0"_s))
    , m_path(new QLineEdit)
    , m_obstacle(new QLabel)
    , m_export(new widgets::PrimaryButton(tr("Export")))
{
    setWindowTitle(tr("Export bundle"));
    fillList();
    layOut();
    m_scope->setCurrentIndex(offer.chosen.isEmpty() ? 1 : 0);
    connect(m_scope, &widgets::SegmentedControl::currentChanged, this, &ExportDialog::validate);
    connect(m_filter, &QLineEdit::textChanged, this, &ExportDialog::filterList);
    connect(m_list, &QListWidget::itemChanged, this, &ExportDialog::validate);
    for (QLineEdit *line : {m_name, m_version}) {
        connect(line, &QLineEdit::textChanged, this, &ExportDialog::followName);
    }
    connect(m_path, &QLineEdit::textEdited, this, [this] {
        m_hasOwnPath = true;
        validate();
    });
    connect(m_export, &QPushButton::clicked, this, &QDialog::accept);
    followName();
    resize(usualSize);
}

void ExportDialog::fillList()
{
    m_list->setAccessibleName(tr("Entries"));
    for (const registry::EntrySummary &entry : m_offer.entries) {
        auto *item = new QListWidgetItem(tr("%1   %2").arg(entry.name, entry.id.toString()));
        item->setData(idRole, entry.id.toString());
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(m_offer.chosen.contains(entry.id) ? Qt::Checked : Qt::Unchecked);
        m_list->addItem(item);
        if (item->checkState() == Qt::Checked) {
            m_list->setCurrentItem(item);
        }
    }
}

void ExportDialog::layOut()
{
    m_name->setAccessibleName(tr("Bundle name"));
    m_version->setAccessibleName(tr("Bundle version"));
    m_path->setAccessibleName(tr("File"));
    m_obstacle->setWordWrap(true);
    m_obstacle->setAccessibleDescription(tr("What is missing"));
    m_export->setDefault(true);
    auto *browseButton = new QPushButton(tr("Browse…"));
    connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
    auto *cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    auto *scope = new QHBoxLayout;
    scope->setSpacing(widgets::space::small);
    scope->addWidget(m_scope);
    scope->addStretch();
    scope->addWidget(m_count);
    auto *file = new QHBoxLayout;
    file->setSpacing(widgets::space::small);
    file->addWidget(m_path, 1);
    file->addWidget(browseButton);
    auto *form = new QFormLayout;
    form->setVerticalSpacing(widgets::space::small);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Version"), m_version);
    form->addRow(tr("File"), file);
    auto *source =
        new QLabel(m_offer.drafts == 0
                       ? tr("The bundle holds what is committed: %1.").arg(m_offer.source)
                       : tr("The bundle holds what is committed: %1. %n draft(s) are not in it.",
                            nullptr, m_offer.drafts)
                             .arg(m_offer.source));
    source->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(widgets::space::small);
    buttons->addWidget(m_obstacle, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_export);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(widgets::space::large, widgets::space::large, widgets::space::large,
                               widgets::space::large);
    column->setSpacing(widgets::space::small);
    column->addLayout(scope);
    column->addWidget(m_filter);
    column->addWidget(m_list, 1);
    column->addLayout(form);
    column->addWidget(source);
    column->addLayout(buttons);
}

bool ExportDialog::isWholeRegistry() const
{
    return m_scope->currentIndex() == 1;
}

QList<core::EntryId> ExportDialog::checkedIds() const
{
    QList<core::EntryId> ids;
    for (int i = 0; i < m_list->count(); ++i) {
        const auto id = core::EntryId::parse(m_list->item(i)->data(idRole).toString());
        if (m_list->item(i)->checkState() == Qt::Checked && id) {
            ids.append(*id);
        }
    }
    return ids;
}

void ExportDialog::filterList(const QString &text)
{
    for (int i = 0; i < m_list->count(); ++i) {
        m_list->item(i)->setHidden(!m_list->item(i)->text().contains(text, Qt::CaseInsensitive));
    }
}

void ExportDialog::browse()
{
    m_dialogs.chooseSaveFile(this,
                             {tr("Export bundle"), m_path->text(), tr("Bundles (*.hermes.zip)")},
                             [this](const QString &path) {
                                 if (!path.isEmpty()) {
                                     m_hasOwnPath = true;
                                     m_path->setText(path);
                                     validate();
                                 }
                             });
}

void ExportDialog::followName()
{
    if (!m_hasOwnPath) {
        m_path->setText(m_offer.folder + u'/'
                        + workspace::bundleFileName(m_name->text(), m_version->text()));
    }
    validate();
}

QString ExportDialog::obstacle() const
{
    if (!isWholeRegistry() && checkedIds().isEmpty()) {
        return tr("Choose at least one entry.");
    }
    if (!isBundleName(m_name->text())) {
        return tr("A bundle's name has small letters, digits, dots and hyphens.");
    }
    if (const auto version = core::SemanticVersion::parse(m_version->text()); !version) {
        return version.error().message;
    }
    if (!QFileInfo(QFileInfo(m_path->text()).path()).isDir() || QFileInfo(m_path->text()).isDir()) {
        return tr("Choose a file in a folder that exists.");
    }
    return {};
}

void ExportDialog::validate()
{
    const bool isWhole = isWholeRegistry();
    m_list->setEnabled(!isWhole);
    m_filter->setEnabled(!isWhole);
    m_count->setText(tr("%n of %1 entries", nullptr,
                        static_cast<int>(isWhole ? m_offer.entries.size() : checkedIds().size()))
                         .arg(m_offer.entries.size()));
    const QString missing = obstacle();
    m_obstacle->setText(missing);
    m_export->setEnabled(missing.isEmpty());
}

ExportChoice ExportDialog::choice() const
{
    return {isWholeRegistry() ? QList<core::EntryId>() : checkedIds(), m_name->text(),
            m_version->text(), m_path->text()};
}

} // namespace hermes::bundleexport
