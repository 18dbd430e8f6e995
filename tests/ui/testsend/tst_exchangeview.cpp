#include "testsend/exchangeview.h"
#include "widgets/theme.h"
#include "workspace/testsend.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestExchangeView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foreignTextIsShownAsItIs()
    {
        widgets::Theme theme(*qApp);
        testsend::ExchangeView view(theme);
        workspace::TestSendResult result;
        result.request.url = QUrl(u"https://api.example.org/v1/%2"_s);
        // Long enough to be cut, with what the cut's own words have places for.
        result.request.body =
            "{\"a\": \"%1 and %2\", \"b\": \"" + QByteArray("x ").repeated(150'000) + "\"}";
        view.setExchange(result);
        const auto *text = view.findChild<QPlainTextEdit *>();
        QTRY_VERIFY(text->toPlainText().contains(u"more characters"));
        QVERIFY(text->toPlainText().contains(u"%1 and %2"));
    }
};

QTEST_MAIN(TestExchangeView)
#include "tst_exchangeview.moc"
