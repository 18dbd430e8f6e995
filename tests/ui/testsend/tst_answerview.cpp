#include "testsend/answerview.h"

#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextTable>

using namespace hermes;
using namespace hermes::testsend;
using namespace Qt::StringLiterals;

namespace {

const QString rich = uR"(# Contract

**POST /orders/{id}/cancel** is idempotent, see [here](https://example.com).

- Key in the header.
- One *transaction*.

1. First
2. Second

| a | b |
|---|---|
| 1 | 2 |

```cpp
int main()
{
    return 0 < 1;
}
```

> Quoted

---

The end.
)"_s;

QRectF placeOf(const QTextDocument &document, const QString &words)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (block.text().contains(words)) {
            return document.documentLayout()->blockBoundingRect(block);
        }
    }
    return {};
}

QMap<int, QVariant> propertiesOf(const QTextFormat &format)
{
    QMap<int, QVariant> properties = format.properties();
    properties.remove(QTextFormat::ObjectIndex); // a number by history
    return properties;
}

/// Everything that decides how a text looks, line by line.
QStringList looksOf(const QTextDocument &document)
{
    QStringList looks;
    for (QTextBlock line = document.begin(); line.isValid(); line = line.next()) {
        QString look;
        QDebug(&look) << line.text() << propertiesOf(line.blockFormat())
                      << propertiesOf(line.charFormat());
        for (auto part = line.begin(); !part.atEnd(); ++part) {
            QDebug(&look) << part.fragment().text() << propertiesOf(part.fragment().charFormat());
        }
        looks.append(look);
    }
    return looks;
}

} // namespace

class AnswerViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatGrowsTokenByTokenIsAsIfItCameAtOnce();
    void codeGrowsAsIfItCameAtOnce_data();
    void codeGrowsAsIfItCameAtOnce();
    void ofLongCodeOnlyWhatIsNewIsInserted();
    void aLongAnswerIsLaidOutInPortions();
    void anotherTextTakesThePlaceOfOneThatIsNotYetLaidOut();
    void codeBelowATableKeepsItsDistance();
    void itIsAsHighAsItsText();
    void everyLinkIsToldAndNoneOpened();

private:
    widgets::Theme m_theme{*qApp};
};

void AnswerViewTest::whatGrowsTokenByTokenIsAsIfItCameAtOnce()
{
    AnswerView whole(m_theme);
    whole.setMarkdown(rich);
    AnswerView growing(m_theme);
    for (qsizetype length = 1; length < rich.size(); length += 3) {
        growing.setMarkdown(rich.first(length));
    }
    growing.setMarkdown(rich);
    const auto lines = [](const AnswerView &view) { return view.toHtml().split(u'\n'); };
    QTRY_COMPARE(lines(growing), lines(whole));
    QVERIFY(whole.toPlainText().contains(u"return 0 < 1;"_s));
    QVERIFY(whole.toPlainText().endsWith(u"The end."_s));
}

void AnswerViewTest::codeGrowsAsIfItCameAtOnce_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::newRow("lines")
        << u"Text\n\n```cpp\nint a;\n\n\n    if (a < 1 && b > \"x\") {\n\t}\n```\n\nEnd"_s;
    QTest::newRow("emptyFirstLine") << u"```\n\n\na\nb\n\n```\n"_s;
    QTest::newRow("signs") << u"~~~\na\n&lt;&amp;lt; &\n``\n~~\n<\n>&\n~~~\n- a\n"_s;
    QTest::newRow("beyondTheBasicPlane") << u"```\na\n\U0001F600\U0001F601\nb\n```\n"_s;
    QTest::newRow("separators") << u"```\na\nb\u2028c\u2029d\ne\u00A0f\u00ADg\n```\n"_s;
    QTest::newRow("indented") << u"Text\n\n    a\n      b\n\n    c\n\nEnd\n"_s;
    QTest::newRow("belowATable") << u"|a|\n|-|\n|b|\n\n```\na\nb\nc\n```\n"_s;
    QTest::newRow("twice") << u"```\na\nb\nc\n```\n```\na\nb\nd\n```\n"_s;
    QTest::newRow("rightToLeft") << u"```\n\u05D0\n\u05D1 a\nb\n```\n"_s;
}

void AnswerViewTest::codeGrowsAsIfItCameAtOnce()
{
    QFETCH(QString, markdown);
    AnswerView growing(m_theme);
    for (qsizetype length = 1; length <= markdown.size(); ++length) {
        AnswerView whole(m_theme);
        whole.setMarkdown(markdown.first(length));
        growing.setMarkdown(markdown.first(length));
        QTRY_COMPARE(growing.toPlainText(), whole.toPlainText()); // in portions
        QTRY_COMPARE(looksOf(*growing.document()), looksOf(*whole.document()));
    }
}

