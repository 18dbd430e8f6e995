#include "keyringsession.h"

#include <QTest>

using namespace Qt::StringLiterals;
using hermes::test::KeyringSession;
using hermes::test::KeyStoreProcess;
using Bus = KeyringSession::Bus;

namespace {

constexpr int usualPatience = 20'000; ///< ms
constexpr int shortPatience = 4'000; ///< ms; a busy machine's answers come within it

} // namespace

/// KeyStore against a real KWallet.
class TestKWallet final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyIsStoredReadReplacedAndDeleted()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startKWallet());
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("look a"), "look a|Absent|KWallet|");
        QCOMPARE(store.ask("store a sk-one"), "store a|Stored|KWallet|");
        QCOMPARE(store.ask("look a"), "look a|Stored|KWallet|");
        QCOMPARE(store.ask("read a"), "read a|Stored|KWallet|sk-one");
        QCOMPARE(store.ask("store a sk-zwei-ü"), "store a|Stored|KWallet|");
        QCOMPARE(store.ask("read a"), "read a|Stored|KWallet|sk-zwei-ü");
        QCOMPARE(store.ask("read b"), "read b|Absent|KWallet|");
        QCOMPARE(store.ask("remove a"), "remove a|Absent|KWallet|");
        QCOMPARE(store.ask("read a"), "read a|Absent|KWallet|");
    }

    void anotherRunFindsWhatWasStoredWhileTheWalletStaysOpen()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startKWallet());
        QCOMPARE(KeyStoreProcess(session.environment(), usualPatience).ask("store a sk-one"),
                 "store a|Stored|KWallet|");
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("look a"), "look a|Stored|KWallet|");
        QCOMPARE(store.ask("read a"), "read a|Stored|KWallet|sk-one");
    }

    void whatIsStoredSurvivesTheDaemonsSuddenEnd()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startKWallet());
        QCOMPARE(KeyStoreProcess(session.environment(), usualPatience).ask("store a sk-one"),
                 "store a|Stored|KWallet|");
        session.killKWallet();
        QVERIFY(session.startKWallet());
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("read a"), "read a|Stored|KWallet|sk-one");
    }

    void lockedIsNotAbsent()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startKWallet());
        KeyStoreProcess store(session.environment(), shortPatience);
        QCOMPARE(store.ask("store a sk-one"), "store a|Stored|KWallet|");
        session.closeKWallet();
        QCOMPARE(store.ask("look a"), "look a|Locked|KWallet|");
        QCOMPARE(store.ask("look b"), "look b|Absent|KWallet|");
        // its prompt stays open: told, and nothing else is held up
        QCOMPARE(store.ask("read a"), "read a|Unanswered|KWallet|");
        QByteArray other = store.ask("look b");
        if (other == "look b|Unanswered|KWallet|") {
            other = store.next(); // the daemon makes its window first
        }
        QCOMPARE(other, "look b|Absent|KWallet|");
    }

    void aKeyOfTheOtherDesktopIsNamed()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startGnomeKeyring(KeyringSession::Login::Unlocked));
        session.setPlasma(false);
        QCOMPARE(KeyStoreProcess(session.environment(), usualPatience).ask("store a sk-gnome"),
                 "store a|Stored|GNOME Keyring|");
        QVERIFY(session.startKWallet());
        {
            KeyStoreProcess store(session.environment(), usualPatience);
            QCOMPARE(store.ask("look a secret"), "look a|Elsewhere|GNOME Keyring|");
            QCOMPARE(store.ask("read a secret"), "read a|Elsewhere|GNOME Keyring|");
            QCOMPARE(store.ask("store b sk-kde"), "store b|Stored|KWallet|");
        }
        session.setPlasma(false);
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("read a secret"), "read a|Stored|GNOME Keyring|sk-gnome");
        QCOMPARE(store.ask("look b kwallet"), "look b|Elsewhere|KWallet|");
    }

    void aKeyOfTheOtherDesktopIsNotSaidToBeRemoved()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startKWallet());
        QCOMPARE(KeyStoreProcess(session.environment(), usualPatience).ask("store a sk-kde"),
                 "store a|Stored|KWallet|");
        QVERIFY(session.startGnomeKeyring(KeyringSession::Login::Unlocked));
        session.setPlasma(false);
        {
            KeyStoreProcess store(session.environment(), usualPatience);
            QCOMPARE(store.ask("remove a kwallet"), "remove a|Elsewhere|KWallet|");
            QCOMPARE(store.ask("remove a"), "remove a|Absent|GNOME Keyring|");
        }
        session.setPlasma(true);
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("read a"), "read a|Stored|KWallet|sk-kde");
        QCOMPARE(store.ask("remove a kwallet"), "remove a|Absent|KWallet|");
    }

    void aPlantedSettingsFileIsIgnored()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startKWallet());
        QCOMPARE(KeyStoreProcess(session.environment(), usualPatience).ask("store a sk-one"),
                 "store a|Stored|KWallet|");
        // where QtKeychain by itself would look for keys in plain text before it asks the wallet
        const QString file = u".config/hermes-studio.conf"_s;
        const QByteArray planted = "[a]\ndata=@ByteArray(sk-planted)\ntype=Text\n";
        session.home().write(file, planted);
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("read a"), "read a|Stored|KWallet|sk-one");
        QCOMPARE(store.ask("store a sk-two"), "store a|Stored|KWallet|");
        QCOMPARE(store.ask("read a"), "read a|Stored|KWallet|sk-two");
        QCOMPARE(session.home().read(file), planted);
    }

    void aWalletThatIsSwitchedOffLeavesItToTheOtherKeyring()
    {
        KeyringSession session(Bus::Full);
        QVERIFY(session.startGnomeKeyring(KeyringSession::Login::Unlocked));
        session.home().write(u".config/kwalletrc"_s, "[Wallet]\nEnabled=false\n");
        session.setPlasma(true);
        KeyStoreProcess store(session.environment(), usualPatience);
        QCOMPARE(store.ask("store a sk-one"), "store a|Stored|GNOME Keyring|");
        QCOMPARE(store.ask("read a"), "read a|Stored|GNOME Keyring|sk-one");
    }
};

QTEST_GUILESS_MAIN(TestKWallet)
#include "tst_kwallet.moc"
