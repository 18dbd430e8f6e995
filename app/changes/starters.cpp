#include "changes/starters.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

/// A static library's resources are there only once asked for; must stand outside any namespace.
static void initializeStarters()
{
    Q_INIT_RESOURCE(starters);
}

namespace hermes::changes {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Starters)
};

struct Listing
{
    const char *key;
    const char *title;
    const char *summary;
};

constexpr std::array listings{
    Listing{"builder", QT_TRANSLATE_NOOP("Starters", "Builder"),
            QT_TRANSLATE_NOOP("Starters", "Changes code or other files, with tests.")},
    Listing{"reviewer", QT_TRANSLATE_NOOP("Starters", "Reviewer"),
            QT_TRANSLATE_NOOP("Starters", "Finds faults in work that others did.")},
    Listing{"researcher", QT_TRANSLATE_NOOP("Starters", "Researcher"),
            QT_TRANSLATE_NOOP("Starters", "Answers questions from sources.")},
    Listing{"writer", QT_TRANSLATE_NOOP("Starters", "Writer"),
            QT_TRANSLATE_NOOP("Starters", "Writes or edits text for readers.")},
    Listing{"coordinator", QT_TRANSLATE_NOOP("Starters", "Coordinator"),
            QT_TRANSLATE_NOOP("Starters", "Hands work to other agents.")},
    Listing{"blank", QT_TRANSLATE_NOOP("Starters", "Blank"),
            QT_TRANSLATE_NOOP("Starters", "A heading and a first sentence.")},
};

QByteArray resource(const QString &key, const QString &file)
{
    QFile source(u":/starters/%1/%2"_s.arg(key, file));
    const bool isOpen = source.open(QIODevice::ReadOnly);
    Q_ASSERT(isOpen); // compiled into the program
    return isOpen ? source.readAll() : QByteArray();
}

} // namespace

QList<Starter> builtInStarters()
{
    initializeStarters();
    QList<Starter> starters;
    for (const Listing &listing : listings) {
        const QString key = QString::fromLatin1(listing.key);
        starters.append({key, Messages::tr(listing.title), Messages::tr(listing.summary),
                         resource(key, u"manifest.json"_s), resource(key, u"AGENT.md"_s)});
    }
    return starters;
}

std::optional<Starter> usualStarter(const Habits &habits)
{
    if (habits.sections.isEmpty()) {
        return std::nullopt;
    }
    const QList<Starter> builtIn = builtInStarters();
    Starter starter = builtIn.last(); // the blank one
    QStringList titles;
    for (const UsualSection &section : habits.sections) {
        titles.append(section.title);
        starter.promptText += '\n' + QByteArray(section.level, '#') + ' ' + section.title.toUtf8()
            + "\n\n" + Messages::tr("Say here what belongs under “%1”.").arg(section.title).toUtf8()
            + '\n';
    }
    starter.key = u"usual"_s;
    starter.title = Messages::tr("As usual here");
    starter.summary =
        Messages::tr("The sections that the agents of this registry have in common: %1.")
            .arg(titles.join(u", "_s));
    return starter;
}

} // namespace hermes::changes
