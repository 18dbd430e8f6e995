#include "preview/contextdialog.h"

#include "widgets/buttons.h"
#include "widgets/filterfield.h"
#include "widgets/screenroom.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace space = widgets::space;

namespace {

constexpr QSize usualSize(520, 420);
constexpr int pathRole = Qt::UserRole;
constexpr int wordsRole = Qt::UserRole + 1; ///< What is looked for.

bool isForList(int key)
{
    return key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp
        || key == Qt::Key_PageDown;
}

} // namespace

/// Shows rows that have all words of the filter.
class ContextDialog::WordFilter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setWords(const QStringList &words)
    {
        m_words = words;
        invalidateFilter();
    }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QString text = sourceModel()->index(row, 0, parent).data(wordsRole).toString();
        return std::ranges::all_of(
            m_words, [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
    }

private:
    QStringList m_words;
};

ContextDialog::ContextDialog(const widgets::Theme &theme, const QStringList &chosen,
                             QWidget *parent)
    : QDialog(parent)
    , m_atFirst(chosen)
    , m_filter(new widgets::FilterField(theme, tr("Filter files")))
    , m_list(new QListView)
    , m_items(new QStandardItemModel(this))
    , m_shown(new WordFilter(this))
    , m_count(new QLabel(tr("Looking for files…")))
{
    setWindowTitle(tr("Context files"));
    m_shown->setSourceModel(m_items);
    m_list->setModel(m_shown);
    layOut();
    connect(m_filter, &QLineEdit::textChanged, this, &ContextDialog::narrow);
    connect(m_items, &QStandardItemModel::itemChanged, this, &ContextDialog::showCount);
}

void ContextDialog::layOut()
{
    auto *about = new QLabel(tr("What the program puts into the model's window beside this prompt. "
                                "Return puts a check or takes it away, Ctrl+Return is done."));
    about->setWordWrap(true);
    about->setForegroundRole(QPalette::PlaceholderText);
    m_filter->installEventFilter(this);
    m_list->setAccessibleName(tr("Files of the registry"));
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->installEventFilter(this);
    auto *other = new widgets::LinkButton(tr("Other file…"));
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *done = new widgets::PrimaryButton(tr("Done"));
    for (QPushButton *button : std::initializer_list<QPushButton *>{other, cancel, done}) {
        button->setAutoDefault(false); // Return is the list's
    }
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::small);
    foot->addWidget(other);
    foot->addWidget(m_count, 1);
    foot->addWidget(cancel);
    foot->addWidget(done);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::small);
    column->addWidget(about);
    column->addWidget(m_filter);
    column->addWidget(m_list, 1);
    column->addLayout(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(done, &QPushButton::clicked, this, &ContextDialog::finish);
    connect(other, &QPushButton::clicked, this, [this] {
        finish();
        Q_EMIT otherFileRequested();
    });
    resize(widgets::fittedToScreen(usualSize, *this));
    m_filter->setFocus();
}

void ContextDialog::setCandidates(const QList<workspace::ContextCandidate> &candidates)
{
    m_items->clear();
    for (const workspace::ContextCandidate &candidate : candidates) {
        const QString text = candidate.detail.isEmpty()
            ? candidate.name
            : tr("%1 · %2", "file, what it is").arg(candidate.name, candidate.detail);
        auto *item = new QStandardItem(text);
        item->setCheckable(true);
        item->setCheckState(m_atFirst.contains(candidate.path) ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(candidate.path);
        item->setData(candidate.path, pathRole);
        item->setData(text + u' ' + candidate.path, wordsRole);
        m_items->appendRow(item);
    }
    narrow(m_filter->text());
    showCount();
}

void ContextDialog::narrow(const QString &words)
{
    m_shown->setWords(words.split(u' ', Qt::SkipEmptyParts));
    m_list->setCurrentIndex(m_shown->index(0, 0));
}

void ContextDialog::toggleCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (index.isValid()) {
        const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        m_shown->setData(index, isChecked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    }
}

void ContextDialog::showCount()
{
    int checked = 0;
    for (int row = 0; row < m_items->rowCount(); ++row) {
        checked += m_items->item(row)->checkState() == Qt::Checked ? 1 : 0;
    }
    const QLocale locale;
    m_count->setText(
        m_items->rowCount() == 0
            ? tr("The registry has no skill and no project context.")
            : tr("%1 of %2 chosen")
                  .arg(locale.toString(checked), locale.toString(m_items->rowCount())));
}

void ContextDialog::finish()
{
    QStringList checked;
    QStringList unchecked;
    for (int row = 0; row < m_items->rowCount(); ++row) {
        const QStandardItem *item = m_items->item(row);
        (item->checkState() == Qt::Checked ? checked : unchecked)
            .append(item->data(pathRole).toString());
    }
    Q_EMIT chosen(checked, unchecked);
    accept();
}

bool ContextDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress) {
        return QDialog::eventFilter(watched, event);
    }
    auto *pressed = static_cast<QKeyEvent *>(event);
    const int key = pressed->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        if (pressed->modifiers().testFlag(Qt::ControlModifier)) {
            finish();
        } else {
            toggleCurrent();
        }
        return true;
    }
    if (watched == m_filter && isForList(key)) {
        QCoreApplication::sendEvent(m_list, event);
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace hermes::preview
