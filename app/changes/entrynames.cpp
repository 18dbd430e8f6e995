#include "changes/entrynames.h"

#include "core/portablepath.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::changes {

namespace {

/// Longest name that every tool takes for a skill, and long enough for anybody.
constexpr qsizetype maximumNameLength = 64;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(EntryNames)
};

/// Upper case first: it writes “ß” as “SS”, which Qt's folding of single characters does not.
QString folded(const QString &text)
{
    return text.toUpper().toCaseFolded().normalized(QString::NormalizationForm_C);
}

QString keyOf(EntryKind kind, const QString &text)
{
    return kindName(kind) + u'/' + folded(text);
}

bool mayStandInId(QChar character)
{
    return (character >= u'a' && character <= u'z') || (character >= u'0' && character <= u'9')
        || character == u'.' || character == u'_' || character == u'-';
}

std::optional<QString> characterProblem(const QString &id)
{
    const auto bad = std::ranges::find_if(
        id, [](QChar character) { return !mayStandInId(character) && character != u'/'; });
    if (bad == id.end()) {
        return std::nullopt;
    }
    if (bad->isUpper() && mayStandInId(bad->toLower())) {
        return Messages::tr("Ids have no capitals: write “%1”.").arg(id.toLower());
    }
    const qsizetype at = std::distance(id.begin(), bad);
    const bool isPair = bad->isHighSurrogate() && at + 1 < id.size();
    return Messages::tr("An id cannot hold %1. Letters a to z, digits, “.”, “_” and “-” can stand "
                        "in it.")
        .arg(displayedPath(id.sliced(at, isPair ? 2 : 1)));
}

std::optional<QString> formProblem(EntryKind kind, const QString &id)
{
    if (id.isEmpty()) {
        return Messages::tr("An id is needed.");
    }
    if (std::optional<QString> problem = characterProblem(id)) {
        return problem;
    }
    if (!isValidEntryName(id)) {
        return Messages::tr(
            "An id is name or author/name, and each begins with a letter or a digit.");
    }
    const QString name = EntryId{kind, id}.namePart();
    if (name.size() > maximumNameLength) {
        return Messages::tr("The name in an id has at most %1 characters.").arg(maximumNameLength);
    }
    static const QRegularExpression skillName(u"\\A[a-z0-9]+(-[a-z0-9]+)*\\z"_s);
    if (kind == EntryKind::Skill && !skillName.match(id).hasMatch()) {
        return Messages::tr(
            "A skill's name has lower-case letters, digits and single hyphens between them only.");
    }
    return portablePathProblem(kindFolder(kind) + u'/' + name);
}

} // namespace

EntryNames::EntryNames(const QList<registry::EntrySummary> &entries,
                       const std::optional<EntryId> &leftOut)
{
    for (const registry::EntrySummary &entry : entries) {
        if (leftOut && entry.id == *leftOut) {
            continue;
        }
        m_ids.insert(keyOf(entry.id.kind, entry.id.id), entry.id);
        m_folders.insert(keyOf(entry.id.kind, entry.folder.fileName()), entry.folder);
    }
}

std::optional<QString> EntryNames::problem(EntryKind kind, const QString &id) const
{
    if (std::optional<QString> problem = formProblem(kind, id)) {
        return problem;
    }
    return clash(kind, id);
}

std::optional<QString> EntryNames::clash(EntryKind kind, const QString &id) const
{
    if (const auto same = m_ids.constFind(keyOf(kind, id)); same != m_ids.constEnd()) {
        return same->id == id
            ? Messages::tr("There is a %1 “%2” already.").arg(kindName(kind), id)
            : Messages::tr("“%1” differs from “%2” in case alone.").arg(id, same->id);
    }
    const QString name = EntryId{kind, id}.namePart();
    if (const auto taken = m_folders.constFind(keyOf(kind, name)); taken != m_folders.constEnd()) {
        return Messages::tr("Its folder would be %1, which is taken.").arg(taken->text());
    }
    return std::nullopt;
}

QString EntryNames::freeId(EntryKind kind, const QString &wish) const
{
    QString id = wish;
    for (int number = 2; clash(kind, id); ++number) {
        id = u"%1-%2"_s.arg(wish).arg(number);
    }
    return id;
}

QString idFromName(const QString &name)
{
    QString id;
    const QString plain =
        QString(name).replace(u'ß', u"ss"_s).toLower().normalized(QString::NormalizationForm_KD);
    for (const QChar character : plain) {
        if (character.category() == QChar::Mark_NonSpacing || character == u'\''
            || character == u'’') {
            continue;
        }
        if ((character >= u'a' && character <= u'z') || (character >= u'0' && character <= u'9')) {
            id += character;
        } else if (!id.isEmpty() && !id.endsWith(u'-')) {
            id += u'-';
        }
    }
    id.truncate(maximumNameLength);
    while (id.endsWith(u'-')) {
        id.chop(1);
    }
    return id;
}

std::optional<QString> categoryProblem(const QString &category)
{
    static const QRegularExpression pattern(u"\\A[a-z0-9][a-z0-9_-]*\\z"_s);
    if (category.size() > maximumNameLength || !pattern.match(category).hasMatch()) {
        return Messages::tr("A category's name has lower-case letters, digits, “_” and “-” only, "
                            "and begins with a letter or a digit.");
    }
    return portablePathProblem(u"skills/"_s + category);
}

} // namespace hermes::changes
