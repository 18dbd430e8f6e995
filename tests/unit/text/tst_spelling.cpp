#include "text/spellablewords.h"
#include "text/spellchecker.h"
#include "text/wordlist.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

QString words(const QString &text)
{
    const TextLines lines(text);
    QStringList result;
    for (qsizetype i = 0; i < lines.count(); ++i) {
        for (const auto allWords = spellableWords(lines, i); const WordPlace &word : allWords) {
            result.append(lines.line(i).sliced(word.start, word.length));
        }
    }
    return result.join(u' ');
}

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

} // namespace

/// With the real Hunspell and the dictionaries of the system.
class TestSpelling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesWords_data();
    void choosesWords();
    void listsAreEditedByTheirWord_data();
    void listsAreEditedByTheirWord();
    void wordsCanBeTakenFromLists();
    void findsInstalledDictionaries();
    void checksWords_data();
    void checksWords();
    void readsOtherEncodings();
    void suggestsWords();
    void answersFromWhatItKnows();
    void severalLanguages();
    void anotherLanguageForgets();
    void acceptedWordsAreRight();
    void suggestionsComeWhileWordsAreChecked();
    void brokenDictionaryIsTold();
    void withoutLanguagesEverythingIsRight();
};

void TestSpelling::choosesWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("prose", "Write the text, please.", "Write the text please");
    row("signs", "(one) \"two\" three—four “five” six/seven", "one two three four five six seven");
    row("apostrophes", "don't it’s 'quoted'", "don't it’s quoted");
    row("hyphens", "well-known (some-thing) end-", "well-known some-thing end");
    row("emphasis", "**bold** _soft_ ~~gone~~", "bold soft gone");
    row("codeSpan", "use `qwfp arst` here", "use here");
    row("codeSpanOverLines", "use `qwfp\narst` here", "use here");
    row("link", "see [the page](http://qwfp.arst \"x\") now", "see the page now");
    row("autolink", "see <https://qwfp.arst> and www.qwfp.de", "see and");
    row("address", "https://qwfp.arst/x me@qwfp.de", "");
    row("path", "in ./src/qwfp or /usr/qwfp or a/qwfp/c", "in or or");
    row("fileName", "the file qwfp.txt ends.", "the file ends");
    row("variable", "hello {{qwfp}} and ${arst} and $qwfp", "hello and and");
    row("names", "camelCase HTTP v2 snake_case getHTTPText McKay", "");
    row("flags", "run --qwfp now", "run now");
    row("call", "call qwfp() now", "call now");
    row("tag", "a <qwfp class=\"arst\">word</qwfp>", "word");
    row("heading", "## The title ##", "The title");
    row("item", "- [x] done item", "done item");
    row("table", "| head | two |\n|---|---|\n| cell | more |", "head two cell more");
    row("code", "```\nqwfp\n```\n\n    arst\n", "");
    row("definition", "[qwfp]: http://arst", "");
    row("frontMatter", "---\nname: qwfp\ndescription: This is a sentence\n---\ntext",
        "This is sentence text");
    row("chinese", "中文 text", "text");
    row("umlauts", "Größe übel", "Größe übel");
    row("entity", "one&nbsp;two &amp; three", "one two three");
}

void TestSpelling::choosesWords()
{
    QFETCH(QString, text);
    QTEST(words(text), "expected");
}

void TestSpelling::listsAreEditedByTheirWord_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("empty") << QByteArray() << u"b"_s << QByteArray("b\n");
    QTest::newRow("sorted") << QByteArray("a\nc\n") << u"b"_s << QByteArray("a\nb\nc\n");
    QTest::newRow("withoutCase") << QByteArray("a\nC\n") << u"B"_s << QByteArray("a\nB\nC\n");
    QTest::newRow("last") << QByteArray("a\n") << u"b"_s << QByteArray("a\nb\n");
    QTest::newRow("noLineEnd") << QByteArray("a") << u"b"_s << QByteArray("a\nb\n");
    QTest::newRow("there") << QByteArray("a\nb\n") << u"b"_s << QByteArray("a\nb\n");
    QTest::newRow("comments") << QByteArray("# x\n\nc\n") << u"b"_s << QByteArray("# x\n\nb\nc\n");
    QTest::newRow("windows") << QByteArray("a\r\nc\r\n") << u"b"_s << QByteArray("a\r\nb\r\nc\r\n");
    QTest::newRow("unsorted") << QByteArray("z\na\n") << u"b"_s << QByteArray("b\nz\na\n");
    QTest::newRow("beyondAscii") << QByteArray("a\n") << u"ä"_s << QByteArray("a\nä\n");
}

