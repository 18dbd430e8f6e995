#pragma once

#include "core/error.h"
#include "registry/manifesttext.h"
#include "workspace/edithistory.h"
#include "workspace/exacttext.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <optional>

QT_BEGIN_NAMESPACE
class QTextDocument;
QT_END_NAMESPACE

namespace hermes::workspace {

/// A text file under edit: a QTextDocument that editors show, and the exact text it stands for.
///
/// QTextDocument and the widgets on it change bytes when asked for plain text (NBSP, CR, U+2028/9,
/// U+FDD0/1). The truth is an ExactText that follows the document position by position: a line
/// ending belongs to its place there, whatever the document does with its blocks. Undo and redo are
/// this class's own (the document's are off), restore every byte, and can be stored: operated()
/// tells all that happened. Every edit is taken note of, whoever makes it and by whatever cursor;
/// it costs what it touches. Thread: that of the object (the UI thread).
class EditableText final : public QObject
{
    Q_OBJECT

public:
    explicit EditableText(QObject *parent = nullptr);
    ~EditableText() override;

    /// Takes a file's content, with no history. Errors: NotText, with the byte at which it stops
    /// being UTF-8 text; the document then shows what can be read, and bytes() are not the file's.
    [[nodiscard]] core::Result<void> setBytes(const QByteArray &bytes);
    /// Takes a text with the history that led to it.
    void restore(const ExactText &text, const EditHistory &history);
    /// The exact content now. Linear in the text; exact() is not.
    [[nodiscard]] QByteArray bytes() const { return m_text.bytes(); }
    /// The content as a value that a worker may read.
    [[nodiscard]] const ExactText &exact() const { return m_text; }
    [[nodiscard]] const EditHistory &history() const { return m_history; }

    /// Text as documents hold it, for inserting it with a cursor: what a document cannot hold is
    /// escaped.
    [[nodiscard]] static QString documentText(const QString &text);
    /// The reverse, for a cursor's selected text; its line breaks become LF.
    [[nodiscard]] static QString fileText(const QString &selectedText);

    /// What editors show; owned here. Editors set its layout and highlighter, nothing else.
    [[nodiscard]] QTextDocument *document() const { return m_document; }

    /// Replaces bytes as one undo step; offsets as in bytes(). Caret and the rest of the text stay.
    void apply(const registry::TextEdit &edit);
    /// Becomes another content by small edits, as one undo step: for reload and merge.
    /// Errors: NotText.
    [[nodiscard]] core::Result<void> become(const QByteArray &bytes);

    /// Moves a stretch, with its line endings, to another place outside of it, as one undo step. In
    /// units.
    void move(qsizetype from, qsizetype length, qsizetype to);

    [[nodiscard]] bool canUndo() const { return m_history.nextUndo() != nullptr; }
    [[nodiscard]] bool canRedo() const { return m_history.nextRedo() != nullptr; }
    /// Takes the newest step back; tells where the editor's caret belongs now, or that there is no
    /// step.
    std::optional<Caret> undo();
    std::optional<Caret> redo();
    /// Where the caret of the editor in use stands; undo brings it back. To be told whenever it
    /// moves.
    void noteCaret(Caret caret) { m_caret = caret; }
    /// The next change begins a step of its own, however it fits the newest one.
    void endStep() { m_isStepOpen = false; }

    /// While one lives, all changes are one undo step: those made at several places at once.
    class OneStep
    {
    public:
        enum class Start
        {
            Own,
            Continued ///< Of the newest step, unless typing has paused or something ended it.
        };
        OneStep(EditableText &text, Start start);
        ~OneStep();
        Q_DISABLE_COPY_MOVE(OneStep)

    private:
        EditableText &m_text;
    };

    /// True while it differs from what was last set or marked saved.
    [[nodiscard]] bool isModified() const { return !m_history.isSaved(); }
    void markSaved();
    /// The text as it is now is being written. What is edited until endSave() is not saved by it.
    void beginSave();
    void endSave();
    /// The file holds another text, which no undo leads to.
    void markSavedElsewhere();
    /// Counts edits, for "has it changed since?".
    [[nodiscard]] qint64 revision() const { return m_revision; }

    /// "LF", "CRLF", "CR", "mixed", for the status bar.
    [[nodiscard]] QString lineEndingName() const;
    [[nodiscard]] bool hasByteOrderMark() const { return m_text.traits().hasByteOrderMark; }

Q_SIGNALS:
    void changed();
    void modificationChanged(bool modified);
    void undoAvailable(bool available);
    void redoAvailable(bool available);
    /// Part of the history; before changed().
    void operated(const hermes::workspace::EditOperation &operation);

private:
    void load(const ExactText &text, const EditHistory &history);
    void noteChange(qsizetype position, qsizetype removed, qsizetype added);
    [[nodiscard]] QString shownText(qsizetype position, qsizetype length) const;
    void applyChanges(QList<TextChange> changes, const TextTraits &traits);
    void record(const TextChange &change, bool joinsStep, const TextTraits &traits);
    void operate(const EditOperation &operation);
    void noteSave(EditOperation::Kind kind);
    void repeat(EditOperation::Kind kind, const QList<TextChange> &changes);
    void show(const QList<TextChange> &changes);
    void finishChange();
    void tellStates();
    [[nodiscard]] bool continuesStep(const TextChange &change) const;

    enum class Joining
    {
        AsTyped, ///< By what continuesStep() says.
        NextIsFirst, ///< The next change begins a step, and the following ones join it.
        All
    };
    struct States
    {
        bool isModified = false;
        bool canUndo = false;
        bool canRedo = false;
    };

    QTextDocument *m_document;
    ExactText m_text;
    EditHistory m_history;
    Caret m_caret;
    States m_told;
    QElapsedTimer m_sinceChange;
    qint64 m_revision = 0;
    Joining m_joining = Joining::AsTyped;
    bool m_isStepOpen = false;
    bool m_isShowing = false; ///< The document is being made to follow the text.
    bool m_hasChange = false; ///< Noted and not yet told.
};

} // namespace hermes::workspace

Q_DECLARE_METATYPE(hermes::workspace::EditOperation)
