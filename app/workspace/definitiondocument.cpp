#include "workspace/definitiondocument.h"

#include "core/onworker.h"
#include "workspace/documentcharacters.h"
#include "workspace/filesave.h"
#include "workspace/fragmentuses.h"

#include <algorithm>
#include <tuple>
#include <utility>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

bool areSame(const ExactText &left, const ExactText &right)
{
    constexpr qsizetype step = 4096; // units that are copied at once
    if (left.size() != right.size() || left.traits() != right.traits()) {
        return false;
    }
    for (qsizetype at = 0; at < left.size(); at += step) {
        const qsizetype length = std::min(step, left.size() - at);
        if (left.mid(at, length) != right.mid(at, length)) {
            return false;
        }
    }
    return true;
}

bool areSame(const QHash<RepoPath, ExactText> &left, const QHash<RepoPath, ExactText> &right)
{
    return left.size() == right.size()
        && std::ranges::all_of(left.keyBegin(), left.keyEnd(), [&](const RepoPath &file) {
               const auto other = right.constFind(file);
               return other != right.cend() && areSame(left.value(file), *other);
           });
}

} // namespace

DefinitionDocument::DefinitionDocument(Location location, EditJournal &journal, QObject *parent)
    : QObject(parent)
    , m_location(std::move(location))
    , m_journal(journal)
    , m_manifest(m_location.manifestFile, journal)
    , m_prompt(m_location.editedFile(), journal)
{
    for (DocumentFile *file : {&m_manifest, &m_prompt}) {
        connect(&file->text(), &EditableText::changed, this, &DefinitionDocument::changed);
        connect(&file->text(), &EditableText::modificationChanged, this,
                &DefinitionDocument::noteModification);
        connect(&file->journal(), &TextJournal::failed, this, &DefinitionDocument::journalFailed);
        connect(&file->journal(), &TextJournal::works, this, &DefinitionDocument::journalWorks);
        connect(&file->journal(), &TextJournal::stored, this, &DefinitionDocument::journaled);
    }
}

DefinitionDocument::~DefinitionDocument() = default;

bool DefinitionDocument::isModified() const
{
    return m_manifest.isModified() || m_prompt.isModified();
}

EditableText *DefinitionDocument::unsavedText()
{
    const bool isManifest =
        m_prompt.isNone() || (m_manifest.isModified() && !m_prompt.isModified());
    return isManifest ? manifest() : prompt();
}

Draft DefinitionDocument::draft() const
{
    return {m_location.id,         m_location.folder,         m_location.manifestFile,
            m_location.promptFile, m_manifest.text().exact(), m_prompt.text().exact(),
            m_location.sourceFile, m_location.registryRoot,   m_unsavedFragments};
}

Result<void> DefinitionDocument::setField(const QStringList &path, const QJsonValue &value)
{
    const QByteArray before = m_manifest.text().bytes();
    const auto edit = registry::ManifestText::parse(before).and_then(
        [&](const registry::ManifestText &text) { return text.edited(path, value); });
    if (!edit) {
        return std::unexpected(edit.error());
    }
    if (edit->length > 0 || !edit->replacement.isEmpty()) {
        // What typing adds is one undo step, as in the text.
        m_manifest.text().apply(edit->narrowed(before));
    }
    return {};
}

Result<void> DefinitionDocument::setFieldJson(const QString &key, const QString &json)
{
    const QByteArray before = m_manifest.text().bytes();
    QByteArray value = json.toUtf8();
    const LineEnding ending = m_manifest.text().exact().traits().usualEnding;
    if (ending != LineEnding::Lf) {
        value.replace("\n", ending == LineEnding::Cr ? "\r" : "\r\n");
    }
    const auto isJson = registry::ManifestText::parse(value);
    if (!isJson) {
        return std::unexpected(isJson.error());
    }
    const auto span = registry::ManifestText::parse(before).and_then(
        [&key](const registry::ManifestText &text) { return text.span({key}); });
    if (!span) {
        return std::unexpected(span.error());
    }
    const registry::TextEdit edit =
        registry::TextEdit{span->start, span->length, value}.narrowed(before);
    if (edit.length > 0 || !edit.replacement.isEmpty()) {
        m_manifest.text().apply(edit);
    }
    return {};
}

Result<void> DefinitionDocument::removeField(const QStringList &path)
{
    const auto edit =
        registry::ManifestText::parse(m_manifest.text().bytes())
            .and_then([&](const registry::ManifestText &text) { return text.removed(path); });
    if (!edit) {
        return std::unexpected(edit.error());
    }
    m_manifest.text().apply(*edit);
    return {};
}

