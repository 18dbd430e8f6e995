#include "core/repopath.h"

#include <QCoreApplication>

#include <algorithm>

namespace hermes::core {

namespace {

bool isUsablePart(QStringView part)
{
    return !part.isEmpty() && part != u"." && part != u".." && !part.contains(QChar(u'\0'));
}

/// As if `/` sorted before every other byte: that is component-wise order.
std::strong_ordering compareByParts(const QByteArray &left, const QByteArray &right)
{
    return std::lexicographical_compare_three_way(
        left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
            const int first = a == '/' ? 0 : static_cast<unsigned char>(a);
            const int second = b == '/' ? 0 : static_cast<unsigned char>(b);
            return first <=> second;
        });
}

} // namespace

Result<RepoPath> RepoPath::parse(const QString &text)
{
    if (text.isEmpty()) {
        return RepoPath();
    }
    const QList<QStringView> parts = QStringView(text).split(u'/');
    for (const QStringView part : parts) {
        if (!isUsablePart(part)) {
            return failure(
                ErrorCode::InvalidArgument,
                QCoreApplication::translate("RepoPath", "“%1” is not a path inside a registry.")
                    .arg(text));
        }
    }
    return RepoPath(text);
}

RepoPath RepoPath::fromLiteral(const QString &text)
{
    const Result<RepoPath> path = parse(text);
    Q_ASSERT_X(path.has_value(), "RepoPath::fromLiteral", qPrintable(text));
    return *path;
}

QStringList RepoPath::parts() const
{
    return m_text.isEmpty() ? QStringList() : m_text.split(u'/');
}

QString RepoPath::fileName() const
{
    return m_text.mid(m_text.lastIndexOf(u'/') + 1);
}

RepoPath RepoPath::parent() const
{
    const qsizetype slash = m_text.lastIndexOf(u'/');
    return slash < 0 ? RepoPath() : RepoPath(m_text.left(slash));
}

RepoPath RepoPath::child(const QString &name) const
{
    Q_ASSERT(isUsablePart(name) && !name.contains(u'/'));
    return RepoPath(m_text.isEmpty() ? name : m_text + u'/' + name);
}

bool RepoPath::isInside(const RepoPath &folder) const
{
    if (folder.isRoot() || *this == folder) {
        return true;
    }
    return m_text.startsWith(folder.m_text) && m_text.at(folder.m_text.size()) == u'/';
}

QString RepoPath::relativeTo(const RepoPath &folder) const
{
    Q_ASSERT(isInside(folder));
    return folder.isRoot() ? m_text : m_text.mid(folder.m_text.size() + 1);
}

std::strong_ordering RepoPath::operator<=>(const RepoPath &other) const
{
    return compareByParts(bytes(), other.bytes());
}

} // namespace hermes::core
