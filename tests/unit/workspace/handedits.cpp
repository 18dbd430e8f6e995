#include "handedits.h"

#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;
using hermes::workspace::EditableText;

namespace hermes::test {

HandEdits::HandEdits(EditableText &text, const QByteArray &bytes, quint32 seed)
    : m_text(text)
    , m_model(bytes)
    , m_random(seed)
    , m_newLine(text.lineEndingName() == u"CRLF"     ? "\r\n"
                    : text.lineEndingName() == u"CR" ? "\r"
                                                     : "\n")
{
    m_states.insert(0, m_model);
}

void HandEdits::step()
{
    const int which = m_random.bounded(10);
    if (which < 2) {
        undoOrRedo(which == 0);
        return;
    }
    QTextCursor cursor(m_text.document());
    const int position = m_model.characterStart(m_random.bounded(m_model.size() + 1));
    cursor.setPosition(position);
    if (which < 5) {
        removeBeside(cursor, which == 3);
    } else {
        const int end =
            m_model.characterStart(std::min(m_model.size(), position + m_random.bounded(9)));
        cursor.setPosition(end, QTextCursor::KeepAnchor);
        replace(cursor, which);
    }
    m_states.insert(doneSteps(), m_model);
}

void HandEdits::noteOther(const QByteArray &bytes)
{
    m_model = ByteModel(bytes);
    m_states.insert(doneSteps(), m_model);
}

void HandEdits::undoOrRedo(bool isUndo)
{
    if (isUndo ? !m_text.canUndo() : !m_text.canRedo()) {
        return;
    }
    isUndo ? m_text.undo() : m_text.redo();
    QVERIFY(m_states.contains(doneSteps()));
    m_model = m_states.value(doneSteps(), m_model);
}

void HandEdits::removeBeside(QTextCursor &cursor, bool before)
{
    const int at = cursor.position();
    if (before) {
        cursor.deletePreviousChar();
        m_model.replace(at == 0 ? 0 : m_model.characterStart(at - 1), at, {});
    } else {
        cursor.deleteChar(); // what a reader takes for one character, which may be several
        m_model.replace(at, at + m_model.size() + 1 - m_text.document()->characterCount(), {});
    }
}

void HandEdits::replace(QTextCursor &cursor, int which)
{
    const int from = cursor.selectionStart();
    const int to = cursor.selectionEnd();
    switch (which) {
    case 5:
        cursor.removeSelectedText();
        m_model.replace(from, to, {});
        break;
    case 6:
        cursor.insertBlock();
        m_model.replace(from, to, m_newLine);
        break;
    case 7:
        cursor.insertText(u"l1\nl2\n"_s);
        m_model.replace(from, to, "l1" + m_newLine + "l2" + m_newLine);
        break;
    default:
        cursor.insertText(u"w"_s);
        m_model.replace(from, to, "w");
    }
}

} // namespace hermes::test