void AnswerViewTest::ofLongCodeOnlyWhatIsNewIsInserted()
{
    const QString line = u"    std::printf(\"%d\\n\", value); // a line like many\n"_s;
    QString markdown = u"Here it is:\n\n```cpp\n"_s + line.repeated(500);
    AnswerView view(m_theme);
    view.setMarkdown(markdown);
    QTRY_COMPARE(view.toPlainText().count(u"printf"_s), 500);
    int changed = 0;
    connect(view.document(), &QTextDocument::contentsChange, this,
            [&changed](int, int removed, int added) { changed += removed + added; });
    for (const QString &next : {line, u"\n"_s, line, u"`"_s, u"`"_s, u"`"_s, u"\nEnd."_s}) {
        markdown += next;
        changed = 0;
        view.setMarkdown(markdown);
        QCOMPARE_GT(changed, 0);
        QCOMPARE_LT(changed, 5 * line.size());
    }
    QCOMPARE(view.toPlainText().count(u"printf"_s), 502);
    QTRY_VERIFY(view.toPlainText().endsWith(u"like many\nEnd."_s));
}

void AnswerViewTest::aLongAnswerIsLaidOutInPortions()
{
    AnswerView view(m_theme);
    constexpr int times = 400;
    view.setMarkdown(rich.repeated(times));
    QVERIFY(view.toPlainText().count(u"Contract"_s) < times);
    QTRY_COMPARE_WITH_TIMEOUT(view.toPlainText().count(u"Contract"_s), times, 60'000);
    QTRY_VERIFY(view.toPlainText().endsWith(u"The end."_s)); // may be a portion of its own
}

void AnswerViewTest::anotherTextTakesThePlaceOfOneThatIsNotYetLaidOut()
{
    AnswerView view(m_theme);
    view.setMarkdown(rich.repeated(400));
    view.setMarkdown(u"Short."_s);
    QTRY_COMPARE(view.toPlainText(), u"Short."_s);
    QTest::qWait(0);
    QCOMPARE(view.toPlainText(), u"Short."_s);
}

void AnswerViewTest::codeBelowATableKeepsItsDistance()
{
    AnswerView view(m_theme);
    view.resize(400, 400);
    view.show();
    view.setMarkdown(rich);
    const QTextDocument &document = *view.document();
    QTRY_VERIFY(placeOf(document, u"The end."_s).isValid());
    QTextTable *table = nullptr;
    for (const auto frames = document.rootFrame()->childFrames(); QTextFrame * frame : frames) {
        table = qobject_cast<QTextTable *>(frame);
    }
    QVERIFY(table != nullptr);
    const QRectF cell =
        document.documentLayout()->blockBoundingRect(table->lastCursorPosition().block());
    const QRectF code = placeOf(document, u"int main()"_s);
    QVERIFY2(code.top() - cell.bottom() >= table->format().cellPadding() + 8,
             qPrintable(u"%1 %2"_s.arg(cell.bottom()).arg(code.top())));
    QCOMPARE(table->format().borderBrush().color(), m_theme.colors().line);
}

void AnswerViewTest::itIsAsHighAsItsText()
{
    AnswerView view(m_theme);
    view.show();
    view.setMarkdown(u"One line."_s);
    QTRY_VERIFY(view.sizeHint().height() > 0);
    const int one = view.sizeHint().height();
    view.setMarkdown(u"One line.\n\nAnother."_s);
    QTRY_VERIFY(view.sizeHint().height() > one);
}

void AnswerViewTest::everyLinkIsToldAndNoneOpened()
{
    widgets::Theme theme(*qApp);
    for (const QString &address : {u"https://example.org/a"_s, u"javascript:alert(1)"_s,
                                   u"file:///etc/passwd"_s, u"other.md"_s, u"#part"_s}) {
        AnswerView view(theme);
        view.resize(300, 200);
        view.setMarkdown(u"[linklinklink](%1)"_s.arg(address));
        view.show();
        QTRY_COMPARE(view.toPlainText().trimmed(), u"linklinklink"_s);
        QPoint place(1, 1);
        while (view.anchorAt(place).isEmpty()) {
            place += QPoint(1, 1);
            QVERIFY(place.y() < 100);
        }
        const QSignalSpy told(&view, &AnswerView::linkRequested);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().first().toUrl(), QUrl(address));
        QCOMPARE(view.toPlainText().trimmed(), u"linklinklink"_s);
    }
}

QTEST_MAIN(AnswerViewTest)
#include "tst_answerview.moc"
