#include "tokens/countingmethod.h"

#include <QTest>

using namespace hermes;
using tokens::CountingMethod;
using tokens::Encoding;
using tokens::Exactness;
using Reason = tokens::CountingMethod::Reason;

class TestCountingMethod : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isChosenByTheModel_data();
    void isChosenByTheModel();
    void onlyAPublishedVocabularyIsExact();
    void anEstimateNamesItsError();
    void anEstimateIsMarked();
};

void TestCountingMethod::isChosenByTheModel_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<Encoding>("encoding");
    QTest::addColumn<Reason>("reason");
    const auto add = [](Encoding encoding, Reason reason, const QStringList &models) {
        for (const QString &model : models) {
            QTest::newRow(qPrintable(QStringLiteral("“%1”").arg(model)))
                << model << encoding << reason;
        }
    };
    const auto words = [](const char *models) { return QString::fromLatin1(models).split(u' '); };
    add(Encoding::O200kBase, Reason::Published,
        words("gpt-4o gpt-4o-mini GPT-4o-2024-08-06 chatgpt-4o-latest gpt-4.1 gpt-4.1-nano "
              "gpt-4.5-preview o1 o1-preview o3 o3-mini o4-mini gpt-5 gpt-5.4 gpt-5-mini gpt-5.2 "
              "gpt-oss-20b gpt-oss:20b openai/gpt-oss-120b openai/gpt-4o "
              "openrouter/openai/gpt-5 azure/gpt-4o ft:gpt-4o:acme::1"));
    add(Encoding::Cl100kBase, Reason::Published,
        words("gpt-4 gpt-4-turbo gpt-4-32k gpt-3.5-turbo gpt-35-turbo text-embedding-3-small "
              "ft:gpt-3.5-turbo:acme"));
    add(Encoding::O200kBase, Reason::Reported, words("gpt-6 gpt-6-mini openai/gpt-6.1"));
    add(Encoding::O200kBase, Reason::Claude,
        words("claude-opus-4-6 claude-3-haiku-20240307 anthropic/claude-sonnet-4.6"));
    add(Encoding::Qwen2, Reason::Published,
        words(
            "qwen3:8b qwen3 Qwen/Qwen3-32B qwen/qwen3-coder:free qwen3-coder-next qwen2.5-coder:7b "
            "Qwen2.5-7B-Instruct-Q4_K_M.gguf qwen2.5vl:7b qwen2-math qwen/qwen-2.5-72b-instruct "
            "openrouter/qwen/qwen3-14b qwen1.5-14b qwq qwq:32b qvq-72b-preview"));
    add(Encoding::Qwen2, Reason::Family,
        words("qwen-max qwen/qwen-plus-2025-07-28:thinking qwen3-max qwen/qwen3-coder-plus "
              "qwen3-coder-flash qwq-plus qwen:7b deepseek/deepseek-r1-0528-qwen3-8b "
              "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B deepseek-r1:14b deepseek-r1:1.5b"));
    add(Encoding::DeepSeekV3, Reason::Published,
        words("deepseek-v3 deepseek-v3:671b deepseek/deepseek-v3.2-exp deepseek-v3.1:671b-cloud "
              "deepseek-ai/DeepSeek-V3.1-Terminus deepseek/deepseek-chat-v3-0324 "
              "deepseek/deepseek-chat-v3.1 deepseek/deepseek-r1 deepseek/deepseek-r1:free "
              "deepseek-ai/DeepSeek-R1 deepseek-r1:671b deepseek-r1-0528"));
    add(Encoding::DeepSeekV3, Reason::Family,
        words("deepseek-chat deepseek/deepseek-chat deepseek-reasoner deepseek-v4-pro"));
    add(Encoding::O200kBase, Reason::NotPublic,
        words("gemini-2.5-pro llama3.2:3b mistral-large o5 gpt-4.7 gpt-neo someone/gpt-4-x-alpaca "
              "claudette o1x qwen3.5-plus qwen/qwen3.6-27b codeqwen:7b someone/qwen3-8b "
              "deepseek-r1 deepseek-r1:8b deepseek-r1:70b deepseek/deepseek-r1-distill-llama-70b "
              "deepseek-v2.5 deepseek-coder-v2 deepseek-v3x"));
    add(Encoding::O200kBase, Reason::NoModel, {QString(), QStringLiteral(" ")});
}

void TestCountingMethod::isChosenByTheModel()
{
    QFETCH(QString, model);
    const CountingMethod method = tokens::methodFor(model);
    QTEST(method.encoding, "encoding");
    QTEST(method.reason, "reason");
}

void TestCountingMethod::onlyAPublishedVocabularyIsExact()
{
    for (const QStringView model : {u"gpt-4o", u"qwen3:8b", u"deepseek-v3.1"}) {
        QCOMPARE(tokens::methodFor(model).exactness(), Exactness::Exact);
    }
    for (const QStringView model :
         {u"gpt-6", u"claude-opus-5", u"gemini-2.5-pro", u"qwen-max", u"deepseek-r1:14b", u""}) {
        QCOMPARE(tokens::methodFor(model).exactness(), Exactness::Estimated);
    }
}

void TestCountingMethod::anEstimateNamesItsError()
{
    QVERIFY(inWords(tokens::methodFor(u"gpt-4")).contains(u"cl100k_base"));
    QVERIFY(inWords(tokens::methodFor(u"claude-opus-4-6")).contains(u"15 to 20 % more"));
    QVERIFY(inWords(tokens::methodFor(u"gemini-2.5-pro")).contains(u"is not known"));
    QVERIFY(inWords(tokens::methodFor(u"deepseek-chat")).contains(u"deepseek_v3"));
    QVERIFY(inWords(tokens::methodFor(u"deepseek-chat")).contains(u"is not known"));
    QVERIFY(inWords(tokens::methodFor(u"")).contains(u"no model"));
}

void TestCountingMethod::anEstimateIsMarked()
{
    QLocale::setDefault(QLocale::c());
    const CountingMethod asked{Encoding::Cl100kBase, Reason::Asked};
    QCOMPARE(tokens::shownCount({12, asked}), u"12 tokens");
    QCOMPARE(tokens::spokenCount({12, asked}), u"12 tokens");
    QCOMPARE(tokens::shownCount({12, {}}), u"≈ 12 tokens");
    QCOMPARE(tokens::spokenCount({12, {}}), u"about 12 tokens");
    QVERIFY(inWords(asked).contains(u"cl100k_base"));
}

QTEST_GUILESS_MAIN(TestCountingMethod)
#include "tst_countingmethod.moc"
