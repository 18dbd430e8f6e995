#include "workspace/editabletext.h"

#include "workspace/documentcharacters.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QScopedValueRollback>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>
#include <chrono>
#include <ranges>
#include <utility>

using namespace hermes::core;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

/// A pause in typing that ends an undo step.
constexpr auto stepPause = 1500ms;
/// Longer insertions than a key makes are steps of their own. UTF-16 code units.
constexpr qsizetype typedUnits = 2;

/// Until an editor gives a document its layout: without one a document does not tell its changes.
class QuietLayout final : public QAbstractTextDocumentLayout
{
public:
    using QAbstractTextDocumentLayout::QAbstractTextDocumentLayout;

    void draw(QPainter * /*painter*/, const PaintContext & /*context*/) override { }
    [[nodiscard]] int hitTest(const QPointF & /*point*/,
                              Qt::HitTestAccuracy /*accuracy*/) const override
    {
        return -1;
    }
    [[nodiscard]] int pageCount() const override { return 1; }
    [[nodiscard]] QSizeF documentSize() const override { return {}; }
    [[nodiscard]] QRectF frameBoundingRect(QTextFrame * /*frame*/) const override { return {}; }
    [[nodiscard]] QRectF blockBoundingRect(const QTextBlock & /*block*/) const override
    {
        return {};
    }

protected:
    void documentChanged(int /*from*/, int /*charsRemoved*/, int /*charsAdded*/) override { }
};

bool beginsWord(QStringView typed, QStringView before)
{
    return !before.isEmpty() && before.back().isSpace() && !typed.isEmpty()
        && !typed.front().isSpace();
}

} // namespace

EditableText::EditableText(QObject *parent) : QObject(parent), m_document(new QTextDocument(this))
{
    m_document->setUndoRedoEnabled(false);
    m_document->setDocumentLayout(new QuietLayout(m_document));
    connect(m_document, &QTextDocument::contentsChange, this, &EditableText::noteChange);
    connect(m_document, &QTextDocument::contentsChanged, this, &EditableText::finishChange);
}

EditableText::~EditableText() = default;

// --- content
// --------------------------------------------------------------------------------------------------------

Result<void> EditableText::setBytes(const QByteArray &bytes)
{
    const Result<ExactText> text = ExactText::fromBytes(bytes);
    const ExactText loaded = text ? *text : ExactText::readable(bytes);
    load(loaded, EditHistory(loaded.traits()));
    return text ? Result<void>() : std::unexpected(text.error());
}

void EditableText::restore(const ExactText &text, const EditHistory &history)
{
    load(text, history);
}

void EditableText::load(const ExactText &text, const EditHistory &history)
{
    m_text = text;
    m_history = history;
    m_caret = {};
    m_isStepOpen = false;
    {
        const QScopedValueRollback showing(m_isShowing, true);
        m_document->setPlainText(text.shown());
    }
    m_hasChange = true;
    finishChange();
}

QString EditableText::documentText(const QString &text)
{
    return withStandIns(text);
}

QString EditableText::fileText(const QString &selectedText)
{
    QString text = selectedText;
    text.replace(QChar::ParagraphSeparator, u'\n');
    return withoutStandIns(text);
}

QString EditableText::lineEndingName() const
{
    static constexpr std::array names{"LF", "CRLF", "CR"};
    const QList<LineEnding> there = m_text.endings();
    const LineEnding ending = there.isEmpty() ? m_text.traits().usualEnding : there.first();
    return there.size() > 1 ? QCoreApplication::translate("EditableText", "mixed line endings")
                            : QString::fromLatin1(names.at(static_cast<size_t>(ending)));
}

// --- changes that others made in the document
// -----------------------------------------------------------------------

QString EditableText::shownText(qsizetype position, qsizetype length) const
{
    QTextCursor cursor(m_document);
    cursor.setPosition(static_cast<int>(position));
    cursor.setPosition(static_cast<int>(position + length), QTextCursor::KeepAnchor);
    return cursor.selectedText();
}

