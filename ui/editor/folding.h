#pragma once

#include <QObject>
#include <QTextCursor>

#include <optional>

namespace hermes::editor {

class DocumentLines;
class Headings;

/// The sections of a document that are folded: all of them but their headings is hidden, in every
/// editor that shows the document. Or all is hidden but one section, which has the focus.
///
/// A fold stays while other lines and its heading are edited; an edit that reaches into it, or that
/// makes another section of it, opens it. One for each document, its child. Thread: UI.
class Folding final : public QObject
{
    Q_OBJECT

public:
    /// Makes it at the first call.
    [[nodiscard]] static Folding &of(QTextDocument *document);

    // Lines are numbered from 0.
    /// Whether a heading stands there that has something below it.
    [[nodiscard]] bool canFold(int line) const;
    [[nodiscard]] bool isFolded(int line) const;
    /// Lines that are hidden below a folded heading.
    [[nodiscard]] int hiddenLines(int line) const;
    void toggle(int line);
    /// Folds the innermost section around a line that is not folded.
    void foldAround(int line);
    /// Unfolds the section around a line.
    void unfoldAround(int line);
    void foldAll();
    void unfoldAll();
    /// Shows a position, whatever hides it.
    void reveal(int position);
    /// Hides all but the section around a line; shows all again if a section has the focus.
    void toggleFocus(int line);
    [[nodiscard]] bool hasFocus() const;
    [[nodiscard]] bool isActive() const { return !m_hidden.isEmpty(); } ///< Something is hidden.
    /// The first line at or above a line that shows.
    [[nodiscard]] int shownAbove(int line) const;

    /// The text has changed there; to be told of edits that are made by now.
    void noteEdit(int position, int added);

Q_SIGNALS:
    void changed();

private:
    struct Hidden
    {
        QTextCursor first; ///< In the first hidden line.
        QTextCursor last; ///< In the last one.
        bool isFold = true; ///< The line above is its heading; else outside of the focus.
    };

    explicit Folding(QTextDocument *document);
    [[nodiscard]] Headings headings() const;
    [[nodiscard]] qsizetype indexFrom(int line) const;
    [[nodiscard]] qsizetype indexOf(int heading) const;
    [[nodiscard]] bool isSound(const Hidden &hidden) const;
    bool fold(int heading);
    [[nodiscard]] Hidden hidden(int first, int last, bool isFold) const;
    [[nodiscard]] static int startOf(const Hidden &hidden);
    void hide(int first, int last, bool isFold);
    void remove(qsizetype index);
    void setVisible(int first, int last, bool isVisible);
    void checkAll();
    void tell();

    QTextDocument *m_document;
    DocumentLines &m_lines;
    QList<Hidden> m_hidden; ///< In the order of the text.
    bool m_isSuspect = false; ///< There are new lines right below a fold.
    qint64 m_headingRevision; ///< Of the headings that folds were checked against.
};

} // namespace hermes::editor
