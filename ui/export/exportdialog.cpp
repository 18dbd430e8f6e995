#include "export/exportdialog.h"

#include "export/exportdelegate.h"
#include "export/exportresult.h"
#include "widgets/busybar.h"
#include "widgets/buttons.h"
#include "widgets/filterfield.h"
#include "widgets/messagebar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/bundleexport.h"

#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QRegularExpression>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::bundleexport {

namespace {

constexpr QSize usualSize(640, 600);
constexpr int longestName = 64;
constexpr int formPage = 0;
constexpr int resultPage = 1;
constexpr int replaceButton = 1;

/// A name that the bundle format allows, from any text.
QString suggestedName(const QString &text)
{
    static const QRegularExpression other(u"[^a-z0-9]+"_s);
    static const QRegularExpression ends(u"^-+|-+$"_s);
    QString name = text.toLower().replace(other, u"-"_s).left(longestName);
    name.remove(ends);
    return name.isEmpty() ? u"bundle"_s : name;
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
    , m_folder(offer.folder)
    , m_source(offer.source)
    , m_model(new ExportModel(offer, this))
    , m_shown(new ExportFilter(this))
    , m_failure(new widgets::MessageBar(theme))
    , m_pages(new QStackedWidget)
    , m_form(new QWidget)
    , m_scope(new widgets::SegmentedControl(theme, tr("What to export"),
                                            {tr("Chosen entries"), tr("Whole registry")}))
    , m_count(new QLabel)
    , m_filter(new widgets::FilterField(theme, tr("Filter entries")))
    , m_all(new widgets::LinkButton(tr("All shown")))
    , m_none(new widgets::LinkButton(tr("None")))
    , m_list(new QListView)
    , m_name(new QLineEdit(suggestedName(offer.chosen.size() == 1 ? offer.chosen.first().namePart()
                                                                  : offer.registryName)))
    , m_version(new QLineEdit(u"1.0.0"_s))
    , m_path(new QLineEdit)
    , m_browse(new QPushButton(tr("Browse…")))
    , m_committed(new QLabel)
    , m_result(new ExportResult(theme))
    , m_busy(new widgets::BusyBar(theme))
    , m_obstacle(new QLabel)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_export(new widgets::PrimaryButton(tr("Export")))
{
    setWindowTitle(tr("Export bundle"));
    m_shown->setSourceModel(m_model);
    layOut();
    m_scope->setCurrentIndex(offer.chosen.isEmpty() ? 1 : 0);
    joinSignals();
    followName();
    for (int row = 0; row < m_shown->rowCount(); ++row) {
        if (m_shown->index(row, 0).data(Qt::CheckStateRole) == Qt::Checked) {
            m_list->setCurrentIndex(m_shown->index(row, 0));
            break;
        }
    }
    resize(usualSize.boundedTo(screen()->availableSize()));
}

void ExportDialog::layOut()
{
    auto *form = new QVBoxLayout(m_form);
    form->setContentsMargins({});
    form->setSpacing(widgets::space::small);
    form->addLayout(makeScopeRow());
    m_list->setAccessibleName(tr("Entries"));
    m_list->setModel(m_shown);
    m_list->setItemDelegate(new ExportDelegate(m_theme, this));
    m_list->setUniformItemSizes(true);
    m_list->setMinimumHeight(2 * widgets::space::row);
    // It gives way before anything else is squeezed.
    m_list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    form->addWidget(m_filter);
    form->addWidget(m_list, 1);
    form->addLayout(makeFields());
    m_committed->setWordWrap(true);
    m_committed->setForegroundRole(QPalette::PlaceholderText);
    form->addWidget(m_committed);
    m_pages->addWidget(m_form);
    m_pages->addWidget(m_result);

    m_obstacle->setWordWrap(true);
    m_obstacle->setForegroundRole(QPalette::PlaceholderText);
    m_obstacle->setAccessibleDescription(tr("What is missing"));
    m_export->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(widgets::space::small);
    buttons->addWidget(m_obstacle, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_export);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(widgets::space::large, widgets::space::large, widgets::space::large,
                               widgets::space::large);
    column->setSpacing(widgets::space::small);
    column->addWidget(m_failure);
    column->addWidget(m_pages, 1);
    column->addWidget(m_busy);
    column->addLayout(buttons);
}

QHBoxLayout *ExportDialog::makeScopeRow()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(widgets::space::small);
    row->addWidget(m_scope);
    row->addStretch();
    row->addWidget(m_count);
    row->addWidget(m_all);
    row->addWidget(m_none);
    return row;
}

QFormLayout *ExportDialog::makeFields()
{
    m_name->setAccessibleName(tr("Bundle name"));
    m_version->setAccessibleName(tr("Bundle version"));
    m_path->setAccessibleName(tr("File"));
    auto *file = new QHBoxLayout;
    file->setSpacing(widgets::space::small);
    file->addWidget(m_path, 1);
    file->addWidget(m_browse);
    auto *fields = new QFormLayout;
    fields->setVerticalSpacing(widgets::space::small);
    fields->addRow(tr("Name"), m_name);
    fields->addRow(tr("Version"), m_version);
    fields->addRow(tr("File"), file);
    return fields;
}

void ExportDialog::joinSignals()
{
    connect(m_scope, &widgets::SegmentedControl::currentChanged, this, &ExportDialog::validate);
    connect(m_filter, &QLineEdit::textChanged, m_shown, &ExportFilter::setText);
    connect(m_all, &QPushButton::clicked, this,
            [this] { m_model->setChecked(m_shown->sourceRows(), Qt::Checked); });
    connect(m_none, &QPushButton::clicked, this,
            [this] { m_model->setChecked(m_shown->sourceRows(), Qt::Unchecked); });
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ExportDialog::validate);
    for (QLineEdit *line : {m_name, m_version}) {
        connect(line, &QLineEdit::textChanged, this, &ExportDialog::followName);
    }
    connect(m_path, &QLineEdit::textEdited, this, [this] {
        m_hasOwnPath = true;
        validate();
    });
    connect(m_browse, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this, [this] {
        m_acceptedSecrets.clear(); // the consent was for one attempt
        start();
    });
    connect(m_busy, &widgets::BusyBar::cancelled, this, &ExportDialog::cancelRequested);
    connect(m_result, &ExportResult::revealRequested, this,
            [this] { Q_EMIT revealRequested(choice().path); });
}

