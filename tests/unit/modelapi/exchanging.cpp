#include "exchanging.h"

#include "modelapi/requests.h"

#include <QTest>

using namespace hermes::modelapi;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::test {

QJsonArray errorReply(int status, const QByteArray &body, const QJsonArray &headers,
                      const QString &contentType)
{
    return {head(status, contentType, headers, u"length:%1"_s.arg(body.size())), sent(body)};
}

HttpRequest question(const ConnectionSettings &settings)
{
    Turn turn;
    turn.text = u"Hi"_s;
    return answerRequest(settings, requestFor(settings, "Be brief.", {turn})).value();
}

ExchangeOptions quick()
{
    ExchangeOptions options;
    options.retries.backoff = [](int) { return 1ms; };
    return options;
}

ExchangeOutcome exchanged(const ConnectionSettings &settings, const ExchangeOptions &options,
                          QByteArrayView withKey, QList<std::chrono::milliseconds> *waits)
{
    Exchange exchange(settings, question(settings), options, nullptr);
    std::optional<ExchangeOutcome> outcome;
    int count = 0;
    QObject::connect(&exchange, &Exchange::finished, &exchange, [&](const ExchangeOutcome &each) {
        outcome = each;
        ++count;
    });
    QObject::connect(&exchange, &Exchange::waiting, &exchange,
                     [waits](const Failure &, std::chrono::milliseconds wait) {
                         if (waits != nullptr) {
                             waits->append(wait);
                         }
                     });
    exchange.start(withKey);
    const bool isEarly = outcome.has_value();
    (void)QTest::qWaitFor([&] { return outcome.has_value(); }, 60000);
    QTest::qWait(0);
    return isEarly || count != 1 ? ExchangeOutcome{} : *outcome;
}

bool isCut(const ExchangeOutcome &outcome, FailureKind kind, const QString &text)
{
    return outcome.failure && outcome.failure->kind == kind && outcome.answer.text == text
        && !outcome.failure->error.message.isEmpty();
}

const char *why(const ExchangeOutcome &outcome)
{
    static QByteArray text;
    text = outcome.failure ? outcome.failure->error.message.toUtf8() : "no failure";
    return text.constData();
}

} // namespace hermes::test
