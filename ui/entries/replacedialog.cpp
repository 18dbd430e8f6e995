#include "entries/replacedialog.h"

#include "entries/difftext.h"
#include "entries/replacementdelegate.h"
#include "entries/replacementtree.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/filterfield.h"
#include "widgets/screenroom.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::entries {

namespace space = widgets::space;
using workspace::FoundReplacements;
using workspace::ReplaceRequest;

namespace {

constexpr QSize usualSize(1000, 720);
constexpr auto delay = 200ms;
constexpr qsizetype openedAtOnce = 300; ///< Rows; with more only the files are seen at first.
constexpr qsizetype shownRemarks = 3;
const QList<int> usualColumns{430, 520};

QToolButton *toggle(const widgets::Theme &theme, const QString &icon, const QString &name,
                    const QKeySequence &keys)
{
    auto *button = new widgets::IconButton(theme, icon, name);
    button->setCheckable(true);
    button->setShortcut(keys);
    return button;
}

} // namespace

ReplaceDialog::ReplaceDialog(const widgets::Theme &theme, const ReplaceOffer &offer,
                             QWidget *parent)
    : EntryDialog(theme, tr("Replace in the registry"), tr("Replace"), parent)
    , m_drafts(offer.drafts)
    , m_pattern(new QLineEdit(offer.find.pattern))
    , m_replacement(new QLineEdit)
    , m_entries(new widgets::FilterField(theme, tr("All entries; or tag:api, kind:agent, a name…")))
    , m_case(toggle(theme, u"case-sensitive"_s, tr("Upper and lower case differ (Alt+C)"),
                    Qt::ALT | Qt::Key_C))
    , m_words(toggle(theme, u"whole-word"_s, tr("Whole words (Alt+W)"), Qt::ALT | Qt::Key_W))
    , m_expression(toggle(theme, u"regex"_s, tr("Regular expression (Alt+R)"), Qt::ALT | Qt::Key_R))
    , m_manifests(new QCheckBox(tr("In &manifests too")))
    , m_summary(heading({}))
    , m_pages(new QStackedWidget)
    , m_columns(new QSplitter(Qt::Horizontal))
    , m_tree(new QTreeView)
    , m_model(new ReplacementTree(this))
    , m_diff(new DiffText(theme))
    , m_remarks(new QLabel)
    , m_empty(new widgets::EmptyState(theme))
{
    m_case->setChecked(offer.find.caseSensitivity == Qt::CaseSensitive);
    m_words->setChecked(offer.find.wholeWords);
    m_expression->setChecked(offer.find.syntax == text::SearchQuery::Syntax::RegularExpression);
    m_entries->setText(offer.entries);
    column()->addLayout(makeFields());
    column()->addWidget(makeResult(), 1);
    m_delay.setSingleShot(true);
    m_delay.setInterval(delay);
    joinSignals();
    (offer.find.pattern.isEmpty() ? m_pattern : m_replacement)->setFocus();
    resize(widgets::fittedToScreen(usualSize, *this));
    edited();
}

