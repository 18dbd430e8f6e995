#include "browser/outlinemodel.h"

#include <QLocale>

#include <algorithm>
#include <cstdlib>

namespace hermes::browser {

using workspace::OutlineSection;

namespace {

constexpr int deepestLevel = 6;

} // namespace

void OutlineModel::setOutline(const workspace::Outline &outline)
{
    const QList<OutlineSection> &sections = outline.sections;
    const int before = static_cast<int>(m_sections.size());
    const int after = static_cast<int>(sections.size());
    const auto highest = std::ranges::min_element(sections, {}, &OutlineSection::level);
    m_counting = outline.counting;
    m_highestLevel = highest == sections.end() ? 1 : highest->level;
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_sections.resize(after);
        endRemoveRows();
    }
    if (const int common = std::min(before, after); common > 0) {
        std::ranges::copy(sections.first(common), m_sections.begin());
        Q_EMIT dataChanged(index(0), index(common - 1));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_sections = sections;
        endInsertRows();
    }
}

int OutlineModel::endOf(int row) const
{
    int end = row + 1;
    while (end < m_sections.size() && m_sections.at(end).level > m_sections.at(row).level) {
        ++end;
    }
    return end;
}

int OutlineModel::rowAt(int line) const
{
    const auto after =
        std::ranges::upper_bound(m_sections, qsizetype{line}, {}, &OutlineSection::line);
    return static_cast<int>(after - m_sections.begin()) - 1;
}

int OutlineModel::rowOf(const QString &title, int near) const
{
    int found = -1;
    for (int row = 0; row < m_sections.size(); ++row) {
        if (m_sections.at(row).title == title
            && (found < 0 || std::abs(row - near) < std::abs(found - near))) {
            found = row;
        }
    }
    return found;
}

bool OutlineModel::canMove(int row, int step) const
{
    for (int i = row + step; i >= 0 && i < m_sections.size(); i += step) {
        if (m_sections.at(i).parent == m_sections.at(row).parent) {
            return true;
        }
    }
    return false;
}

bool OutlineModel::canRelevel(int row, int by) const
{
    for (int i = row; i < endOf(row); ++i) {
        const int level = m_sections.at(i).level + by;
        if (level < 1 || level > deepestLevel) {
            return false;
        }
    }
    return true;
}

int OutlineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sections.size());
}

QVariant OutlineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const OutlineSection &section = m_sections.at(index.row());
    const QLocale locale;
    const bool isExact = m_counting.exactness() == tokens::Exactness::Exact;
    switch (role) {
    case Qt::DisplayRole:
        return section.title;
    case Qt::EditRole:
        return section.heading;
    case Qt::ToolTipRole:
        return tipOf(section);
    case Qt::AccessibleTextRole:
        return tr("%1, level %2, %n words, %3", "title, level, words, tokens", section.own.words)
            .arg(section.title, QString::number(section.level),
                 tokens::spokenCount({section.own.tokens, m_counting}));
    case IndentRole:
        return section.level - m_highestLevel;
    case SizeRole:
        return (isExact ? tr("%1 · %2", "words, tokens")
                        : tr("%1 · ≈%2", "words, estimated tokens"))
            .arg(locale.toString(section.own.words), locale.toString(section.own.tokens));
    default:
        return {};
    }
}

QString OutlineModel::tipOf(const OutlineSection &section) const
{
    QString tip = QStringLiteral("<p>%1</p><p>%2</p>")
                      .arg(section.title.toHtmlEscaped(),
                           tr("%n words, %1", "words, tokens", section.own.words)
                               .arg(tokens::spokenCount({section.own.tokens, m_counting})));
    if (section.whole.words != section.own.words) {
        tip += QStringLiteral("<p>%1</p>")
                   .arg(tr("With the sections within: %n words, %1", "words, tokens",
                           section.whole.words)
                            .arg(tokens::spokenCount({section.whole.tokens, m_counting})));
    }
    tip += QStringLiteral("<p>%1</p>").arg(inWords(m_counting).toHtmlEscaped());
    return tip;
}

bool OutlineModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString heading = value.toString().simplified();
    if (role != Qt::EditRole || !index.isValid() || heading.isEmpty()
        || heading == m_sections.at(index.row()).heading) {
        return false;
    }
    Q_EMIT renameRequested(index.row(), heading);
    return true;
}

Qt::ItemFlags OutlineModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags usual = QAbstractListModel::flags(index);
    return index.isValid()
        ? usual | Qt::ItemIsEditable | Qt::ItemIsDragEnabled | Qt::ItemIsDropEnabled
        : usual | Qt::ItemIsDropEnabled;
}

} // namespace hermes::browser
