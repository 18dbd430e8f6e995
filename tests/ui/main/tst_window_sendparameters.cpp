#include "runs/runhistory.h"
#include "testsend/parameterpanel.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

/// Parameters that are said in the Runs view, over those of the connection.
class WindowSendParametersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void whatIsSaidHereIsSentToldAndKept()
    {
        connectTo(u"said"_s, {wholeAnswer("Yes."), wholeAnswer("No.")});
        m_fixture->openRuns();
        open();
        QCOMPARE(field<QLineEdit>(u"temperature"_s)->placeholderText(), u"0.5"_s);
        QCOMPARE(field<QLineEdit>(u"temperature"_s)->accessibleDescription(),
                 u"from the connection Local said: 0.5"_s);
        QCOMPARE(field<QLineEdit>(u"topP"_s)->accessibleDescription(), u"the model's own"_s);
        QVERIFY(field<QLineEdit>(u"temperature"_s)->hasFocus());
        QTest::keyClicks(field<QLineEdit>(u"temperature"_s), u"0.9"_s);
        QTest::keyClick(field<QLineEdit>(u"temperature"_s), Qt::Key_Tab);
        QVERIFY(field<QLineEdit>(u"topP"_s)->hasFocus());
        QTest::keyClicks(field<QLineEdit>(u"maxOutputTokens"_s), u"77"_s);
        QTest::keyClicks(field<QLineEdit>(u"stopSequences"_s), u"END, STOP"_s);
        QCOMPARE(field<QLineEdit>(u"temperature"_s)->accessibleDescription(), u"set here: 0.5"_s);
        QTest::keyClick(field<QLineEdit>(u"temperature"_s), Qt::Key_Escape);
        QVERIFY(!panel()->isVisible());
        QTRY_VERIFY2(told().contains(u"temperature 0.9 (set here)"_s), qPrintable(told()));
        QVERIFY2(told().contains(u"top-k 20"_s) && !told().contains(u"top-k 20 (set here)"_s),
                 qPrintable(told()));

        m_fixture->askAgreeing(u"Well"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Yes."_s);
        const QJsonObject body = sentBody(u"said"_s);
        QCOMPARE(body["temperature"_L1].toDouble(), 0.9);
        QCOMPARE(body["max_tokens"_L1].toInt(), 77);
        QCOMPARE(body["stop"_L1].toArray(), (QJsonArray{u"END"_s, u"STOP"_s}));
        QCOMPARE(body["top_k"_L1].toInt(), 20);
        QTRY_VERIFY(m_fixture->keptRuns().size() == 1
                    && m_fixture->keptRuns().first().outcome == runs::Run::Outcome::Complete);
        const modelapi::Parameters kept = m_fixture->keptRuns().first().parameters;
        QCOMPARE(kept.temperature, 0.9);
        QCOMPARE(kept.topK, 20);
        QVERIFY(shown(u"temperature 0.9 · top-k 20 · at most 77 tokens"_s));
        // The connection itself is as it was.
        QCOMPARE(m_fixture->window().connections().connections().first().settings.parameters,
                 connectionsOwn());

        QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
        m_fixture->ask(u"And now"_s);
        QTRY_COMPARE(m_fixture->answers(), u"No."_s);
        QCOMPARE(sentBody(u"said"_s)["temperature"_L1].toDouble(), 0.9); // it is the definition's
    }

    void theyStayWithTheirDefinition()
    {
        connectTo(u"stay"_s, {wholeAnswer("Yes.")});
        m_fixture->openRuns();
        open();
        QVERIFY(shownIn(*panel()).contains(u"this definition"_s));
        QTest::keyClicks(field<QLineEdit>(u"temperature"_s), u"0.9"_s);
        QTest::keyClicks(field<QLineEdit>(u"stopSequences"_s), u"END, STOP"_s);
        panel()->close();
        // Another definition has its own.
        openRunsOf({core::EntryKind::Agent, u"reader"_s});
        open();
        QVERIFY(field<QLineEdit>(u"temperature"_s)->text().isEmpty());
        QTest::keyClicks(field<QLineEdit>(u"seed"_s), u"7"_s);
        panel()->close();
        // Tab and program closed and opened again.
        closeTab();
        closeTab();
        openRunsOf(RegistryFixture::writer);
        expectWriters();
        m_fixture->window().restart();
        m_fixture->window().open(m_fixture->registry().root());
        QTRY_VERIFY(m_fixture->window().connections().isLoaded());
        openRunsOf(RegistryFixture::writer);
        expectWriters();
        m_fixture->askAgreeing(u"Well"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Yes."_s);
        QCOMPARE(sentBody(u"stay"_s)["temperature"_L1].toDouble(), 0.9);
        // What is reset is gone for good; the other's stays.
        open();
        QTest::mouseClick(panel()->findChild<QPushButton *>(), Qt::LeftButton);
        panel()->close();
        m_fixture->window().restart();
        m_fixture->window().open(m_fixture->registry().root());
        const workspace::Settings &settings = m_fixture->window().settings();
        const QString root = m_fixture->registry().root();
        QCOMPARE(settings.testParameters(root, u"agent/writer"_s), modelapi::Parameters());
        QCOMPARE(settings.testParameters(root, u"agent/reader"_s).seed, 7);
        openRunsOf(RegistryFixture::writer);
        open();
        QVERIFY(field<QLineEdit>(u"temperature"_s)->text().isEmpty());
    }

    void aRunThatIsOpenedDoesNotChangeThem()
    {
        connectTo(u"opened"_s, {});
        m_fixture->openRuns();
        open();
        QTest::keyClicks(field<QLineEdit>(u"seed"_s), u"42"_s);
        panel()->close();
        runs::Run run;
        run.parameters.temperature = 0.1;
        m_fixture->pane()->session()->adoptParameters(run);
        QCOMPARE(m_fixture->pane()->session()->parameters().temperature, 0.1);
        QVERIFY(!m_fixture->pane()->session()->parameters().seed);
        m_fixture->pane()->session()->adoptOwnParameters();
        QCOMPARE(m_fixture->pane()->session()->parameters().seed, 42);
        QVERIFY(!m_fixture->pane()->session()->parameters().temperature);
    }

    void aStopSequenceMayHaveACommaAndALineBreak()
    {
        connectTo(u"stops"_s, {wholeAnswer("Yes.")});
        m_fixture->openRuns();
        open();
        QTest::keyClicks(field<QLineEdit>(u"stopSequences"_s), u"\\n\\nHuman:, a\\,b"_s);
        panel()->close();
        open(); // as it is shown anew
        QTest::keyClicks(field<QLineEdit>(u"topP"_s), u"0.5"_s); // something else changes
        panel()->close();
        QTRY_VERIFY2(told().contains(u"stops at “\\n\\nHuman:”, “a\\,b”"_s), qPrintable(told()));
        m_fixture->askAgreeing(u"Well"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Yes."_s);
        QCOMPARE(sentBody(u"stops"_s)["stop"_L1].toArray(),
                 (QJsonArray{u"\n\nHuman:"_s, u"a,b"_s}));
    }

    void onlyWhatIsTakenIsOffered()
    {
        workspace::Connection connection;
        connection.id = u"a"_s;
        connection.name = u"Newest"_s;
        connection.settings.type = modelapi::ConnectionType::Anthropic;
        connection.settings.modelId = u"claude-opus-5"_s;
        QTRY_VERIFY(m_fixture->window().connections().isLoaded());
        m_fixture->window().connections().put(connection);
        m_fixture->openRuns();
        open();
        QVERIFY(!field<QLineEdit>(u"temperature"_s)->isVisible());
        QVERIFY(!field<QLineEdit>(u"contextTokens"_s)->isVisible());
        QVERIFY(field<QLineEdit>(u"maxOutputTokens"_s)->isVisible());
        QVERIFY(field<QComboBox>(u"thinking"_s)->isVisible());
    }

    void aRunOfTheHistoryBringsItsOwn()
    {
        connectTo(u"again"_s, {wholeAnswer("One."), wholeAnswer("Two.")});
        m_fixture->openRuns();
        open();
        QTest::keyClicks(field<QLineEdit>(u"seed"_s), u"42"_s);
        panel()->close();
        m_fixture->askAgreeing(u"First"_s);
        QTRY_COMPARE(m_fixture->answers(), u"One."_s);
        QTRY_VERIFY(m_fixture->keptRuns().size() == 1
                    && m_fixture->keptRuns().first().outcome == runs::Run::Outcome::Complete);
        QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
        modelapi::Parameters expected;
        expected.seed = 42;
        QCOMPARE(m_fixture->pane()->session()->parameters(), expected); // the definition's
        m_fixture->pane()->session()->setParameters({});
        m_fixture->pane()->session()->adoptParameters(m_fixture->keptRuns().first());
        QCOMPARE(m_fixture->pane()->session()->parameters(), expected);
        open();
        QCOMPARE(field<QLineEdit>(u"seed"_s)->text(), u"42"_s);
        auto *reset = panel()->findChild<QPushButton *>();
        QTest::mouseClick(reset, Qt::LeftButton);
        QVERIFY(field<QLineEdit>(u"seed"_s)->text().isEmpty());
        QVERIFY(!reset->isEnabled());
        QCOMPARE(m_fixture->pane()->session()->parameters(), modelapi::Parameters());
    }

    void itHangsInsideTheScreen()
    {
        connectTo(u"place"_s, {});
        m_fixture->openRuns();
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QApplication::setLayoutDirection(direction);
            open();
            const QRect screen = panel()->screen()->availableGeometry();
            QVERIFY2(screen.contains(panel()->geometry()),
                     qPrintable(QDebug::toString(panel()->geometry())));
            panel()->close();
        }
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

private:
    static modelapi::Parameters connectionsOwn()
    {
        modelapi::Parameters own;
        own.temperature = 0.5;
        own.topK = 20;
        return own;
    }

    void connectTo(const QString &name, const QJsonArray &replies)
    {
        m_fixture->connectTo(name, replies);
        auto connection = m_fixture->window().connections().connections().first();
        connection.settings.parameters = connectionsOwn();
        m_fixture->window().connections().put(connection);
    }

    void open()
    {
        QToolButton *button = nullptr;
        QTRY_VERIFY([&] {
            for (const auto buttons = m_fixture->pane()->findChildren<QToolButton *>();
                 auto *each : buttons) {
                button = each->accessibleName().startsWith(u"Parameters"_s) ? each : button;
            }
            return button != nullptr && button->isVisible();
        }());
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QTRY_VERIFY(panel() != nullptr && panel()->isVisible());
    }

    void openRunsOf(const core::EntryId &entry)
    {
        QVERIFY(m_fixture->window().openEntry(entry) != nullptr);
        QTRY_VERIFY(m_fixture->window().prompt() != nullptr);
        m_fixture->window().action(mainwindow::ActionId::TestSend)->trigger();
        QTRY_VERIFY2(m_fixture->pane() != nullptr && m_fixture->pane()->session() != nullptr
                         && m_fixture->pane()->session()->document().id() == entry,
                     qPrintable(entry.id));
    }

    void closeTab() { m_fixture->window().action(mainwindow::ActionId::CloseDocument)->trigger(); }

    void expectWriters()
    {
        open();
        QCOMPARE(field<QLineEdit>(u"temperature"_s)->text(), u"0.9"_s);
        QCOMPARE(field<QLineEdit>(u"stopSequences"_s)->text(), u"END, STOP"_s);
        QVERIFY(field<QLineEdit>(u"seed"_s)->text().isEmpty());
        panel()->close();
    }

    [[nodiscard]] static QString shownIn(const QWidget &widget)
    {
        QString texts = widget.accessibleName();
        for (const auto labels = widget.findChildren<QLabel *>(); const QLabel *label : labels) {
            texts += u'\n' + label->text();
        }
        return texts;
    }

    [[nodiscard]] testsend::ParameterPanel *panel()
    {
        return m_fixture->pane()->findChild<testsend::ParameterPanel *>();
    }

    template <typename Field>
    [[nodiscard]] Field *field(const QString &name)
    {
        return panel()->findChild<Field *>(name);
    }

    /// What the line under the question says.
    [[nodiscard]] QString told()
    {
        for (const auto labels = m_fixture->pane()->findChildren<QLabel *>();
             const auto *label : labels) {
            if (label->accessibleName().contains(u"Parameters: "_s)) {
                return label->accessibleName();
            }
        }
        return {};
    }

    [[nodiscard]] bool shown(const QString &words)
    {
        const auto labels = m_fixture->column(0)->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(words);
        });
    }

    [[nodiscard]] QJsonObject sentBody(const QString &name)
    {
        return QJsonDocument::fromJson(m_fixture->server().requests(name).last().body).object();
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<TestSendFixture> m_fixture;
};

QTEST_MAIN(WindowSendParametersTest)
#include "tst_window_sendparameters.moc"
