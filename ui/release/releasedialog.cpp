#include "release/releasedialog.h"

#include "release/changestext.h"
#include "widgets/buttons.h"
#include "widgets/messagebar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using hermes::workspace::VersionStep;

namespace hermes::release {

namespace {

constexpr QSize usualSize(760, 640);
constexpr int changelogLines = 4;
constexpr int versionColumns = 18; // characters
constexpr int mostFiles = 8; // more are counted
constexpr std::array steps{VersionStep::Patch, VersionStep::Minor, VersionStep::Major};

core::SemanticVersion stepped(const QString &current, VersionStep step)
{
    const core::SemanticVersion now =
        core::SemanticVersion::parse(current).value_or(core::SemanticVersion{});
    return step == VersionStep::Major ? now.nextMajor()
        : step == VersionStep::Minor  ? now.nextMinor()
                                      : now.nextPatch();
}

} // namespace

ReleaseDialog::ReleaseDialog(const widgets::Theme &theme, const workspace::ReleasePlan &plan,
                             const std::optional<vcs::Signature> &author, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_plan(plan)
    , m_author(author)
    , m_failure(new widgets::MessageBar(theme))
    , m_form(new QWidget)
    , m_current(new QLabel)
    , m_version(new QLineEdit(plan.proposal.version.toString()))
    , m_steps(new widgets::SegmentedControl(theme, tr("Kind of version"),
                                            {tr("Patch"), tr("Minor"), tr("Major")}))
    , m_reasons(new QLabel)
    , m_changelog(new QPlainTextEdit)
    , m_name(new QLineEdit)
    , m_email(new QLineEdit)
    , m_changesHeading(makeHeading({}))
    , m_changes(new ChangesText(theme))
    , m_files(new QLabel)
    , m_secrets(new QLabel)
    , m_acceptsSecrets(new QCheckBox(tr("Commit that all the same: it is meant to be read")))
    , m_obstacle(new QLabel)
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_release(new widgets::PrimaryButton(tr("Release")))
{
    setWindowTitle(tr("Release %1").arg(plan.id.id));
    layOut();
    joinSignals();
    showPlan();
    m_changelog->setFocus();
    resize(usualSize.boundedTo(screen()->availableSize()));
}

QLabel *ReleaseDialog::makeHeading(const QString &text) const
{
    auto *label = new QLabel(text);
    QFont font = m_theme.labelFont();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

void ReleaseDialog::layOut()
{
    m_changelog->setAccessibleName(tr("Changelog"));
    m_changelog->setPlaceholderText(tr("What changed, for people who use this definition"));
    m_changelog->setTabChangesFocus(true);
    m_changelog->setFixedHeight(changelogLines * m_changelog->fontMetrics().lineSpacing()
                                + widgets::space::large);
    for (QLabel *label : {m_reasons, m_files, m_obstacle, m_secrets}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    for (QLabel *label : {m_reasons, m_files, m_obstacle}) {
        label->setForegroundRole(QPalette::PlaceholderText);
    }
    m_reasons->setAccessibleDescription(tr("Reasons for the proposed version"));
    m_files->setAccessibleDescription(tr("What will be written"));
    m_obstacle->setAccessibleDescription(tr("What is missing"));
    m_changes->setMinimumHeight(2 * widgets::space::row);
    // It gives way before anything else is squeezed.
    m_changes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_release->setDefault(true);

    auto *form = new QVBoxLayout(m_form);
    form->setContentsMargins({});
    form->setSpacing(widgets::space::small);
    form->addWidget(makeVersionRow());
    form->addWidget(m_reasons);
    form->addWidget(makeHeading(tr("Changelog")));
    form->addWidget(m_changelog);
    if (!m_author) {
        form->addWidget(makeHeading(tr("Released by (git does not know your name yet)")));
        form->addWidget(makeAuthorRow());
    }
    form->addWidget(m_changesHeading);
    form->addWidget(m_changes, 1);
    form->addWidget(makeHeading(tr("What will be written")));
    form->addWidget(m_files);
    form->addWidget(m_secrets);
    form->addWidget(m_acceptsSecrets);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(widgets::space::small);
    buttons->addWidget(m_obstacle, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_release);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(widgets::space::large, widgets::space::large, widgets::space::large,
                               widgets::space::large);
    column->setSpacing(widgets::space::small);
    column->addWidget(m_failure);
    column->addWidget(m_form, 1);
    column->addLayout(buttons);
}

QWidget *ReleaseDialog::makeVersionRow()
{
    m_version->setAccessibleName(tr("Version"));
    m_version->setFixedWidth(m_version->fontMetrics().averageCharWidth() * versionColumns);
    auto *row = new QWidget;
    auto *version = new QHBoxLayout(row);
    version->setContentsMargins({});
    version->setSpacing(widgets::space::small);
    version->addWidget(m_current);
    version->addWidget(m_version);
    version->addWidget(m_steps);
    version->addStretch();
    return row;
}

QWidget *ReleaseDialog::makeAuthorRow()
{
    m_name->setPlaceholderText(tr("Your name"));
    m_name->setAccessibleName(tr("Your name"));
    m_email->setPlaceholderText(tr("Your e-mail address"));
    m_email->setAccessibleName(tr("Your e-mail address"));
    auto *row = new QWidget;
    auto *author = new QHBoxLayout(row);
    author->setContentsMargins({});
    author->setSpacing(widgets::space::small);
    author->addWidget(m_name);
    author->addWidget(m_email);
    return row;
}

void ReleaseDialog::joinSignals()
{
    connect(m_steps, &widgets::SegmentedControl::currentChanged, this, &ReleaseDialog::takeStep);
    connect(m_changelog, &QPlainTextEdit::textChanged, this, [this] {
        showSecrets();
        validate();
    });
    connect(m_version, &QLineEdit::textChanged, this, &ReleaseDialog::showStep);
    for (QLineEdit *line : {m_version, m_name, m_email}) {
        connect(line, &QLineEdit::textChanged, this, &ReleaseDialog::validate);
    }
    connect(m_acceptsSecrets, &QCheckBox::toggled, this, &ReleaseDialog::validate);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_release, &QPushButton::clicked, this, &ReleaseDialog::releaseRequested);
}

// --- plan and version

void ReleaseDialog::setPlan(const workspace::ReleasePlan &plan)
{
    const bool isOwnVersion = m_version->text() != m_plan.proposal.version.toString();
    m_plan = plan;
    if (!isOwnVersion) {
        m_version->setText(plan.proposal.version.toString());
    }
    showPlan();
}

void ReleaseDialog::showPlan()
{
    const bool isFirst = m_plan.currentVersion.isEmpty();
    m_current->setText(isFirst ? tr("First version") : tr("v%1 →").arg(m_plan.currentVersion));
    m_steps->setVisible(!isFirst);
    m_reasons->setText(m_plan.proposal.reasons.isEmpty()
                           ? tr("Nothing changed since the newest version.")
                           : m_plan.proposal.reasons.join(u" · "_s));
    m_changesHeading->setText(tr("%1 → draft").arg(m_plan.changes.left.label));
    m_changes->setComparison(m_plan.changes);
    showSecrets();
    showStep();
    validate();
}

void ReleaseDialog::showSecrets()
{
    const auto found = m_plan.secrets + workspace::secretsInChangelog(m_changelog->toPlainText());
    if (!workspace::secretsBeyond(found, m_found).isEmpty()) { // the consent was for others
        m_acceptsSecrets->setChecked(false);
    }
    m_found = found;
    const bool hasSecrets = !found.isEmpty();
    m_secrets->setText(workspace::secretsInWords(found));
    m_secrets->setVisible(hasSecrets);
    m_acceptsSecrets->setVisible(hasSecrets);
    m_acceptsSecrets->setAccessibleDescription(m_secrets->text());
}

void ReleaseDialog::showFiles()
{
    QStringList files;
    for (const auto allFiles =
             m_plan.files.first(std::min<qsizetype>(m_plan.files.size(), mostFiles));
         const core::RepoPath &file : allFiles) {
        files.append(file.text());
    }
    if (const qsizetype more = m_plan.files.size() - files.size(); more > 0) {
        files.append(tr("%n more file(s)", nullptr, static_cast<int>(more)));
    }
    QString words = tr("%1\nCommit on %2, tag %3")
                        .arg(files.join(u", "_s), m_plan.branch,
                             workspace::versionTag(m_plan.id, m_version->text()));
    if (const QStringList &names = m_plan.fragmentsLeftOut; !names.isEmpty()) {
        words += u'\n'
            + tr("Made with what is saved of %n fragments: %1. Their unsaved text is not part of "
                 "it.",
                 nullptr, static_cast<int>(names.size()))
                  .arg(names.join(u", "_s));
    }
    m_files->setText(words);
}

void ReleaseDialog::takeStep(int step)
{
    m_version->setText(
        stepped(m_plan.currentVersion, steps.at(static_cast<size_t>(step))).toString());
}

// A version that was typed is the step that leads to it, if one does.
void ReleaseDialog::showStep()
{
    for (size_t i = 0; i < steps.size(); ++i) {
        if (stepped(m_plan.currentVersion, steps.at(i)).toString() == m_version->text()) {
            m_steps->setCurrentIndex(static_cast<int>(i));
        }
    }
}

// --- what is missing

QString ReleaseDialog::obstacle() const
{
    if (!m_plan.blocking.isEmpty()) {
        return tr("Not yet: %1").arg(m_plan.blocking.first().message);
    }
    const auto version = core::SemanticVersion::parse(m_version->text());
    if (!version) {
        return version.error().message;
    }
    if (const auto current = core::SemanticVersion::parse(m_plan.currentVersion);
        current && *version <= *current) {
        return tr("The version must be higher than %1.").arg(m_plan.currentVersion);
    }
    if (m_plan.proposal.step == VersionStep::None) {
        return tr("Nothing changed since %1.").arg(m_plan.currentVersion);
    }
    if (!m_found.isEmpty() && !m_acceptsSecrets->isChecked()) {
        return tr("Take the secret out, or say that it is to be committed.");
    }
    if (m_changelog->toPlainText().trimmed().isEmpty()) {
        return tr("Say what changed.");
    }
    if (!m_author && (m_name->text().trimmed().isEmpty() || !m_email->text().contains(u'@'))) {
        return tr("Say who releases: name and e-mail address.");
    }
    return {};
}

void ReleaseDialog::validate()
{
    const QString missing = obstacle();
    m_obstacle->setText(missing);
    m_release->setEnabled(missing.isEmpty());
    m_release->setText(tr("Release %1").arg(m_version->text()));
    m_release->setToolTip(missing);
    m_release->setAccessibleDescription(missing);
    showFiles();
}

// --- while it is carried out

void ReleaseDialog::showRunning()
{
    m_failure->dismiss();
    m_form->setEnabled(false);
    m_cancel->setEnabled(false);
    m_release->setEnabled(false);
    m_obstacle->setText(tr("Releasing %1…").arg(m_version->text()));
}

void ReleaseDialog::showFailure(const core::Error &error)
{
    m_form->setEnabled(true);
    m_cancel->setEnabled(true);
    validate();
    m_release->setFocus();
    m_failure->showMessage(widgets::MessageBar::Severity::Error, error.message);
}

void ReleaseDialog::reject()
{
    if (m_form->isEnabled()) { // a release that has begun is done in a moment
        QDialog::reject();
    }
}

ReleaseChoice ReleaseDialog::choice() const
{
    ReleaseChoice choice;
    choice.version =
        core::SemanticVersion::parse(m_version->text()).value_or(m_plan.proposal.version);
    choice.changelog = m_changelog->toPlainText().trimmed();
    choice.authorName = m_author ? m_author->name : m_name->text().trimmed();
    choice.authorEmail = m_author ? m_author->email : m_email->text().trimmed();
    choice.acceptedSecrets =
        m_acceptsSecrets->isChecked() ? m_found : QList<workspace::SecretPlace>();
    return choice;
}

} // namespace hermes::release
