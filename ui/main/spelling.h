#pragma once

#include "core/error.h"
#include "text/spellchecker.h"

#include <QObject>
#include <QSet>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace hermes::workspace {
class Settings;
class Workspace;
} // namespace hermes::workspace

namespace hermes::mainwindow {

class DocumentArea;

/// The spelling of prompts: its languages and a menu for them, the registry's own words, the names
/// of entries and tools, and words to be ignored. Thread: UI.
class Spelling final : public QObject
{
    Q_OBJECT

public:
    /// All outlive the object, or are its parent.
    Spelling(workspace::Workspace &workspace, workspace::Settings &settings,
             DocumentArea &documents, QObject *parent);

    /// Lists the installed languages whenever it opens.
    void fillMenu(QMenu *menu);
    void readSettings(); ///< The languages may be others by now.

Q_SIGNALS:
    void failed(const hermes::core::Error &error);

private:
    void readWords();
    void addWord(const QString &word);
    void ignoreWord(const QString &word);
    void accept();
    void setLanguage(const QString &language, bool isUsed);

    workspace::Workspace &m_workspace;
    workspace::Settings &m_settings;
    text::SpellChecker m_checker;
    QStringList m_registryWords;
    QSet<QString> m_ignored;
};

} // namespace hermes::mainwindow
