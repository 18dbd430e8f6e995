#include "workspace/editabletext.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
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

} // namespace

class TestEditableText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryByteThatWasSet_data() { addTexts(); }
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
        while (text.document()->isUndoAvailable()) {
            text.document()->undo();
        }
        QCOMPARE(text.bytes(), bytes);
        QVERIFY(!text.isModified());
    }

    void anEditChangesItsBytesAlone_data() { addTexts(); }
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
            if (joinsLineEnd(before, edit)) {
                continue; // CR and LF that meet become one line end: another text, by definition
            }
            text.apply(edit);
            QCOMPARE(text.bytes(), edit.appliedTo(before));
        }
    }

    void becomesAnotherTextInOneUndoStep_data() { addTexts(); }
    void becomesAnotherTextInOneUndoStep()
    {
        QFETCH(QByteArray, bytes);
        const QByteArray other =
            "# New\r\n" + u"\u00A0\u2029"_s.toUtf8() + (bytes.endsWith('\n') ? "\r\n" : "");
        EditableText text;
        QVERIFY(text.setBytes(bytes));
        const bool hadMark = text.hasByteOrderMark();
        QVERIFY(text.become(other));
        QCOMPARE(text.bytes(), other);
        text.document()->undo();
        QVERIFY(!text.document()->isUndoAvailable());
        QCOMPARE(text.bytes(), hadMark ? bytes.sliced(3) : bytes);
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
        QVERIFY(text.document()->isEmpty());
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

    static bool joinsLineEnd(const QByteArray &before, const registry::TextEdit &edit)
    {
        const QByteArray head = before.first(edit.start);
        const QByteArray tail = before.sliced(edit.start + edit.length);
        const QByteArray middle = edit.replacement;
        return (head.endsWith('\r') && (middle + tail).startsWith('\n'))
            || ((head + middle).endsWith('\r') && tail.startsWith('\n'));
    }
};

QTEST_GUILESS_MAIN(TestEditableText)
#include "tst_editabletext.moc"
