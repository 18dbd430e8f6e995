#include "entries/replacementtree.h"

#include <QLocale>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::entries {

namespace {

constexpr int cachedTexts = 32;
/// What a row shows before a match, and of every other part.
constexpr qsizetype shownBefore = 40;
constexpr qsizetype mostShown = 200;

/// On one line, without its end if it is long.
QString piece(QStringView text)
{
    QString shown = text.first(std::min(text.size(), mostShown)).toString();
    shown.replace(u'\n', u'⏎');
    return text.size() > mostShown ? shown + u'…' : shown;
}

/// Files are rows without an id; what is in them has its file's number, from 1.
constexpr quintptr fileId = 0;

} // namespace

ReplacementTree::ReplacementTree(QObject *parent) : QAbstractItemModel(parent), m_texts(cachedTexts)
{
}

// --- what is chosen

void ReplacementTree::setFound(const workspace::FoundReplacements &found)
{
    beginResetModel();
    m_found = found;
    m_chosen.clear();
    m_texts.clear();
    for (const workspace::FileReplacements &file : found.files) {
        m_chosen.emplace_back(file.edits.size(), true);
    }
    m_chosenCount = found.count();
    endResetModel();
}

void ReplacementTree::chooseAll(bool isChosen)
{
    for (int file = 0; file < rowCount({}); ++file) {
        choose(file, isChosen);
    }
    Q_EMIT chosenChanged(allFiles);
}

void ReplacementTree::choose(int file, bool isChosen)
{
    QBitArray &chosen = m_chosen.at(static_cast<size_t>(file));
    m_chosenCount += (isChosen ? chosen.size() : 0) - chosen.count(true);
    chosen.fill(isChosen);
    const QModelIndex row = index(file, 0, {});
    Q_EMIT dataChanged(row, row, {Qt::CheckStateRole});
    Q_EMIT dataChanged(index(0, 0, row), index(rowCount(row) - 1, 0, row), {Qt::CheckStateRole});
}

workspace::FileReplacements ReplacementTree::chosenOf(int file) const
{
    workspace::FileReplacements result = m_found.files.at(file);
    const QBitArray &chosen = m_chosen.at(static_cast<size_t>(file));
    if (chosen.count(true) == chosen.size()) {
        return result;
    }
    const auto all = std::exchange(result.edits, {});
    const auto lines = std::exchange(result.lines, {});
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (chosen.testBit(i)) {
            result.edits.append(all.at(i));
            result.lines.append(lines.at(i));
        }
    }
    return result;
}

workspace::FoundReplacements ReplacementTree::chosen() const
{
    workspace::FoundReplacements result;
    for (int file = 0; file < rowCount({}); ++file) {
        if (m_chosen.at(static_cast<size_t>(file)).count(true) > 0) {
            result.files.append(chosenOf(file));
        }
    }
    return result;
}

qsizetype ReplacementTree::chosenFiles() const
{
    return std::ranges::count_if(m_chosen,
                                 [](const QBitArray &chosen) { return chosen.count(true) > 0; });
}

// --- what is shown

int ReplacementTree::fileOf(const QModelIndex &index)
{
    return !index.isValid()            ? -1
        : index.internalId() == fileId ? index.row()
                                       : static_cast<int>(index.internalId()) - 1;
}

QString ReplacementTree::textOf(int file) const
{
    if (const QString *known = m_texts.object(file)) {
        return *known;
    }
    QString text = workspace::shownText(m_found.files.at(file).before);
    m_texts.insert(file, new QString(text));
    return text;
}

