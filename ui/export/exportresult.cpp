#include "export/exportresult.h"

#include "widgets/copybutton.h"
#include "widgets/theme.h"

#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace hermes::bundleexport {

namespace {

constexpr int mostEntries = 12; // more are counted

QString entryText(const bundle::BundleEntry &entry)
{
    return ExportResult::tr("%1 %2", "entry and version").arg(entry.id.toString(), entry.version);
}

} // namespace

ExportResult::ExportResult(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_file(new QLineEdit)
    , m_contents(new QLabel)
    , m_commit(new QLineEdit)
    , m_identity(new QLineEdit)
    , m_copy(new widgets::CopyButton(theme, tr("Copy the identity")))
{
    auto *title = new QLabel(tr("The bundle is written"));
    widgets::keepFont(*title, theme, &widgets::Theme::titleFont);
    m_contents->setTextFormat(Qt::PlainText);
    m_contents->setWordWrap(true);
    m_file->setAccessibleName(tr("File"));
    m_commit->setAccessibleName(tr("Commit"));
    m_identity->setAccessibleName(tr("Identity"));
    for (QLineEdit *value : {m_file, m_commit, m_identity}) {
        value->setReadOnly(true);
    }
    for (QLineEdit *value : {m_commit, m_identity}) {
        widgets::keepFont(*value, theme, &widgets::Theme::editorFont);
    }
    auto *reveal = new QPushButton(tr("Show in folder"));
    connect(reveal, &QPushButton::clicked, this, &ExportResult::revealRequested);

    auto *identity = new QHBoxLayout;
    identity->setSpacing(widgets::space::small);
    identity->addWidget(m_identity, 1);
    identity->addWidget(m_copy, 0, Qt::AlignVCenter);
    auto *form = new QFormLayout;
    form->setVerticalSpacing(widgets::space::small);
    form->setHorizontalSpacing(widgets::space::large);
    form->addRow(tr("File"), m_file);
    form->addRow(tr("Contents"), m_contents);
    form->addRow(tr("Commit"), m_commit);
    form->addRow(tr("Identity"), identity);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(reveal);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(widgets::space::medium);
    column->addWidget(title);
    column->addLayout(form);
    column->addLayout(buttons);
    column->addStretch();
}

void ExportResult::setBundle(const bundle::BundleSummary &summary, const QString &path)
{
    QStringList entries;
    for (const auto allEntries =
             summary.entries.first(std::min<qsizetype>(summary.entries.size(), mostEntries));
         const bundle::BundleEntry &entry : allEntries) {
        entries.append(entryText(entry));
    }
    if (const qsizetype more = summary.entries.size() - entries.size(); more > 0) {
        entries.append(tr("%n more", nullptr, static_cast<int>(more)));
    }
    m_file->setText(QDir::toNativeSeparators(path));
    m_contents->setText(tr("%1 · %2", "entries and size")
                            .arg(QLocale().createSeparatedList(entries),
                                 QLocale().formattedDataSize(summary.bytes)));
    m_commit->setText(summary.commit);
    m_identity->setText(summary.identity);
    m_copy->setCopiedText(summary.identity);
}

} // namespace hermes::bundleexport
