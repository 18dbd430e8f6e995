#include "workspace/editabletext.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::Caret;
using workspace::EditableText;
using workspace::EditHistory;
using workspace::EditOperation;
using workspace::ExactText;

namespace {

void addTexts()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("lf") << QByteArray("# A\n\nsome words\n- item\n- item\n\nend\n");
    QTest::newRow("crlf") << QByteArray("# A\r\n\r\nsome words\r\n- item\r\nend");
    QTest::newRow("cr") << QByteArray("# A\r\rsome\r- item\r");
    QTest::newRow("mixed") << QByteArray("a\r\nb\nc\rd\n\r\n\re\n\nf\r\ng\r\n\r\nh\n");
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF# A\r\nb\nc");
    QTest::newRow("blanks") << u"a\u00A0b\u202F\u2028c\u2029d\uFDD0\uFDD2x\n\u00A0\n"_s.toUtf8();
    QTest::newRow("pairs") << u"😀😁\n👩‍💻 עברית\r\n😀"_s.toUtf8();
}

/// A text that is edited at random, beside a plain model of it.
class EditedText
{
public:
    EditedText(const QByteArray &bytes, quint32 seed) : m_random(seed), m_first(bytes)
    {
        QVERIFY(m_text->setBytes(bytes));
        listen();
        m_states = {bytes};
    }

    void step()
    {
        switch (m_random.bounded(16)) {
        case 0:
        case 1:
            undo();
            break;
        case 2:
            redo();
            break;
        case 3:
            restart();
            break;
        case 4:
            indentLines();
            break;
        case 5:
            applyBytes();
            break;
        case 6:
            become();
            break;
        case 7:
            m_text->markSaved();
            m_saved = m_text->bytes();
            break;
        default:
            typeOrDelete();
        }
        verifyShown();
    }

    void undoAll()
    {
        while (m_text->canUndo()) {
            undo();
        }
        QCOMPARE(m_text->bytes(), m_first);
    }

    void redoAll()
    {
        const QByteArray last = m_states.last();
        while (m_text->canRedo()) {
            redo();
        }
        QCOMPARE(m_text->bytes(), last);
    }

private:
    void listen()
    {
        QObject::connect(
            m_text.get(), &EditableText::operated, m_text.get(),
            [this](const EditOperation &operation) { m_operations.append(operation); });
    }

    [[nodiscard]] qsizetype done() const { return m_text->history().parts().done; }

    /// After an edit: what is to be undone leads to the states before, redo leads nowhere.
    void noteState()
    {
        m_states.resize(done());
        m_states.append(m_text->bytes());
        QVERIFY(!m_text->canRedo());
    }

    void undo()
    {
        QCOMPARE(m_text->undo().has_value(),
                 done() + 1 <= m_states.size() && m_states.size() > 1
                     && m_undone < m_states.size() - 1);
        m_undone = m_states.size() - 1 - done();
        QCOMPARE(m_text->bytes(), m_states.at(done()));
    }

    void redo()
    {
        QCOMPARE(m_text->redo().has_value(), m_undone > 0);
        m_undone = m_states.size() - 1 - done();
        QCOMPARE(m_text->bytes(), m_states.at(done()));
    }

    /// What a journal does: the operations, applied to the first text, give text and history.
    void restart()
    {
        ExactText text = *ExactText::fromBytes(m_first);
        EditHistory history(text.traits());
        for (const EditOperation &operation : std::as_const(m_operations)) {
            QVERIFY(workspace::replay(operation, text, history));
        }
        QCOMPARE(text.units(), m_text->exact().units());
        QCOMPARE(text.bytes(), m_text->bytes());
        QCOMPARE(history.parts(), m_text->history().parts());
        const bool isModified = m_text->isModified();
        m_text = std::make_unique<EditableText>();
        m_text->restore(text, history);
        QCOMPARE(m_text->isModified(), isModified);
        listen();
    }

    /// The nearest place at which a caret may stand: not within a character.
    [[nodiscard]] qsizetype caretPlace(qsizetype position) const
    {
        const QString units = m_text->exact().mid(position, 1);
        return !units.isEmpty() && units.front().isLowSurrogate() ? position - 1 : position;
    }

