#pragma once

#include "core/error.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace hermes::text {

/// A dictionary as it is installed.
struct Dictionary
{
    QString language; ///< `en_US`
    QString affixFile;
    QString wordFile;

    bool operator==(const Dictionary &) const = default;
    /// What people call it: "German (Germany)", in the program's language.
    [[nodiscard]] QString name() const;
};

/// Folders where systems keep Hunspell dictionaries, those of `DICPATH` first.
[[nodiscard]] QStringList dictionaryFolders();

/// Dictionaries in some folders, sorted by language; of several for one language the first counts.
[[nodiscard]] QList<Dictionary> installedDictionaries(const QStringList &folders);

/// Checks words by Hunspell dictionaries. A word that one of them knows is right; a word that is in
/// the script of none of their languages is left alone.
///
/// Thread: one at a time; loading takes up to some hundred milliseconds, a check microseconds,
/// suggestions up to a second.
class Speller
{
public:
    Speller();
    ~Speller();
    Q_DISABLE_COPY_MOVE(Speller)

    /// Errors: NotReadable, InvalidFormat if a dictionary's encoding is not known here.
    [[nodiscard]] core::Result<void> load(const Dictionary &dictionary);

    [[nodiscard]] bool isCorrect(const QString &word) const;
    /// Best first.
    [[nodiscard]] QStringList suggestions(const QString &word) const;

private:
    class Loaded;
    [[nodiscard]] bool isKnown(const QString &word) const;

    std::vector<std::unique_ptr<Loaded>> m_loaded;
};

} // namespace hermes::text
