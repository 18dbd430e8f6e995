#include "workspace/definitiondocument.h"

#include "core/directoryfilesource.h"
#include "diff/merge.h"
#include "workspace/editjournal.h"
#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <chrono>
#include <tuple>
#include <utility>

using namespace hermes::core;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

constexpr auto journalInterval = 500ms;
constexpr qint64 maximumManifestBytes = 8LL * 1024 * 1024;

} // namespace

struct DefinitionDocument::FileContent
{
    bool isThere = false;
    QByteArray bytes;
    QByteArray fingerprint; ///< Empty if the file is not there.
    Error error; ///< Why it could not be read although something is there.
    bool isTooLarge = false;
    qint64 size = 0;
};

struct DefinitionDocument::Content
{
    FileContent manifest;
    FileContent prompt;
    QString readOnlyReason;
};

/// Texts to be written, or the fingerprints of what was; null = that file is not concerned.
struct DefinitionDocument::Written
{
    QByteArray manifest;
    QByteArray prompt;
};

DefinitionDocument::DefinitionDocument(Location location, EditJournal &journal, QObject *parent)
    : QObject(parent), m_location(std::move(location)), m_journal(journal)
{
    for (EditableText *text : {&m_manifest, &m_prompt}) {
        connect(text, &EditableText::changed, this, &DefinitionDocument::noteChange);
        connect(text, &EditableText::modificationChanged, this,
                &DefinitionDocument::noteModification);
    }
    connect(&m_journal, &EditJournal::failed, this, &DefinitionDocument::journalFailed);
    m_journalDelay.setSingleShot(true);
    m_journalDelay.setInterval(journalInterval);
    connect(&m_journalDelay, &QTimer::timeout, this, &DefinitionDocument::journal);
}

DefinitionDocument::~DefinitionDocument()
{
    if (m_journalDelay.isActive()) {
        journal();
    }
}

bool DefinitionDocument::isModified() const
{
    return m_manifest.isModified() || m_prompt.isModified();
}

Draft DefinitionDocument::draft() const
{
    return {m_location.id,         m_location.folder,  m_location.manifestFile,
            m_location.promptFile, m_manifest.exact(), m_prompt.exact()};
}

Result<void> DefinitionDocument::setField(const QStringList &path, const QJsonValue &value)
{
    const auto edit =
        registry::ManifestText::parse(m_manifest.bytes())
            .and_then([&](const registry::ManifestText &text) { return text.edited(path, value); });
    if (!edit) {
        return std::unexpected(edit.error());
    }
    if (edit->length > 0 || !edit->replacement.isEmpty()) {
        m_manifest.apply(*edit);
    }
    return {};
}

Result<void> DefinitionDocument::removeField(const QStringList &path)
{
    const auto edit =
        registry::ManifestText::parse(m_manifest.bytes())
            .and_then([&](const registry::ManifestText &text) { return text.removed(path); });
    if (!edit) {
        return std::unexpected(edit.error());
    }
    m_manifest.apply(*edit);
    return {};
}

// --- reading
// --------------------------------------------------------------------------------------------------------

DefinitionDocument::Content DefinitionDocument::readContent(const Location &location,
                                                            qint64 maxPromptBytes)
{
    const DirectoryFileSource source(location.registryRoot);
    const auto read = [&](const RepoPath &file, qint64 maxBytes) {
        FileContent content;
        if (file.isRoot()) {
            return content;
        }
        const Result<FileNode> node = source.node(file);
        content.size = node ? node->size : 0;
        Result<QByteArray> bytes = source.read(file, maxBytes);
        content.isThere = bytes || bytes.error().code != ErrorCode::NotFound;
        if (bytes) {
            content.fingerprint = workspace::fingerprint(*bytes);
            content.bytes = std::move(*bytes);
        } else if (content.isThere) {
            content.isTooLarge = bytes.error().code == ErrorCode::TooLarge;
            content.error = bytes.error();
        }
        return content;
    };
    Content content{read(location.manifestFile, maximumManifestBytes),
                    read(location.promptFile, maxPromptBytes),
                    {}};
    const QString folder = location.registryRoot + u'/' + location.folder.text();
    for (const RepoPath &file : {location.manifestFile, location.promptFile}) {
        const QFileInfo info(location.registryRoot + u'/' + file.text());
        constexpr auto anyWrite = QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther;
        if (!file.isRoot() && info.isFile()
            && (!info.isWritable() || !(info.permissions() & anyWrite))) {
            content.readOnlyReason =
                QCoreApplication::translate("DefinitionDocument", "%1 is read-only.")
                    .arg(file.text());
        }
    }
    if (content.readOnlyReason.isEmpty() && QFileInfo(folder).isDir()
        && !QFileInfo(folder).isWritable()) {
        content.readOnlyReason =
            QCoreApplication::translate("DefinitionDocument", "The folder %1 is read-only.")
                .arg(location.folder.text());
    }
    return content;
}

