#include "workspace/secretplaces.h"

#include "check/secrets.h"

#include <QCoreApplication>
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

QList<SecretPlace> secretPlaces(const core::RepoPath &file, QByteArrayView content)
{
    QList<SecretPlace> places;
    const QList<check::SecretFinding> found = check::findSecrets(content);
    for (const check::SecretFinding &finding : found) {
        places.append({file, finding.line, finding.what});
    }
    return places;
}

QString secretsInWords(const QList<SecretPlace> &places)
{
    QStringList lines;
    const QList<SecretPlace> told = places.first(std::min(places.size(), mostTold));
    for (const SecretPlace &place : told) {
        lines.append(Tr::tr("%1, line %2: what looks like %3")
                         .arg(place.file.text(), QLocale().toString(place.line), place.what));
    }
    if (const qsizetype rest = places.size() - told.size(); rest > 0) {
        lines.append(Tr::tr("%n more place(s)", nullptr, static_cast<int>(rest)));
    }
    return lines.join(u'\n');
}

} // namespace hermes::workspace