void EditableText::noteChange(qsizetype position, qsizetype removed, qsizetype added)
{
    if (m_isShowing) {
        return;
    }
    const qsizetype length = m_document->characterCount() - 1;
    // Qt counts the document's end as a character of its own.
    removed = std::min(removed, m_text.size() - position);
    added = std::min(added, length - position);
    if (m_text.size() - removed != length - added) {
        return; // told incompletely; finishChange() finds what it was
    }
    const QString before = m_text.mid(position, removed);
    const QString after = withLineEndsOf(before, shownText(position, added),
                                         ExactText::unitOf(m_text.traits().usualEnding));
    const TextChange whole =
        m_text.withoutSplitEnding({position, before, after}, ExactText::Meeting::KeepsLines);
    bool joins = false;
    for (const auto allChanges = changesBetween(whole.position, whole.removed, whole.inserted);
         const TextChange &change : allChanges) {
        record(change, joins || continuesStep(change), m_text.traits());
        m_text.apply(change);
        joins = true;
    }
}

/// Whether a change and the newest one are undone together: letters of a word, a run of deletions.
bool EditableText::continuesStep(const TextChange &change) const
{
    const TextChange *last = m_history.newestChange();
    if (m_joining != Joining::AsTyped) {
        return m_joining == Joining::All && last != nullptr;
    }
    if (!m_isStepOpen || last == nullptr || !m_sinceChange.isValid()
        || m_sinceChange.durationElapsed() > stepPause) {
        return false;
    }
    if (change.removed.isEmpty()) {
        return change.inserted.size() <= typedUnits && change.position == last->end()
            && !last->inserted.isEmpty() && !hasLineEnd(last->inserted)
            && !hasLineEnd(change.inserted) && !beginsWord(change.inserted, last->inserted);
    }
    const bool isNext = change.position == last->position
        || change.position + change.removed.size() == last->position;
    return change.inserted.isEmpty() && last->inserted.isEmpty() && isNext
        && change.removed.size() <= typedUnits && !hasLineEnd(change.removed)
        && !hasLineEnd(last->removed);
}

void EditableText::record(const TextChange &change, bool joinsStep, const TextTraits &traits)
{
    EditOperation operation;
    operation.change = change;
    operation.caret = m_caret;
    operation.joinsStep = joinsStep;
    operation.traits = traits;
    operate(operation);
    if (m_joining == Joining::NextIsFirst) {
        m_joining = Joining::All;
    }
    m_isStepOpen = true;
    m_sinceChange.start();
}

void EditableText::operate(const EditOperation &operation)
{
    m_history.apply(operation);
    m_text.setTraits(m_history.traits());
    m_hasChange = true;
    Q_EMIT operated(operation);
}

void EditableText::finishChange()
{
    if (!m_isShowing && m_document->characterCount() - 1 != m_text.size()) {
        noteChange(0, m_text.size(), m_document->characterCount() - 1);
    }
    if (!std::exchange(m_hasChange, false)) {
        return;
    }
    ++m_revision;
    Q_EMIT changed();
    tellStates();
}

void EditableText::tellStates()
{
    const States now{isModified(), canUndo(), canRedo()};
    const States told = std::exchange(m_told, now);
    if (now.isModified != told.isModified) {
        Q_EMIT modificationChanged(now.isModified);
    }
    if (now.canUndo != told.canUndo) {
        Q_EMIT undoAvailable(now.canUndo);
    }
    if (now.canRedo != told.canRedo) {
        Q_EMIT redoAvailable(now.canRedo);
    }
}

// --- changes made here
// ----------------------------------------------------------------------------------------------

/// Makes the document follow; the text itself is changed by the same changes.
void EditableText::show(const QList<TextChange> &changes)
{
    const QScopedValueRollback showing(m_isShowing, true);
    QTextCursor cursor(m_document);
    cursor.beginEditBlock();
    for (const TextChange &change : changes) {
        m_text.apply(change);
        const QString shown = withLineEnds(change.inserted, lineend::lf);
        if (shown == withLineEnds(change.removed, lineend::lf)) {
            continue; // another line ending looks the same
        }
        cursor.setPosition(static_cast<int>(change.position));
        cursor.setPosition(static_cast<int>(change.position + change.removed.size()),
                           QTextCursor::KeepAnchor);
        cursor.insertText(shown);
    }
    cursor.endEditBlock();
}

