#include "release/releasedialog.h"

#include "release/changestext.h"
#include "widgets/buttons.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;
using hermes::workspace::VersionStep;

namespace hermes::release {

namespace {

constexpr QSize usualSize(760, 640);
constexpr int changelogHeight = 84;
constexpr std::array steps{VersionStep::Patch, VersionStep::Minor, VersionStep::Major};

core::SemanticVersion stepped(const QString &current, VersionStep step)
{
    const core::SemanticVersion now =
        core::SemanticVersion::parse(current).value_or(core::SemanticVersion{});
    return step == VersionStep::Major ? now.nextMajor()
        : step == VersionStep::Minor  ? now.nextMinor()
                                      : now.nextPatch();
}

QLabel *heading(const widgets::Theme &theme, const QString &text)
{
    auto *label = new QLabel(text);
    QFont font = theme.labelFont();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

} // namespace

ReleaseDialog::ReleaseDialog(const widgets::Theme &theme, const workspace::ReleasePlan &plan,
                             const std::optional<vcs::Signature> &author, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_plan(plan)
    , m_author(author)
    , m_steps(new widgets::SegmentedControl(theme, tr("Kind of version"),
                                            {tr("Patch"), tr("Minor"), tr("Major")}))
    , m_version(new QLineEdit(plan.proposal.version.toString()))
    , m_changelog(new QPlainTextEdit)
    , m_name(new QLineEdit)
    , m_email(new QLineEdit)
    , m_obstacle(new QLabel)
    , m_files(new QLabel)
    , m_release(new widgets::PrimaryButton(tr("Release")))
{
    setWindowTitle(tr("Release %1").arg(plan.id.id));
    layOut();
    connect(m_steps, &widgets::SegmentedControl::currentChanged, this, &ReleaseDialog::takeStep);
    connect(m_changelog, &QPlainTextEdit::textChanged, this, &ReleaseDialog::validate);
    for (QLineEdit *line : {m_version, m_name, m_email}) {
        connect(line, &QLineEdit::textChanged, this, &ReleaseDialog::validate);
    }
    connect(m_release, &QPushButton::clicked, this, &QDialog::accept);
    for (size_t i = 0; i < steps.size(); ++i) {
        if (steps.at(i) == plan.proposal.step) {
            m_steps->setCurrentIndex(static_cast<int>(i));
        }
    }
    m_changelog->setFocus();
    validate();
    resize(usualSize);
}

void ReleaseDialog::layOut()
{
    m_changelog->setAccessibleName(tr("Changelog"));
    m_changelog->setPlaceholderText(tr("What changed, for people who use this definition"));
    m_changelog->setTabChangesFocus(true);
    m_changelog->setFixedHeight(changelogHeight);
    m_files->setTextFormat(Qt::PlainText);
    m_files->setWordWrap(true);
    m_files->setAccessibleDescription(tr("What will be written"));
    m_obstacle->setWordWrap(true);
    m_obstacle->setAccessibleDescription(tr("What is missing"));
    m_release->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(widgets::space::large, widgets::space::large, widgets::space::large,
                               widgets::space::large);
    column->setSpacing(widgets::space::small);
    addVersion(*column);
    column->addWidget(heading(m_theme, tr("Changelog")));
    column->addWidget(m_changelog);
    addAuthor(*column);
    column->addWidget(heading(m_theme, tr("%1 → draft").arg(m_plan.changes.left.label)));
    column->addWidget(new ChangesText(m_theme, m_plan.changes), 1);
    column->addWidget(heading(m_theme, tr("What will be written")));
    column->addWidget(m_files);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(widgets::space::small);
    buttons->addWidget(m_obstacle, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_release);
    column->addLayout(buttons);
}

void ReleaseDialog::addVersion(QVBoxLayout &column)
{
    m_version->setAccessibleName(tr("Version"));
    m_version->setMaximumWidth(140);
    auto *current =
        new QLabel(m_plan.currentVersion.isEmpty() ? tr("First version")
                                                   : tr("v%1 →").arg(m_plan.currentVersion));
    auto *row = new QHBoxLayout;
    row->setSpacing(widgets::space::small);
    row->addWidget(current);
    row->addWidget(m_version);
    row->addWidget(m_steps);
    row->addStretch();
    m_steps->setVisible(!m_plan.currentVersion.isEmpty());
    column.addLayout(row);
    auto *reasons = new QLabel(m_plan.proposal.reasons.isEmpty()
                                   ? tr("Nothing changed since the newest version.")
                                   : m_plan.proposal.reasons.join(u" · "_s));
    reasons->setTextFormat(Qt::PlainText);
    reasons->setWordWrap(true);
    reasons->setAccessibleDescription(tr("Reasons for the proposed version"));
    column.addWidget(reasons);
}

void ReleaseDialog::addAuthor(QVBoxLayout &column)
{
    if (m_author) {
        return;
    }
    m_name->setPlaceholderText(tr("Your name"));
    m_name->setAccessibleName(tr("Your name"));
    m_email->setPlaceholderText(tr("Your e-mail address"));
    m_email->setAccessibleName(tr("Your e-mail address"));
    auto *row = new QHBoxLayout;
    row->setSpacing(widgets::space::small);
    row->addWidget(m_name);
    row->addWidget(m_email);
    column.addWidget(heading(m_theme, tr("Released by (git does not know your name yet)")));
    column.addLayout(row);
}

QString ReleaseDialog::filesText() const
{
    QStringList files;
    for (const core::RepoPath &file : m_plan.files) {
        files.append(file.text());
    }
    return tr("%1\nCommit on %2, tag %3")
        .arg(files.join(u", "_s), m_plan.branch,
             workspace::versionTag(m_plan.id, m_version->text()));
}

void ReleaseDialog::takeStep(int step)
{
    m_version->setText(
        stepped(m_plan.currentVersion, steps.at(static_cast<size_t>(step))).toString());
}

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
    m_files->setText(filesText());
}

ReleaseChoice ReleaseDialog::choice() const
{
    ReleaseChoice choice;
    choice.version =
        core::SemanticVersion::parse(m_version->text()).value_or(m_plan.proposal.version);
    choice.changelog = m_changelog->toPlainText().trimmed();
    choice.authorName = m_author ? m_author->name : m_name->text().trimmed();
    choice.authorEmail = m_author ? m_author->email : m_email->text().trimmed();
    return choice;
}

} // namespace hermes::release
