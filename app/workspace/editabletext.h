#pragma once

#include "core/error.h"
#include "registry/manifesttext.h"

#include <QByteArray>
#include <QObject>
#include <QString>

QT_BEGIN_NAMESPACE
class QTextBlock;
class QTextDocument;
QT_END_NAMESPACE

namespace hermes::workspace {

/// A text file under edit: a QTextDocument that editors show, and the exact bytes it stands for.
///
/// QTextDocument and the widgets on it change bytes when asked for plain text (NBSP, CR, U+2028/9,
/// U+FDD0/1). Here every such character is kept: which bytes a line ending stands for is in the
/// format of the character that ends the line, characters that a document cannot hold have a
/// stand-in there, and bytes() reverses both. All of it follows the text through edits, undo and
/// redo, whoever makes them: bytes outside an edited span never change, and undoing everything
/// gives the bytes that were set. New line endings are the file's usual one. A CR and an LF that
/// come to stand side by side remain two line ends here and are one to the next reader of the file.
///
/// Thread: that of the object (the UI thread).
class EditableText final : public QObject
{
    Q_OBJECT

public:
    explicit EditableText(QObject *parent = nullptr);
    ~EditableText() override;

    /// Takes a file's content. Errors: NotText, with the byte at which it stops being UTF-8 text;
    /// the document is then empty.
    [[nodiscard]] core::Result<void> setBytes(const QByteArray &bytes);
    /// The exact content now. Costs time linear in the text.
    [[nodiscard]] QByteArray bytes() const;

    /// Text as documents hold it, for inserting it with a cursor.
    [[nodiscard]] static QString documentText(const QString &text);
    /// The reverse, for a cursor's selected text; its line breaks become LF.
    [[nodiscard]] static QString fileText(const QString &selectedText);

    /// What editors show; owned here. Editors set its layout and highlighter, nothing else.
    [[nodiscard]] QTextDocument *document() const { return m_document; }

    /// Replaces bytes as one undo step; offsets as in bytes(). Caret and the rest of the text stay.
    void apply(const registry::TextEdit &edit);
    /// Becomes another content, as one undo step, for reload and merge: lines that are the same in
    /// both stay untouched, and so do carets in them. Errors: NotText.
    [[nodiscard]] core::Result<void> become(const QByteArray &bytes);

    /// True while it differs from what was last set or marked saved.
    [[nodiscard]] bool isModified() const;
    void markSaved();
    /// Counts edits, for "has it changed since?".
    [[nodiscard]] qint64 revision() const { return m_revision; }

    /// "LF", "CRLF", "CR", "mixed", for the status bar.
    [[nodiscard]] QString lineEndingName() const;
    [[nodiscard]] bool hasByteOrderMark() const;

Q_SIGNALS:
    void changed();
    void modificationChanged(bool modified);

private:
    enum class LineEnding
    {
        Lf,
        CrLf,
        Cr
    };
    /// What a file has once. Kept in the document, so that undo covers it.
    struct FileTraits
    {
        LineEnding usualEnding = LineEnding::Lf;
        bool hasByteOrderMark = false;

        bool operator==(const FileTraits &) const = default;
    };
    class Decoder;

    void load(const Decoder &decoder, bool hasByteOrderMark);
    [[nodiscard]] FileTraits traits() const;
    void setTraits(const FileTraits &traits);
    [[nodiscard]] bool hasOtherEndings() const;
    [[nodiscard]] static LineEnding endingBefore(const QTextBlock &block, LineEnding usual);
    static void setEndingBefore(const QTextBlock &block, LineEnding ending, LineEnding usual);
    [[nodiscard]] int positionOf(qint64 offset) const;
    void replaceText(const QString &after);

    QTextDocument *m_document;
    qint64 m_revision = 0;
};

} // namespace hermes::workspace
