#include "text/sections.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

/// One section a line: level, title, line, start, length, words.
QStringList outline(const QByteArray &text)
{
    QStringList lines;
    const QList<text::Section> found = text::sections(text);
    for (const text::Section &section : found) {
        lines.append(u"%1 %2 @%3 %4+%5 %6"_s.arg(section.level)
                         .arg(section.title)
                         .arg(section.line)
                         .arg(section.start)
                         .arg(section.length)
                         .arg(section.words));
    }
    return lines;
}

} // namespace

class TestSections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsHeadings_data();
    void findsHeadings();
};

void TestSections::findsHeadings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("sections");
    QTest::newRow("empty") << QByteArray() << QStringList{};
    QTest::newRow("noHeading") << QByteArray("only text\n") << QStringList{};
    QTest::newRow("two") << QByteArray("intro\n# One\ntext here\n## Two ##\nmore\n")
                         << QStringList{u"1 One @2 6+16 3"_s, u"2 Two @4 22+15 2"_s};
    QTest::newRow("setext") << QByteArray("Big one\n===\n\nSmall\n---\n")
                            << QStringList{u"1 Big one @1 0+13 2"_s, u"2 Small @4 13+10 1"_s};
    QTest::newRow("setextOfTwoLines")
        << QByteArray("a\n\nBig\none\n===\n") << QStringList{u"1 Big one @3 3+12 2"_s};
    QTest::newRow("carriageReturnAndLineFeed")
        << QByteArray("# One\r\n\r\ntext\r\n# Two\r\n")
        << QStringList{u"1 One @1 0+15 2"_s, u"1 Two @4 15+7 1"_s};
    QTest::newRow("carriageReturn") << QByteArray("# One\rtext\r# Two")
                                    << QStringList{u"1 One @1 0+11 2"_s, u"1 Two @3 11+5 1"_s};
    QTest::newRow("notInFencedCode")
        << QByteArray("```\n# no\n```\n# yes\n") << QStringList{u"1 yes @4 13+6 1"_s};
    QTest::newRow("notInTildeFence") << QByteArray("~~~~ md\n# no\n~~~\n# no\n~~~~\n# yes\n")
                                     << QStringList{u"1 yes @6 27+6 1"_s};
    QTest::newRow("notInIndentedCode")
        << QByteArray("a\n\n    # no\n\n   # yes\n") << QStringList{u"1 yes @5 13+9 1"_s};
    QTest::newRow("unclosedFence")
        << QByteArray("# yes\n```\n# no\n") << QStringList{u"1 yes @1 0+15 2"_s};
    QTest::newRow("needsASpace") << QByteArray("#no\n####### no\n") << QStringList{};
    QTest::newRow("rulerIsNoHeading") << QByteArray("\n---\ntext\n") << QStringList{};
    QTest::newRow("withMarkup") << QByteArray("# **Bold** `code` [link](x) &amp; co\n")
                                << QStringList{u"1 Bold code link & co @1 0+37 5"_s};
    QTest::newRow("withoutText") << QByteArray("# A\n\n##\n\ntext\n")
                                 << QStringList{u"1 A @1 0+5 1"_s, u"2  @3 5+9 1"_s};
    QTest::newRow("withoutTextTwice")
        << QByteArray("##\n##\n") << QStringList{u"2  @1 0+3 0"_s, u"2  @2 3+3 0"_s};
    QTest::newRow("inAQuote") << QByteArray("> # Said\n> text\n")
                              << QStringList{u"1 Said @1 0+16 2"_s};
    QTest::newRow("byteOrderMark")
        << QByteArray("\xef\xbb\xbf# A\n") << QStringList{u"1 A @1 3+4 1"_s};
    QTest::newRow("beyondAscii") << QByteArray("# Größe — ok\nübrig\n")
                                 << QStringList{u"1 Größe — ok @1 0+24 4"_s};
    QTest::newRow("sameTextTwice")
        << QByteArray("# A\n# A\n") << QStringList{u"1 A @1 0+4 1"_s, u"1 A @2 4+4 1"_s};
}

void TestSections::findsHeadings()
{
    QFETCH(QByteArray, text);
    QTEST(outline(text), "sections");
}

QTEST_GUILESS_MAIN(TestSections)
#include "tst_sections.moc"