void TestSpelling::listsAreEditedByTheirWord()
{
    QFETCH(QByteArray, list);
    QFETCH(QString, word);
    QTEST(withWord(list, word), "expected");
}

void TestSpelling::wordsCanBeTakenFromLists()
{
    QCOMPARE(withoutWord("a\nb\n# b\nb\n", u"b"_s), QByteArray("a\n# b\n"));
    QCOMPARE(wordsOf("# x\na\r\n\n b \n"), (QStringList{u"a"_s, u"b"_s}));
}

void TestSpelling::findsInstalledDictionaries()
{
    const QList<Dictionary> found = installedDictionaries(dictionaryFolders());
    QStringList languages;
    for (const Dictionary &dictionary : found) {
        languages.append(dictionary.language);
    }
    QVERIFY2(languages.contains(u"en_US"_s) && languages.contains(u"de_DE"_s),
             qPrintable(languages.join(u' ')));
    QCOMPARE((Dictionary{u"de_DE"_s, {}, {}}.name()), u"German (Germany)"_s);
    QCOMPARE((Dictionary{u"zz_Words"_s, {}, {}}.name()), u"zz_Words"_s);
}

void TestSpelling::checksWords_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("word");
    QTest::addColumn<bool>("correct");
    const auto row = [](const char *language, const char *word, bool correct) {
        QTest::addRow("%s %s", language, word)
            << QString::fromUtf8(language) << QString::fromUtf8(word) << correct;
    };
    row("en_US", "receive", true);
    row("en_US", "recieve", false);
    row("en_US", "don’t", true);
    row("en_US", "Receive", true);
    row("en_US", "well-known", true);
    row("en_US", "well-knwon", false);
    row("en_US", "Привет", true); // of another script: left alone
    row("de_DE", "Größe", true);
    row("de_DE", "Grösse", false);
    row("de_DE", "Привет", true);
}

void TestSpelling::checksWords()
{
    QFETCH(QString, language);
    QFETCH(QString, word);
    Speller speller;
    for (const auto dictionarys = installedDictionaries(dictionaryFolders());
         const Dictionary &dictionary : dictionarys) {
        if (dictionary.language == language) {
            QVERIFY(speller.load(dictionary).has_value());
        }
    }
    QTEST(speller.isCorrect(word), "correct");
}

void TestSpelling::readsOtherEncodings()
{
    const QTemporaryDir folder;
    write(folder.filePath(u"pl_PL.aff"_s), "SET ISO8859-2\nTRY os\n");
    write(folder.filePath(u"pl_PL.dic"_s), "1\n\xb3o\xb6\n");
    Speller speller;
    QVERIFY(speller.load(installedDictionaries({folder.path()}).constFirst()).has_value());
    QVERIFY(speller.isCorrect(u"łoś"_s));
    QVERIFY(!speller.isCorrect(u"łos"_s));
    QVERIFY(speller.isCorrect(u"ñu"_s)); // not in that encoding: left alone
    QCOMPARE(speller.suggestions(u"łsoś"_s), (QStringList{u"łoś"_s}));
}

void TestSpelling::suggestsWords()
{
    SpellChecker checker(dictionaryFolders());
    checker.setLanguages({u"en_US"_s});
    QStringList found;
    checker.suggest(u"recieve"_s, this, [&found](const QStringList &words) { found = words; });
    QTRY_VERIFY(!found.isEmpty());
    QCOMPARE(found.first(), u"receive"_s);
    found.clear();
    checker.suggest(u"dont’t"_s, this, [&found](const QStringList &words) { found = words; });
    QTRY_VERIFY2(found.contains(u"don’t"_s), qPrintable(found.join(u' ')));
}

