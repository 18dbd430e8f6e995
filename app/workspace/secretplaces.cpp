#include "workspace/secretplaces.h"

#include "check/secrets.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QLocale>

#include <algorithm>

namespace hermes::workspace {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(SecretPlaces)
};

constexpr qsizetype mostTold = 5; // more are counted

} // namespace

QList<SecretPlace> secretPlaces(const QString &text, QByteArrayView content)
{
    QList<SecretPlace> places;
    const QList<check::SecretFinding> found = check::findSecrets(content);
    for (const check::SecretFinding &finding : found) {
        places.append({text, finding.line, finding.what,
                       QCryptographicHash::hash(content.sliced(finding.start, finding.length),
                                                QCryptographicHash::Sha256)});
    }
    return places;
}

QList<SecretPlace> secretPlaces(const core::RepoPath &file, QByteArrayView content)
{
    return secretPlaces(file.text(), content);
}

QList<SecretPlace> secretsInChangelog(const QString &changelog)
{
    return secretPlaces(Tr::tr("changelog"), changelog.toUtf8());
}

QList<SecretPlace> secretsBeyond(const QList<SecretPlace> &found, const QList<SecretPlace> &known)
{
    QList<SecretPlace> beyond = found;
    beyond.removeIf([&](const SecretPlace &place) {
        return std::ranges::any_of(known, [&](const SecretPlace &each) {
            return each.text == place.text && each.what == place.what
                && each.digest == place.digest;
        });
    });
    return beyond;
}

QString secretsInWords(const QList<SecretPlace> &places)
{
    QStringList lines;
    const QList<SecretPlace> told = places.first(std::min(places.size(), mostTold));
    for (const SecretPlace &place : told) {
        lines.append(Tr::tr("%1, line %2: what looks like %3")
                         .arg(place.text, QLocale().toString(place.line), place.what));
    }
    if (const qsizetype rest = places.size() - told.size(); rest > 0) {
        lines.append(Tr::tr("%n more place(s)", nullptr, static_cast<int>(rest)));
    }
    return lines.join(u'\n');
}

} // namespace hermes::workspace
