#include "keyringsession.h"

#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using hermes::test::KeyringPrompts;
using hermes::test::KeyringSession;
using hermes::test::KeyStoreProcess;
using Bus = KeyringSession::Bus;
using Login = KeyringSession::Login;

namespace {

constexpr int usualPatience = 20'000; ///< ms
constexpr int shortPatience = 4'000; ///< ms; a busy machine's answers come within it

const QStringList escape = KeyringPrompts::escape();
const QStringList rightPassword = KeyringPrompts::passwords(1, u"pw"_s);
const QStringList wrongPassword = KeyringPrompts::passwords(1, u"no"_s);

/// A keyring that holds `key` under "a" and is locked.
void prepareLocked(KeyringSession &session, const QByteArray &key)
{
    QVERIFY(session.startGnomeKeyring(Login::Unlocked));
    KeyStoreProcess store(session.environment(), usualPatience);
    QCOMPARE(store.ask("store a " + key), "store a|Stored|GNOME Keyring|");
    session.run({u"secret-tool"_s, u"lock"_s, u"--collection=login"_s});
    QCOMPARE(store.ask("look a"), "look a|Locked|GNOME Keyring|");
}

} // namespace

/// KeyStore against a real gnome-keyring, in every state that a session can be in.
class TestKeyStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyIsStoredReadReplacedAndDeleted()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startGnomeKeyring(Login::Unlocked));
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("look a"), "look a|Absent|GNOME Keyring|");
        QCOMPARE(store.ask("read a"), "read a|Absent|GNOME Keyring|");
        QCOMPARE(store.ask("store a sk-one"), "store a|Stored|GNOME Keyring|");
        QCOMPARE(store.ask("read a"), "read a|Stored|GNOME Keyring|sk-one");
        QCOMPARE(store.ask("store a sk-zwei-ü"), "store a|Stored|GNOME Keyring|");
        QCOMPARE(store.ask("read a"), "read a|Stored|GNOME Keyring|sk-zwei-ü");
        QCOMPARE(store.ask("read b"), "read b|Absent|GNOME Keyring|");
        // what another program sees: one item, the key as text
        QCOMPARE(session.run({u"secret-tool"_s, u"lookup"_s, u"server"_s, u"hermes-studio"_s,
                              u"user"_s, u"a"_s}),
                 "sk-zwei-ü");
        QCOMPARE(store.ask("remove a"), "remove a|Absent|GNOME Keyring|");
        QCOMPARE(store.ask("look a"), "look a|Absent|GNOME Keyring|");
        QCOMPARE(session.run({u"secret-tool"_s, u"lookup"_s, u"server"_s, u"hermes-studio"_s}), "");
    }

    void ofTwoKeysAtOnceTheLastOneStays()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startGnomeKeyring(Login::Unlocked));
        KeyStoreProcess store(session.environment(), usualPatience);
        session.signalGnomeKeyring(SIGSTOP); // so that the second one comes while the first runs
        store.send("store a sk-one");
        store.send("store a sk-two");
        store.send("read a");
        QCOMPARE(store.next(300), "nothing");
        session.signalGnomeKeyring(SIGCONT);
        QCOMPARE(store.next(), "store a|Stored|GNOME Keyring|");
        QCOMPARE(store.next(), "store a|Stored|GNOME Keyring|");
        QCOMPARE(store.next(), "read a|Stored|GNOME Keyring|sk-two");
    }

    void whatIsStoredSurvivesTheKeyringsSuddenEnd()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startGnomeKeyring(Login::Unlocked));
        {
            KeyStoreProcess store(session.environment(), usualPatience);
            QCOMPARE(store.ask("store a sk-one"), "store a|Stored|GNOME Keyring|");
            session.signalGnomeKeyring(SIGKILL);
        }
        QVERIFY(session.startGnomeKeyring(Login::Unlocked));
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("read a"), "read a|Stored|GNOME Keyring|sk-one");
    }

    void withoutABusThereIsNoKeyring()
    {
        KeyringSession session(Bus::None);
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("look a"), "look a|NoService||");
        QCOMPARE(store.ask("read a"), "read a|NoService||");
        QCOMPARE(store.ask("store a sk-one"), "store a|NoService||");
        QCOMPARE(store.ask("remove a"), "remove a|NoService||");
    }

    void withoutAServiceThereIsNoKeyring()
    {
        KeyringSession session(Bus::Empty);
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("look a"), "look a|NoService||");
        QCOMPARE(store.ask("store a sk-one"), "store a|NoService||");
        QCOMPARE(store.ask("read a"), "read a|NoService||");
    }

    void aSessionKeyNeedsNoKeyring()
    {
        KeyringSession session(Bus::None);
        KeyStoreProcess store(session.environment(), usualPatience);
        store.send("session a sk-one");
        QCOMPARE(store.ask("look a"), "look a|ThisSession||");
        QCOMPARE(store.ask("read a"), "read a|ThisSession||sk-one");
        QCOMPARE(store.ask("remove a"), "remove a|Absent||");
        QCOMPARE(store.ask("read a"), "read a|NoService||");
    }

    void aStoredKeyTakesThePlaceOfTheSessions()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startGnomeKeyring(Login::Unlocked));
        KeyStoreProcess store(session.environment(), usualPatience);
        store.send("session a sk-memory");
        QCOMPARE(store.ask("store a sk-stored"), "store a|Stored|GNOME Keyring|");
        QCOMPARE(store.ask("read a"), "read a|Stored|GNOME Keyring|sk-stored");
    }

    void lockedIsNotAbsent()
    {
        KeyringSession session(Bus::Full);
        prepareLocked(session, "sk-one");
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("look a"), "look a|Locked|GNOME Keyring|");
        QCOMPARE(store.ask("look b"), "look b|Absent|GNOME Keyring|");
    }

    void aDismissedPromptChangesNothing()
    {
        KeyringSession session(Bus::Full);
        prepareLocked(session, "sk-one");
        KeyringPrompts prompts(session);
        KeyStoreProcess store(session.environment(), usualPatience);
        for (const QByteArrayList verbs{"read a", "store a sk-two", "remove a", "unlock a"};
             const QByteArray &verb : verbs) {
            store.send(verb);
            QVERIFY(prompts.answer(escape));
            QCOMPARE(store.next(), verb.split(' ').first() + " a|Dismissed|GNOME Keyring|");
        }
        store.send("read a");
        QVERIFY(prompts.answer(rightPassword));
        QCOMPARE(store.next(), "read a|Stored|GNOME Keyring|sk-one");
    }

    void theWrongPasswordIsAskedForAgain()
    {
        KeyringSession session(Bus::Full);
        prepareLocked(session, "sk-one");
        KeyringPrompts prompts(session);
        KeyStoreProcess store(session.environment(), usualPatience);
        store.send("unlock a");
        QVERIFY(prompts.answer(wrongPassword));
        QVERIFY(prompts.answer(escape));
        QCOMPARE(store.next(), "unlock a|Dismissed|GNOME Keyring|");
        QCOMPARE(store.ask("look a"), "look a|Locked|GNOME Keyring|");
    }

    void anIgnoredPromptIsToldAndItsLateAnswerUsedOnce()
    {
        KeyringSession session(Bus::Full);
        prepareLocked(session, "sk-one");
        KeyringPrompts prompts(session);
        KeyStoreProcess store(session.environment(), shortPatience);
        QCOMPARE(store.ask("read a"), "read a|Unanswered|GNOME Keyring|");
        // other questions are not held up by it
        QCOMPARE(store.ask("look b"), "look b|Absent|GNOME Keyring|");
        QVERIFY(prompts.answer(rightPassword));
        QCOMPARE(store.next(), "read a|Stored|GNOME Keyring|sk-one");
        QCOMPARE(store.ask("read a"), "read a|Stored|GNOME Keyring|sk-one");
        QCOMPARE(store.next(shortPatience + 200), "nothing");
    }

    void theKeyringsEndInMidCallIsTold()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startGnomeKeyring(Login::Unlocked));
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("store a sk-one"), "store a|Stored|GNOME Keyring|");
        for (const QByteArrayList questions{"look a", "read a", "store a sk-two", "remove a"};
             const QByteArray &question : questions) {
            session.signalGnomeKeyring(SIGSTOP);
            store.send(question);
            QCOMPARE(store.next(300), "nothing");
            session.signalGnomeKeyring(SIGKILL);
            const QByteArrayList words = question.split(' ');
            QCOMPARE(store.next(), words.at(0) + " a|ServiceEnded|GNOME Keyring|");
            QVERIFY(session.startGnomeKeyring(Login::Unlocked));
            QCOMPARE(store.ask("read a"), "read a|Stored|GNOME Keyring|sk-one");
        }
    }

    void theKeyringsEndBehindAnOpenPromptIsTold()
    {
        KeyringSession session(Bus::Full);
        prepareLocked(session, "sk-one");
        KeyStoreProcess store(session.environment(), shortPatience);
        QCOMPARE(store.ask("read a"), "read a|Unanswered|GNOME Keyring|");
        session.signalGnomeKeyring(SIGKILL);
        QCOMPARE(store.next(), "read a|ServiceEnded|GNOME Keyring|");
    }

    void aFirstKeyringIsMadeWhenTheUserAgrees()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startGnomeKeyring(Login::Locked)); // a home without any
        KeyringPrompts prompts(session);
        KeyStoreProcess store(session.environment(), usualPatience);
        store.send("store a sk-one");
        QVERIFY(prompts.answer(escape));
        QCOMPARE(store.next(), "store a|Dismissed|GNOME Keyring|");
        store.send("store a sk-one");
        QVERIFY(prompts.answer(KeyringPrompts::passwords(2, u"pw"_s)));
        QCOMPARE(store.next(), "store a|Stored|GNOME Keyring|");
        QCOMPARE(store.ask("read a"), "read a|Stored|GNOME Keyring|sk-one");
    }
};

QTEST_GUILESS_MAIN(TestKeyStore)
#include "tst_keystore.moc"
