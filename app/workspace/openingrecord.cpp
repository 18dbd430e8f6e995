#include "workspace/openingrecord.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

QString shortHash(const QString &text)
{
    constexpr qsizetype digits = 16;
    return QString::fromLatin1(
        QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex().first(digits));
}

} // namespace

OpeningRecord::OpeningRecord(const QString &folder, const QString &registryRoot)
    : m_folder(folder + u'/' + shortHash(registryRoot))
{
}

QString OpeningRecord::pathOf(const EntryId &id) const
{
    return m_folder + u'/' + shortHash(id.toString());
}

void OpeningRecord::begin(const EntryId &id) const
{
    if (m_folder.isEmpty()) {
        return;
    }
    const int times = unfinished(id) + 1;
    QFile file(pathOf(id));
    if (QDir().mkpath(m_folder) && file.open(QIODevice::WriteOnly)) {
        file.write(QByteArray::number(times));
    }
}

void OpeningRecord::end(const EntryId &id) const
{
    if (!m_folder.isEmpty()) {
        QFile::remove(pathOf(id));
    }
}

int OpeningRecord::unfinished(const EntryId &id) const
{
    QFile file(pathOf(id));
    return !m_folder.isEmpty() && file.open(QIODevice::ReadOnly) ? file.readAll().toInt() : 0;
}

} // namespace hermes::workspace
