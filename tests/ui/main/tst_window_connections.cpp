#include "connections/connectionform.h"
#include "connections/connectionsdialog.h"
#include "connections/keypanel.h"
#include "modelserver.h"
#include "widgets/theme.h"
#include "windowfixture.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using connections::ConnectionsDialog;
using keys::KeyState;
using mainwindow::ActionId;
using workspace::Connection;

namespace {

const QString marker = u"sk-marker-71f3"_s;

} // namespace

/// The dialog of connections in the real window, in a session without any keyring.
class TestWindowConnections final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void init()
    {
        qputenv("DRIVE_API_KEY", marker.toUtf8());
        m_fixture = std::make_unique<test::WindowFixture>(*m_theme);
        m_connection = {u"a"_s, u"Loopback"_s, {}, keys::Keyring::None};
        m_connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
        m_connection.settings.modelId = u"tiny"_s;
        QTRY_VERIFY(m_fixture->connections().isLoaded());
    }

    void cleanup() { m_fixture.reset(); }

    void withoutAKeyringAKeyIsForThisSession()
    {
        open();
        QTRY_COMPARE(dialog()->key().state().state, KeyState::NoService);
        QTest::keyClicks(line(u"Key"_s), marker);
        QTest::mouseClick(button(u"Use for this session only"_s), Qt::LeftButton);
        QTRY_COMPARE(dialog()->key().state().state, KeyState::ThisSession);
        QVERIFY(m_fixture->keys().hasSessionKey(u"a"_s));
        QCOMPARE(m_fixture->connections().connection(u"a"_s)->keyStoredIn, keys::Keyring::None);
        QTest::mouseClick(button(u"Delete key"_s), Qt::LeftButton);
        QTRY_VERIFY(!m_fixture->keys().hasSessionKey(u"a"_s));
    }

    void aKeyOfTheEnvironmentIsTakenByItsName()
    {
        QVERIFY(!qEnvironmentVariableIsSet("DRIVE_API_KEY"));
        open();
        Q_EMIT dialog()->key().importRequested(u"DRIVE_API_KEY"_s);
        QVERIFY(dialog()->key().copyOfKey() == keys::Secret::copyOf(marker.toUtf8()));
        m_fixture->dialogs().answer(u"NO_SUCH_VARIABLE"_s);
        Q_EMIT dialog()->key().importRequested({});
        QTRY_VERIFY(shows(u"There is no environment variable NO_SUCH_VARIABLE"_s));
    }

    void aTestSendsTheKeyAndSaysWhatCame()
    {
        test::ModelServer server;
        QVERIFY(server.isRunning());
        const QByteArray refusal =
            R"({"error":{"message":"no such key","code":"invalid_api_key"}})";
        const QJsonArray reply{test::head(401, u"application/json"_s), test::sent(refusal),
                               test::step(u"end"_s)};
        m_connection.settings.baseUrl =
            server.replying(u"test"_s, {reply, reply, reply, reply}) + u"/v1"_s;
        open();
        QTest::keyClicks(line(u"Key"_s), marker); // what is typed is tested before it is stored
        QTest::mouseClick(button(u"Test connection"_s), Qt::LeftButton);
        QTRY_VERIFY(!server.requests(u"test"_s).isEmpty());
        QCOMPARE(server.requests(u"test"_s).constFirst().header("authorization"),
                 "Bearer " + marker.toUtf8());
        QTRY_VERIFY(button(u"Test connection"_s)->isEnabled());
        QVERIFY(shows(u"key"_s));
        QVERIFY(!shows(marker));
    }

    void whatAServerTellsOfItsWindowIsKept()
    {
        test::ModelServer server;
        QVERIFY(server.isRunning());
        const auto reply = [](int status, const QByteArray &body) {
            return QJsonArray{test::head(status, u"application/json"_s), test::sent(body),
                              test::step(u"end"_s)};
        };
        m_connection.settings.baseUrl =
            server.replying(u"window"_s,
                            {reply(200,
                                   R"({"object":"list","data":[{"id":"tiny","object":"model",)"
                                   R"("owned_by":"llamacpp","meta":{"n_ctx_train":32768}}]})"),
                             reply(400, R"({"error":{"message":"no messages","code":400}})"),
                             reply(200, R"({"default_generation_settings":{"n_ctx":4096}})")})
            + u"/v1"_s;
        open();
        QTest::mouseClick(button(u"Test connection"_s), Qt::LeftButton);
        const auto stored = [this] { return *m_fixture->connections().connection(u"a"_s); };
        QTRY_COMPARE(stored().told.tokens.value(u"tiny"_s), 4096);
        QCOMPARE(m_fixture->knownModels().known().told.value(u"tiny"_s).tokens, 4096);
        // An edit of something else leaves it.
        line(u"Name of the connection"_s)->setFocus();
        QTest::keyClicks(line(u"Name of the connection"_s), u"!"_s);
        QTRY_VERIFY(stored().name.contains(u'!'));
        QCOMPARE(stored().told.tokens.value(u"tiny"_s), 4096);
        dialog()->reject();
        m_fixture->restart();
        QTRY_VERIFY(m_fixture->connections().isLoaded());
        QCOMPARE(stored().told.tokens.value(u"tiny"_s), 4096);
        QTRY_COMPARE(m_fixture->knownModels().known().told.value(u"tiny"_s).tokens, 4096);
    }

    void removingAConnectionRemovesItsKey()
    {
        m_fixture->keys().useForSession(u"a"_s, keys::Secret::copyOf("sk-one"));
        open();
        m_fixture->dialogs().answerButton(1);
        QTest::mouseClick(button(u"Remove"_s), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->connections().connections().isEmpty());
        QVERIFY(!m_fixture->keys().hasSessionKey(u"a"_s));
        QTRY_VERIFY(shows(u"No connections yet"_s));
    }

    void aConnectionWhoseKeyIsOutOfReachIsKept()
    {
        m_connection.keyStoredIn = keys::Keyring::KWallet;
        open();
        m_fixture->dialogs().answerButton(1); // remove it
        m_fixture->dialogs().answerButton(0); // not without its key
        QTest::mouseClick(button(u"Remove"_s), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->dialogs().lastText().contains(u"was kept"_s));
        QCOMPARE(m_fixture->connections().connections().size(), 1);
        QCOMPARE(m_fixture->connections().connection(u"a"_s)->keyStoredIn, keys::Keyring::KWallet);
        m_fixture->dialogs().answerButton(1);
        m_fixture->dialogs().answerButton(1); // all the same
        QTest::mouseClick(button(u"Remove"_s), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->connections().connections().isEmpty());
    }

    void closingInTheMiddleOfATestEndsIt()
    {
        test::ModelServer server;
        m_connection.settings.baseUrl =
            server.replying(u"hang"_s, {QJsonArray{test::step(u"hang"_s)}}) + u"/v1"_s;
        open();
        QTest::mouseClick(button(u"Test connection"_s), Qt::LeftButton);
        QTRY_VERIFY(!server.requests(u"hang"_s).isEmpty());
        dialog()->reject();
        QVERIFY(server.waitForClosed(u"hang"_s));
        QTRY_VERIFY(dialog() == nullptr);
    }