void DefinitionDocument::load()
{
    startLoading(largePromptBytes);
}

void DefinitionDocument::loadAnyway()
{
    startLoading(maximumPromptBytes);
}

void DefinitionDocument::startLoading(qint64 maxPromptBytes)
{
    setState(State::Loading);
    QtConcurrent::run([location = m_location, maxPromptBytes] {
        return readContent(location, maxPromptBytes);
    }).then(this, [this](const Content &content) { takeContent(content); });
}

void DefinitionDocument::takeContent(const Content &content)
{
    m_promptSize = content.prompt.size;
    m_readOnlyReason = content.readOnlyReason;
    m_loadError = {};
    if (content.prompt.isTooLarge) {
        setState(State::TooLarge);
        return;
    }
    takeFile(m_manifest, content.manifest);
    takeFile(m_prompt, content.prompt);
    takeFingerprints(content);
    if (!m_loadError.message.isEmpty()) {
        m_readOnlyReason = m_loadError.message;
        setState(State::Unreadable);
        return;
    }
    setState(State::Ready);
    setDiskState(!m_location.promptFile.isRoot() && !content.prompt.isThere ? DiskState::Gone
                                                                            : DiskState::Same);
    recoverFile(m_manifest, m_location.manifestFile);
    recoverFile(m_prompt, m_location.promptFile);
}

void DefinitionDocument::takeFile(EditableText &text, const FileContent &content)
{
    if (!content.error.message.isEmpty()) {
        m_loadError = content.error;
        return;
    }
    if (const Result<void> taken = text.setBytes(content.bytes); !taken) {
        m_loadError = taken.error();
    }
}

void DefinitionDocument::takeFingerprints(const Content &content)
{
    m_manifestFingerprint = content.manifest.fingerprint;
    m_promptFingerprint = content.prompt.fingerprint;
    m_loadedManifest = content.manifest.bytes;
    m_loadedPrompt = content.prompt.bytes;
}

void DefinitionDocument::recoverFile(EditableText &text, const RepoPath &file)
{
    if (file.isRoot()) {
        return;
    }
    const std::optional<EditJournal::Record> record = m_journal.recover(file);
    if (!record) {
        return;
    }
    if (record->content == text.bytes()) {
        m_journal.drop(file); // it was saved after all
        return;
    }
    if (text.become(record->content)) {
        journal(); // stored again before the old record goes
        Q_EMIT recovered();
    }
}

// --- writing
// --------------------------------------------------------------------------------------------------------

Result<DefinitionDocument::Written> DefinitionDocument::writeContent(const Location &location,
                                                                     const Written &wanted,
                                                                     const Written &loaded)
{
    Written written;
    const auto write = [&](const RepoPath &file, const QByteArray &content,
                           const QByteArray &before, QByteArray &after) -> Result<void> {
        if (content.isNull()) {
            return {};
        }
        const std::optional<QByteArray> expected =
            before.isEmpty() ? std::nullopt : std::optional(before);
        return saveFile({location.registryRoot, file, content, expected}).transform([&] {
            after = fingerprint(content);
        });
    };
    return write(location.manifestFile, wanted.manifest, loaded.manifest, written.manifest)
        .and_then([&] {
            return write(location.promptFile, wanted.prompt, loaded.prompt, written.prompt);
        })
        .transform([&] { return written; });
}