// --- what goes in

bool ExportDialog::isWholeRegistry() const
{
    return m_scope->currentIndex() == 1;
}

void ExportDialog::showSource()
{
    const bool isWhole = isWholeRegistry();
    m_count->setText(tr("%n of %1 entries", nullptr,
                        isWhole ? m_model->committedCount() : m_model->checkedCount())
                         .arg(m_model->rowCount({})));
    const int drafts = isWhole ? m_model->allDrafts() : m_model->checkedDrafts();
    m_committed->setText(
        drafts == 0 ? tr("The bundle holds what is committed: %1.").arg(m_source)
                    : tr("The bundle holds what is committed: %1. %n draft(s) are not in it.",
                         nullptr, drafts)
                          .arg(m_source));
}

// --- where it goes

void ExportDialog::browse()
{
    m_dialogs.chooseSaveFile(this,
                             {tr("Export bundle"), m_path->text(), tr("Bundles (*.hermes.zip)")},
                             [this](const QString &path) {
                                 if (!path.isEmpty()) {
                                     m_hasOwnPath = true;
                                     m_agreedPath = path; // the file dialog has asked
                                     m_path->setText(path);
                                     validate();
                                 }
                             });
}

void ExportDialog::followName()
{
    if (!m_hasOwnPath) {
        m_path->setText(m_folder + u'/'
                        + workspace::bundleFileName(m_name->text(), m_version->text()));
    }
    validate();
}

QString ExportDialog::obstacle() const
{
    if (!isWholeRegistry() && m_model->checkedCount() == 0) {
        return tr("Choose at least one entry.");
    }
    if (!isBundleName(m_name->text())) {
        return tr("A bundle's name has small letters, digits, dots and hyphens.");
    }
    if (const auto version = core::SemanticVersion::parse(m_version->text()); !version) {
        return version.error().message;
    }
    const QFileInfo file(m_path->text());
    if (!file.isAbsolute() || file.isDir() || file.fileName().isEmpty()
        || !QFileInfo(file.path()).isDir()) {
        return tr("Choose a file in a folder that exists.");
    }
    return {};
}

