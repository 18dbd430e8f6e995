#include "text/speller.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QLocale>
#include <QStandardPaths>
#include <QStringConverter>

#include <hunspell/hunspell.hxx>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace hermes::core;

namespace hermes::text {

namespace {

/// Longer words are not asked for: Hunspell leaves them alone too.
constexpr qsizetype longestWord = 90;
constexpr qsizetype mostSuggestions = 8;

/// Hunspell's name of an encoding as Qt knows it.
QByteArray encodingName(const std::string &name)
{
    QByteArray result = QByteArray::fromStdString(name);
    if (result.startsWith("ISO8859")) {
        result.insert(3, '-');
    } else if (result.startsWith("microsoft-cp")) {
        result.replace("microsoft-cp", "windows-");
    }
    return result;
}

/// The script that a language is written in; Script_Common if it is none of these.
QChar::Script scriptOf(const QString &language)
{
    switch (QLocale(language).script()) {
    case QLocale::LatinScript:
        return QChar::Script_Latin;
    case QLocale::CyrillicScript:
        return QChar::Script_Cyrillic;
    case QLocale::GreekScript:
        return QChar::Script_Greek;
    case QLocale::ArabicScript:
        return QChar::Script_Arabic;
    case QLocale::HebrewScript:
        return QChar::Script_Hebrew;
    case QLocale::DevanagariScript:
        return QChar::Script_Devanagari;
    case QLocale::KoreanScript:
        return QChar::Script_Hangul;
    default:
        return QChar::Script_Common;
    }
}

QString typewriterApostrophes(QString word)
{
    return word.replace(u'’', u'\'');
}

} // namespace

QString Dictionary::name() const
{
    const QLocale locale(language);
    if (locale.language() == QLocale::C) {
        return language;
    }
    const QString name = QLocale::languageToString(locale.language());
    return language.contains(u'_')
        ? u"%1 (%2)"_s.arg(name, QLocale::territoryToString(locale.territory()))
        : name;
}

QStringList dictionaryFolders()
{
    QStringList folders =
        qEnvironmentVariable("DICPATH").split(QDir::listSeparator(), Qt::SkipEmptyParts);
    for (const auto datas = QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation);
         const QString &data : datas) {
        folders += {data + u"/hunspell"_s, data + u"/myspell/dicts"_s, data + u"/myspell"_s};
    }
    return folders;
}

QList<Dictionary> installedDictionaries(const QStringList &folders)
{
    QList<Dictionary> found;
    for (const QString &folder : folders) {
        const QDir files(folder);
        for (const auto names = files.entryList({u"*.dic"_s}, QDir::Files);
             const QString &name : names) {
            const QString language = name.chopped(4);
            const QString affixes = files.filePath(language + u".aff"_s);
            const bool isKnown = std::ranges::contains(found, language, &Dictionary::language);
            if (!isKnown && QFile::exists(affixes)) { // hyphenation patterns have none
                found.append({language, affixes, files.filePath(name)});
            }
        }
    }
    std::ranges::sort(found, {}, &Dictionary::language);
    return found;
}

/// One dictionary in memory.
class Speller::Loaded
{
public:
    explicit Loaded(const Dictionary &dictionary)
        : m_words(QFile::encodeName(dictionary.affixFile).constData(),
                  QFile::encodeName(dictionary.wordFile).constData())
        , m_encoding(encodingName(m_words.get_dict_encoding()))
        , m_script(scriptOf(dictionary.language))
    {
    }

    [[nodiscard]] bool isUsable() const { return QStringEncoder(m_encoding.constData()).isValid(); }
    /// Nothing if the language has no such letters, or the dictionary's encoding.
    [[nodiscard]] std::optional<std::string> encoded(const QString &word) const
    {
        const bool isForeign =
            m_script != QChar::Script_Common && std::ranges::any_of(word, [this](QChar c) {
                return c.isLetter() && c.script() != m_script;
            });
        if (isForeign) {
            return std::nullopt;
        }
        QStringEncoder encoder(m_encoding.constData());
        const QByteArray bytes = encoder(word);
        return encoder.hasError() ? std::nullopt : std::optional(bytes.toStdString());
    }
    [[nodiscard]] QString decoded(const std::string &word) const
    {
        QStringDecoder decoder(m_encoding.constData());
        return decoder(QByteArrayView(word));
    }
    [[nodiscard]] Hunspell &words() const { return m_words; }

private:
    mutable Hunspell m_words; // its questions are not const
    QByteArray m_encoding;
    QChar::Script m_script;
};

Speller::Speller() = default;
Speller::~Speller() = default;

Result<void> Speller::load(const Dictionary &dictionary)
{
    for (const QString &path : {dictionary.affixFile, dictionary.wordFile}) {
        if (!QFile(path).open(QIODevice::ReadOnly)) {
            return failure(
                ErrorCode::NotReadable,
                QCoreApplication::translate("Speller",
                                            "The dictionary “%1” cannot be read. Words are not "
                                            "checked by it.")
                    .arg(dictionary.language),
                path);
        }
    }
    auto loaded = std::make_unique<Loaded>(dictionary);
    if (!loaded->isUsable()) {
        return failure(ErrorCode::InvalidFormat,
                       QCoreApplication::translate(
                           "Speller",
                           "The dictionary “%1” has an encoding that is not known here. "
                           "Words are not checked by it.")
                           .arg(dictionary.language),
                       dictionary.affixFile);
    }
    m_loaded.push_back(std::move(loaded));
    return {};
}

bool Speller::isKnown(const QString &word) const
{
    bool canJudge = false;
    for (const std::unique_ptr<Loaded> &dictionary : m_loaded) {
        if (const std::optional<std::string> encoded = dictionary->encoded(word)) {
            canJudge = true;
            if (dictionary->words().spell(*encoded)) {
                return true;
            }
        }
    }
    return !canJudge;
}

bool Speller::isCorrect(const QString &word) const
{
    const QString plain = typewriterApostrophes(word);
    if (plain.size() > longestWord || isKnown(plain)) {
        return true;
    }
    const QStringList parts = plain.split(u'-', Qt::SkipEmptyParts);
    return parts.size() > 1
        && std::ranges::all_of(parts, [this](const QString &part) { return isKnown(part); });
}

QStringList Speller::suggestions(const QString &word) const
{
    QStringList result;
    const QString plain = typewriterApostrophes(word);
    for (const std::unique_ptr<Loaded> &dictionary : m_loaded) {
        const std::optional<std::string> encoded = dictionary->encoded(plain);
        if (!encoded || plain.size() > longestWord) {
            continue;
        }
        for (const std::string &each : dictionary->words().suggest(*encoded)) {
            QString text = dictionary->decoded(each);
            if (word.contains(u'’')) {
                text.replace(u'\'', u'’');
            }
            if (!result.contains(text)) {
                result.append(text);
            }
        }
    }
    return result.first(std::min(result.size(), mostSuggestions));
}

} // namespace hermes::text
