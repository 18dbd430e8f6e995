#include "core/portablepath.h"

#include <QTest>

using namespace hermes::core;
using namespace Qt::StringLiterals;

class PortablePathTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsWhatEverySystemHolds_data();
    void acceptsWhatEverySystemHolds();
    void refusesWhatSomeSystemCannotHold_data();
    void refusesWhatSomeSystemCannotHold();
    void noticesPathsThatStandInEachOthersWay_data();
    void noticesPathsThatStandInEachOthersWay();
    void spellsOutInvisibleCharacters();
};

void PortablePathTest::acceptsWhatEverySystemHolds_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("plain") << u"agents/x/AGENT.md"_s;
    QTest::newRow("dots in names") << u"a/.hidden/b..c/d.e.f"_s;
    QTest::newRow("letters beyond ASCII") << u"skills/Größe/設計.md"_s;
    QTest::newRow("emoji") << u"skills/\U0001F600.md"_s;
    QTest::newRow("space inside") << u"a b/c d.md"_s;
    QTest::newRow("device name as a part of a name") << u"console/com10/auxiliary.md"_s;
    QTest::newRow("240 bytes") << QString(240, u'a');
    QTest::newRow("240 bytes of two-byte letters") << QString(120, u'ö');
}

void PortablePathTest::acceptsWhatEverySystemHolds()
{
    QFETCH(QString, path);
    QCOMPARE(portablePathProblem(path).value_or(QString()), QString());
}

void PortablePathTest::refusesWhatSomeSystemCannotHold_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("empty") << u""_s;
    QTest::newRow("absolute") << u"/etc/passwd"_s;
    QTest::newRow("parent") << u"../x"_s;
    QTest::newRow("parent inside") << u"a/../x"_s;
    QTest::newRow("current folder") << u"a/./b"_s;
    QTest::newRow("empty part") << u"a//b"_s;
    QTest::newRow("trailing slash") << u"a/"_s;
    QTest::newRow("drive") << u"C:/x"_s;
    QTest::newRow("drive with backslash") << u"C:\\x"_s;
    for (const auto characters = u"\\:*?\"<>|"_s; const QChar character : characters) {
        QTest::addRow("character %c", character.toLatin1()) << u"a"_s + character + u"b"_s;
    }
    QTest::newRow("newline") << u"a\nb"_s;
    QTest::newRow("NUL") << QString(u'\0');
    QTest::newRow("DEL") << u"a\u007f"_s;
    QTest::newRow("C1 control") << u"a\u0085b"_s;
    QTest::newRow("right-to-left override") << u"gpj\u202Eexe.md"_s;
    QTest::newRow("zero-width space") << u"a\u200Bb"_s;
    QTest::newRow("tag character") << u"a\U000E0041"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s;
    QTest::newRow("half a surrogate pair") << QString(QChar(0xd800));
    QTest::newRow("trailing dot") << u"a./b"_s;
    QTest::newRow("trailing space") << u"a/b "_s;
    for (const QString &name :
         {u"CON"_s, u"con.md"_s, u"Aux"_s, u"NUL.tar.gz"_s, u"prn "_s + u".txt"_s, u"COM1"_s,
          u"lpt9.md"_s, u"COM\u00b2"_s, u"CONIN$"_s}) {
        QTest::addRow("device %s", qPrintable(name)) << u"a/"_s + name;
    }
    QTest::newRow("decomposed") << u"Gro\u0308ße.md"_s;
    QTest::newRow("241 bytes") << QString(241, u'a');
    QTest::newRow("241 bytes, 121 letters") << QString(120, u'ö') + u'a';
}

void PortablePathTest::refusesWhatSomeSystemCannotHold()
{
    QFETCH(QString, path);
    QVERIFY(portablePathProblem(path).has_value());
}

void PortablePathTest::noticesPathsThatStandInEachOthersWay_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("clashes");
    QTest::newRow("side by side") << u"a/b"_s << u"a/c"_s << false;
    QTest::newRow("same name in two folders") << u"a/b"_s << u"c/b"_s << false;
    QTest::newRow("twice") << u"a/b"_s << u"a/b"_s << true;
    QTest::newRow("case") << u"A.md"_s << u"a.md"_s << true;
    QTest::newRow("case beyond ASCII") << u"Ä"_s << u"ä"_s << true;
    QTest::newRow("sharp s") << u"Straße"_s << u"STRASSE"_s << true;
    QTest::newRow("case of a folder") << u"Docs/a"_s << u"docs/b"_s << true;
    QTest::newRow("file, then folder") << u"a"_s << u"a/b"_s << true;
    QTest::newRow("folder, then file") << u"a/b"_s << u"a"_s << true;
    QTest::newRow("file, then folder in other case") << u"A"_s << u"a/b"_s << true;
}

void PortablePathTest::noticesPathsThatStandInEachOthersWay()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    PathSet paths;
    QVERIFY(!paths.add(first));
    QTEST(paths.add(second).has_value(), "clashes");
}

void PortablePathTest::spellsOutInvisibleCharacters()
{
    QCOMPARE(displayedPath(u"a\u202Eb\nc"_s), u"“a\\u{202e}b\\u{000a}c”"_s);
    QCOMPARE(displayedPath(u"設計"_s), u"“設計”"_s);
    QVERIFY(displayedPath(QString(100'000, u'a')).size() < 300);
}

QTEST_GUILESS_MAIN(PortablePathTest)
#include "tst_portablepath.moc"
