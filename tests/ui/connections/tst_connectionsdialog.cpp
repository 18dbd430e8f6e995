#include "connections/connectionform.h"
#include "connections/connectionsdialog.h"
#include "connections/keypanel.h"
#include "scripteduserdialogs.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "windowchecks.h"
#include "workspace/keystatetext.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace hermes;
using connections::ConnectionsDialog;
using connections::KeyPanel;
using keys::KeyState;
using workspace::Connection;

namespace {

Connection connection(const QString &id, const QString &name, modelapi::ConnectionType type)
{
    Connection made{id, name, {}, keys::Keyring::None};
    made.settings.type = type;
    made.settings.modelId = u"model-of-"_s + id;
    return made;
}

QList<Connection> someConnections()
{
    return {
        connection(u"a"_s, u"Claude"_s, modelapi::ConnectionType::Anthropic),
        connection(u"b"_s, u"Llama on this machine"_s, modelapi::ConnectionType::OpenAiCompatible)};
}

} // namespace

class TestConnectionsDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp); }

    void init()
    {
        m_questions = std::make_unique<test::ScriptedUserDialogs>();
        m_dialog = std::make_unique<ConnectionsDialog>(*m_theme, *m_questions,
                                                       QStringList{u"ACME_API_KEY"_s}, nullptr);
        m_connections = someConnections();
        // as the store does: what is put comes back
        connect(m_dialog.get(), &ConnectionsDialog::connectionChanged, this,
                [this](const Connection &changed) {
                    const auto place =
                        std::ranges::find(m_connections, changed.id, &Connection::id);
                    if (place == m_connections.end()) {
                        m_connections.append(changed);
                    } else {
                        *place = changed;
                    }
                    m_dialog->setConnections(m_connections);
                });
    }

    void cleanup() { m_dialog.reset(); }

    void withoutConnectionsItSaysWhatToDo()
    {
        m_connections.clear();
        show();
        QVERIFY(!m_dialog->form().isVisible());
        QTest::mouseClick(button(u"New connection"_s), Qt::LeftButton);
        QCOMPARE(m_connections.size(), 1);
        QVERIFY(m_dialog->form().isVisible());
        QCOMPARE(m_connections.first().name, u"New connection"_s);
    }

    void theFirstConnectionIsShown()
    {
        const QSignalSpy selected(m_dialog.get(), &ConnectionsDialog::selected);
        show();
        QCOMPARE(m_dialog->currentId(), u"a"_s);
        QCOMPARE(selected.size(), 1);
        QCOMPARE(line(u"Name of the connection"_s)->text(), u"Claude"_s);
    }

    void rowsAreAsHighAsTheirText()
    {
        show();
        QVERIFY(list()->visualItemRect(list()->item(0)).height()
                >= list()->fontMetrics().height() + widgets::space::small);
    }

    void whatIsTypedIsToldWhenTypingPauses()
    {
        show();
        QSignalSpy changed(m_dialog.get(), &ConnectionsDialog::connectionChanged);
        QLineEdit *name = line(u"Name of the connection"_s);
        name->selectAll();
        QTest::keyClicks(name, u"Work"_s);
        QVERIFY(changed.isEmpty()); // not with every key
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(m_connections.first().name, u"Work"_s);
        QCOMPARE(list()->item(0)->text(), u"Work"_s);
        QCOMPARE(name->text(), u"Work"_s);
    }

    void showingChangesNothing()
    {
        m_connections.first().settings.timeOuts.connect = std::chrono::milliseconds(1500);
        m_connections.first().settings.parameters.stopSequences = {u"a,b"_s, u" c"_s};
        m_connections.first().settings.parameters.contextTokens =
            5; // which Anthropic does not take
        m_connections.first().settings.extraHeaders = {{u"X-Team"_s, u"writers: all"_s}};
        const QList<Connection> before = m_connections;
        const QSignalSpy changed(m_dialog.get(), &ConnectionsDialog::connectionChanged);
        show();
        list()->setCurrentRow(1);
        list()->setCurrentRow(0);
        QCOMPARE(m_dialog->form().connection(), before.first());
        m_dialog->reject();
        QVERIFY(changed.isEmpty());
    }

    void theLimitThatIsSentWithoutOneIsTold()
    {
        show();
        const QLineEdit *limit = line(u"Longest answer, tokens"_s);
        QCOMPARE(limit->placeholderText(), u"4096, for this API wants a number"_s);
        combo(u"Type"_s)->setCurrentIndex(combo(u"Type"_s)->findText(u"Gemini"_s));
        QTRY_COMPARE(limit->placeholderText(), u"Not sent"_s);
    }

    void stopSequencesWithLineBreaksAreTyped()
    {
        show();
        openPage(u"Parameters"_s);
        auto *stops = m_dialog->findChild<QLineEdit *>(u"stopSequences"_s);
        QTest::keyClicks(stops, u"\\n\\nHuman:, a\\,b"_s);
        const QStringList expected{u"\n\nHuman:"_s, u"a,b"_s};
        QTRY_COMPARE(m_connections.first().settings.parameters.stopSequences, expected);
    }

    void anAddressOfAzureGetsThePathOfItsApi()
    {
        show();
        combo(u"Type"_s)->setCurrentIndex(combo(u"Type"_s)->findText(u"Azure OpenAI"_s));
        QLineEdit *address = line(u"Base address"_s);
        QVERIFY2(address->placeholderText().endsWith(u".openai.azure.com/openai/v1"),
                 qPrintable(address->placeholderText()));
        address->setFocus();
        QTRY_VERIFY(address->hasFocus());
        QTest::keyClicks(address, u"https://writers.openai.azure.com/"_s);
        QTest::keyClick(address, Qt::Key_Tab);
        QCOMPARE(address->text(), u"https://writers.openai.azure.com/openai/v1"_s);
        QTRY_COMPARE(m_connections.first().settings.baseUrl, address->text());
        // Who names a deployment in the address knows what he does.
        const QString own = u"https://w.openai.azure.com/openai/deployments/d"_s;
        address->setFocus();
        address->selectAll();
        QTest::keyClicks(address, own);
        QTest::keyClick(address, Qt::Key_Tab);
        QCOMPARE(address->text(), own);
    }

    void theProxysChoiceNamesTheEnvironment()
    {
        show();
        QComboBox *proxy = combo(u"Proxy"_s);
        QCOMPARE(proxy->currentText(), u"From the environment"_s);
        QVERIFY(proxy->toolTip().contains(u"https_proxy"));
        QVERIFY(proxy->accessibleDescription().contains(u"no_proxy"));
    }

    void theHeaderOfTheKeyIsChosen()
    {
        show();
        QComboBox *header = combo(u"Header of the key"_s);
        QCOMPARE(header->currentText(), u"x-api-key"_s);
        header->setFocus();
        QTest::keyClick(header, Qt::Key_Down);
        QTRY_COMPARE(m_connections.first().settings.keyHeader, modelapi::KeyHeader::Bearer);
        combo(u"Type"_s)->setCurrentIndex(combo(u"Type"_s)->findText(u"Gemini"_s));
        QTRY_COMPARE(m_connections.first().settings.keyHeader, modelapi::KeyHeader::Usual);
        QVERIFY(!header->isVisible());
    }

    void withoutThinkingTemperatureCanBeSet()
    {
        m_connections.first().settings.type = modelapi::ConnectionType::OpenAiResponses;
        m_connections.first().settings.modelId = u"gpt-6"_s;
        show();
        openPage(u"Parameters"_s);
        auto *effort = m_dialog->findChild<QComboBox *>(u"effort"_s);
        QVERIFY(effort->isVisible());
        QVERIFY(!line(u"Temperature"_s)->isVisible());
        for (const QString &word : {u"none"_s, u"minimal"_s, u"xhigh"_s, u"max"_s}) {
            QVERIFY2(effort->findText(word) >= 0, qPrintable(word));
        }
        effort->setFocus();
        QTest::keyClicks(effort, u"none"_s);
        QTRY_VERIFY(line(u"Temperature"_s)->isVisible());
        QTest::keyClicks(line(u"Temperature"_s), u"0.5"_s);
        QTRY_COMPARE(m_connections.first().settings.parameters.temperature, 0.5);
        QCOMPARE(m_connections.first().settings.parameters.effort, u"none"_s);
        QCOMPARE(effort->currentText(), u"none"_s);
    }

    void effortsAreThoseOfTheModel()
    {
        m_connections.first().settings.modelId = u"claude-opus-4-5"_s;
        show();
        openPage(u"Parameters"_s);
        auto *effort = m_dialog->findChild<QComboBox *>(u"effort"_s);
        QCOMPARE(effort->count(), 4); // nothing, low, medium, high
        effort->setFocus();
        QTest::keyClicks(effort, u"max"_s);
        QTRY_VERIFY(shownText(u"takes: low, medium, high"_s));
        QVERIFY(effort->isVisible());
        m_dialog->form().setKnownModels(
            registry::readModelTable(R"({"format":1,"source":"2026-11-01","providers":{"x":{)"
                                     R"("models":{"claude-opus-4-5":{"reasoning":false}}}}})")
                .value());
        QVERIFY(!effort->isVisible());
        QVERIFY(shownText(u"never sent"_s));
    }

    void whatIsIncompleteIsNotToldAndNotLost()
    {
        show();
        const QSignalSpy changed(m_dialog.get(), &ConnectionsDialog::connectionChanged);
        QLineEdit *address = line(u"Base address"_s);
        QTest::keyClicks(address, u"https://me:secret@example.org"_s);
        QTRY_VERIFY(shownText(u"must not hold a user or a password"_s));
        list()->setCurrentRow(1);
        list()->setCurrentRow(0);
        QCOMPARE(address->text(), u"https://me:secret@example.org"_s);
        QVERIFY(changed.isEmpty());
        QVERIFY(!button(u"Test connection"_s)->isEnabled());
        m_questions->answerButton(0); // go on editing
        m_dialog->reject();
        QVERIFY(m_dialog->isVisible());
        m_questions->answerButton(1); // discard
        m_dialog->reject();
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(changed.isEmpty());
    }

    void plainHttpIsSaidAndCarriesNoKeyElsewhere()
    {
        show();
        list()->setCurrentRow(1); // the one on this machine
        QLineEdit *address = line(u"Base address"_s);
        address->selectAll();
        QTest::keyClicks(address, u"http://localhost:8080/v1"_s);
        QTRY_VERIFY(shownText(u"It stays on this computer"_s));
        m_dialog->form().key().showState(
            {KeyState::Stored, keys::Keyring::SecretService, u"GNOME Keyring"_s, {}});
        QVERIFY(!shownText(u"The key is not sent to"_s));
        address->selectAll();
        QTest::keyClicks(address, u"http://models.example.org/v1"_s);
        QTRY_VERIFY(shownText(u"everybody on the way can read it"_s));
        QTRY_VERIFY(shownText(u"The key is not sent to models.example.org"_s));
        m_dialog->form().key().showState({KeyState::Absent, {}, {}, {}});
        QTRY_VERIFY(!shownText(u"The key is not sent to"_s));
        address->selectAll();
        QTest::keyClicks(address, u"https://models.example.org/v1"_s);
        QTRY_VERIFY(!shownText(u"not encrypted"_s));
    }

    void aCredentialAmongTheHeadersIsRefused()
    {
        show();
        const QSignalSpy changed(m_dialog.get(), &ConnectionsDialog::connectionChanged);
        auto *headers = m_dialog->findChild<QPlainTextEdit *>();
        headers->setPlainText(u"Authorization: Bearer sk-marker"_s);
        m_questions->answerButton(0);
        m_dialog->reject(); // asks, as the header is not kept
        QCOMPARE(m_questions->asked(), QStringList{u"Close connections"_s});
        QVERIFY(changed.isEmpty());
        QVERIFY(!m_questions->lastText().contains(u"sk-marker"_s));
    }

    void aDuplicateHasNoKey()
    {
        m_connections.first().keyStoredIn = keys::Keyring::SecretService;
        show();
        QTest::mouseClick(button(u"Duplicate"_s), Qt::LeftButton);
        QCOMPARE(m_connections.size(), 3);
        QCOMPARE(m_connections.last().name, u"Claude (copy)"_s);
        QCOMPARE(m_connections.last().keyStoredIn, keys::Keyring::None);
        QVERIFY(m_connections.last().id != u"a"_s);
        QCOMPARE(m_dialog->currentId(), m_connections.last().id);
    }

    void whatIsIncompleteDoesNotForgetWhereTheKeyIs()
    {
        show();
        QLineEdit *address = line(u"Base address"_s);
        QTest::keyClicks(address, u"https://me:secret@example.org"_s);
        list()->setCurrentRow(1);
        // Meanwhile its key is stored, and its server tells of a window.
        m_connections.first().keyStoredIn = keys::Keyring::SecretService;
        m_connections.first().told.tokens.insert(u"tiny"_s, 4096);
        const workspace::ToldWindows told = m_connections.constFirst().told;
        m_dialog->setConnections(m_connections);
        list()->setCurrentRow(0);
        QCOMPARE(address->text(), u"https://me:secret@example.org"_s);
        address->selectAll();
        QTest::keyClicks(address, u"https://example.org"_s);
        QTRY_COMPARE(m_connections.constFirst().settings.baseUrl, u"https://example.org"_s);
        QCOMPARE(m_connections.constFirst().keyStoredIn, keys::Keyring::SecretService);
        QCOMPARE(m_connections.constFirst().told, told);
    }

    void removingAsksFirst()
    {
        show();
        QSignalSpy removed(m_dialog.get(), &ConnectionsDialog::removeRequested);
        m_questions->answerButton(0);
        QTest::mouseClick(button(u"Remove"_s), Qt::LeftButton);
        QVERIFY(removed.isEmpty());
        m_questions->answerButton(1);
        QTest::mouseClick(button(u"Remove"_s), Qt::LeftButton);
        QCOMPARE(removed.size(), 1);
        m_connections.removeFirst();
        m_dialog->setConnections(m_connections);
        QCOMPARE(m_dialog->currentId(), u"b"_s);
        QCOMPARE(line(u"Name of the connection"_s)->text(), u"Llama on this machine"_s);
    }

    void onlyParametersThatTheApiTakesAreOffered()
    {
        show();
        const auto isOffered = [this](const QString &name) {
            return !m_dialog->findChild<QWidget *>(name)->isHidden();
        };
        QVERIFY(isOffered(u"thinkingBudget"_s));
        QVERIFY(!isOffered(u"seed"_s)); // Anthropic has none
        list()->setCurrentRow(1);
        QVERIFY(isOffered(u"seed"_s));
        QVERIFY(!isOffered(u"thinkingBudget"_s));
        QVERIFY(!isOffered(u"contextTokens"_s)); // Ollama alone
        auto *type = combo(u"Type"_s);
        type->setCurrentIndex(type->findText(u"Ollama"_s));
        QVERIFY(isOffered(u"contextTokens"_s));
        QVERIFY(combo(u"API version"_s)->isHidden());
        type->setCurrentIndex(type->findText(u"Anthropic"_s));
        QVERIFY(!combo(u"API version"_s)->isHidden());
    }

    // --- keys

    void eachStateSaysWhatToDo_data()
    {
        QTest::addColumn<KeyState>("state");
        QTest::addColumn<QStringList>("buttons");
        const QString store = u"Store in keyring"_s;
        const QString session = u"Use for this session only"_s;
        const QString environment = u"From environment"_s;
        const QString unlock = u"Unlock keyring"_s;
        const QString replace = u"Replace"_s;
        const QString remove = u"Delete key"_s;
        const QString look = u"Look again"_s;
        QTest::newRow("absent") << KeyState::Absent << QStringList{store, session, environment};
        QTest::newRow("stored") << KeyState::Stored << QStringList{replace, remove};
        QTest::newRow("session") << KeyState::ThisSession << QStringList{replace, remove};
        QTest::newRow("locked") << KeyState::Locked
                                << QStringList{store, session, environment, unlock, remove};
        QTest::newRow("dismissed")
            << KeyState::Dismissed
            << QStringList{store, session, environment, unlock, remove, look};
        QTest::newRow("denied") << KeyState::Denied
                                << QStringList{store, session, environment, remove, look};
        QTest::newRow("no service")
            << KeyState::NoService << QStringList{session, environment, look};
        QTest::newRow("ended") << KeyState::ServiceEnded
                               << QStringList{store, session, environment, remove, look};
        QTest::newRow("elsewhere")
            << KeyState::Elsewhere << QStringList{store, session, environment, look};
        QTest::newRow("not kept") << KeyState::NotKept
                                  << QStringList{store, session, environment, remove, look};
        QTest::newRow("failed") << KeyState::Failed
                                << QStringList{store, session, environment, remove, look};
        QTest::newRow("unanswered")
            << KeyState::Unanswered << QStringList{store, session, environment, remove, look};
    }

    void eachStateSaysWhatToDo()
    {
        QFETCH(KeyState, state);
        QFETCH(QStringList, buttons);
        show();
        const keys::KeyReply reply{state, keys::Keyring::SecretService,
                                   state == KeyState::NoService ? QString() : u"GNOME Keyring"_s,
                                   u"raw words"_s};
        m_dialog->key().showState(reply);
        const QString words = workspace::keyStateText(reply);
        QVERIFY(words.size() > 20);
        QVERIFY(shownText(words));
        QCOMPARE(words.contains(u"GNOME Keyring"_s),
                 state != KeyState::Absent && state != KeyState::ThisSession
                     && state != KeyState::NoService);
        QStringList shown;
        for (const auto all = m_dialog->key().findChildren<QPushButton *>();
             const QPushButton *shownButton : all) {
            if (shownButton->isVisible()) {
                shown.append(shownButton->text());
            }
        }
        QCOMPARE(shown, buttons);
    }

    void aKeyLeavesTheDialogOnceAndIsNeverShown()
    {
        show();
        QSignalSpy storeRequested(&m_dialog->key(), &KeyPanel::storeRequested);
        QLineEdit *field = line(u"Key"_s);
        QVERIFY(!button(u"Store in keyring"_s)->isEnabled());
        QTest::keyClicks(field, u"sk-marker-71f3"_s);
        QVERIFY(!field->displayText().contains(u"marker"_s));
        QTest::mouseClick(button(u"Store in keyring"_s), Qt::LeftButton);
        QCOMPARE(storeRequested.size(), 1);
        QVERIFY(m_dialog->key().copyOfKey() == keys::Secret::copyOf("sk-marker-71f3"));
        QVERIFY(m_dialog->key().takeKey() == keys::Secret::copyOf("sk-marker-71f3"));
        QVERIFY(m_dialog->key().takeKey().isEmpty());
        QCOMPARE(field->text(), QString());
        QVERIFY(!field->isUndoAvailable());
    }

    void whileTheKeyringIsAskedNothingElseIsAsked()
    {
        show();
        const KeyPanel &key = m_dialog->key();
        QSignalSpy storeRequested(&key, &KeyPanel::storeRequested);
        QSignalSpy sessionRequested(&key, &KeyPanel::sessionRequested);
        connect(&key, &KeyPanel::storeRequested, m_dialog.get(), [this] {
            (void)m_dialog->key().takeKey(); // as who stores it
            m_dialog->key().showWaiting();
        });
        QLineEdit *field = line(u"Key"_s);
        QTest::keyClicks(field, u"sk-one"_s);
        QTest::mouseDClick(button(u"Store in keyring"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"Store in keyring"_s), Qt::LeftButton);
        QTest::keyClicks(field, u"sk-two"_s); // the next one may be typed, and waits
        QTest::mouseClick(button(u"Store in keyring"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"Use for this session only"_s), Qt::LeftButton);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(storeRequested.size(), 1);
        QVERIFY(sessionRequested.isEmpty());
        QVERIFY(m_dialog->isVisible());
        m_dialog->key().showState({KeyState::Locked, keys::Keyring::SecretService, {}, {}});
        QCOMPARE(field->text(), u"sk-two"_s);
        QTest::mouseClick(button(u"Store in keyring"_s), Qt::LeftButton);
        QCOMPARE(storeRequested.size(), 2);
    }

    void aKeyCannotBeCopied()
    {
        show();
        QLineEdit *field = line(u"Key"_s);
        QGuiApplication::clipboard()->setText(u"before"_s);
        QTest::keyClicks(field, u"sk-marker-71f3"_s);
        for (const QKeySequence::StandardKey key :
             {QKeySequence::SelectAll, QKeySequence::Copy, QKeySequence::Cut}) {
            QTest::keySequence(field, key);
        }
        field->copy();
        field->cut();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
        QVERIFY(!QGuiApplication::clipboard()->text(QClipboard::Selection).contains(u"marker"_s));
    }

    void aScreenReaderIsToldOfAPasswordField()
    {
        show();
        QLineEdit *field = line(u"Key"_s);
        QTest::keyClicks(field, u"sk-marker-71f3"_s);
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(field);
        QVERIFY(accessible->state().passwordEdit);
        QVERIFY(!accessible->text(QAccessible::Value).contains(u"marker"_s));
        auto *text = accessible->textInterface();
        QVERIFY(!text->text(0, text->characterCount()).contains(u"marker"_s));
    }

    void anotherConnectionDoesNotGetTheTypedKey()
    {
        show();
        QTest::keyClicks(line(u"Key"_s), u"sk-marker-71f3"_s);
        list()->setCurrentRow(1);
        QVERIFY(m_dialog->key().takeKey().isEmpty());
    }

    void aKeyFromTheEnvironmentIsTakenAsIfTyped()
    {
        show();
        m_dialog->key().showImported(u"ACME_API_KEY"_s, keys::Secret::copyOf("sk-env"));
        QVERIFY(button(u"Store in keyring"_s)->isEnabled());
        QCOMPARE(line(u"Key"_s)->text(), QString());
        QVERIFY(line(u"Key"_s)->placeholderText().contains(u"ACME_API_KEY"_s));
        QVERIFY(m_dialog->key().takeKey() == keys::Secret::copyOf("sk-env"));
        QVERIFY(m_dialog->key().takeKey().isEmpty());
    }

    // --- servers

    void aTestSaysWhatIsWrong()
    {
        show();
        QSignalSpy tested(m_dialog.get(), &ConnectionsDialog::testRequested);
        QTest::mouseClick(button(u"Test connection"_s), Qt::LeftButton);
        QCOMPARE(tested.size(), 1);
        m_dialog->form().showTesting();
        QVERIFY(!button(u"Test connection"_s)->isEnabled());
        modelapi::ServerReport report;
        report.failure.emplace();
        report.summary = u"The key was refused <b>there</b>."_s;
        report.models = {{u"big"_s, u"Big"_s, {}, {}, false, {}},
                         {u"small"_s, u"Small"_s, {}, {}, true, {}}};
        modelapi::FoundServer other;
        other.type = modelapi::ConnectionType::Ollama;
        other.baseUrl = u"http://localhost:9"_s;
        other.name = u"Ollama"_s;
        report.suggestion = other;
        m_dialog->form().showReport(report);
        QVERIFY(button(u"Test connection"_s)->isEnabled());
        QVERIFY(shownText(u"The key was refused <b>there</b>."_s)); // no markup of a server's
        auto *model = combo(u"Model"_s);
        QCOMPARE(model->count(), 2);
        QCOMPARE(model->currentText(), u"model-of-a"_s); // the choice stays the user's
        QTRY_VERIFY(button(u"Use Ollama"_s));
        QTest::mouseClick(button(u"Use Ollama"_s), Qt::LeftButton);
        QTRY_COMPARE(m_connections.first().settings.type, modelapi::ConnectionType::Ollama);
        QCOMPARE(m_connections.first().settings.baseUrl, u"http://localhost:9"_s);
    }

    void aServerOfThisMachineIsOfferedOnce()
    {
        show();
        modelapi::FoundServer found;
        found.type = modelapi::ConnectionType::Ollama;
        found.baseUrl = u"http://localhost:11434"_s;
        found.name = u"Ollama"_s;
        found.models = {{u"tiny"_s, u"Tiny"_s, {}, {}, false, {}}};
        m_dialog->offerServer(found);
        QTRY_VERIFY(button(u"Add it"_s));
        QTest::mouseClick(button(u"Add it"_s), Qt::LeftButton);
        QCOMPARE(m_connections.size(), 3);
        QCOMPARE(m_connections.last().name, u"Ollama"_s);
        QCOMPARE(m_connections.last().settings.modelId, u"tiny"_s);
        QTRY_VERIFY(button(u"Add it"_s) == nullptr);
        m_dialog->offerServer(found);
        QCoreApplication::processEvents();
        QVERIFY(button(u"Add it"_s) == nullptr);
    }

    // --- looks

    void itLooksGood()
    {
        show();
        m_dialog->key().showState(
            {KeyState::Locked, keys::Keyring::SecretService, u"GNOME Keyring"_s, {}});
        test::expectGoodLooks(*m_dialog, *m_theme, {760, 560}, u"connections"_s);
    }

