#include "workspace/textjournal.h"

#include "core/onworker.h"
#include "workspace/editabletext.h"

#include <chrono>
#include <tuple>
#include <utility>

using namespace hermes::core;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

constexpr auto writeDelay = 300ms;
constexpr auto retryDelay = 2s;
/// A journal is written anew when what was appended is longer than the state itself and this.
/// Bytes.
constexpr qint64 appendedBytes = 1024LL * 1024;

} // namespace

TextJournal::TextJournal(EditJournal &journal, EditableText &text, QObject *parent)
    : QObject(parent), m_journal(journal), m_text(text)
{
    connect(&text, &EditableText::operated, this, &TextJournal::note);
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &TextJournal::write);
}

TextJournal::~TextJournal()
{
    const bool isUnchanged = m_waiting.isEmpty() && m_needsStoring && !m_isWriting;
    if (!isBegun() || isUnchanged) {
        return;
    }
    if (m_text.history().parts().steps.isEmpty()) {
        m_journal.remove(m_file, m_superseded);
    } else if (!m_text.isModified()) {
        std::ignore = m_journal.store(state(), JournalText::InFile, m_superseded);
    } else if (m_isWriting || m_needsStoring) {
        std::ignore = m_journal.store(state(), JournalText::Stored, m_superseded);
    } else if (!m_waiting.isEmpty()) {
        std::ignore = m_journal.append(m_file, m_waiting, m_end);
    }
}

void TextJournal::begin(const RepoPath &file, const QByteArray &savedFingerprint,
                        const QByteArray &savedBytes, Present present,
                        const QStringList &superseded)
{
    m_file = file;
    m_savedFingerprint = savedFingerprint;
    m_savedBytes = savedBytes;
    m_superseded = superseded;
    m_waiting.clear();
    m_needsStoring = true;
    if (present == Present::Unstored) {
        write();
    }
}

void TextJournal::setSaved(const QByteArray &fingerprint, const QByteArray &bytes)
{
    m_savedFingerprint = fingerprint;
    m_savedBytes = bytes;
}

void TextJournal::storeAlso(const RepoPath &file)
{
    if (isBegun() && m_text.isModified()) {
        JournalState other = state();
        other.file = file;
        std::ignore = m_journal.store(other, JournalText::Stored, {});
    }
}

void TextJournal::moveTo(const RepoPath &file, const RepoPath &other)
{
    if (!isBegun()) {
        return;
    }
    if (m_file != file) {
        m_file = file;
        m_needsStoring = true;
        if (m_text.isModified()) {
            write(); // before the other one goes: the disk gets both in this order
        }
    }
    m_journal.remove(other, {});
}

JournalState TextJournal::state() const
{
    return {m_file, m_text.exact(), m_text.history(), m_savedFingerprint,
            m_text.history().canReachSaved() ? QByteArray() : m_savedBytes};
}

void TextJournal::note(const EditOperation &operation)
{
    if (!isBegun()) {
        return;
    }
    EditOperation noted = operation;
    if (noted.changesSaved()) {
        noted.fingerprint = m_savedFingerprint;
    }
    m_waiting.append(noted);
    // What the history no longer leads to has to be stored as it is.
    const bool canReachSaved = m_text.history().canReachSaved();
    m_needsStoring = m_needsStoring || operation.kind == EditOperation::Kind::SavedElsewhere
        || (m_couldReachSaved && !canReachSaved);
    m_couldReachSaved = canReachSaved;
    if (!m_isWriting && !m_delay.isActive()) {
        m_delay.start(writeDelay);
    }
}

void TextJournal::write()
{
    if (!isBegun() || m_isWriting) {
        return;
    }
    m_delay.stop();
    m_isWriting = true;
    const QList<EditOperation> operations = std::exchange(m_waiting, {});
    const bool isStoring = m_needsStoring || m_end.length > 2 * m_storedLength + appendedBytes;
    const auto written = isStoring ? m_journal.store(state(), JournalText::Stored, m_superseded)
                                   : m_journal.append(m_file, operations, m_end);
    whenDone(written, this, [this, operations, isStoring](const Result<JournalEnd> &end) {
        m_isWriting = false;
        if (!end) {
            m_waiting = operations + m_waiting;
            m_needsStoring =
                m_needsStoring || isStoring || end.error().code == ErrorCode::ChangedOutside;
            fail(end.error());
            return;
        }
        m_end = *end;
        if (isStoring) {
            m_storedLength = m_end.length;
            m_superseded.clear();
        }
        finish();
    });
    m_needsStoring = false; // what asks for it from now on asks for another time
}

void TextJournal::keep()
{
    if (!isBegun() || (m_waiting.isEmpty() && !m_needsStoring) || !m_text.isModified()) {
        return;
    }
    if (!m_isWriting) {
        write();
        return;
    }
    std::ignore = m_journal.store(state(), JournalText::Stored, m_superseded);
    m_needsStoring = true; // what is on its way tells of a place in another file
}

void TextJournal::finish()
{
    if (std::exchange(m_failure, std::nullopt)) {
        Q_EMIT works();
    }
    if (m_needsStoring || !m_waiting.isEmpty()) {
        m_delay.start(writeDelay);
    } else {
        Q_EMIT stored();
    }
}

void TextJournal::fail(const Error &error)
{
    if (error.code == ErrorCode::ChangedOutside) {
        write(); // not the file that was written: begin one
        return;
    }
    m_delay.start(retryDelay);
    if (std::exchange(m_failure, error.code) != error.code) {
        Q_EMIT failed(error);
    }
}

} // namespace hermes::workspace