// --- reading
// --------------------------------------------------------------------------------------------------------

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
    const auto read = [location = m_location, maxPromptBytes, journal = m_journal.reader()] {
        return readDefinitionFiles(location, maxPromptBytes, journal);
    };
    whenDone(onWorker(read), this,
             [this](const DefinitionContent &content) { takeContent(content); });
}

void DefinitionDocument::takeContent(const DefinitionContent &content)
{
    m_promptSize = content.prompt.size;
    m_readOnlyReason = content.readOnlyReason;
    m_loadError = {};
    if (content.prompt.isTooLarge) {
        setState(State::TooLarge);
        return;
    }
    m_location.sourceFile = content.sourceFile;
    m_prompt.setPath(m_location.editedFile());
    m_installed = content.installed.fingerprint;
    setDiskState(!m_prompt.isNone() && !content.prompt.isThere ? DiskState::Gone : DiskState::Same);
    const auto takeFile = [this](DocumentFile &file, const FileContent &files) {
        const Result<DocumentFile::Taken> taken = file.take(files);
        if (!taken) {
            m_loadError = taken.error();
        }
        return taken.value_or(DocumentFile::Taken::Plain);
    };
    const QList<DocumentFile::Taken> taken{takeFile(m_manifest, content.manifest),
                                           takeFile(m_prompt, content.prompt)};
    if (!m_loadError.message.isEmpty()) {
        m_readOnlyReason = m_loadError.message;
        setState(State::Unreadable);
        return;
    }
    setState(State::Ready);
    tellRecovery(taken, content);
}

void DefinitionDocument::tellRecovery(const QList<DocumentFile::Taken> &taken,
                                      const DefinitionContent &content)
{
    using Taken = DocumentFile::Taken;
    if (taken.contains(Taken::HistoryForgotten)) {
        Q_EMIT historyForgotten();
    }
    if (taken.contains(Taken::RecoveredBeside) && m_diskState == DiskState::Same) {
        setDiskState(DiskState::Changed);
    }
    if (taken.contains(Taken::Recovered) || taken.contains(Taken::RecoveredBeside)) {
        Q_EMIT recovered();
    }
    const QStringList aside = content.manifest.recovery.aside + content.prompt.recovery.aside;
    if (!aside.isEmpty()) {
        Q_EMIT keptAside(aside,
                         content.manifest.recovery.isDamaged || content.prompt.recovery.isDamaged);
    }
}

// --- writing
// --------------------------------------------------------------------------------------------------------

void DefinitionDocument::save()
{
    if (m_isSaving || m_state != State::Ready) {
        return;
    }
    if (!m_heldElsewhere.isEmpty()) {
        Q_EMIT saveFailed({ErrorCode::ReadOnly, m_heldElsewhere, {}});
        return;
    }
    QList<WantedFile> wanted;
    for (DocumentFile *file : {&m_manifest, &m_prompt}) {
        if (const std::optional<WantedFile> text = file->beginSave()) {
            wanted.append(*text);
        }
    }
    m_isSaving = true;
    const auto write = [draft = draft(), installed = m_installed, wanted] {
        return draft.hasSource() ? writeSourcedDefinition(wanted, draft, installed)
                                 : writeDefinitionFiles(draft.registryRoot, wanted);
    };
    whenDone(onWorker(write), this, [this](const SaveOutcome &outcome) { finishSave(outcome); });
}

void DefinitionDocument::finishSave(const SaveOutcome &outcome)
{
    m_isSaving = false;
    for (const SaveOutcome::Written &written : outcome.written) {
        if (hasSource() && written.file == m_location.promptFile) {
            m_installed = written.fingerprint;
        } else {
            (written.file == m_manifest.path() ? m_manifest : m_prompt).endSave(written);
        }
    }
    if (outcome.error) {
        tellSaveFailure(*outcome.error);
        return;
    }
    setDiskState(DiskState::Same);
    Q_EMIT saved();
    if (!outcome.fragmentsLeftOut.isEmpty()) {
        Q_EMIT fragmentsLeftOut(outcome.fragmentsLeftOut);
    }
    if (!m_readOnlyReason.isEmpty()) {
        checkDisk(); // it could be written after all
    }
}

void DefinitionDocument::tellSaveFailure(const Error &error)
{
    if (error.code == ErrorCode::ChangedOutside) {
        setDiskState(DiskState::Changed);
    } else if (error.code == ErrorCode::NotFound) {
        setDiskState(DiskState::Gone);
    } else if (error.code == ErrorCode::ReadOnly) {
        m_readOnlyReason = error.message;
        Q_EMIT stateChanged();
    }
    Q_EMIT saveFailed(error);
}

