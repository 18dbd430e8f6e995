#include "testsend/answerview.h"

#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
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

} // namespace

class AnswerViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatGrowsTokenByTokenIsAsIfItCameAtOnce();
    void aLongAnswerIsLaidOutInPortions();
    void anotherTextTakesThePlaceOfOneThatIsNotYetLaidOut();
    void codeBelowATableKeepsItsDistance();
    void itIsAsHighAsItsText();

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

void AnswerViewTest::aLongAnswerIsLaidOutInPortions()
{
    AnswerView view(m_theme);
    constexpr int times = 400;
    view.setMarkdown(rich.repeated(times));
    QVERIFY(view.toPlainText().count(u"Contract"_s) < times);
    QTRY_COMPARE_WITH_TIMEOUT(view.toPlainText().count(u"Contract"_s), times, 60'000);
    QVERIFY(view.toPlainText().endsWith(u"The end."_s));
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

QTEST_MAIN(AnswerViewTest)
#include "tst_answerview.moc"
