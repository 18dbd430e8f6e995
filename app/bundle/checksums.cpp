#include "bundle/checksums.h"

#include "bundle/bundletr.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace hermes::bundle {

QByteArray sha256(QByteArrayView bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

Checksums checksumsOf(const QList<ArchiveFile> &files)
{
    Checksums sums;
    for (const ArchiveFile &file : files) {
        sums.insert(file.path.toUtf8(), sha256(file.content));
    }
    return sums;
}

QByteArray sumsText(const Checksums &sums)
{
    QByteArray text;
    for (const auto &[path, sum] : sums.asKeyValueRange()) {
        text += sum + "  " + path + '\n';
    }
    return text;
}

core::Result<Checksums> readSums(const QByteArray &text)
{
    static const QRegularExpression sum(QStringLiteral("\\A[0-9a-f]{64}\\z"));
    constexpr qsizetype sumLength = 64;
    Checksums sums;
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines) {
        if (sum.match(QString::fromLatin1(line.first(std::min(sumLength, line.size()))))
                .hasMatch()) {
            sums.insert(
                line.sliced(sumLength).sliced(std::min<qsizetype>(2, line.size() - sumLength)),
                line.first(sumLength));
        }
    }
    // One spelling alone is right, so writing what was read finds every deviation.
    if (sumsText(sums) != text) {
        return refusal(Tr::tr("SHA256SUMS is not written as it should be: one line for each file, "
                              "in the order of the paths."));
    }
    return sums;
}

QString folderDigest(const Checksums &sums, const QString &folder)
{
    const QByteArray prefix = folder.toUtf8() + '/';
    Checksums below;
    for (auto it = sums.lowerBound(prefix); it != sums.end() && it.key().startsWith(prefix); ++it) {
        below.insert(it.key().sliced(prefix.size()), it.value());
    }
    return QStringLiteral("sha256:") + QString::fromLatin1(sha256(sumsText(below)));
}

} // namespace hermes::bundle
