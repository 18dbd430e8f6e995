#include "workspace/editabletext.h"

#include "bytemodel.h"
#include "handedits.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::HandEdits;
using workspace::EditableText;

namespace {

void addTexts()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("oneLineWithoutEnd") << QByteArray("a");
    QTest::newRow("lf") << QByteArray("a\nb\n");
    QTest::newRow("crlf") << QByteArray("a\r\nb\r\n\r\n");
    QTest::newRow("cr") << QByteArray("a\rb\r");
    QTest::newRow("mixed") << QByteArray("a\nb\r\nc\rd\n\r\n\re\n\n");
    QTest::newRow("endsBetweenCrAndLf") << QByteArray("a\n\r");
    QTest::newRow("onlyEnds") << QByteArray("\n\n\n");
    QTest::newRow("byteOrderMark") << QByteArray("\xEF\xBB\xBF# a\r\n");
    QTest::newRow("twoByteOrderMarks") << QByteArray("\xEF\xBB\xBF\xEF\xBB\xBFx\n\xEF\xBB\xBF");
    QTest::newRow("noBreakSpace") << u"a\u00A0b\u202F\u00AD\u200B\n"_s.toUtf8();
    QTest::newRow("lineAndParagraphSeparator") << u"a\u2028b\u2029c\n\u2029"_s.toUtf8();
    QTest::newRow("documentNonCharacters")
        << u"\uFDD0a\uFDD1\uFDD2\uFDD2p\uFDD20\uFFFC\uFFFE"_s.toUtf8();
    QTest::newRow("tabsAndControls") << QByteArray("\t\x01\x1b[0m\x7f\x0b\x0c\n");
    QTest::newRow("emoji") << u"👩‍💻 e\u0301 עברית\n"_s.toUtf8();
}

/// And what a document holds in place of other characters; a key can take such a pair apart.
void addAllTexts()
{
    addTexts();
    QTest::newRow("standIns") << QString::fromUcs4(U"\U000AFFFEa\U000DFFFE\U000BFFFE\u2029"
                                                   U"\U000DFFFE\u2029\n\U000CFFFEz")
                                     .toUtf8();
}

} // namespace