void DefinitionDocument::save()
{
    if (m_isSaving || m_state != State::Ready) {
        return;
    }
    const auto wantedText = [this](const EditableText &text, const RepoPath &file,
                                   const QByteArray &before) {
        const bool isWanted = !file.isRoot() && (text.isModified() || before.isEmpty());
        const QByteArray bytes = isWanted ? text.bytes() : QByteArray();
        return isWanted && bytes.isNull() ? QByteArray("") : bytes;
    };
    const Written wanted{wantedText(m_manifest, m_location.manifestFile, m_manifestFingerprint),
                         wantedText(m_prompt, m_location.promptFile, m_promptFingerprint)};
    m_isSaving = true;
    QtConcurrent::run([location = m_location, wanted,
                       loaded = Written{m_manifestFingerprint, m_promptFingerprint}] {
        return writeContent(location, wanted, loaded);
    })
        .then(this,
              [this, manifestRevision = m_manifest.revision(), promptRevision = m_prompt.revision(),
               wanted](const Result<Written> &written) {
                  if (written) {
                      m_loadedManifest =
                          wanted.manifest.isNull() ? m_loadedManifest : wanted.manifest;
                      m_loadedPrompt = wanted.prompt.isNull() ? m_loadedPrompt : wanted.prompt;
                  }
                  finishSave(written, manifestRevision, promptRevision);
              });
}

void DefinitionDocument::finishSave(const Result<Written> &written, qint64 manifestRevision,
                                    qint64 promptRevision)
{
    m_isSaving = false;
    if (!written) {
        if (written.error().code == ErrorCode::ChangedOutside) {
            setDiskState(DiskState::Changed);
        } else if (written.error().code == ErrorCode::NotFound) {
            setDiskState(DiskState::Gone);
        } else if (written.error().code == ErrorCode::ReadOnly) {
            m_readOnlyReason = written.error().message;
            Q_EMIT stateChanged();
        }
        Q_EMIT saveFailed(written.error());
        return;
    }
    if (!written->manifest.isNull()) {
        m_manifestFingerprint = written->manifest;
    }
    if (!written->prompt.isNull()) {
        m_promptFingerprint = written->prompt;
    }
    if (m_manifest.revision() == manifestRevision) {
        m_manifest.markSaved();
    }
    if (m_prompt.revision() == promptRevision) {
        m_prompt.markSaved();
    }
    setDiskState(DiskState::Same);
    dropJournal();
    Q_EMIT saved();
}

void DefinitionDocument::adoptWritten(const QByteArray &manifestText, const QByteArray &promptText)
{
    const auto adopt = [](EditableText &text, const QByteArray &bytes, QByteArray &print,
                          QByteArray &loaded) {
        const bool isSame = text.bytes() == bytes || text.become(bytes).has_value();
        print = fingerprint(bytes);
        loaded = bytes;
        if (isSame) {
            text.markSaved();
        }
    };
    if (!m_location.manifestFile.isRoot()) {
        adopt(m_manifest, manifestText, m_manifestFingerprint, m_loadedManifest);
    }
    if (!m_location.promptFile.isRoot()) {
        adopt(m_prompt, promptText, m_promptFingerprint, m_loadedPrompt);
    }
    setDiskState(DiskState::Same);
    dropJournal();
}

void DefinitionDocument::replaceDraft(const registry::Definition &content)
{
    // Both come from files that were read as definitions; bytes that are no text leave that draft
    // as it is.
    if (!m_location.manifestFile.isRoot() && !m_manifest.become(content.manifestText)) {
        return;
    }
    if (!m_location.promptFile.isRoot()) {
        std::ignore = m_prompt.become(content.promptText);
    }
}

// --- the disk
// -------------------------------------------------------------------------------------------------------

void DefinitionDocument::withDiskContent(void (DefinitionDocument::*use)(const Content &))
{
    QtConcurrent::run([location = m_location] {
        return readContent(location, maximumPromptBytes);
    }).then(this, [this, use](const Content &content) { (this->*use)(content); });
}

void DefinitionDocument::checkDisk()
{
    if (m_state == State::Loading || m_isSaving) {
        return;
    }
    if (m_state != State::Ready) {
        load();
        return;
    }
    withDiskContent(&DefinitionDocument::compareWithDisk);
}

