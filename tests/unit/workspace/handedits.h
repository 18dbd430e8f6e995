#pragma once

#include "bytemodel.h"
#include "workspace/editabletext.h"

#include <QHash>
#include <QRandomGenerator>

QT_BEGIN_NAMESPACE
class QTextCursor;
QT_END_NAMESPACE

namespace hermes::test {

/// Random edits as keys make them, on a text and on the plain model of its bytes. The same seed
/// gives the same edits.
class HandEdits
{
public:
    HandEdits(workspace::EditableText &text, const QByteArray &bytes, quint32 seed);

    [[nodiscard]] QByteArray expected() const { return m_model.bytes(); }
    /// One edit, undo or redo.
    void step();
    /// Takes note of an edit that something else made: the text holds these bytes now.
    void noteOther(const QByteArray &bytes);

private:
    [[nodiscard]] qsizetype doneSteps() const { return m_text.history().parts().done; }
    void undoOrRedo(bool isUndo);
    void removeBeside(QTextCursor &cursor, bool before);
    void replace(QTextCursor &cursor, int which);

    workspace::EditableText &m_text;
    ByteModel m_model;
    QRandomGenerator m_random;
    QByteArray m_newLine;
    QHash<qsizetype, ByteModel> m_states; ///< By the steps that can be undone.
};

} // namespace hermes::test
