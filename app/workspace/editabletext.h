#pragma once

#include "core/error.h"
#include "registry/manifesttext.h"

#include <QByteArray>
#include <QObject>
#include <QString>

QT_BEGIN_NAMESPACE
class QTextDocument;
QT_END_NAMESPACE

namespace hermes::workspace {

/// A text file under edit: a QTextDocument that editors show, and the exact bytes it stands for.
///
/// QTextDocument and the widgets on it change bytes when asked for plain text (NBSP, CR, U+2028/9,
/// U+FDD0/1). Here every such character is kept: line endings that differ from the file's own are
/// block properties, characters that a document cannot hold are written as escape pairs inside it,
/// and bytes() reverses both. bytes() of an unedited text is the text that was set. Thread: that of
/// the object (the UI thread).
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

    /// Text as documents hold it, for inserting it with a cursor: what a document cannot hold is
    /// escaped.
    [[nodiscard]] static QString documentText(const QString &text);
    /// The reverse, for a cursor's selected text; its line breaks become LF.
    [[nodiscard]] static QString fileText(const QString &selectedText);

    /// What editors show; owned here. Editors set its layout and highlighter, nothing else.
    [[nodiscard]] QTextDocument *document() const { return m_document; }

    /// Replaces bytes as one undo step; offsets as in bytes(). Caret and the rest of the text stay.
    void apply(const registry::TextEdit &edit);
    /// Becomes another content by the smallest edit, as one undo step: for reload and merge.
    /// Errors: NotText.
    [[nodiscard]] core::Result<void> become(const QByteArray &bytes);

    /// True while it differs from what was last set or marked saved.
    [[nodiscard]] bool isModified() const;
    void markSaved();
    /// Counts edits, for "has it changed since?".
    [[nodiscard]] qint64 revision() const { return m_revision; }

    /// "LF", "CRLF", "CR", "mixed", for the status bar.
    [[nodiscard]] QString lineEndingName() const;
    [[nodiscard]] bool hasByteOrderMark() const { return m_hasByteOrderMark; }

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
    class Decoder;

    void load(const QString &text);

    QTextDocument *m_document;
    LineEnding m_lineEnding = LineEnding::Lf;
    bool m_hasByteOrderMark = false;
    qint64 m_revision = 0;
};

} // namespace hermes::workspace