    void typeOrDelete()
    {
        const qsizetype length = m_text->exact().size();
        const qsizetype from = caretPlace(m_random.bounded(static_cast<int>(length) + 1));
        const qsizetype to = m_random.bounded(3) == 0
            ? std::max(from, caretPlace(std::min(length, from + m_random.bounded(12))))
            : from;
        static const QStringList typed{u"x"_s, u" "_s, u"\n"_s, u"word\nline\n"_s, u"é😀"_s, {}};
        const QString &inserted = typed.at(m_random.bounded(static_cast<int>(typed.size())));
        const QString before = m_text->exact().units();
        QTextCursor cursor(m_text->document());
        cursor.setPosition(static_cast<int>(from));
        cursor.setPosition(static_cast<int>(to), QTextCursor::KeepAnchor);
        cursor.insertText(inserted);
        verifyOutside(before, from, to - from, inserted);
        m_undone = 0;
        if (from < to || !inserted.isEmpty()) {
            m_text->exact().units() == before ? void() : noteState();
        }
    }

    /// Text and line endings outside what was edited are what they were.
    void verifyOutside(const QString &before, qsizetype from, qsizetype removed,
                       const QString &inserted) const
    {
        const QString after = m_text->exact().units();
        QCOMPARE(after.size(), before.size() - removed + inserted.size());
        QCOMPARE(after.first(from), before.first(from));
        const qsizetype rest = before.size() - from - removed;
        const bool mayMeet = rest > 0 && before.at(before.size() - rest) == workspace::lineend::lf;
        const qsizetype kept = rest - (mayMeet ? 1 : 0); // CR LF must not come about
        QCOMPARE(after.last(kept), before.last(kept));
    }

    void indentLines()
    {
        const QString before = m_text->exact().units();
        QTextCursor cursor(m_text->document());
        cursor.beginEditBlock();
        QString expected = u"  "_s;
        for (QTextBlock block = m_text->document()->begin(); block.isValid();
             block = block.next()) {
            QTextCursor(block).insertText(u"  "_s);
        }
        cursor.endEditBlock();
        for (const QChar unit : before) {
            expected += unit;
            if (workspace::isLineEnd(unit)) {
                expected += u"  "_s;
            }
        }
        QCOMPARE(m_text->exact().units(), expected); // each line keeps its own ending
        m_undone = 0;
        noteState();
    }

    void applyBytes()
    {
        const QByteArray before = m_text->bytes();
        const qsizetype skipped = m_text->hasByteOrderMark() ? 3 : 0;
        qsizetype at = skipped + m_random.bounded(static_cast<int>(before.size() - skipped) + 1);
        while (at > skipped && at < before.size()
               && ((static_cast<unsigned char>(before.at(at)) & 0xC0) == 0x80
                   || (before.at(at - 1) == '\r' && before.at(at) == '\n'))) {
            --at;
        }
        const registry::TextEdit edit{at, 0, m_random.bounded(2) == 0 ? "v\r\nw" : "\xC2\xA0"};
        m_text->apply(edit);
        QCOMPARE(m_text->bytes(), edit.appliedTo(before));
        m_undone = 0;
        noteState();
    }

    void become()
    {
        QByteArray other = m_text->bytes();
        other.replace("word", "term");
        other.append("\ntail");
        if (m_random.bounded(4) == 0) {
            other.startsWith("\xEF\xBB\xBF") ? other.slice(3) : other.prepend("\xEF\xBB\xBF");
        }
        QVERIFY(m_text->become(other));
        QCOMPARE(m_text->bytes(), other);
        m_undone = 0;
        noteState();
    }

    void verifyShown() const
    {
        QTextCursor all(m_text->document());
        all.select(QTextCursor::Document);
        QCOMPARE(workspace::withLineEnds(all.selectedText(), u'\n'), m_text->exact().shown());
        QCOMPARE(ExactText::fromBytes(m_text->bytes())->units(), m_text->exact().units());
        if (!m_text->isModified() && !m_saved.isNull()) {
            QCOMPARE(m_text->bytes(), m_saved);
        }
    }

    QRandomGenerator m_random;
    QByteArray m_first;
    QByteArray m_saved;
    std::unique_ptr<EditableText> m_text = std::make_unique<EditableText>();
    QList<EditOperation> m_operations;
    QByteArrayList m_states; ///< After each step of the history.
    qsizetype m_undone = 0;
};

void type(EditableText &text, const QString &keys)
{
    QTextCursor cursor(text.document());
    cursor.movePosition(QTextCursor::End);
    for (const QChar key : keys) {
        text.noteCaret({cursor.position(), cursor.position()});
        cursor.insertText(key);
    }
}

} // namespace

