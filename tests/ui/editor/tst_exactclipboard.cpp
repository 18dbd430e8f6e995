#include "textfixture.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::TextFixture;

class TestExactClipboard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copiedAndPastedTextKeepsItsBytes_data();
    void copiedAndPastedTextKeepsItsBytes();
    void pastedLinesEndAsTheFileDoes();
    void pastedHtmlIsItsPlainText();
    void cutTextIsInTheClipboard();
};

void TestExactClipboard::copiedAndPastedTextKeepsItsBytes_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("noBreakSpace") << u"a\u00A0b"_s;
    QTest::newRow("otherBlanks") << u"a\u202Fb\u2003c\u3000"_s;
    QTest::newRow("lineSeparator") << u"a\u2028b"_s;
    QTest::newRow("paragraphSeparator") << u"a\u2029b"_s;
    QTest::newRow("nonCharacters") << u"\uFDD0a\uFDD1\uFDD2"_s;
    QTest::newRow("zeroWidth") << u"a\u200B\uFEFF\u00AD\u2060"_s;
    QTest::newRow("controls") << u"\u001B[0m\u0007\t\u000B\u000C"_s;
    QTest::newRow("lines") << u"one\n\n two \nthree"_s;
    QTest::newRow("objectCharacter") << u"a\uFFFCb"_s;
    QTest::newRow("pairs") << u"👩‍💻𝒳"_s;
}
void TestExactClipboard::copiedAndPastedTextKeepsItsBytes()
{
    QFETCH(QString, text);
    TextFixture source(text.toUtf8());
    QTest::keyClick(&source.editor(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&source.editor(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), text);
    TextFixture target("<>\n");
    target.placeCaret(1);
    QTest::keyClick(&target.editor(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(target.bytes(), '<' + text.toUtf8() + ">\n");
    QCOMPARE(source.bytes(), text.toUtf8());
    target.text().undo();
    QCOMPARE(target.bytes(), "<>\n");
}

void TestExactClipboard::pastedLinesEndAsTheFileDoes()
{
    QGuiApplication::clipboard()->setText(u"1\r\n2\n3\r4"_s);
    for (const QByteArray &lineEnd : {QByteArray("\n"), QByteArray("\r\n"), QByteArray("\r")}) {
        TextFixture fixture("a" + lineEnd + "b" + lineEnd);
        fixture.placeCaret(2);
        QTest::keyClick(&fixture.editor(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(fixture.bytes(), QByteArray("a\n1\n2\n3\n4b\n").replace('\n', lineEnd));
    }
}

void TestExactClipboard::pastedHtmlIsItsPlainText()
{
    auto *data = new QMimeData;
    data->setHtml(u"<b>bold</b>"_s);
    data->setText(u"bold"_s);
    QGuiApplication::clipboard()->setMimeData(data);
    TextFixture fixture("");
    QTest::keyClick(&fixture.editor(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(fixture.bytes(), "bold");
}

void TestExactClipboard::cutTextIsInTheClipboard()
{
    TextFixture fixture("a\r\nb\xC2\xA0\nc\r\n");
    fixture.select(1, 5);
    QTest::keyClick(&fixture.editor(), Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(fixture.bytes(), "ac\r\n");
    QCOMPARE(QGuiApplication::clipboard()->text(), u"\nb\u00A0\n"_s);
}

QTEST_MAIN(TestExactClipboard)
#include "tst_exactclipboard.moc"