// What is agreed to is what was found in what was chosen then.
void ExportDialog::takeBackQuestion()
{
    if (!m_toldSecrets.isEmpty()) {
        m_toldSecrets.clear();
        m_failure->dismiss();
    }
}

void ExportDialog::validate()
{
    takeBackQuestion();
    const bool isWhole = isWholeRegistry();
    for (QWidget *part : std::initializer_list<QWidget *>{m_list, m_filter, m_all, m_none}) {
        part->setEnabled(!isWhole);
    }
    showSource();
    const QString missing = obstacle();
    m_obstacle->setText(missing);
    m_export->setEnabled(missing.isEmpty());
    m_export->setToolTip(missing);
    m_export->setAccessibleDescription(missing);
}

ExportChoice ExportDialog::choice() const
{
    return {isWholeRegistry() ? QList<core::EntryId>() : m_model->checkedIds(), m_name->text(),
            m_version->text(), m_path->text(), m_acceptedSecrets};
}

// --- while it is made, and after

void ExportDialog::start()
{
    const QString path = m_path->text();
    if (!QFileInfo::exists(path) || path == m_agreedPath) {
        Q_EMIT exportRequested();
        return;
    }
    m_dialogs.choose(
        this,
        {tr("Replace file"),
         tr("%1 exists. Replace it by the bundle?").arg(QDir::toNativeSeparators(path)),
         {tr("Cancel"), tr("Replace")},
         0},
        [this, path](int button) {
            if (button == replaceButton) {
                m_agreedPath = path;
                Q_EMIT exportRequested();
            }
        });
}

void ExportDialog::setState(State state)
{
    m_state = state;
    m_form->setEnabled(state == State::Asking);
    m_pages->setCurrentIndex(state == State::Done ? resultPage : formPage);
    m_export->setVisible(state != State::Done);
    m_export->setEnabled(state == State::Asking && obstacle().isEmpty());
    m_cancel->setText(state == State::Done ? tr("Close") : tr("Cancel"));
    m_cancel->setVisible(state != State::Running); // the busy bar has one
    if (state != State::Running) {
        m_busy->stop();
    }
}

void ExportDialog::showRunning()
{
    m_toldSecrets.clear();
    m_failure->dismiss();
    setState(State::Running);
    m_busy->start(tr("Writing %1").arg(QFileInfo(m_path->text()).fileName()));
}

void ExportDialog::showResult(const bundle::BundleSummary &summary, const QString &path)
{
    m_failure->dismiss();
    m_result->setBundle(summary, path);
    setState(State::Done);
    m_cancel->setDefault(true);
    m_cancel->setFocus();
}

void ExportDialog::showFailure(const core::Error &error)
{
    setState(State::Asking);
    m_export->setFocus();
    m_failure->showMessage(error.code == core::ErrorCode::Cancelled
                               ? widgets::MessageBar::Severity::Info
                               : widgets::MessageBar::Severity::Error,
                           error.message);
}

void ExportDialog::showSecrets(const QList<workspace::SecretPlace> &places)
{
    setState(State::Asking);
    m_toldSecrets = places;
    m_failure->showMessage(
        widgets::MessageBar::Severity::Warning,
        tr("%1\nNo bundle was written. Take it out and commit that, or export it all the same.")
            .arg(workspace::secretsInWords(places)));
    QPushButton *goOn = m_failure->addButton(tr("Export all the same"));
    connect(goOn, &QPushButton::clicked, this, [this] {
        m_acceptedSecrets = m_toldSecrets;
        start();
    });
    m_export->setFocus(); // Return alone must not agree
}

void ExportDialog::reject()
{
    if (m_state == State::Running) {
        Q_EMIT cancelRequested();
    } else {
        QDialog::reject();
    }
}

} // namespace hermes::bundleexport
