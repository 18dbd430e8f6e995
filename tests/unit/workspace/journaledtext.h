#pragma once

#include "workspace/editabletext.h"
#include "workspace/textjournal.h"

#include <QSignalSpy>

namespace hermes::test {

/// A text with its journal, as a document holds them.
class JournaledText
{
public:
    JournaledText(workspace::EditJournal &journal, const core::RepoPath &file,
                  const QByteArray &bytes);
    /// With what a journal left.
    JournaledText(workspace::EditJournal &journal, const core::RepoPath &file,
                  const QByteArray &bytes, const workspace::EditJournal::Recovery &found);

    [[nodiscard]] workspace::EditableText &text() { return m_text; }
    [[nodiscard]] workspace::TextJournal &journal() { return m_journal; }
    /// At the end.
    void type(const QString &typed);
    void save();
    /// False if it takes too long.
    [[nodiscard]] bool waitUntilStored();

private:
    workspace::EditableText m_text;
    workspace::TextJournal m_journal;
    QSignalSpy m_stored;
};

} // namespace hermes::test
