#include "scratchfolder.h"
#include "workspace/connectionstore.h"
#include "workspace/filelock.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::Connection;
using workspace::ConnectionStore;

namespace {

Connection madeConnection(const QString &name)
{
    Connection connection{workspace::newConnectionId(), name, {}, keys::Keyring::SecretService};
    connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
    connection.settings.baseUrl = u"http://127.0.0.1:9999/v1"_s;
    connection.settings.modelId = u"tiny"_s;
    connection.settings.parameters.temperature = 0.5;
    return connection;
}

QStringList names(const QList<Connection> &connections)
{
    QStringList names;
    for (const Connection &connection : connections) {
        names.append(connection.name);
    }
    return names;
}

} // namespace

class TestConnectionStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.emplace();
        m_file = m_folder->path(u"config/connections.json"_s);
    }

    void withoutAFileThereAreNone()
    {
        ConnectionStore store(m_file);
        const QSignalSpy failed(&store, &ConnectionStore::failed);
        QTRY_VERIFY(store.isLoaded());
        QVERIFY(store.connections().isEmpty());
        QVERIFY(failed.isEmpty());
        QVERIFY(!QFile::exists(m_file));
    }

    void whatWasPutIsThereAgain()
    {
        const Connection first = madeConnection(u"Local"_s);
        Connection second = madeConnection(u"Work"_s);
        second.keyStoredIn = keys::Keyring::None;
        Connection third = madeConnection(u"KDE"_s);
        third.keyStoredIn = keys::Keyring::KWallet;
        {
            ConnectionStore store(m_file);
            QTRY_VERIFY(store.isLoaded());
            store.put(first);
            store.put(second);
            store.put(third);
            second.name = u"Office"_s;
            store.put(second);
        }
        ConnectionStore store(m_file);
        QTRY_VERIFY(store.isLoaded());
        QCOMPARE(store.connections(), QList<Connection>({first, second, third}));
        QCOMPARE(store.connection(second.id), second);
        QCOMPARE(store.connection(u"none"_s), std::nullopt);
    }

    void whatIsMadeBeforeTheFileIsReadIsAddedToIt()
    {
        const Connection first = madeConnection(u"First"_s);
        {
            ConnectionStore store(m_file);
            store.put(first);
        }
        const Connection second = madeConnection(u"Second"_s);
        ConnectionStore store(m_file);
        store.put(second); // nothing was read yet
        QTRY_VERIFY(store.isLoaded());
        QCOMPARE(store.connections(), QList<Connection>({first, second}));
        QTRY_COMPARE(names(workspace::readConnections(m_file).value_or(QList<Connection>{})),
                     QStringList({u"First"_s, u"Second"_s}));
    }

    void whatIsRemovedIsGone()
    {
        const Connection first = madeConnection(u"First"_s);
        const Connection second = madeConnection(u"Second"_s);
        {
            ConnectionStore store(m_file);
            store.put(first);
            store.put(second);
            store.remove(first.id);
            QCOMPARE(store.connections(), QList<Connection>{second});
        }
        QCOMPARE(workspace::readConnections(m_file).value(), QList<Connection>{second});
    }

    void onlyItsOwnerReadsIt()
    {
        {
            ConnectionStore store(m_file);
            store.put(madeConnection(u"Local"_s));
        }
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
            | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFile::permissions(m_file) & others, QFile::Permissions());
        {
            ConnectionStore store(m_file);
            store.put(madeConnection(u"Second"_s));
        }
        QCOMPARE(workspace::readConnections(m_file)->size(), 2);
        QCOMPARE(QFile::permissions(m_file) & others, QFile::Permissions());
    }

    void fieldsThatItDoesNotKnowStay()
    {
        Connection connection = madeConnection(u"Local"_s);
        {
            ConnectionStore store(m_file);
            store.put(connection);
        }
        QJsonObject document = stored();
        document.insert(u"newer"_s, u"field"_s);
        QJsonArray list = document.value(u"connections"_s).toArray();
        QJsonObject first = list.at(0).toObject();
        first.insert(u"colour"_s, u"red"_s);
        list[0] = first;
        const QJsonObject newer{{u"id"_s, u"x"_s},
                                {u"settings"_s, QJsonObject{{u"type"_s, u"telepathy"_s}}}};
        list.append(newer);
        document.insert(u"connections"_s, list);
        m_folder->write(u"config/connections.json"_s, QJsonDocument(document).toJson());
        {
            ConnectionStore store(m_file);
            QTRY_VERIFY(store.isLoaded());
            QCOMPARE(names(store.connections()), QStringList{u"Local"_s});
            connection.name = u"Renamed"_s;
            store.put(connection);
        }
        QCOMPARE(stored().value(u"newer"_s).toString(), u"field"_s);
        list = stored().value(u"connections"_s).toArray();
        QCOMPARE(list.at(0).toObject().value(u"name"_s).toString(), u"Renamed"_s);
        QCOMPARE(list.at(0).toObject().value(u"colour"_s).toString(), u"red"_s);
        QCOMPARE(list.at(1).toObject(), newer);
    }

    void aDamagedFileIsNeverWrittenOver_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("cut short") << QByteArray(R"({"connections":[{"id":)");
        QTest::newRow("another document") << QByteArray("[]");
        QTest::newRow("zeros") << QByteArray(64, '\0');
        QTest::newRow("a list that is none") << QByteArray(R"({"connections":"soon"})");
    }

    void aDamagedFileIsNeverWrittenOver()
    {
        QFETCH(QByteArray, bytes);
        m_folder->write(u"config/connections.json"_s, bytes);
        {
            ConnectionStore store(m_file);
            const QSignalSpy failed(&store, &ConnectionStore::failed);
            QTRY_COMPARE(failed.size(), 1);
            const auto error = failed.first().first().value<core::Error>();
            QCOMPARE(error.code, core::ErrorCode::InvalidFormat);
            QVERIFY2(error.message.contains(m_file), qPrintable(error.message));
            QVERIFY(store.isLoaded());
            store.put(madeConnection(u"Only in memory"_s));
            QCOMPARE(store.connections().size(), 1);
            QTRY_COMPARE(failed.size(), 2); // it is told that the change was not kept
        }
        QCOMPARE(m_folder->read(u"config/connections.json"_s), bytes);
    }

    void twoProgramsKeepEachOthersConnections()
    {
        ConnectionStore one(m_file);
        ConnectionStore other(m_file);
        QTRY_VERIFY(one.isLoaded() && other.isLoaded());
        QStringList expected;
        constexpr int rounds = 20;
        for (int round = 0; round < rounds; ++round) {
            one.put(madeConnection(u"one %1"_s.arg(round)));
            other.put(madeConnection(u"other %1"_s.arg(round)));
            expected << u"one %1"_s.arg(round) << u"other %1"_s.arg(round);
        }
        expected.sort();
        const auto sortedNames = [this] {
            QStringList all =
                names(workspace::readConnections(m_file).value_or(QList<Connection>{}));
            all.sort();
            return all;
        };
        QTRY_COMPARE(sortedNames(), expected);
    }

    /// A program that was stopped in the middle of its writing holds the lock for ever.
    void atTheEndAChangeIsWrittenBesideWhoeverHoldsTheLock()
    {
        m_folder->write(u"config/connections.json"_s, "{}");
        const auto held = workspace::FileLock::acquire(m_file + u".lock"_s, {});
        QVERIFY(held.has_value());
        {
            ConnectionStore store(m_file);
            QTRY_VERIFY(store.isLoaded());
            store.put(madeConnection(u"Late"_s));
        }
        QCOMPARE(names(workspace::readConnections(m_file).value()), QStringList{u"Late"_s});
    }

    void aFolderThatCannotBeWrittenIsTold()
    {
        m_folder->write(u"config"_s, "a file where the folder should be");
        ConnectionStore store(m_file);
        const QSignalSpy failed(&store, &ConnectionStore::failed);
        store.put(madeConnection(u"Local"_s));
        QTRY_VERIFY(!failed.isEmpty());
        QCOMPARE(store.connections().size(), 1);
    }

private:
    [[nodiscard]] QJsonObject stored() const
    {
        return QJsonDocument::fromJson(m_folder->read(u"config/connections.json"_s)).object();
    }

    std::optional<test::ScratchFolder> m_folder;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestConnectionStore)
#include "tst_connectionstore.moc"