void TestSpelling::answersFromWhatItKnows()
{
    SpellChecker checker(dictionaryFolders());
    checker.setLanguages({u"en_US"_s});
    const QSignalSpy answered(&checker, &SpellChecker::answered);
    QCOMPARE(checker.verdict(u"recieve"_s), SpellChecker::Verdict::Unknown);
    checker.request({u"recieve"_s, u"receive"_s});
    QTRY_COMPARE(answered.size(), 1);
    QCOMPARE(checker.verdict(u"recieve"_s), SpellChecker::Verdict::Wrong);
    QCOMPARE(checker.verdict(u"receive"_s), SpellChecker::Verdict::Right);
    checker.request({u"receive"_s}); // known: nobody is asked
    QTest::qWait(0);
    QCOMPARE(answered.size(), 1);
}

void TestSpelling::severalLanguages()
{
    SpellChecker checker(dictionaryFolders());
    checker.setLanguages({u"en_US"_s, u"de_DE"_s});
    checker.request({u"receive"_s, u"Größe"_s, u"qwfparst"_s});
    QTRY_COMPARE(checker.verdict(u"qwfparst"_s), SpellChecker::Verdict::Wrong);
    QCOMPARE(checker.verdict(u"receive"_s), SpellChecker::Verdict::Right);
    QCOMPARE(checker.verdict(u"Größe"_s), SpellChecker::Verdict::Right);
}

void TestSpelling::anotherLanguageForgets()
{
    SpellChecker checker(dictionaryFolders());
    checker.setLanguages({u"en_US"_s});
    checker.request({u"receive"_s});
    checker.setLanguages({u"de_DE"_s}); // while the worker still has the question
    QCOMPARE(checker.verdict(u"receive"_s), SpellChecker::Verdict::Unknown);
    checker.request({u"receive"_s});
    QTRY_COMPARE(checker.verdict(u"receive"_s), SpellChecker::Verdict::Wrong);
}

void TestSpelling::acceptedWordsAreRight()
{
    SpellChecker checker(dictionaryFolders());
    checker.setLanguages({u"en_US"_s});
    checker.request({u"Qwfparst"_s});
    QTRY_COMPARE(checker.verdict(u"Qwfparst"_s), SpellChecker::Verdict::Wrong);
    const QSignalSpy answered(&checker, &SpellChecker::answered);
    checker.setAcceptedWords({u"qwfparst"_s});
    QCOMPARE(answered.size(), 1);
    QCOMPARE(checker.verdict(u"Qwfparst"_s), SpellChecker::Verdict::Right);
    QCOMPARE(checker.verdict(u"qwfparst"_s), SpellChecker::Verdict::Right);
}

void TestSpelling::suggestionsComeWhileWordsAreChecked()
{
    SpellChecker checker(dictionaryFolders());
    checker.setLanguages({u"en_US"_s});
    checker.request({u"receive"_s});
    QStringList found;
    checker.suggest(u"recieve"_s, this, [&found](const QStringList &words) { found = words; });
    {
        QObject gone;
        checker.suggest(u"teh"_s, &gone, [](const QStringList &) { QFAIL("nobody is there"); });
    }
    QTRY_VERIFY(!found.isEmpty());
    QTRY_COMPARE(checker.verdict(u"receive"_s), SpellChecker::Verdict::Right);
}

void TestSpelling::brokenDictionaryIsTold()
{
    const QTemporaryDir folder;
    write(folder.filePath(u"xx_XX.aff"_s), "SET KLINGON-7\n");
    write(folder.filePath(u"xx_XX.dic"_s), "1\nword\n");
    SpellChecker checker({folder.path()});
    const QSignalSpy failed(&checker, &SpellChecker::failed);
    checker.setLanguages({u"xx_XX"_s});
    checker.request({u"text"_s});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<core::Error>().code, core::ErrorCode::InvalidFormat);
    QCOMPARE(checker.verdict(u"text"_s), SpellChecker::Verdict::Right);
}

void TestSpelling::withoutLanguagesEverythingIsRight()
{
    SpellChecker checker(dictionaryFolders());
    QCOMPARE(checker.verdict(u"qwfparst"_s), SpellChecker::Verdict::Right);
}

QTEST_GUILESS_MAIN(TestSpelling)
#include "tst_spelling.moc"
