#pragma once

#include "core/latesttask.h"
#include "workspace/assemblypreview.h"

#include <QPlainTextEdit>

#include <memory>

namespace hermes::preview {

struct MadeDocument;

/// A text, exact and read-only. A new text changes only what differs, so place and selection stay;
/// a large difference is laid out by a worker and shown when it is ready. Thread: UI.
class TextView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// Characters that are changed in place, at once.
    static constexpr qsizetype largestEdit = qsizetype(64) * 1024;

    explicit TextView(QWidget *parent = nullptr);

    /// As EditableText::documentText() has it.
    void setText(const QString &text);

    /// Pieces of the newest text that are shown struck through.
    void setStruck(const QList<workspace::PreviewContent::TextRange> &ranges);

Q_SIGNALS:
    void lineActivated(int line); ///< By Enter or a double click. 0-based.

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void changeInPlace(qsizetype start, qsizetype oldLength, QStringView replacement);
    void take(const std::shared_ptr<MadeDocument> &made);
    void scrollTo(const QTextBlock &top, int lineInBlock);

    void strike();

    QList<workspace::PreviewContent::TextRange> m_struck;
    QString m_text; ///< Shown, or being laid out.
    bool m_isWaiting = false; ///< What is shown is older than m_text.
    core::LatestTask<std::shared_ptr<MadeDocument>> m_task;
};

} // namespace hermes::preview