class TestEditHistory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anySequenceOfEditsCanBeUndoneRedoneAndRestored_data() { addTexts(); }
    void anySequenceOfEditsCanBeUndoneRedoneAndRestored()
    {
        QFETCH(QByteArray, bytes);
        for (quint32 seed = 1; seed <= 40; ++seed) {
            EditedText edited(bytes, seed);
            for (int i = 0; i < 60; ++i) {
                edited.step();
                if (QTest::currentTestFailed()) {
                    qWarning("seed %u, step %d", seed, i);
                    return;
                }
            }
            edited.undoAll();
            edited.redoAll();
        }
    }

    void aWordIsOneStep()
    {
        EditableText text;
        QVERIFY(text.setBytes("# A\n"));
        type(text, u"two words\nnext"_s);
        QByteArrayList states{text.bytes()};
        while (text.undo()) {
            states.append(text.bytes());
        }
        QCOMPARE(states,
                 (QByteArrayList{"# A\ntwo words\nnext", "# A\ntwo words\n", "# A\ntwo words",
                                 "# A\ntwo ", "# A\n"}));
    }

    void undoTellsWhereTheCaretWas()
    {
        EditableText text;
        QVERIFY(text.setBytes("one two three"));
        text.noteCaret({4, 7}); // a selection
        QTextCursor cursor(text.document());
        cursor.setPosition(4);
        cursor.setPosition(7, QTextCursor::KeepAnchor);
        cursor.insertText(u"2"_s);
        QCOMPARE(text.bytes(), "one 2 three");
        QCOMPARE(text.undo(), std::optional(Caret{4, 7}));
        QCOMPARE(text.redo(), std::optional(Caret{5, 5}));
        QVERIFY(!text.redo());
    }

    void aSavedStateIsKnownAgain()
    {
        EditableText text;
        QVERIFY(text.setBytes("a"));
        QSignalSpy modified(&text, &EditableText::modificationChanged);
        type(text, u"b"_s);
        text.markSaved();
        type(text, u"c"_s); // of the same word, and yet a step of its own
        QVERIFY(text.isModified());
        text.undo();
        QVERIFY(!text.isModified());
        QCOMPARE(text.bytes(), "ab");
        text.undo();
        QVERIFY(text.isModified());
        QCOMPARE(modified.size(), 5);
        QCOMPARE(text.history().textAt(1, text.exact()).bytes(), "ab");
        type(text, u"d"_s);
        QVERIFY(!text.history().canReachSaved());
        QVERIFY(text.isModified());
    }

    void severalPlacesChangedAtOnceAreSmallChanges()
    {
        QByteArray bytes;
        for (int line = 10'000; line < 20'000; ++line) {
            bytes += "line " + QByteArray::number(line) + '\n';
        }
        EditableText text;
        QVERIFY(text.setBytes(bytes));
        QTextCursor cursor(text.document());
        cursor.beginEditBlock();
        for (const int line : {9000, 5000, 10}) {
            cursor.setPosition(line * 11);
            cursor.insertText(u"x"_s);
        }
        cursor.endEditBlock();
        QCOMPARE(text.history().parts().steps.size(), 1);
        QCOMPARE(text.history().parts().steps.first().units(), 3);
        text.undo();
        QCOMPARE(text.bytes(), bytes);
    }

    void aChangeMadeByAListenerIsFoundToo()
    {
        EditableText text;
        QVERIFY(text.setBytes("a\nb\n"));
        // Qt tells nothing of a change that is made while it tells another.
        QObject::connect(
            text.document(), &QTextDocument::contentsChange, &text,
            [&text] {
                QTextCursor cursor(text.document());
                cursor.movePosition(QTextCursor::End);
                cursor.insertText(u"!"_s);
            },
            Qt::SingleShotConnection);
        QTextCursor(text.document()).insertText(u"x"_s);
        QCOMPARE(text.bytes(), "xa\nb\n!");
        while (text.undo()) { }
        QCOMPARE(text.bytes(), "a\nb\n");
    }

    void theOldestStepsAreForgottenFirst()
    {
        EditHistory history;
        EditOperation operation;
        operation.change = {0, {}, QString(1'000'000, u'x')};
        for (int i = 0; i < 40; ++i) {
            QVERIFY(history.apply(operation));
        }
        QVERIFY(history.units() <= EditHistory::maximumUnits);
        QVERIFY(history.parts().steps.size() >= 30);
        QVERIFY(!history.canReachSaved());
        QCOMPARE(history.parts().done, history.parts().steps.size());
    }

    void partsThatContradictEachOtherAreRefused()
    {
        EditHistory history;
        EditOperation operation;
        operation.change = {0, {}, u"x"_s};
        history.apply(operation);
        EditHistory::Parts parts = history.parts();
        QVERIFY(EditHistory::fromParts(parts));
        parts.done = 2;
        QVERIFY(!EditHistory::fromParts(parts));
        parts.done = 0;
        parts.saved = -2;
        QVERIFY(!EditHistory::fromParts(parts));
    }
};

QTEST_GUILESS_MAIN(TestEditHistory)
#include "tst_edithistory.moc"