void DefinitionDocument::compareWithDisk(const Content &content)
{
    if (m_isSaving) {
        return; // the save compares for itself
    }
    if (m_readOnlyReason != content.readOnlyReason) {
        m_readOnlyReason = content.readOnlyReason;
        Q_EMIT stateChanged();
    }
    const bool isGone = (!m_location.promptFile.isRoot() && content.prompt.fingerprint.isEmpty()
                         && !m_promptFingerprint.isEmpty())
        || (!m_location.manifestFile.isRoot() && content.manifest.fingerprint.isEmpty()
            && !m_manifestFingerprint.isEmpty());
    if (isGone) {
        setDiskState(DiskState::Gone);
    } else if (content.manifest.fingerprint == m_manifestFingerprint
               && content.prompt.fingerprint == m_promptFingerprint) {
        setDiskState(DiskState::Same);
    } else if (content.manifest.bytes == m_manifest.bytes()
               && content.prompt.bytes == m_prompt.bytes()) {
        becomeTheirs(content); // the other program wrote what stands here
    } else if (isModified()) {
        setDiskState(DiskState::Changed);
    } else {
        becomeTheirs(content);
        Q_EMIT reloaded();
    }
}

void DefinitionDocument::takeTheirs()
{
    withDiskContent(&DefinitionDocument::becomeTheirs);
}

void DefinitionDocument::becomeTheirs(const Content &content)
{
    const auto become = [this](EditableText &text, const RepoPath &file,
                               const FileContent &theirs) {
        if (file.isRoot()) {
            return;
        }
        if (const Result<void> taken = text.become(theirs.bytes); !taken) {
            m_loadError = taken.error();
            m_readOnlyReason = taken.error().message;
            setState(State::Unreadable);
            return;
        }
        text.markSaved();
    };
    become(m_manifest, m_location.manifestFile, content.manifest);
    become(m_prompt, m_location.promptFile, content.prompt);
    takeFingerprints(content);
    setDiskState(DiskState::Same);
    dropJournal();
}

void DefinitionDocument::mergeTheirs()
{
    withDiskContent(&DefinitionDocument::mergeContent);
}

void DefinitionDocument::mergeContent(const Content &content)
{
    int conflicts = 0;
    const auto merge = [&](EditableText &text, const RepoPath &file, const QByteArray &base,
                           const FileContent &theirs) {
        if (file.isRoot() || theirs.bytes == base) {
            return;
        }
        const diff::MergeResult result =
            diff::mergeThreeWay(QString::fromUtf8(base), QString::fromUtf8(text.bytes()),
                                QString::fromUtf8(theirs.bytes),
                                QCoreApplication::translate("DefinitionDocument", "mine"),
                                QCoreApplication::translate("DefinitionDocument", "on disk"));
        conflicts += result.conflicts;
        std::ignore = text.become(result.text.toUtf8()); // made of texts: it cannot fail
    };
    merge(m_manifest, m_location.manifestFile, m_loadedManifest, content.manifest);
    merge(m_prompt, m_location.promptFile, m_loadedPrompt, content.prompt);
    takeFingerprints(content);
    setDiskState(DiskState::Same);
    Q_EMIT merged(conflicts);
}

void DefinitionDocument::keepMine()
{
    withDiskContent(&DefinitionDocument::takeFingerprintsOnly);
}

void DefinitionDocument::takeFingerprintsOnly(const Content &content)
{
    takeFingerprints(content);
    setDiskState(DiskState::Same);
}

// --- state
// ----------------------------------------------------------------------------------------------------------

void DefinitionDocument::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

void DefinitionDocument::setDiskState(DiskState state)
{
    if (std::exchange(m_diskState, state) != state) {
        Q_EMIT diskStateChanged();
    }
}

void DefinitionDocument::noteChange()
{
    if (m_state == State::Ready && !m_journalDelay.isActive()) {
        m_journalDelay.start();
    }
    Q_EMIT changed();
}

void DefinitionDocument::noteModification()
{
    if (std::exchange(m_wasModified, isModified()) != isModified()) {
        Q_EMIT modificationChanged(isModified());
    }
}

void DefinitionDocument::journal()
{
    const auto record = [this](const EditableText &text, const RepoPath &file,
                               const QByteArray &base) {
        if (file.isRoot()) {
            return;
        }
        if (text.isModified()) {
            m_journal.write({file, text.bytes(), base});
        } else {
            m_journal.drop(file); // undone to what is on disk
        }
    };
    record(m_manifest, m_location.manifestFile, m_manifestFingerprint);
    record(m_prompt, m_location.promptFile, m_promptFingerprint);
}

void DefinitionDocument::dropJournal()
{
    m_journalDelay.stop();
    journal(); // what was typed while the save ran stays journaled
}

} // namespace hermes::workspace
