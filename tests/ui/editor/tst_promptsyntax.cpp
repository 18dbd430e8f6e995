#include "textfixture.h"
#include "widgets/themecolors.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::PromptSyntax;
using test::letColoursSettle;
using test::TextFixture;

namespace {

/// The colour of a character; invalid where it has that of plain text.
QColor colorAt(const QTextDocument &document, int line, int column)
{
    QColor color;
    for (const auto allRanges = document.findBlockByNumber(line - 1).layout()->formats();
         const QTextLayout::FormatRange &range : allRanges) {
        if (column - 1 >= range.start && column - 1 < range.start + range.length
            && range.format.foreground().style() != Qt::NoBrush) {
            color = range.format.foreground().color();
        }
    }
    return color;
}

int boldAt(const QTextDocument &document, int line)
{
    const QList<QTextLayout::FormatRange> ranges =
        document.findBlockByNumber(line - 1).layout()->formats();
    return ranges.isEmpty() ? QFont::Normal : ranges.first().format.fontWeight();
}

QList<QList<QTextLayout::FormatRange>> formatsOf(const QTextDocument &document)
{
    QList<QList<QTextLayout::FormatRange>> formats;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        formats.append(block.layout()->formats());
    }
    return formats;
}

/// Formats of a text that is coloured from its start to its end in one go.
QList<QList<QTextLayout::FormatRange>> freshFormats(TextFixture &fixture, const QByteArray &bytes)
{
    workspace::EditableText text;
    if (!text.setBytes(bytes)) {
        qFatal("not a text");
    }
    fixture.syntax().highlight(text.document(), PromptSyntax::Language::Markdown);
    letColoursSettle(*text.document());
    return formatsOf(*text.document());
}

} // namespace

class TestPromptSyntax final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void markdownIsColouredWithTheLanguagesOfItsCode();
    void jsonIsColoured();
    void aFenceChangesWhatFollowsItBetweenEvents();
    void aChangeAboveDoesNotEndWhatIsUnderWay();
    void anyEditsLeaveTheColoursOfTheWholeText();
    void coloursFollowTheTheme();
    void aTextAboveTheLimitStaysPlain();
    void aLineAboveTheLimitStaysPlain();
    void aDocumentIsColouredOnceTheGrammarsAreThere();
    void codeHasTheColoursOfItsLanguage();
};

void TestPromptSyntax::markdownIsColouredWithTheLanguagesOfItsCode()
{
    TextFixture fixture("# Title\n\nplain\n\n- item\n\n```python\nreturn 1  # note\n```\n");
    (void)fixture.picture();
    const QTextDocument &document = *fixture.document();
    const widgets::ThemeColors &colors = fixture.theme().colors();
    QCOMPARE(colorAt(document, 1, 3), colors.agent);
    QCOMPARE(boldAt(document, 1), int(QFont::Bold));
    QVERIFY(!colorAt(document, 3, 1).isValid());
    QCOMPARE(colorAt(document, 5, 1), colors.skill);
    QCOMPARE(colorAt(document, 8, 1), colors.agent); // a keyword of Python
    QCOMPARE(colorAt(document, 8, 12), colors.muted); // a comment of Python
}

void TestPromptSyntax::jsonIsColoured()
{
    TextFixture fixture("");
    workspace::EditableText text;
    QVERIFY(text.setBytes("{\n  \"key\": \"value\"\n}\n"));
    fixture.syntax().highlight(text.document(), PromptSyntax::Language::Json);
    const widgets::ThemeColors &colors = fixture.theme().colors();
    QTRY_COMPARE(colorAt(*text.document(), 2, 4), colors.agent);
    QCOMPARE(colorAt(*text.document(), 2, 11), colors.added);
}