void DefinitionDocument::keep()
{
    m_manifest.journal().keep();
    m_prompt.journal().keep();
}

void DefinitionDocument::setHeldElsewhere(const QString &obstacle)
{
    if (std::exchange(m_heldElsewhere, obstacle) != obstacle) {
        Q_EMIT stateChanged();
    }
}

void DefinitionDocument::adoptWritten(const QByteArray &manifestText, const QByteArray &editedText,
                                      const QByteArray &promptText)
{
    m_manifest.adoptWritten(manifestText);
    m_prompt.adoptWritten(editedText);
    m_installed = hasSource() ? fingerprint(promptText) : QByteArray();
    setDiskState(DiskState::Same);
}

void DefinitionDocument::setValueChoice(const ValueChoice &choice)
{
    if (choice != m_valueChoice) {
        m_valueChoice = choice;
        Q_EMIT valueChoiceChanged();
    }
}

void DefinitionDocument::setPromptTarget(const PromptTarget &target)
{
    if (target != m_promptTarget) {
        m_promptTarget = target;
        Q_EMIT promptTargetChanged();
    }
}

void DefinitionDocument::noteMaterialChanged()
{
    const bool isMadeOfOthers = hasSource() || !fragmentNameOf(m_location.promptFile).isEmpty();
    if (isMadeOfOthers && m_state == State::Ready) {
        Q_EMIT changed();
    }
}

void DefinitionDocument::setUnsavedFragments(const QHash<RepoPath, ExactText> &fragments)
{
    const bool isOther = !areSame(fragments, m_unsavedFragments);
    m_unsavedFragments = fragments;
    if (isOther) {
        noteMaterialChanged();
    }
}

void DefinitionDocument::beginOperation(const Location &after)
{
    m_operation = after;
    if (!hasSource() && !after.sourceFile.isRoot()) {
        m_installed = m_prompt.fingerprint(); // the prompt becomes the one beside its new source
    }
    m_manifest.beginMove(after.manifestFile);
    m_prompt.beginMove(after.editedFile());
}

void DefinitionDocument::adoptFile(const RepoPath &file, const QByteArray &content)
{
    const bool isSourced = hasSource() || (m_operation && !m_operation->sourceFile.isRoot());
    if (isSourced && file == m_location.promptFile) {
        m_installed = fingerprint(content);
    } else {
        (file == m_location.manifestFile ? m_manifest : m_prompt).adoptWritten(content);
    }
}

void DefinitionDocument::endOperation(const Location &location)
{
    const Location before = std::exchange(m_location, Location(location));
    // `location` may have been m_location itself. Of the two names the files could have, the other
    // one goes.
    const Location &now = m_location;
    const Location after = std::exchange(m_operation, std::nullopt).value_or(now);
    const bool isMoved = now.folder == after.folder && now.promptFile == after.promptFile;
    m_manifest.endMove(now.manifestFile, isMoved ? before.manifestFile : after.manifestFile);
    m_prompt.endMove(now.editedFile(), isMoved ? before.editedFile() : after.editedFile());
    Q_EMIT stateChanged();
}

void DefinitionDocument::replaceDraft(const QByteArray &manifestText, const QByteArray &editedText)
{
    // Both come from files that were read as definitions; bytes that are no text leave that draft
    // as it is.
    if (!m_manifest.isNone() && !m_manifest.text().become(manifestText)) {
        return;
    }
    if (!m_prompt.isNone()) {
        std::ignore = m_prompt.text().become(editedText);
    }
}

// --- the disk
// -------------------------------------------------------------------------------------------------------

void DefinitionDocument::withDiskContent(void (DefinitionDocument::*use)(const DefinitionContent &))
{
    const auto read = [location = m_location] {
        return readDefinitionFiles(location, maximumPromptBytes, std::nullopt);
    };
    whenDone(onWorker(read), this,
             [this, use](const DefinitionContent &content) { (this->*use)(content); });
}

void DefinitionDocument::checkDisk()
{
    if (m_state == State::Loading || m_isSaving || m_operation) {
        return;
    }
    if (m_state != State::Ready) {
        load();
        return;
    }
    withDiskContent(&DefinitionDocument::compareWithDisk);
}

