// What a row of the catalog says.

#include "browser/catalogmodel.h"

#include "widgets/theme.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::browser {

QString CatalogModel::title(const Row &row)
{
    switch (row.type) {
    case RowType::KindGroup:
        return widgets::kindGroupLabel(row.kind);
    case RowType::CategoryGroup:
        return row.category;
    case RowType::Entry:
        return row.entry.name.isEmpty() ? row.entry.id.id : row.entry.name;
    }
    Q_UNREACHABLE();
}

QString CatalogModel::tooltip(const Row &row)
{
    if (row.type != RowType::Entry) {
        return tr("%n entries", nullptr, row.entryCount);
    }
    QStringList lines{u"<b>%1</b>"_s.arg(title(row).toHtmlEscaped()),
                      row.entry.id.toString().toHtmlEscaped()};
    if (!row.entry.description.isEmpty()) {
        lines.append(row.entry.description.toHtmlEscaped());
    }
    if (const QString state = stateText(row); !state.isEmpty()) {
        lines.append(u"<i>%1</i>"_s.arg(state));
    }
    return u"<p>%1</p>"_s.arg(lines.join(u"<br>"_s));
}

QString CatalogModel::accessibleText(const Row &row)
{
    if (row.type != RowType::Entry) {
        return tr("%1, %n entries", nullptr, row.entryCount).arg(title(row));
    }
    QStringList parts{title(row)};
    if (!row.entry.version.isEmpty()) {
        parts.append(tr("version %1").arg(row.entry.version));
    }
    if (const QString state = stateText(row); !state.isEmpty()) {
        parts.append(state);
    }
    return parts.join(u", "_s);
}

CatalogModel::Mark markOf(const CatalogModel::Row &row)
{
    const auto isError = [](const core::Problem &problem) {
        return problem.severity == core::Problem::Severity::Error;
    };
    if (row.state == workspace::EntryState::Conflicted
        || std::ranges::any_of(row.entry.problems, isError)) {
        return CatalogModel::Mark::Broken;
    }
    return row.state == workspace::EntryState::Clean ? CatalogModel::Mark::Clean
                                                     : CatalogModel::Mark::Modified;
}

QString stateText(const CatalogModel::Row &row)
{
    QStringList parts;
    switch (row.state) {
    case workspace::EntryState::Clean:
        break;
    case workspace::EntryState::Modified:
        parts.append(CatalogModel::tr("modified"));
        break;
    case workspace::EntryState::Added:
        parts.append(CatalogModel::tr("new, not committed"));
        break;
    case workspace::EntryState::Conflicted:
        parts.append(CatalogModel::tr("in conflict"));
        break;
    }
    if (!row.entry.problems.isEmpty()) {
        parts.append(
            CatalogModel::tr("%n problems", nullptr, static_cast<int>(row.entry.problems.size())));
    }
    return parts.join(u", "_s);
}

} // namespace hermes::browser
