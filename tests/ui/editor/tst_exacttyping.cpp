#include "bytemodel.h"
#include "textfixture.h"

#include <QApplication>
#include <QClipboard>
#include <QRandomGenerator>
#include <QTest>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::ByteModel;
using test::TextFixture;

namespace {

/// Random keys for an editor, and what they must do to the bytes.
class Keys
{
public:
    Keys(TextFixture &fixture, const QByteArray &bytes, const QByteArray &newLine, quint32 seed)
        : m_editor(fixture.editor())
        , m_text(fixture.text())
        , m_document(fixture.document())
        , m_model(bytes)
        , m_random(seed)
        , m_newLine(newLine)
        , m_history{m_model}
    {
    }

    [[nodiscard]] QByteArray expected() const { return m_model.bytes(); }
    [[nodiscard]] QString lastKey() const { return m_lastKey; }

    void press()
    {
        if (m_random.bounded(3) == 0) {
            moveCaret();
        }
        switch (m_random.bounded(14)) {
        case 0:
            click(u"Ctrl+Z"_s, Qt::Key_Z, Qt::ControlModifier);
            takeState(-1);
            return;
        case 1:
            click(u"Ctrl+Shift+Z"_s, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
            takeState(1);
            return;
        case 2:
            erase(u"Ctrl+Backspace"_s, QTextCursor::PreviousWord, Qt::Key_Backspace,
                  Qt::ControlModifier);
            break;
        case 3:
            erase(u"Ctrl+Delete"_s, QTextCursor::NextWord, Qt::Key_Delete, Qt::ControlModifier);
            break;
        case 4:
        case 5:
        case 6:
            erase(u"Backspace"_s, QTextCursor::PreviousCharacter, Qt::Key_Backspace, {});
            break;
        case 7:
        case 8:
            erase(u"Delete"_s, QTextCursor::NextCharacter, Qt::Key_Delete, {});
            break;
        case 9:
            cut();
            break;
        case 10:
            paste();
            break;
        case 11:
            write(u"Enter"_s, m_newLine, Qt::Key_Return, {});
            break;
        case 12:
            write(u"Shift+Enter"_s, m_newLine, Qt::Key_Return, Qt::ShiftModifier);
            break;
        default:
            write(u"x"_s, "x", Qt::Key_X, {});
        }
        if (m_history.at(m_now).bytes() != m_model.bytes()) {
            m_history.erase(m_history.cbegin() + m_now + 1, m_history.cend());
            m_history.append(m_model);
            ++m_now;
        }
    }

private:
    void click(const QString &name, Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        m_lastKey = name;
        QTest::keyClick(&m_editor, key, modifiers);
    }

    void moveCaret()
    {
        QTextCursor cursor = m_editor.textCursor();
        cursor.setPosition(m_model.characterStart(m_random.bounded(m_model.size() + 1)));
        m_editor.setTextCursor(cursor);
        const Qt::Key key = m_random.bounded(2) == 0 ? Qt::Key_Right : Qt::Key_Down;
        for (int steps = m_random.bounded(4); steps > 0; --steps) {
            click(u"Shift+arrow"_s, key, Qt::ShiftModifier);
        }
    }

    struct Span
    {
        int from = 0;
        int to = 0;
    };
    [[nodiscard]] Span selection() const
    {
        const QTextCursor cursor = m_editor.textCursor();
        return {cursor.selectionStart(), cursor.selectionEnd()};
    }
    void replace(Span what, QByteArrayView with) { m_model.replace(what.from, what.to, with); }

    void erase(const QString &name, QTextCursor::MoveOperation reach, Qt::Key key,
               Qt::KeyboardModifiers modifiers)
    {
        QTextCursor reached = m_editor.textCursor();
        if (!reached.hasSelection()) {
            reached.movePosition(reach, QTextCursor::KeepAnchor);
        }
        const Span erased{reached.selectionStart(), reached.selectionEnd()};
        click(name, key, modifiers);
        replace(erased, {});
    }

    void write(const QString &name, const QByteArray &text, Qt::Key key,
               Qt::KeyboardModifiers modifiers)
    {
        const Span replaced = selection();
        click(name, key, modifiers);
        replace(replaced, text);
    }

    void cut()
    {
        const Span erased = selection();
        click(u"Ctrl+X"_s, Qt::Key_X, Qt::ControlModifier);
        replace(erased, {});
    }

    void paste()
    {
        QApplication::clipboard()->setText(u"p\u00A0\r\nq\u2028\rr\n"_s);
        const Span replaced = selection();
        click(u"Ctrl+V"_s, Qt::Key_V, Qt::ControlModifier);
        replace(replaced, "p\xC2\xA0" + m_newLine + "q\xE2\x80\xA8" + m_newLine + "r" + m_newLine);
    }

    /// Undo and redo go to a state that was there before, over as many keys as make one step.
    void takeState(int direction)
    {
        const QByteArray bytes = m_text.bytes();
        for (qsizetype i = m_now; i >= 0 && i < m_history.size(); i += direction) {
            if (m_history.at(i).size() + 1 == m_document->characterCount()
                && m_history.at(i).bytes() == bytes) {
                m_now = i;
                m_model = m_history.at(i);
                return;
            }
        }
        QFAIL("a state that never was");
    }

    editor::PromptEditor &m_editor;
    const workspace::EditableText &m_text;
    const QTextDocument *m_document;
    ByteModel m_model;
    QRandomGenerator m_random;
    QByteArray m_newLine;
    QList<ByteModel> m_history;
    qsizetype m_now = 0; ///< Index of m_history.
    QString m_lastKey;
};

} // namespace

class TestExactTyping final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysChangeTheirBytesAloneAndUndoGivesTheOriginal_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("newLine");
        QTest::newRow("mixed") << QByteArray("one\ntwo\r\nthree\rfour\n\r\n\rfive six\n\nseven\r\n")
                               << QByteArray("\n");
        QTest::newRow("mostlyCrlf")
            << QByteArray("a b\r\n\r\nc\r\nd\ne\r\n").repeated(4) << QByteArray("\r\n");
        QTest::newRow("mostlyLf") << QByteArray("- a\n- b\n\n```\nc\n```\r\nd\n").repeated(4)
                                  << QByteArray("\n");
        QTest::newRow("mostlyCr") << QByteArray("a\rb\r\rc\nd\r").repeated(4) << QByteArray("\r");
        QTest::newRow("endsInPairs")
            << QByteArray("\r\n\n\r\n\n\r\n\n\r\r\n").repeated(4) << QByteArray("\r\n");
        QTest::newRow("byteOrderMark")
            << QByteArray("\xEF\xBB\xBF# a\nb\r\nc\n") << QByteArray("\n");
        QTest::newRow("specialCharacters")
            << u"a\u00A0\u2028b\u2029\uFDD0\r\n\uFDD1 c\n\u2029\r\n\uFDD2 d"_s.toUtf8()
            << QByteArray("\r\n");
    }
    void keysChangeTheirBytesAloneAndUndoGivesTheOriginal()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, newLine);
        for (quint32 seed = 1; seed <= 3; ++seed) {
            TextFixture fixture(bytes);
            Keys keys(fixture, bytes, newLine, seed);
            for (int i = 0; i < 300; ++i) {
                keys.press();
                QVERIFY2(
                    fixture.bytes() == keys.expected(),
                    qPrintable(u"%1: %2 is not %3"_s.arg(
                        keys.lastKey(), QString::fromUtf8(fixture.bytes().toPercentEncoding(" ")),
                        QString::fromUtf8(keys.expected().toPercentEncoding(" ")))));
            }
            while (fixture.text().canUndo()) {
                QTest::keyClick(&fixture.editor(), Qt::Key_Z, Qt::ControlModifier);
            }
            QCOMPARE(fixture.bytes(), bytes);
        }
    }
};

QTEST_MAIN(TestExactTyping)
#include "tst_exacttyping.moc"