QGridLayout *ReplaceDialog::makeFields()
{
    m_pattern->setAccessibleName(tr("Find"));
    m_replacement->setAccessibleName(tr("Replace by"));
    m_replacement->setToolTip(
        tr("With a regular expression: $1 or ${name} for a group, \\n for a new line"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(space::medium);
    grid->setVerticalSpacing(space::small);
    const auto add = [grid](int row, const QString &text, QWidget *field) {
        auto *label = new QLabel(text);
        label->setBuddy(field);
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1);
    };
    add(0, tr("&Find"), m_pattern);
    add(1, tr("Replace &by"), m_replacement);
    add(2, tr("&Entries"), m_entries);
    auto *switches = new QHBoxLayout;
    switches->setSpacing(space::tiny);
    for (QToolButton *button : {m_case, m_words, m_expression}) {
        switches->addWidget(button);
    }
    switches->addStretch();
    grid->addLayout(switches, 0, 2);
    grid->addWidget(m_manifests, 2, 2);
    grid->setColumnStretch(1, 1);
    return grid;
}

QWidget *ReplaceDialog::makeResult()
{
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new ReplacementDelegate(*m_model, theme(), m_tree));
    m_tree->setAccessibleName(tr("Replacements"));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_columns->addWidget(m_tree);
    m_columns->addWidget(m_diff);
    m_columns->setStretchFactor(1, 1);
    m_columns->setChildrenCollapsible(false);
    m_columns->setSizes(usualColumns);
    m_remarks->setWordWrap(true);
    m_remarks->setTextFormat(Qt::PlainText);
    m_remarks->setAccessibleDescription(tr("What is left to you"));

    auto *all = new widgets::LinkButton(tr("Choose all"));
    auto *none = new widgets::LinkButton(tr("None"));
    connect(all, &QPushButton::clicked, this, [this] { m_model->chooseAll(true); });
    connect(none, &QPushButton::clicked, this, [this] { m_model->chooseAll(false); });
    auto *head = new QHBoxLayout;
    head->addWidget(m_summary, 1);
    head->addWidget(all);
    head->addWidget(none);
    auto *work = new QWidget;
    auto *rows = new QVBoxLayout(work);
    rows->setContentsMargins({});
    rows->setSpacing(space::small);
    rows->addLayout(head);
    rows->addWidget(m_columns, 1);
    rows->addWidget(m_remarks);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(work);
    return m_pages;
}

void ReplaceDialog::joinSignals()
{
    for (QLineEdit *field : {m_pattern, m_replacement, m_entries}) {
        connect(field, &QLineEdit::textChanged, this, &ReplaceDialog::edited);
    }
    for (QToolButton *button : {m_case, m_words, m_expression}) {
        connect(button, &QToolButton::toggled, this, &ReplaceDialog::edited);
    }
    connect(m_manifests, &QCheckBox::toggled, this, &ReplaceDialog::edited);
    connect(&m_delay, &QTimer::timeout, this,
            [this] { Q_EMIT searchWanted(request(), entries()); });
    connect(m_model, &ReplacementTree::chosenChanged, this, &ReplaceDialog::noteChosen);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ReplaceDialog::showFile);
}

ReplaceRequest ReplaceDialog::request() const
{
    using Syntax = text::SearchQuery::Syntax;
    return {{m_pattern->text(),
             m_expression->isChecked() ? Syntax::RegularExpression : Syntax::Literal,
             m_case->isChecked() ? Qt::CaseSensitive : Qt::CaseInsensitive, m_words->isChecked()},
            m_replacement->text(),
            m_manifests->isChecked() ? ReplaceRequest::Scope::PromptsAndManifests
                                     : ReplaceRequest::Scope::Prompts};
}

QString ReplaceDialog::entries() const
{
    return m_entries->text().trimmed();
}

FoundReplacements ReplaceDialog::chosen() const
{
    return m_model->chosen();
}

// --- what is asked for, and the answer

void ReplaceDialog::edited()
{
    setVerb(tr("Replace"));
    if (m_pattern->text().isEmpty()) {
        m_delay.stop();
        showSentence(tr("Nothing to show yet"), tr("Type what is to be replaced."));
        setObstacle(tr("Type what is to be replaced."));
        return;
    }
    // What was found stays in sight, and cannot be done any more.
    setObstacle(tr("Looking through the prompts…"));
    m_delay.start();
}

void ReplaceDialog::showSentence(const QString &title, const QString &sentence)
{
    m_broken.clear();
    m_model->setFound({});
    m_empty->setContent(u"file-diff"_s, title, sentence);
    m_pages->setCurrentIndex(0);
}

