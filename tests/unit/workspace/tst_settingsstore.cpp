#include "scratchfolder.h"
#include "workspace/settingsstore.h"

#include <QLockFile>
#include <QSettings>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::SettingsStore;

class TestSettingsStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSetIsKnownAtOnceAndWrittenInTheEnd()
    {
        {
            SettingsStore store(file());
            QCOMPARE(store.value(u"a"_s, 7).toInt(), 7);
            for (int i = 0; i < 500; ++i) {
                store.setValue(u"count"_s, i);
                store.setValue(u"group/key-%1"_s.arg(i % 10), i);
            }
            QCOMPARE(store.value(u"count"_s).toInt(), 499);
            store.setValue(u"list"_s, QStringList{u"x"_s, u"y, z"_s});
            store.setValue(u"bytes"_s, QByteArray("\0\xff\n", 3));
        }
        const SettingsStore store(file());
        QCOMPARE(store.value(u"count"_s).toInt(), 499);
        QCOMPARE(store.value(u"group/key-3"_s).toInt(), 493);
        QCOMPARE(store.value(u"list"_s).toStringList(), (QStringList{u"x"_s, u"y, z"_s}));
        QCOMPARE(store.value(u"bytes"_s).toByteArray(), QByteArray("\0\xff\n", 3));
    }

    void whatIsRemovedIsGoneFromTheFile()
    {
        {
            SettingsStore store(file());
            store.setValue(u"removed"_s, 1);
            store.setValue(u"again"_s, 1);
            store.setValue(u"other"_s, 1);
        }
        {
            SettingsStore store(file());
            store.remove(u"removed"_s);
            store.remove(u"never"_s);
            store.remove(u"again"_s);
            store.setValue(u"again"_s, 2);
            QVERIFY(!store.value(u"removed"_s).isValid());
        }
        const QSettings written(file(), QSettings::IniFormat);
        QVERIFY(!written.contains(u"removed"_s) && !written.contains(u"never"_s));
        QCOMPARE(written.value(u"again"_s).toInt(), 2);
        QCOMPARE(written.value(u"other"_s).toInt(), 1);
    }

    void itIsWrittenWithoutWaitingForTheEnd()
    {
        SettingsStore store(file());
        store.setValue(u"now"_s, true);
        QTRY_VERIFY(QSettings(file(), QSettings::IniFormat).value(u"now"_s).toBool());
    }

    void whatOthersWriteStays()
    {
        SettingsStore store(file());
        {
            QSettings other(file(), QSettings::IniFormat);
            other.setValue(u"theirs"_s, 1);
        }
        store.setValue(u"mine"_s, 2);
        QTRY_COMPARE(QSettings(file(), QSettings::IniFormat).value(u"mine"_s).toInt(), 2);
        QCOMPARE(QSettings(file(), QSettings::IniFormat).value(u"theirs"_s).toInt(), 1);
    }

    void aFileThatCannotBeWrittenIsNoHindrance()
    {
        m_folder.write(u"file"_s, "x");
        SettingsStore store(m_folder.path(u"file/settings.ini"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be written"_s));
        store.setValue(u"a"_s, 1);
        QCOMPARE(store.value(u"a"_s).toInt(), 1);
    }

    void aFileThatAnotherProgramHoldsDelaysNoEnd()
    {
        QLockFile held(file() + u".lock"_s);
        QVERIFY(held.tryLock());
        {
            SettingsStore store(file());
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Another program holds"_s));
            store.setValue(u"late"_s, 1);
        }
        held.unlock();
        // else it would have waited for the other
        QVERIFY(!QSettings(file(), QSettings::IniFormat).contains(u"late"_s));
    }

    void whatAnotherProgramHoldsForAWhileIsWrittenThen()
    {
        QLockFile held(file() + u".lock"_s);
        QVERIFY(held.tryLock());
        SettingsStore store(file());
        store.setValue(u"waiting"_s, 1);
        held.unlock();
        QTRY_COMPARE(QSettings(file(), QSettings::IniFormat).value(u"waiting"_s).toInt(), 1);
    }

private:
    [[nodiscard]] QString file() const { return m_folder.path(u"settings.ini"_s); }

    test::ScratchFolder m_folder;
};

QTEST_GUILESS_MAIN(TestSettingsStore)
#include "tst_settingsstore.moc"
