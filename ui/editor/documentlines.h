#pragma once

#include "text/lines.h"

#include <QObject>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QTextDocument;
QT_END_NAMESPACE

namespace hermes::editor {

/// The lines of a document for commands, and what each of them is.
///
/// A key costs the lines that it changes; what it changes below them, and a document that was just
/// loaded, are classified in slices between events. One for each document, its child. Thread: UI.
class DocumentLines final : public QObject, public text::Lines
{
    Q_OBJECT

public:
    /// Makes it at the first call.
    [[nodiscard]] static DocumentLines &of(QTextDocument *document);

    [[nodiscard]] qsizetype count() const override;
    [[nodiscard]] QString line(qsizetype index) const override;
    [[nodiscard]] qsizetype start(qsizetype index) const override;
    [[nodiscard]] qsizetype indexAt(qsizetype position) const override;
    /// Of a line far below what is classified by now it is a guess.
    [[nodiscard]] text::LineState stateBefore(qsizetype index) const override;

    /// As far as it is known by now.
    [[nodiscard]] const text::LineFacts &facts(qsizetype index) const
    {
        return m_states.facts(index);
    }
    /// The same for LineStates::headings() and its revision.
    [[nodiscard]] const QList<text::HeadingLine> &headings() const { return m_states.headings(); }
    [[nodiscard]] qint64 headingRevision() const { return m_states.headingRevision(); }
    [[nodiscard]] bool isSettled() const { return m_states.isSettled(); }

Q_SIGNALS:
    /// All lines are known again after a change.
    void settled();

private:
    explicit DocumentLines(QTextDocument *document);
    void noteChange(int position, int added);
    void settle(qsizetype limit) const;

    QTextDocument *m_document;
    mutable text::LineStates m_states;
    QTimer m_slices; ///< Active while lines wait.
};

} // namespace hermes::editor