void EditableText::applyChanges(QList<TextChange> changes, const TextTraits &traits)
{
    if (changes.isEmpty()) {
        if (traits == m_text.traits()) {
            return;
        }
        changes.append(TextChange());
    }
    // The history is told before the document, whose signals make others look at it.
    bool joins = false;
    for (const TextChange &change : std::as_const(changes)) {
        record(change, joins || continuesStep(change), traits);
        joins = true;
    }
    show(changes);
    finishChange();
}

void EditableText::apply(const registry::TextEdit &edit)
{
    const QByteArray all = bytes();
    constexpr qsizetype markBytes = 3;
    const qsizetype skipped = m_text.traits().hasByteOrderMark ? markBytes : 0;
    const qsizetype position =
        ExactText::unitsOf(QByteArrayView(all).sliced(skipped, edit.start - skipped)).size();
    const qsizetype length =
        ExactText::unitsOf(QByteArrayView(all).sliced(edit.start, edit.length)).size();
    const TextChange change{position, m_text.mid(position, length),
                            ExactText::unitsOf(edit.replacement)};
    applyChanges({m_text.withoutSplitEnding(change, ExactText::Meeting::KeepsBytes)},
                 m_text.traits());
}

Result<void> EditableText::become(const QByteArray &bytes)
{
    const Result<ExactText> other = ExactText::fromBytes(bytes);
    if (!other) {
        return std::unexpected(other.error());
    }
    endStep();
    applyChanges(changesBetween(0, m_text.units(), other->units()), other->traits());
    endStep();
    return {};
}

void EditableText::move(qsizetype from, qsizetype length, qsizetype to)
{
    const QString moved = m_text.mid(from, length);
    const TextChange taken =
        m_text.withoutSplitEnding({from, moved, {}}, ExactText::Meeting::KeepsLines);
    ExactText rest = m_text;
    rest.apply(taken);
    const TextChange given = rest.withoutSplitEnding({to <= from ? to : to - length, {}, moved},
                                                     ExactText::Meeting::KeepsLines);
    endStep();
    applyChanges({taken, given}, m_text.traits());
    endStep();
}

std::optional<Caret> EditableText::undo()
{
    const EditStep *step = m_history.nextUndo();
    if (step == nullptr) {
        return std::nullopt;
    }
    QList<TextChange> changes;
    for (const TextChange &change : step->changes | std::views::reverse) {
        changes.append(change.reversed());
    }
    const Caret caret = step->caret;
    repeat(EditOperation::Kind::Undo, changes);
    return caret;
}

std::optional<Caret> EditableText::redo()
{
    const EditStep *step = m_history.nextRedo();
    if (step == nullptr) {
        return std::nullopt;
    }
    const QList<TextChange> changes = step->changes;
    repeat(EditOperation::Kind::Redo, changes);
    return Caret{changes.last().end(), changes.last().end()};
}

void EditableText::repeat(EditOperation::Kind kind, const QList<TextChange> &changes)
{
    endStep();
    EditOperation operation;
    operation.kind = kind;
    operate(operation);
    show(changes);
    finishChange();
}

EditableText::OneStep::OneStep(EditableText &text, Start start) : m_text(text)
{
    const bool continues = start == Start::Continued && text.m_isStepOpen
        && text.m_sinceChange.isValid() && text.m_sinceChange.durationElapsed() <= stepPause;
    text.m_joining = continues ? Joining::All : Joining::NextIsFirst;
}

EditableText::OneStep::~OneStep()
{
    m_text.m_joining = Joining::AsTyped;
}

void EditableText::noteSave(EditOperation::Kind kind)
{
    EditOperation operation;
    operation.kind = kind;
    m_history.apply(operation);
    Q_EMIT operated(operation);
    tellStates();
}

void EditableText::markSaved()
{
    noteSave(EditOperation::Kind::Saved);
}

void EditableText::beginSave()
{
    noteSave(EditOperation::Kind::SaveBegun);
}

void EditableText::endSave()
{
    noteSave(EditOperation::Kind::SaveEnded);
}

void EditableText::markSavedElsewhere()
{
    noteSave(EditOperation::Kind::SavedElsewhere);
}

} // namespace hermes::workspace