void DefinitionDocument::compareWithDisk(const DefinitionContent &content)
{
    if (m_isSaving || m_operation) {
        return; // the save compares for itself, an operation says what it wrote
    }
    if (m_readOnlyReason != content.readOnlyReason) {
        m_readOnlyReason = content.readOnlyReason;
        Q_EMIT stateChanged();
    }
    const auto isGone = [](const DocumentFile &file, const FileContent &onDisk) {
        return !file.isNone() && onDisk.fingerprint.isEmpty() && !file.fingerprint().isEmpty();
    };
    if (content.sourceFile != m_location.sourceFile) {
        // A source came or went; a draft is not turned into something else unasked.
        if (isModified()) {
            setDiskState(isSourceGone(content) ? DiskState::Gone : DiskState::Changed);
        } else {
            becomeTheirs(content);
            Q_EMIT reloaded();
        }
    } else if (isGone(m_prompt, content.prompt) || isGone(m_manifest, content.manifest)) {
        setDiskState(DiskState::Gone);
    } else if (content.manifest.fingerprint == m_manifest.fingerprint()
               && content.prompt.fingerprint == m_prompt.fingerprint()) {
        setDiskState(isOtherPrompt(content) && isModified() ? DiskState::Changed : DiskState::Same);
        if (isOtherPrompt(content) && !isModified()) {
            m_installed = content.installed.fingerprint;
            Q_EMIT changed(); // what is said of it is
        }
    } else if (content.manifest.bytes == m_manifest.text().bytes()
               && content.prompt.bytes == m_prompt.text().bytes()) {
        becomeTheirs(content); // the other program wrote what stands here
    } else if (isModified()) {
        setDiskState(DiskState::Changed);
    } else {
        becomeTheirs(content);
        Q_EMIT reloaded();
    }
}

/// Somebody changed the prompt that is made from the source.
bool DefinitionDocument::isOtherPrompt(const DefinitionContent &content) const
{
    return hasSource() && content.installed.fingerprint != m_installed;
}

bool DefinitionDocument::isSourceGone(const DefinitionContent &content) const
{
    return hasSource() && content.sourceFile.isRoot();
}

/// The files as they are called now: with or without a source.
void DefinitionDocument::followSource(const DefinitionContent &content)
{
    m_installed = content.installed.fingerprint;
    if (content.sourceFile == m_location.sourceFile) {
        return;
    }
    const RepoPath before = m_location.editedFile();
    m_location.sourceFile = content.sourceFile;
    m_prompt.beginMove(m_location.editedFile());
    m_prompt.endMove(m_location.editedFile(), before);
    Q_EMIT stateChanged();
}

void DefinitionDocument::takeTheirs()
{
    withDiskContent(&DefinitionDocument::becomeTheirs);
}

void DefinitionDocument::becomeTheirs(const DefinitionContent &content)
{
    for (const auto &[file, theirs] : {std::pair(&m_manifest, &content.manifest.bytes),
                                       std::pair(&m_prompt, &content.prompt.bytes)}) {
        if (!file->isNone() && isModified() && firstNonText(*theirs) >= 0) {
            Q_EMIT theirsRefused({ErrorCode::NotText,
                                  tr("What %1 holds now is no UTF-8 text and cannot be edited "
                                     "here. Your text stays as it is.")
                                      .arg(file->path().text()),
                                  {}});
            return;
        }
    }
    followSource(content);
    const Result<void> taken = m_manifest.takeTheirs(content.manifest).and_then([&] {
        return m_prompt.takeTheirs(content.prompt);
    });
    if (taken) {
        setDiskState(DiskState::Same);
    } else {
        loadAnyway(); // shows what is there now
    }
}

void DefinitionDocument::mergeTheirs()
{
    withDiskContent(&DefinitionDocument::mergeContent);
}

void DefinitionDocument::mergeContent(const DefinitionContent &content)
{
    if (isSourceGone(content)) {
        keepMineBeside(content); // there is nothing to merge with
        Q_EMIT merged(0);
        return;
    }
    followSource(content);
    const int conflicts =
        m_manifest.mergeTheirs(content.manifest) + m_prompt.mergeTheirs(content.prompt);
    setDiskState(DiskState::Same);
    Q_EMIT merged(conflicts);
}

void DefinitionDocument::keepMine()
{
    withDiskContent(&DefinitionDocument::keepMineBeside);
}

void DefinitionDocument::keepMineBeside(const DefinitionContent &content)
{
    m_manifest.keepMine(content.manifest);
    if (isSourceGone(content)) {
        m_installed = content.prompt.fingerprint;
        m_prompt.keepMine({}); // it is made anew
    } else {
        followSource(content);
        m_prompt.keepMine(content.prompt);
    }
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

void DefinitionDocument::noteModification()
{
    if (std::exchange(m_wasModified, isModified()) != isModified()) {
        Q_EMIT modificationChanged(isModified());
    }
}

} // namespace hermes::workspace
