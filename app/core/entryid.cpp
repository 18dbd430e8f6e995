#include "core/entryid.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace hermes::core {

QString kindName(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Agent:
        return QStringLiteral("agent");
    case EntryKind::Mcp:
        return QStringLiteral("mcp");
    case EntryKind::Skill:
        return QStringLiteral("skill");
    case EntryKind::Workflow:
        return QStringLiteral("workflow");
    }
    Q_UNREACHABLE();
}

QString kindFolder(EntryKind kind)
{
    return kind == EntryKind::Mcp ? kindName(kind) : kindName(kind) + u's';
}

Result<EntryKind> kindFromName(const QString &name)
{
    for (const EntryKind kind : allEntryKinds) {
        if (kindName(kind) == name) {
            return kind;
        }
    }
    return failure(ErrorCode::InvalidArgument,
                   QCoreApplication::translate(
                       "EntryId", "“%1” is no kind of entry. Kinds: agent, mcp, skill, workflow.")
                       .arg(name));
}

Result<EntryId> EntryId::parse(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    const Result<EntryKind> kind = slash < 0 ? EntryKind::Agent : kindFromName(text.left(slash));
    EntryId id =
        slash >= 0 && kind ? EntryId{*kind, text.mid(slash + 1)} : EntryId{EntryKind::Agent, text};
    if (id.id.isEmpty()) {
        return failure(ErrorCode::InvalidArgument,
                       QCoreApplication::translate(
                           "EntryId", "“%1” names no entry. Write it as agent/backend-engineer.")
                           .arg(text));
    }
    return id;
}

QString EntryId::toString() const
{
    return kindName(kind) + u'/' + id;
}

QString EntryId::namePart() const
{
    return id.mid(id.lastIndexOf(u'/') + 1);
}

std::strong_ordering EntryId::operator<=>(const EntryId &other) const
{
    if (kind != other.kind) {
        return kind <=> other.kind;
    }
    return QString::compare(id, other.id) <=> 0;
}

bool isValidEntryName(const QString &id)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)?\\z"));
    return pattern.match(id).hasMatch();
}

} // namespace hermes::core
