#include "browser/outlinemodel.h"

#include <algorithm>

namespace hermes::browser {

void OutlineModel::setSections(const QList<text::Section> &sections)
{
    const int before = static_cast<int>(m_sections.size());
    const int after = static_cast<int>(sections.size());
    const auto highest = std::ranges::min_element(sections, {}, &text::Section::level);
    m_highestLevel = highest == sections.end() ? 1 : highest->level;
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_sections = sections;
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_sections = sections;
        endInsertRows();
    } else {
        m_sections = sections;
    }
    if (const int common = std::min(before, after); common > 0) {
        Q_EMIT dataChanged(index(0), index(common - 1));
    }
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
    const text::Section &section = m_sections.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return section.title;
    case Qt::ToolTipRole:
        return QStringLiteral("<p>%1</p>").arg(section.title.toHtmlEscaped());
    case Qt::AccessibleTextRole:
        return tr("%1, level %2, %n words", nullptr, section.words)
            .arg(section.title)
            .arg(section.level);
    case IndentRole:
        return section.level - m_highestLevel;
    case WordsRole:
        return section.words;
    case LineRole:
        return section.line;
    default:
        return {};
    }
}

} // namespace hermes::browser
