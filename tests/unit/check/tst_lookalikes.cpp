#include "check/lookalikes.h"

#include <QTest>

using namespace hermes::check;
using namespace Qt::StringLiterals;

class LookalikesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letterOfAnotherAlphabetIsFound_data();
    void letterOfAnotherAlphabetIsFound();
    void everydayTextIsQuiet_data();
    void everydayTextIsQuiet();
    void wholeWordIsFoundInIdentifiersOnly();
    void everyPlaceOfAWordIsFound();
};

void LookalikesTest::letterOfAnotherAlphabetIsFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<char16_t>("letter");
    QTest::addColumn<char16_t>("looksLike");
    QTest::newRow("cyrillicInLatin") << u"use pаypal"_s << 5 << u'\u0430' << u'a';
    QTest::newRow("greekInLatin") << u"Gοogle"_s << 1 << u'\u03BF' << u'o';
    QTest::newRow("armenianInLatin") << u"bօok"_s << 1 << u'\u0585' << u'o';
    QTest::newRow("latinInCyrillic") << u"прoверка"_s << 2 << u'o' << u'\u043E';
    QTest::newRow("latinInGreek") << u"λόγoς"_s << 3 << u'o' << u'\u03BF';
    QTest::newRow("firstLetter") << u"Оrder"_s << 0 << u'\u041E' << u'O';
    QTest::newRow("lastLetter") << u"admіn_keу"_s << 3 << u'\u0456' << u'i';
}

void LookalikesTest::letterOfAnotherAlphabetIsFound()
{
    QFETCH(const QString, text);
    QFETCH(const int, position);
    QFETCH(const char16_t, letter);
    QFETCH(const char16_t, looksLike);
    const QList<Lookalike> found = findLookalikes(text);
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.first(), (Lookalike{position, letter, looksLike}));
}

void LookalikesTest::everydayTextIsQuiet_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("english") << u"You implement server-side services, e.g. an API."_s;
    QTest::newRow("german") << u"Prüfe Größe, Maß und Übergabe – ohne Ausnahme."_s;
    QTest::newRow("french") << u"Vérifie l’état, œuvre après œuvre."_s;
    QTest::newRow("russian") << u"Проверь API и HTTP-запросы; ITшник, SMSка, USB-порт."_s;
    QTest::newRow("ukrainian") << u"Перевір її стан і поясни помилку."_s;
    QTest::newRow("greek") << u"Έλεγξε το API και γράψε τι άλλαξε."_s;
    QTest::newRow("armenian") << u"Ստուգիր API-ը և գրիր արդյունքը։"_s;
    QTest::newRow("japanese") << u"APIを確認し、Webサービスをテストする。"_s;
    QTest::newRow("chinese") << u"检查API并编写测试。"_s;
    QTest::newRow("arabic") << u"تحقق من API واكتب الاختبار."_s;
    QTest::newRow("hebrew") << u"בדוק את ה-API וכתוב בדיקה."_s;
    QTest::newRow("math") << u"Δt in μs, πr², λ-calculus, Ωm, 5 µm, σx"_s;
}

void LookalikesTest::everydayTextIsQuiet()
{
    QFETCH(const QString, text);
    QCOMPARE(findLookalikes(text), QList<Lookalike>());
}

void LookalikesTest::wholeWordIsFoundInIdentifiersOnly()
{
    const QString word = u"сора"_s; // all Cyrillic, reads as "copa"
    QCOMPARE(findLookalikes(word), QList<Lookalike>());
    QCOMPARE(findLookalikesInIdentifier(word).size(), 4);
    QCOMPARE(findLookalikesInIdentifier(u"имя"_s), QList<Lookalike>());
}

void LookalikesTest::everyPlaceOfAWordIsFound()
{
    const QList<Lookalike> found = findLookalikes(u"аdmіn-rоot"_s);
    QCOMPARE(found.size(), 3);
    QCOMPARE(found.at(0).position, 0);
    QCOMPARE(found.at(1).position, 3);
    QCOMPARE(found.at(2).position, 7);
}

QTEST_GUILESS_MAIN(LookalikesTest)
#include "tst_lookalikes.moc"
