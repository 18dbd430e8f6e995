#include "journaledtext.h"

#include "workspace/filesave.h"

#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

namespace hermes::test {

using workspace::EditJournal;
using workspace::TextJournal;

JournaledText::JournaledText(EditJournal &journal, const core::RepoPath &file,
                             const QByteArray &bytes)
    : m_journal(journal, m_text), m_stored(&m_journal, &TextJournal::stored)
{
    if (!m_text.setBytes(bytes)) {
        qFatal("no text");
    }
    m_journal.begin(file, workspace::fingerprint(bytes), bytes, TextJournal::Present::Stored, {});
}

JournaledText::JournaledText(EditJournal &journal, const core::RepoPath &file,
                             const QByteArray &bytes, const EditJournal::Recovery &found)
    : m_journal(journal, m_text), m_stored(&m_journal, &TextJournal::stored)
{
    m_text.restore(found.state->text, found.state->history);
    m_journal.begin(file, workspace::fingerprint(bytes), bytes, TextJournal::Present::Unstored,
                    found.superseded);
}

void JournaledText::type(const QString &typed)
{
    QTextCursor cursor(m_text.document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(typed);
}

void JournaledText::save()
{
    const QByteArray bytes = m_text.bytes();
    m_journal.setSaved(workspace::fingerprint(bytes), bytes);
    m_text.markSaved();
}

bool JournaledText::waitUntilStored()
{
    return m_stored.size() > 0 ? (m_stored.clear(), true)
                               : m_stored.wait(10'000) && (m_stored.clear(), true);
}

} // namespace hermes::test
