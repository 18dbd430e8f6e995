#include "textfixture.h"
#include "widgets/themecolors.h"

#include <QHelpEvent>
#include <QTest>
#include <QToolTip>
#include <QVector3D>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::Problem;
using test::TextFixture;

namespace {

Problem problemAt(int line, int column, const QString &message,
                  Problem::Severity severity = Problem::Severity::Error)
{
    Problem problem;
    problem.line = line;
    problem.column = column;
    problem.message = message;
    problem.severity = severity;
    return problem;
}

/// Lines are painted smoothly: true for any visible mixture of the two colours.
bool isMixedOf(const QColor &painted, const QColor &paper, const QColor &ink)
{
    const auto difference = [&paper](const QColor &from) {
        return QVector3D(static_cast<float>(paper.red() - from.red()),
                         static_cast<float>(paper.green() - from.green()),
                         static_cast<float>(paper.blue() - from.blue()));
    };
    const QVector3D whole = difference(ink);
    const float share = QVector3D::dotProduct(difference(painted), whole) / whole.lengthSquared();
    return share > 0.2F && (difference(painted) - share * whole).length() < 12;
}

QString underlinedText(TextFixture &fixture)
{
    QStringList texts;
    for (const auto eachs = fixture.editor().extraSelections();
         const QTextEdit::ExtraSelection &each : eachs) {
        texts.append(each.cursor.selectedText());
    }
    return texts.join(u'|');
}

QString tipAt(TextFixture &fixture, const QPoint &point)
{
    QToolTip::hideText(); // not at once
    if (!QTest::qWaitFor([] { return !QToolTip::isVisible(); }, 60'000)) {
        return u"a tip that does not go"_s;
    }
    QWidget *viewport = fixture.editor().viewport();
    QHelpEvent help(QEvent::ToolTip, point, viewport->mapToGlobal(point));
    QCoreApplication::sendEvent(viewport, &help);
    return QToolTip::isVisible() ? QToolTip::text() : QString();
}

} // namespace

class TestProblemMarks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void underlineWhatTheProblemIsAbout_data();
    void underlineWhatTheProblemIsAbout();
    void arePaintedInTheColourOfTheirSeverity_data();
    void arePaintedInTheColourOfTheirSeverity();
    void moveWithTheText();
    void stayFewInATextFullOfProblems();
    void followTheTheme();
    void theTipSaysTheProblem();
    void theTipIsForThePlaceAlone();
};

void TestProblemMarks::underlineWhatTheProblemIsAbout_data()
{
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("underlined");
    QTest::newRow("word") << 1 << 5 << u"word"_s;
    QTest::newRow("quotedText") << 2 << 7 << u"\"two words\""_s;
    QTest::newRow("openQuote") << 3 << 1 << u"\"open"_s;
    QTest::newRow("sign") << 1 << 9 << u"!"_s;
    QTest::newRow("wholeLine") << 4 << 0 << u"indented line"_s;
    QTest::newRow("behindTheLine") << 1 << 99 << u"!"_s;
    QTest::newRow("emptyLine") << 5 << 1 << QString();
    QTest::newRow("behindTheText") << 99 << 1 << QString();
    QTest::newRow("noPlace") << 0 << 0 << QString();
}
void TestProblemMarks::underlineWhatTheProblemIsAbout()
{
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(QString, underlined);
    TextFixture fixture("The word!\n\"id\": \"two words\",\n\"open\n  indented line\n\n");
    fixture.editor().setProblems({problemAt(line, column, u"no"_s)});
    QCOMPARE(underlinedText(fixture), underlined);
}

