#include "main/spelling.h"

#include "main/documentarea.h"
#include "workspace/registrywords.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QMenu>
#include <QtConcurrentRun>

namespace hermes::mainwindow {

using workspace::Workspace;

Spelling::Spelling(Workspace &workspace, workspace::Settings &settings, DocumentArea &documents,
                   QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_checker(text::dictionaryFolders())
{
    m_checker.setLanguages(settings.spellingLanguages());
    documents.setSpelling({&m_checker, [this](const QString &word) { addWord(word); },
                           [this](const QString &word) { ignoreWord(word); }});
    connect(&workspace, &Workspace::loaded, this, &Spelling::readWords);
    connect(&workspace, &Workspace::filesChanged, this, [this](const QStringList &folders) {
        if (folders.contains(QString())) { // as everything outside of entries is told
            readWords();
        }
    });
    connect(&m_checker, &text::SpellChecker::failed, this, &Spelling::failed);
}

void Spelling::readSettings()
{
    if (const QStringList languages = m_settings.spellingLanguages();
        languages != m_checker.languages()) {
        m_checker.setLanguages(languages);
    }
}

void Spelling::readWords()
{
    QtConcurrent::run(&workspace::registryWords, m_workspace.root())
        .then(this, [this, root = m_workspace.root()](const core::Result<QStringList> &words) {
            if (root != m_workspace.root()) {
                return;
            }
            m_registryWords = words.value_or(QStringList());
            accept();
            if (!words) {
                Q_EMIT failed(words.error());
            }
        });
}

void Spelling::accept()
{
    QSet<QString> words(m_registryWords.begin(), m_registryWords.end());
    words.unite(m_ignored);
    const workspace::Vocabulary &vocabulary = m_workspace.vocabulary();
    for (const QStringList &names : {vocabulary.tools, vocabulary.tags}) {
        words.unite(QSet<QString>(names.begin(), names.end()));
    }
    m_checker.setAcceptedWords(words);
}

void Spelling::addWord(const QString &word)
{
    if (const core::Result<void> may = m_workspace.writable(); !may) {
        Q_EMIT failed(may.error());
        return;
    }
    m_registryWords.append(word);
    accept();
    QtConcurrent::run(&workspace::addRegistryWord, m_workspace.root(), word)
        .then(this, [this](const core::Result<void> &added) {
            if (!added) {
                Q_EMIT failed(added.error());
            }
        });
}

void Spelling::ignoreWord(const QString &word)
{
    m_ignored.insert(word);
    accept();
}

void Spelling::fillMenu(QMenu *menu)
{
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const QList<text::Dictionary> installed = m_checker.installed();
        for (const text::Dictionary &dictionary : installed) {
            QAction *action = menu->addAction(dictionary.name());
            action->setCheckable(true);
            action->setChecked(m_checker.languages().contains(dictionary.language));
            connect(action, &QAction::toggled, this,
                    [this, language = dictionary.language](bool isUsed) {
                        setLanguage(language, isUsed);
                    });
        }
        if (installed.isEmpty()) {
            menu->addAction(tr("No dictionaries are installed (Hunspell)"))->setEnabled(false);
        }
    });
}

void Spelling::setLanguage(const QString &language, bool isUsed)
{
    QStringList languages = m_checker.languages();
    languages.removeAll(language);
    if (isUsed) {
        languages.append(language);
    }
    m_settings.setSpellingLanguages(languages);
    m_checker.setLanguages(languages);
}

} // namespace hermes::mainwindow
