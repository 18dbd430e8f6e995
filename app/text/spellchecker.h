#pragma once

#include "text/speller.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <functional>

namespace hermes::text {

/// Answers whether words are spelled right, from what it has been told before; what it does not
/// know yet it asks a worker. Dictionaries are loaded there too.
///
/// Without a language every word is right. Thread: that of the object; nothing here waits.
class SpellChecker final : public QObject
{
    Q_OBJECT

public:
    enum class Verdict
    {
        Right,
        Wrong,
        Unknown ///< Not asked yet: see request().
    };

    /// `folders` as of dictionaryFolders().
    explicit SpellChecker(const QStringList &folders, QObject *parent = nullptr);
    ~SpellChecker() override;

    /// What is installed now; reads folders.
    [[nodiscard]] QList<Dictionary> installed() const;
    /// Languages whose words are right; those that are not installed are left out.
    void setLanguages(const QStringList &languages);
    [[nodiscard]] const QStringList &languages() const { return m_languages; }
    /// Words that are right besides: of lists, names of entries and tools. One in small letters
    /// stands for its capitalized forms too.
    void setAcceptedWords(const QSet<QString> &words);

    [[nodiscard]] Verdict verdict(const QString &word) const;
    /// Has words checked; answered() tells when it is done.
    void request(const QStringList &words);
    /// Finds words that may have been meant; calls back on this thread unless `receiver` is gone.
    void suggest(const QString &word, QObject *receiver,
                 const std::function<void(const QStringList &)> &callback);

Q_SIGNALS:
    /// More words are known, or languages and lists have changed.
    void answered();
    /// A dictionary could not be used.
    void failed(const hermes::core::Error &error);

private:
    struct Answers;
    struct SuggestionRequest
    {
        QString word;
        QPointer<QObject> receiver;
        std::function<void(const QStringList &)> callback;
    };

    void startNext();
    void startBatch();
    void startSuggestion(const SuggestionRequest &request);
    void take(const Answers &answers);
    [[nodiscard]] bool isAccepted(const QString &word) const;

    QStringList m_folders;
    QStringList m_languages;
    QSet<QString> m_accepted;
    QHash<QString, bool> m_known;
    QSet<QString> m_waiting; ///< Words that were asked for and are not with the worker yet.
    QList<SuggestionRequest> m_suggestions;
    std::shared_ptr<Speller> m_speller; ///< Used by the worker alone.
    QList<Dictionary> m_toLoad;
    int m_generation = 0; ///< Of the languages: older answers are dropped.
    bool m_isBusy = false;
};

} // namespace hermes::text