ReplacementTree::Shown ReplacementTree::shown(const QModelIndex &index) const
{
    const int file = fileOf(index);
    const text::Edit &edit = m_found.files.at(file).edits.at(index.row());
    const QString text = textOf(file);
    const qsizetype lineStart = edit.start > 0 ? text.lastIndexOf(u'\n', edit.start - 1) + 1 : 0;
    const qsizetype newline = text.indexOf(u'\n', edit.end());
    const qsizetype lineEnd = newline < 0 ? text.size() : newline;
    qsizetype from = lineStart;
    while (from < edit.start && text.at(from).isSpace()) {
        ++from;
    }
    const bool isCut = edit.start - from > shownBefore;
    from = isCut ? edit.start - shownBefore : from;
    const QStringView view(text);
    return {m_found.files.at(file).lines.at(index.row()) + 1,
            (isCut ? u"…"_s : QString()) + view.sliced(from, edit.start - from).toString(),
            piece(view.sliced(edit.start, edit.length)), piece(edit.replacement),
            piece(view.sliced(edit.end(), lineEnd - edit.end()))};
}

QString ReplacementTree::note(const QModelIndex &index) const
{
    const QBitArray &chosen = m_chosen.at(static_cast<size_t>(index.row()));
    return chosen.count(true) == chosen.size()
        ? QLocale().toString(chosen.size())
        : tr("%1 of %2")
              .arg(QLocale().toString(chosen.count(true)), QLocale().toString(chosen.size()));
}

Qt::CheckState ReplacementTree::stateOf(const QModelIndex &index) const
{
    const QBitArray &chosen = m_chosen.at(static_cast<size_t>(fileOf(index)));
    if (index.internalId() != fileId) {
        return chosen.testBit(index.row()) ? Qt::Checked : Qt::Unchecked;
    }
    const qsizetype count = chosen.count(true);
    return count == 0 ? Qt::Unchecked : count == chosen.size() ? Qt::Checked : Qt::PartiallyChecked;
}

QVariant ReplacementTree::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    if (role == Qt::CheckStateRole) {
        return stateOf(index);
    }
    const bool isFile = index.internalId() == fileId;
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole) {
        return {};
    }
    if (isFile) {
        const QString path = m_found.files.at(index.row()).file.text();
        return role == Qt::AccessibleTextRole ? tr("%1, %2").arg(path, note(index)) : path;
    }
    const Shown match = shown(index);
    const QString before = match.before + match.removed + match.after;
    return role == Qt::DisplayRole ? before
                                   : tr("Line %1: %2 becomes %3")
                                         .arg(QString::number(match.line), before,
                                              match.before + match.inserted + match.after);
}

bool ReplacementTree::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return false;
    }
    const bool isChosen = value.toInt() == Qt::Checked;
    const int file = fileOf(index);
    if (index.internalId() == fileId) {
        choose(file, isChosen);
        Q_EMIT chosenChanged(file);
        return true;
    }
    QBitArray &chosen = m_chosen.at(static_cast<size_t>(file));
    if (chosen.testBit(index.row()) != isChosen) {
        chosen.setBit(index.row(), isChosen);
        m_chosenCount += isChosen ? 1 : -1;
        Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
        Q_EMIT dataChanged(index.parent(), index.parent(), {Qt::CheckStateRole});
        Q_EMIT chosenChanged(file);
    }
    return true;
}

Qt::ItemFlags ReplacementTree::flags(const QModelIndex &index) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return Qt::NoItemFlags;
    }
    const Qt::ItemFlags usual = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable;
    return index.internalId() == fileId ? usual : usual | Qt::ItemNeverHasChildren;
}

// --- the tree

QModelIndex ReplacementTree::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : fileId);
}

QModelIndex ReplacementTree::parent(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() != fileId ? createIndex(fileOf(index), 0, fileId)
                                                           : QModelIndex();
}

int ReplacementTree::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid()) {
        return static_cast<int>(m_found.files.size());
    }
    return parent.internalId() == fileId
        ? static_cast<int>(m_found.files.at(parent.row()).edits.size())
        : 0;
}

int ReplacementTree::columnCount(const QModelIndex & /*parent*/) const
{
    return 1;
}

} // namespace hermes::entries