private:
    void open()
    {
        m_fixture->connections().put(m_connection);
        m_fixture->action(ActionId::Connections)->trigger();
        QVERIFY(dialog() != nullptr);
        QVERIFY(QTest::qWaitForWindowActive(dialog()));
    }

    [[nodiscard]] ConnectionsDialog *dialog()
    {
        return m_fixture->window().findChild<ConnectionsDialog *>();
    }
    [[nodiscard]] QLineEdit *line(const QString &name)
    {
        const auto all = dialog()->findChildren<QLineEdit *>();
        const auto found = std::ranges::find(all, name, &QLineEdit::accessibleName);
        return found == all.end() ? nullptr : *found;
    }
    [[nodiscard]] QPushButton *button(const QString &text)
    {
        const auto all = dialog()->findChildren<QPushButton *>();
        const auto found = std::ranges::find_if(all, [&text](const QPushButton *each) {
            return each->isVisible() && each->text().remove(u'&') == text;
        });
        return found == all.end() ? nullptr : *found;
    }
    [[nodiscard]] bool shows(const QString &part)
    {
        return std::ranges::any_of(dialog()->findChildren<QLabel *>(),
                                   [&part](const QLabel *label) {
                                       return label->isVisible() && label->text().contains(part);
                                   });
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<test::WindowFixture> m_fixture;
    Connection m_connection;
};

QTEST_MAIN(TestWindowConnections)
#include "tst_window_connections.moc"