void TestPromptSyntax::aFenceChangesWhatFollowsItBetweenEvents()
{
    const int lines = 20'000;
    TextFixture fixture("\n" + QByteArray("- item of a list\n").repeated(lines));
    const QTextDocument &document = *fixture.document();
    const widgets::ThemeColors &colors = fixture.theme().colors();
    QTRY_COMPARE_WITH_TIMEOUT(colorAt(document, lines, 1), colors.skill, 60'000);
    fixture.placeCaret(0);
    for (int i = 0; i < 3; ++i) {
        QKeyEvent key(QEvent::KeyPress, Qt::Key_QuoteLeft, {}, u"`"_s);
        QCoreApplication::sendEvent(&fixture.editor(), &key);
    }
    QCOMPARE(colorAt(document, lines, 1), colors.skill); // the key did not wait for it
    QTRY_VERIFY_WITH_TIMEOUT(colorAt(document, lines, 1) != colors.skill, 60'000);
    QTest::keyClick(&fixture.editor(), Qt::Key_Backspace);
    QTRY_COMPARE_WITH_TIMEOUT(colorAt(document, lines, 1), colors.skill, 60'000);
}

void TestPromptSyntax::aChangeAboveDoesNotEndWhatIsUnderWay()
{
    constexpr int lines = 20'000; // more than a slice colours
    TextFixture fixture(QByteArray("start\n") + QByteArray("plain *text*\n").repeated(lines));
    const QTextDocument &document = *fixture.document();
    QTRY_VERIFY_WITH_TIMEOUT(!document.findBlockByNumber(lines).layout()->formats().isEmpty(),
                             60'000);
    const QList<QTextLayout::FormatRange> plain =
        document.findBlockByNumber(lines).layout()->formats();
    fixture.placeCaret(6);
    QTest::keyClicks(&fixture.editor(), u"```"_s);
    QTest::keyClick(&fixture.editor(), Qt::Key_Return);
    fixture.placeCaret(0);
    QTest::keyClicks(&fixture.editor(), u"x"_s); // no event was handled since the fence
    QTRY_VERIFY_WITH_TIMEOUT(document.findBlockByNumber(lines).layout()->formats() != plain,
                             60'000);
}

void TestPromptSyntax::anyEditsLeaveTheColoursOfTheWholeText()
{
    TextFixture fixture("# A\n\n- b\n\n```python\ndef c():\n    pass\n```\n\n> d\n");
    QRandomGenerator random(5);
    static const QStringList texts{u"\n"_s,       u"```\n"_s,   u"```python\n"_s, u"# h\n"_s,
                                   u"x"_s,        u"<!-- "_s,   u" -->\n"_s,      u"- i\n\n"_s,
                                   u"a\u200Bb"_s, u"\"\"\"\n"_s};
    for (int round = 0; round < 400; ++round) {
        QTextCursor cursor(fixture.document());
        const int length = fixture.document()->characterCount() - 1;
        cursor.setPosition(random.bounded(length + 1));
        cursor.setPosition(std::min(length, cursor.position() + random.bounded(12)),
                           QTextCursor::KeepAnchor);
        if (random.bounded(3) == 0) {
            cursor.removeSelectedText();
        } else if (random.bounded(6) == 0) {
            fixture.text().undo();
        } else {
            cursor.clearSelection();
            cursor.insertText(texts.at(random.bounded(static_cast<int>(texts.size()))));
        }
        if (random.bounded(3) == 0) { // else edits come before their colours are complete
            letColoursSettle(*fixture.document());
            QCOMPARE(formatsOf(*fixture.document()), freshFormats(fixture, fixture.bytes()));
        }
    }
}

void TestPromptSyntax::coloursFollowTheTheme()
{
    TextFixture fixture("# Title\n");
    (void)fixture.picture();
    const QColor light = colorAt(*fixture.document(), 1, 3);
    fixture.setScheme(widgets::Theme::Scheme::Dark);
    QTRY_COMPARE(colorAt(*fixture.document(), 1, 3), fixture.theme().colors().agent);
    QVERIFY(colorAt(*fixture.document(), 1, 3) != light);
}

void TestPromptSyntax::aTextAboveTheLimitStaysPlain()
{
    const QByteArray paragraph = QByteArray("word ").repeated(200) + "\n\n";
    TextFixture fixture("# Title\n\n" + paragraph.repeated(PromptSyntax::maximumLength / 1000));
    (void)fixture.picture();
    QVERIFY(fixture.document()->characterCount() > PromptSyntax::maximumLength);
    QVERIFY(!colorAt(*fixture.document(), 1, 3).isValid());
    QTextCursor cursor(fixture.document());
    cursor.setPosition(100);
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    QTRY_COMPARE(colorAt(*fixture.document(), 1, 3), fixture.theme().colors().agent);
}

void TestPromptSyntax::aLineAboveTheLimitStaysPlain()
{
    const QByteArray longLine =
        "**" + QByteArray("x").repeated(PromptSyntax::maximumLineLength) + "** \xC2\xA0";
    TextFixture fixture("# Title\n" + longLine + "\n# Next\n");
    (void)fixture.picture();
    QVERIFY(fixture.document()->findBlockByNumber(1).layout()->formats().isEmpty());
    QCOMPARE(colorAt(*fixture.document(), 3, 3), fixture.theme().colors().agent);
}

void TestPromptSyntax::aDocumentIsColouredOnceTheGrammarsAreThere()
{
    TextFixture fixture("");
    PromptSyntax syntax(fixture.theme());
    QSignalSpy loaded(&syntax, &PromptSyntax::loaded);
    workspace::EditableText text;
    QVERIFY(text.setBytes("# Title\n"));
    syntax.highlight(text.document(), PromptSyntax::Language::Markdown);
    syntax.highlight(text.document(), PromptSyntax::Language::Markdown); // no second time
    QCOMPARE(loaded.size(), 0);
    QVERIFY(!colorAt(*text.document(), 1, 3).isValid());
    QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, 30'000);
    QTRY_COMPARE(colorAt(*text.document(), 1, 3), fixture.theme().colors().agent);
}

void TestPromptSyntax::codeHasTheColoursOfItsLanguage()
{
    const widgets::Theme theme(*qApp);
    const widgets::ThemeColors &colors = theme.colors();
    const widgets::CodeColors colorsOf = editor::codeColors();
    const QString code = u"x = 1\nreturn x  # n\u00f6te\n"_s;
    const auto at = [&](const QString &language, qsizetype place) {
        for (const auto stretches = colorsOf(language, code, colors);
             const widgets::CodeStretch &stretch : stretches) {
            if (stretch.start <= place && place < stretch.start + stretch.length) {
                return stretch.color;
            }
        }
        return QColor();
    };
    for (const QString &python : {u"python"_s, u"Python"_s, u"py"_s}) {
        QCOMPARE(at(python, code.indexOf(u"return") + 2), colors.agent);
        QCOMPARE(at(python, code.indexOf(u"n\u00f6te"_s)), colors.muted);
        QVERIFY(!at(python, 0).isValid());
    }
    QCOMPARE(colorsOf(u"a language of nobody"_s, code, colors), QList<widgets::CodeStretch>());
    QCOMPARE(colorsOf(QString(), code, colors), QList<widgets::CodeStretch>());
}

QTEST_MAIN(TestPromptSyntax)
#include "tst_promptsyntax.moc"
