#include "workspace/documentfile.h"

#include "diff/merge.h"
#include "workspace/filesave.h"

#include <QCoreApplication>

#include <tuple>

using namespace hermes::core;

namespace hermes::workspace {

DocumentFile::DocumentFile(const RepoPath &path, EditJournal &journal, QObject *parent)
    : QObject(parent), m_path(path), m_journal(journal, m_text)
{
}

Result<DocumentFile::Taken> DocumentFile::take(const FileContent &content)
{
    if (isNone()) {
        return Taken::Plain;
    }
    if (!content.error.message.isEmpty()) {
        return std::unexpected(content.error);
    }
    m_fingerprint = content.fingerprint;
    m_saved = content.bytes;
    const EditJournal::Recovery &found = content.recovery;
    if (!found.state) {
        const Result<void> taken = m_text.setBytes(content.bytes);
        if (!taken) { // what the journal has waits for better times
            return failure(taken.error().code,
                           QCoreApplication::translate("DefinitionDocument", "%1: %2",
                                                       "file and what is wrong with it")
                               .arg(m_path.text(), taken.error().message),
                           taken.error().detail);
        }
        m_journal.begin(m_path, m_fingerprint, m_saved, TextJournal::Present::Stored,
                        found.superseded);
        return found.isOutdated ? Taken::HistoryForgotten : Taken::Plain;
    }
    const bool fits = found.state->savedFingerprint == content.fingerprint;
    if (!fits) {
        m_fingerprint = found.state->savedFingerprint;
        m_saved = found.state->saved().value_or(QByteArray());
    }
    m_text.restore(found.state->text, found.state->history);
    const bool isModified = m_text.isModified();
    m_journal.begin(m_path, m_fingerprint, m_saved,
                    isModified ? TextJournal::Present::Unstored : TextJournal::Present::Stored,
                    found.superseded);
    return !isModified ? Taken::Plain : fits ? Taken::Recovered : Taken::RecoveredBeside;
}

void DocumentFile::setSaved(const QByteArray &fingerprint, const QByteArray &bytes)
{
    m_fingerprint = fingerprint;
    m_saved = bytes;
    m_journal.setSaved(fingerprint, bytes);
}

Result<void> DocumentFile::takeTheirs(const FileContent &theirs)
{
    if (isNone()) {
        return {};
    }
    return m_text.become(theirs.bytes).transform([&] {
        setSaved(theirs.fingerprint, theirs.bytes);
        m_text.markSaved();
    });
}

int DocumentFile::mergeTheirs(const FileContent &theirs)
{
    if (isNone() || theirs.bytes == m_saved) {
        return 0;
    }
    const diff::MergeResult result = diff::mergeThreeWay(
        QString::fromUtf8(m_saved), QString::fromUtf8(m_text.bytes()),
        QString::fromUtf8(theirs.bytes), QCoreApplication::translate("DefinitionDocument", "mine"),
        QCoreApplication::translate("DefinitionDocument", "on disk"));
    std::ignore = m_text.become(result.text.toUtf8()); // made of texts: it cannot fail
    keepMine(theirs);
    return result.conflicts;
}

void DocumentFile::keepMine(const FileContent &theirs)
{
    if (isNone() || theirs.fingerprint == m_fingerprint) {
        return;
    }
    setSaved(theirs.fingerprint, theirs.bytes);
    m_text.markSavedElsewhere();
}

std::optional<WantedFile> DocumentFile::beginSave()
{
    if (isNone() || (!m_text.isModified() && !m_fingerprint.isEmpty())) {
        return std::nullopt;
    }
    m_text.beginSave();
    return WantedFile{m_path, m_text.exact(), m_fingerprint};
}

void DocumentFile::endSave(const SaveOutcome::Written &written)
{
    setSaved(written.fingerprint, written.bytes);
    m_text.endSave();
}

void DocumentFile::adoptWritten(const QByteArray &bytes)
{
    if (isNone()) {
        return;
    }
    const bool isSame = m_text.bytes() == bytes || m_text.become(bytes).has_value();
    setSaved(workspace::fingerprint(bytes), bytes);
    isSame ? m_text.markSaved() : m_text.markSavedElsewhere();
}

void DocumentFile::beginMove(const RepoPath &to)
{
    if (!isNone() && to != m_path) {
        m_journal.storeAlso(to);
    }
}

void DocumentFile::endMove(const RepoPath &now, const RepoPath &other)
{
    if (!isNone() && now != other) {
        m_path = now;
        m_journal.moveTo(now, other);
    }
}

} // namespace hermes::workspace
