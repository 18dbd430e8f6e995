#include "text/spellchecker.h"

#include "core/onworker.h"

#include <QFuture>

#include <algorithm>
#include <utility>

using namespace hermes::core;

namespace hermes::text {

namespace {

/// More answers than this are not kept: memory for words of texts long closed.
constexpr qsizetype mostKnown = 300'000;
/// Words that go to the worker at once, so that the first answers are not late.
constexpr qsizetype batchSize = 4'000;

QList<Error> load(Speller &speller, const QList<Dictionary> &dictionaries)
{
    QList<Error> errors;
    for (const Dictionary &dictionary : dictionaries) {
        if (const Result<void> loaded = speller.load(dictionary); !loaded) {
            errors.append(loaded.error());
        }
    }
    return errors;
}

} // namespace

struct SpellChecker::Answers
{
    int generation = 0;
    QHash<QString, bool> words;
    QList<Error> errors;
};

SpellChecker::SpellChecker(const QStringList &folders, QObject *parent)
    : QObject(parent), m_folders(folders), m_speller(std::make_shared<Speller>())
{
}

SpellChecker::~SpellChecker() = default;

QList<Dictionary> SpellChecker::installed() const
{
    return installedDictionaries(m_folders);
}

void SpellChecker::setLanguages(const QStringList &languages)
{
    if (languages == m_languages) {
        return;
    }
    m_languages = languages;
    ++m_generation;
    m_known.clear();
    m_waiting.clear();
    m_speller = std::make_shared<Speller>();
    m_toLoad.clear();
    for (const auto dictionarys = installed(); const Dictionary &dictionary : dictionarys) {
        if (languages.contains(dictionary.language)) {
            m_toLoad.append(dictionary);
        }
    }
    Q_EMIT answered();
}

void SpellChecker::setAcceptedWords(const QSet<QString> &words)
{
    if (words != m_accepted) {
        m_accepted = words;
        Q_EMIT answered();
    }
}

bool SpellChecker::isAccepted(const QString &word) const
{
    return m_accepted.contains(word) || m_accepted.contains(word.toLower());
}

SpellChecker::Verdict SpellChecker::verdict(const QString &word) const
{
    if (m_languages.isEmpty() || isAccepted(word)) {
        return Verdict::Right;
    }
    const auto found = m_known.constFind(word);
    if (found == m_known.constEnd()) {
        return Verdict::Unknown;
    }
    return *found ? Verdict::Right : Verdict::Wrong;
}

void SpellChecker::request(const QStringList &words)
{
    for (const QString &word : words) {
        if (verdict(word) == Verdict::Unknown) {
            m_waiting.insert(word);
        }
    }
    startNext();
}

void SpellChecker::startNext()
{
    if (m_isBusy) {
        return;
    }
    if (!m_suggestions.isEmpty()) {
        startSuggestion(m_suggestions.takeFirst());
    } else if (!m_waiting.isEmpty()) {
        startBatch();
    }
}

void SpellChecker::startBatch()
{
    QStringList words;
    for (auto word = m_waiting.begin(); word != m_waiting.end() && words.size() < batchSize;) {
        words.append(*word);
        word = m_waiting.erase(word);
    }
    m_isBusy = true;
    onWorker([words, speller = m_speller, dictionaries = std::exchange(m_toLoad, {}),
              generation = m_generation] {
        Answers answers{generation, {}, load(*speller, dictionaries)};
        for (const QString &word : words) {
            answers.words.insert(word, speller->isCorrect(word));
        }
        return answers;
    }).then(this, [this](const Answers &answers) { take(answers); });
}

void SpellChecker::take(const Answers &answers)
{
    m_isBusy = false;
    if (answers.generation == m_generation) {
        if (m_known.size() > mostKnown) {
            m_known.clear();
        }
        m_known.insert(answers.words);
        for (const Error &error : answers.errors) {
            Q_EMIT failed(error);
        }
        Q_EMIT answered();
    }
    startNext();
}

void SpellChecker::suggest(const QString &word, QObject *receiver,
                           const std::function<void(const QStringList &)> &callback)
{
    m_suggestions.append({word, receiver, callback});
    startNext();
}

void SpellChecker::startSuggestion(const SuggestionRequest &request)
{
    m_isBusy = true;
    onWorker([word = request.word, speller = m_speller,
              dictionaries = std::exchange(m_toLoad, {})] {
        (void)load(*speller, dictionaries);
        return speller->suggestions(word);
    }).then(this, [this, request](const QStringList &found) {
        m_isBusy = false;
        if (request.receiver) {
            request.callback(found);
        }
        startNext();
    });
}

} // namespace hermes::text