private:
    void show()
    {
        m_dialog->setConnections(m_connections);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    void openPage(const QString &title)
    {
        auto *tabs = m_dialog->findChild<QTabBar *>();
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->tabText(i) == title) {
                tabs->setCurrentIndex(i);
            }
        }
    }

    template <typename Widget>
    [[nodiscard]] Widget *named(const QString &name)
    {
        const auto all = m_dialog->findChildren<Widget *>();
        const auto found = std::ranges::find(all, name, &Widget::accessibleName);
        return found == all.end() ? nullptr : *found;
    }
    [[nodiscard]] QLineEdit *line(const QString &name) { return named<QLineEdit>(name); }
    [[nodiscard]] QComboBox *combo(const QString &name) { return named<QComboBox>(name); }
    [[nodiscard]] QListWidget *list() { return m_dialog->findChild<QListWidget *>(); }
    [[nodiscard]] QPushButton *button(const QString &text)
    {
        for (const auto all = m_dialog->findChildren<QPushButton *>(); QPushButton * found : all) {
            if (found->isVisible() && found->text().remove(u'&') == text) {
                return found;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool shownText(const QString &part)
    {
        return std::ranges::any_of(m_dialog->findChildren<QLabel *>(),
                                   [&part](const QLabel *label) {
                                       return label->isVisible() && label->text().contains(part);
                                   });
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<test::ScriptedUserDialogs> m_questions;
    std::unique_ptr<ConnectionsDialog> m_dialog;
    QList<Connection> m_connections;
};

QTEST_MAIN(TestConnectionsDialog)
#include "tst_connectionsdialog.moc"