void ReplaceDialog::setFound(const core::Result<FoundReplacements> &found)
{
    if (!found) {
        showSentence(tr("Nothing to show"), found.error().message);
        setObstacle(found.error().message);
        return;
    }
    const int before = ReplacementTree::fileOf(m_tree->currentIndex());
    const core::RepoPath looked =
        before >= 0 ? m_model->found().files.at(before).file : core::RepoPath();
    m_broken.clear();
    m_model->setFound(*found);
    if (found->files.isEmpty() && found->remarks.isEmpty()) {
        showSentence(tr("Nothing found"), tr("No prompt holds “%1”.").arg(m_pattern->text()));
        setObstacle(tr("There is nothing to replace."));
        return;
    }
    m_pages->setCurrentIndex(1);
    m_columns->setVisible(!found->files.isEmpty());
    m_remarks->setText(remarksText());
    m_remarks->setVisible(!m_remarks->text().isEmpty());
    if (found->count() + found->files.size() <= openedAtOnce) {
        m_tree->expandAll();
    }
    // The file that is looked at stays in sight while the replacement is being written.
    const auto same = std::ranges::find(found->files, looked, &workspace::FileReplacements::file);
    const int row =
        same == found->files.cend() ? 0 : static_cast<int>(same - found->files.cbegin());
    m_tree->setCurrentIndex(m_model->index(row, 0, {}));
    showCounts();
}

QString ReplaceDialog::remarksText() const
{
    const FoundReplacements &found = m_model->found();
    QStringList lines;
    const auto drafts =
        std::ranges::count_if(found.files, [this](const workspace::FileReplacements &file) {
            return !file.entry.id.isEmpty() && m_drafts.contains(file.entry);
        });
    if (drafts > 0) {
        lines.append(
            tr("%n files have unsaved text. There the replacement is made in the draft, as "
               "a step that can be undone, and saving is left to you.",
               nullptr, static_cast<int>(drafts)));
    }
    for (const auto remarks = found.remarks.first(std::min(found.remarks.size(), shownRemarks));
         const changes::Remark &remark : remarks) {
        lines.append(remark.entry.id.isEmpty()
                         ? remark.text
                         : tr("%1: %2").arg(remark.entry.toString(), remark.text));
    }
    if (const qsizetype rest = found.remarks.size() - shownRemarks; rest > 0) {
        lines.append(tr("… and %n more", nullptr, static_cast<int>(rest)));
    }
    return lines.join(u'\n');
}

// --- what is chosen of it

void ReplaceDialog::noteChosen(int file)
{
    if (file == ReplacementTree::allFiles) {
        m_broken.clear(); // all together were found to be sound, and none change nothing
    } else {
        m_broken.remove(file);
        const workspace::FileReplacements chosen = m_model->chosenOf(file);
        const auto after = chosen.isManifest ? workspace::replaced(chosen) : QByteArray();
        if (!after) {
            m_broken.insert(file, after.error().message);
        }
    }
    showCounts();
    if (file == ReplacementTree::allFiles
        || ReplacementTree::fileOf(m_tree->currentIndex()) == file) {
        showFile(m_tree->currentIndex());
    }
}

void ReplaceDialog::showCounts()
{
    const auto count = static_cast<int>(m_model->chosenCount());
    const QString files = tr("%n files", nullptr, static_cast<int>(m_model->chosenFiles()));
    const QString replacements = tr("%n replacements", nullptr, count);
    m_summary->setText(tr("%1 in %2").arg(replacements, files));
    setVerb(count > 0 ? tr("Replace %n", nullptr, count) : tr("Replace"));
    setObstacle(!m_broken.isEmpty() ? m_broken.first()
                    : count == 0    ? tr("Nothing is chosen.")
                                    : QString());
}

void ReplaceDialog::showFile(const QModelIndex &index)
{
    const int file = ReplacementTree::fileOf(index);
    if (file < 0) {
        m_diff->showSentence({});
        return;
    }
    const workspace::FileReplacements chosen = m_model->chosenOf(file);
    const auto after = workspace::replaced(chosen);
    if (!after) {
        m_diff->showSentence(after.error().message);
    } else if (*after == chosen.before) {
        m_diff->showSentence(tr("Nothing of this file is chosen."));
    } else {
        m_diff->setTexts(chosen.before, *after);
    }
}

} // namespace hermes::entries