void TestProblemMarks::arePaintedInTheColourOfTheirSeverity_data()
{
    QTest::addColumn<Problem::Severity>("severity");
    QTest::addColumn<QColor>("color");
    const TextFixture fixture("");
    const widgets::ThemeColors &colors = fixture.theme().colors();
    QTest::newRow("error") << Problem::Severity::Error << colors.error;
    QTest::newRow("warning") << Problem::Severity::Warning << colors.warning;
    QTest::newRow("note") << Problem::Severity::Note << colors.muted;
}
void TestProblemMarks::arePaintedInTheColourOfTheirSeverity()
{
    QFETCH(Problem::Severity, severity);
    QFETCH(QColor, color);
    TextFixture fixture("first\nsome words here\n");
    const QImage before = fixture.picture();
    fixture.editor().setProblems({problemAt(2, 6, u"no"_s, severity)});
    const QImage after = fixture.picture();
    const QColor paper = fixture.theme().colors().edit;
    int painted = 0;
    QRect place;
    for (int y = 0; y < after.height(); ++y) {
        for (int x = 0; x < after.width(); ++x) {
            if (before.pixel(x, y) != after.pixel(x, y)) {
                place |= QRect(x, y, 1, 1);
                painted += isMixedOf(after.pixelColor(x, y), paper, color) ? 1 : 0;
            }
        }
    }
    QVERIFY2(painted >= 5, qPrintable(QString::number(painted)));
    QVERIFY(place.left() >= fixture.pointOf(11).x() - 2);
    QVERIFY(place.right() <= fixture.pointOf(16).x() + 2);
    QVERIFY(place.top() > fixture.pointOf(11).y());
}

void TestProblemMarks::moveWithTheText()
{
    TextFixture fixture("a word\n");
    fixture.editor().setProblems({problemAt(1, 3, u"no"_s)});
    QTest::keyClick(&fixture.editor(), Qt::Key_Return);
    QTest::keyClicks(&fixture.editor(), u"xx "_s);
    QCOMPARE(underlinedText(fixture), u"word"_s);
    QCOMPARE(fixture.bytes(), "\nxx a word\n"); // marks are no part of the text
}

void TestProblemMarks::stayFewInATextFullOfProblems()
{
    TextFixture fixture(QByteArray("word\n").repeated(3'000));
    QList<Problem> problems;
    for (int line = 1; line <= 3'000; ++line) {
        problems.append(problemAt(line, 1, u"no"_s));
    }
    fixture.editor().setProblems(problems);
    QCOMPARE(fixture.editor().extraSelections().size(), editor::PromptEditor::maximumUnderlines);
    fixture.editor().setProblems({});
    QVERIFY(fixture.editor().extraSelections().isEmpty());
}

void TestProblemMarks::followTheTheme()
{
    TextFixture fixture("a word\n");
    fixture.editor().setProblems({problemAt(1, 3, u"no"_s)});
    fixture.setScheme(widgets::Theme::Scheme::Dark);
    QCOMPARE(fixture.editor().extraSelections().first().format.underlineColor(),
             fixture.theme().colors().error);
}

void TestProblemMarks::theTipSaysTheProblem()
{
    TextFixture fixture("some words here\n");
    fixture.editor().setProblems(
        {problemAt(1, 6, u"<b> is & was"_s), problemAt(1, 6, u"second"_s)});
    const QString tip = tipAt(fixture, fixture.pointOf(7));
    QVERIFY2(tip.contains(u"&lt;b&gt; is &amp; was"_s), qPrintable(tip));
    QVERIFY(tip.contains(u"second"_s));
}

void TestProblemMarks::theTipIsForThePlaceAlone()
{
    TextFixture fixture("some words\nbelow\n");
    fixture.editor().setProblems({problemAt(1, 6, u"no"_s)});
    QVERIFY(!tipAt(fixture, fixture.pointOf(8)).isEmpty());
    QCOMPARE(tipAt(fixture, fixture.pointOf(2)), QString());
    QCOMPARE(tipAt(fixture, fixture.pointOf(12)), QString());
    QCOMPARE(tipAt(fixture, fixture.pointOf(10) + QPoint(150, 0)), QString()); // beside the line
}

QTEST_MAIN(TestProblemMarks)
#include "tst_problemmarks.moc"