class TestEditableText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryByteThatWasSet_data() { addAllTexts(); }
    void keepsEveryByteThatWasSet()
    {
        QFETCH(QByteArray, bytes);
        EditableText text;
        QVERIFY(text.setBytes(bytes));
        QCOMPARE(text.bytes(), bytes);
        QVERIFY(!text.isModified());
    }

    void undoToTheStartGivesTheOriginal_data() { addTexts(); }
    void undoToTheStartGivesTheOriginal()
    {
        QFETCH(QByteArray, bytes);
        EditableText text;
        QVERIFY(text.setBytes(bytes));
        QRandomGenerator random(7);
        for (int i = 0; i < 60; ++i) {
            QTextCursor cursor(text.document());
            const int length = text.document()->characterCount() - 1;
            cursor.setPosition(random.bounded(length + 1));
            cursor.setPosition(std::min(length, cursor.position() + random.bounded(4)),
                               QTextCursor::KeepAnchor);
            cursor.insertText(random.bounded(3) == 0 ? u"\n"_s : u"xy"_s);
        }
        QVERIFY(text.bytes() != bytes);
        while (text.canUndo()) {
            text.undo();
        }
        QCOMPARE(text.bytes(), bytes);
        QVERIFY(!text.isModified());
    }

    void anEditChangesItsBytesAlone_data() { addAllTexts(); }
    void anEditChangesItsBytesAlone()
    {
        QFETCH(QByteArray, bytes);
        QRandomGenerator random(11);
        EditableText text;
        QVERIFY(text.setBytes(bytes));
        for (int round = 0; round < 200; ++round) {
            const QByteArray before = text.bytes();
            const QList<qint64> cuts = characterCuts(before);
            const qsizetype from = random.bounded(static_cast<int>(cuts.size()));
            const qsizetype to = std::min(cuts.size() - 1, from + random.bounded(3));
            static const QByteArrayList inserts{
                "", "z", "\r\n", "\n", u"\u2029é"_s.toUtf8(), "q\rw", "\xEF\xBB\xBF"};
            registry::TextEdit edit{cuts.at(from), cuts.at(to) - cuts.at(from),
                                    inserts.at(random.bounded(static_cast<int>(inserts.size())))};
            text.apply(edit);
            QCOMPARE(text.bytes(), edit.appliedTo(before));
        }
    }

    void changesAtSeveralPlacesAreOneStep()
    {
        using OneStep = EditableText::OneStep;
        EditableText text;
        QVERIFY(text.setBytes("a\nb\nc\n"));
        const auto insert = [&text](int position, const QString &inserted) {
            QTextCursor cursor(text.document());
            cursor.setPosition(position);
            cursor.insertText(inserted);
        };
        {
            const OneStep step(text, OneStep::Start::Own);
            insert(5, u"x"_s);
            insert(1, u"x"_s);
        }
        {
            const OneStep step(text, OneStep::Start::Continued);
            insert(7, u"y"_s);
            insert(2, u"y"_s);
        }
        QCOMPARE(text.bytes(), "axy\nb\ncxy\n");
        {
            const OneStep step(text, OneStep::Start::Own);
            insert(0, u"z"_s);
        }
        insert(4, u"w"_s); // not at the place of the change before
        (void)text.undo();
        QCOMPARE(text.bytes(), "zaxy\nb\ncxy\n");
        (void)text.undo();
        QCOMPARE(text.bytes(), "axy\nb\ncxy\n");
        (void)text.undo();
        QCOMPARE(text.bytes(), "a\nb\nc\n");
        QVERIFY(!text.canUndo());
    }
    void becomesAnotherTextInOneUndoStep_data() { addAllTexts(); }
    void becomesAnotherTextInOneUndoStep()
    {
        QFETCH(QByteArray, bytes);
        const QByteArray other =
            "# New\r\n" + u"\u00A0\u2029"_s.toUtf8() + (bytes.endsWith('\n') ? "\r\n" : "");
        EditableText text;
        QVERIFY(text.setBytes(bytes));
        QVERIFY(text.become(other));
        QCOMPARE(text.bytes(), other);
        text.undo();
        QVERIFY(!text.canUndo());
        QCOMPARE(text.bytes(), bytes);
    }

    void becomesAnyTextAndBack_data() { addAllTexts(); }
    void becomesAnyTextAndBack()
    {
        QFETCH(QByteArray, bytes);
        QRandomGenerator random(13);
        static const QByteArrayList lines{"a\n",   "a\r\n", "b\r", "\n",          "\r\n",
                                          "long ", "\r",    "c",   "\xC2\xA0\r\n"};
        for (int round = 0; round < 200; ++round) {
            QByteArray other = random.bounded(4) == 0 ? "\xEF\xBB\xBF" : "";
            for (int i = random.bounded(9); i > 0; --i) {
                other += lines.at(random.bounded(static_cast<int>(lines.size())));
            }
            EditableText text;
            QVERIFY(text.setBytes(bytes));
            QVERIFY(text.become(other));
            QCOMPARE(text.bytes(), other);
            text.undo();
            QVERIFY(!text.canUndo());
            QCOMPARE(text.bytes(), bytes);
            text.redo();
            QCOMPARE(text.bytes(), text.canUndo() ? other : bytes);
        }
    }

    void becomingAnotherTextKeepsTheCaretOfAnUntouchedLine()
    {
        EditableText text;
        QVERIFY(text.setBytes("one\ntwo\nthree\nfour\nfive\n"));
        QTextCursor caret = text.document()->find(u"three"_s);
        QVERIFY(text.become("ONE\ntwo\nthree\nfour\nFIVE\nsix\n"));
        QCOMPARE(caret.selectedText(), u"three"_s);
        QVERIFY(text.become("zero\r\nONE\r\ntwo\r\nthree\r\nfour\r\n"));
        QCOMPARE(caret.selectedText(), u"three"_s);
    }

    void convertedLineEndingsAreThoseOfNewLinesUntilUndone()
    {
        EditableText text;
        QVERIFY(text.setBytes("a\nb\n"));
        QVERIFY(text.become("a\r\nb\r\n"));
        QCOMPARE(text.lineEndingName(), u"CRLF"_s);
        QTextCursor cursor(text.document());
        cursor.insertText(u"x\n"_s);
        QCOMPARE(text.bytes(), "x\r\na\r\nb\r\n");
        text.undo();
        text.undo();
        QCOMPARE(text.bytes(), "a\nb\n");
        QCOMPARE(text.lineEndingName(), u"LF"_s);
        cursor.insertText(u"x\n"_s);
        QCOMPARE(text.bytes(), "x\na\nb\n");
    }

    void movesAStretchWithItsLineEndings()
    {
        QByteArray units = "one-two|three-|-four|five"; // - for CR LF, | for LF
        const auto bytes = [&units] {
            return QByteArray(units).replace('-', "\r\n").replace('|', '\n');
        };
        const QByteArray before = bytes();
        EditableText text;
        QVERIFY(text.setBytes(before));
        QRandomGenerator random(17);
        for (int i = 0; i < 200; ++i) {
            const int from = random.bounded(static_cast<int>(units.size()));
            const int length = random.bounded(static_cast<int>(units.size()) - from + 1);
            const int rest = random.bounded(static_cast<int>(units.size()) - length + 1);
            text.move(from, length, rest > from ? rest + length : rest);
            const QByteArray moved = units.sliced(from, length);
            units.remove(from, length).insert(rest, moved);
            QCOMPARE(text.bytes(), bytes());
        }
        for (int i = 0; i < 200; ++i) {
            QVERIFY(text.undo());
        }
        QVERIFY(!text.canUndo());
        QCOMPARE(text.bytes(), before);
    }

    void namesTheLineEndingsThatAreThere()
    {
        EditableText text;
        QVERIFY(text.setBytes("a\nb\nc\r\nd"));
        QCOMPARE(text.lineEndingName(), u"mixed line endings"_s);
        text.apply({0, 4, {}});
        QCOMPARE(text.bytes(), "c\r\nd");
        QCOMPARE(text.lineEndingName(), u"CRLF"_s);
    }

    void editsByHandChangeTheirBytesAlone_data() { addTexts(); }
    void editsByHandChangeTheirBytesAlone()
    {
        QFETCH(QByteArray, bytes);
        for (quint32 seed = 1; seed <= 20; ++seed) {
            EditableText text;
            QVERIFY(text.setBytes(bytes));
            HandEdits edits(text, bytes, seed);
            for (int i = 0; i < 100; ++i) {
                edits.step();
                QCOMPARE(text.bytes(), edits.expected());
            }
            while (text.canUndo()) {
                text.undo();
            }
            QCOMPARE(text.bytes(), bytes);
        }
    }

    void saysWhereItIsNotText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("offset");
        QTest::newRow("nul") << QByteArray("ab\0c", 4) << 2;
        QTest::newRow("latin1") << QByteArray("caf\xE9 x") << 3;
        QTest::newRow("utf16") << QByteArray("\xFF\xFE"
                                             "a\0",
                                             4)
                               << 0;
        QTest::newRow("cutSequence") << QByteArray("a\xE2\x82") << 1;
        QTest::newRow("surrogate") << QByteArray("ab\xED\xA0\x80") << 2;
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << 0;
    }
    void saysWhereItIsNotText()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, offset);
        EditableText text;
        const core::Result<void> taken = text.setBytes(bytes);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, core::ErrorCode::NotText);
        QVERIFY2(taken.error().message.contains(u"byte %1."_s.arg(offset)),
                 qPrintable(taken.error().message));
        const bool isUtf16 = offset == 0 && bytes.startsWith('\xFF');
        const QString readable =
            isUtf16 ? u"a"_s : QString::fromUtf8(bytes.first(offset)) + QChar::ReplacementCharacter;
        QVERIFY2(text.document()->toPlainText().startsWith(readable),
                 qPrintable(text.document()->toPlainText()));
        QVERIFY(!text.isModified());
    }

    void aNewLineTakesTheFilesOwnEnding()
    {
        EditableText text;
        QVERIFY(text.setBytes("a\r\nb\r\n"));
        QTextCursor cursor(text.document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(u"c\nd"_s);
        QCOMPARE(text.bytes(), "a\r\nb\r\nc\r\nd");
        QCOMPARE(text.lineEndingName(), u"CRLF"_s);
    }

    void countsEditsAndTellsModification()
    {
        EditableText text;
        QVERIFY(text.setBytes("a"));
        const qint64 revision = text.revision();
        QTextCursor(text.document()).insertText(u"b"_s);
        QVERIFY(text.revision() > revision);
        QVERIFY(text.isModified());
        text.markSaved();
        QVERIFY(!text.isModified());
    }

private:
    /// Offsets at which a text may be cut: before characters, not between CR and LF, after a byte
    /// order mark.
    static QList<qint64> characterCuts(const QByteArray &bytes)
    {
        QList<qint64> cuts;
        for (qsizetype i = bytes.startsWith("\xEF\xBB\xBF") ? 3 : 0; i < bytes.size(); ++i) {
            const bool isInside = (static_cast<unsigned char>(bytes.at(i)) & 0xC0) == 0x80;
            const bool isPair = i > 0 && bytes.at(i - 1) == '\r' && bytes.at(i) == '\n';
            if (!isInside && !isPair) {
                cuts.append(i);
            }
        }
        cuts.append(bytes.size());
        return cuts;
    }
};

QTEST_GUILESS_MAIN(TestEditableText)
#include "tst_editabletext.moc"
