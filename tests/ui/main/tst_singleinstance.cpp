#include "registryfixture.h"

#include <QProcess>
#include <QSettings>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>
#include <vector>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::RegistryFixture;

namespace {

constexpr int patience = 60'000; ///< ms

bool isStarting(const std::unique_ptr<QProcess> &process)
{
    return process->state() == QProcess::Starting;
}

} // namespace

/// Starts and ends of the real program.
class TestSingleInstance final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<test::ScratchFolder>();
        m_runtime = std::make_unique<test::ScratchFolder>(); // private to the user, as it must be
    }

    void aSecondStartGivesItsTaskToTheFirst()
    {
        const RegistryFixture one;
        const RegistryFixture two;
        const auto first = start({one.root()});
        QTRY_COMPARE_WITH_TIMEOUT(lastRegistry(), one.root(), patience);
        const auto second = start({two.root()});
        QVERIFY(second->waitForFinished(patience));
        QCOMPARE(second->exitStatus(), QProcess::NormalExit);
        QCOMPARE(second->exitCode(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(lastRegistry(), two.root(), patience);
        QCOMPARE(first->state(), QProcess::Running);
    }

    void ofManyStartsAtOnceOneStays()
    {
        const RegistryFixture registry;
        std::vector<std::unique_ptr<QProcess>> all;
        all.reserve(4);
        for (int i = 0; i < 4; ++i) {
            all.push_back(start({registry.root()}));
        }
        const auto running = [&all] {
            return std::ranges::count_if(all, [](const std::unique_ptr<QProcess> &process) {
                return process->state() == QProcess::Running;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::none_of(all, isStarting), patience);
        QTRY_COMPARE_WITH_TIMEOUT(running(), 1, patience);
        QTRY_COMPARE_WITH_TIMEOUT(lastRegistry(), registry.root(), patience);
        QCOMPARE(running(), 1);
    }

    void afterAKillTheNextStartIsTheFirst()
    {
        const RegistryFixture registry;
        const auto first = start({registry.root()});
        QTRY_COMPARE_WITH_TIMEOUT(lastRegistry(), registry.root(), patience);
        ::kill(static_cast<pid_t>(first->processId()), SIGKILL);
        QVERIFY(first->waitForFinished(patience));
        const auto second = start({});
        const auto third = start({});
        const auto oneIsLeft = [&] {
            return (second->state() == QProcess::Running) != (third->state() == QProcess::Running);
        };
        QTRY_VERIFY_WITH_TIMEOUT(!isStarting(second) && !isStarting(third), patience);
        QTRY_VERIFY_WITH_TIMEOUT(oneIsLeft(), patience);
        const auto &handedOver = second->state() == QProcess::Running ? third : second;
        QCOMPARE(handedOver->exitStatus(), QProcess::NormalExit);
        QCOMPARE(handedOver->exitCode(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(lastRegistry(), registry.root(), patience); // opened by itself
    }

    void aSignalEndsItAsTheUserWould_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void aSignalEndsItAsTheUserWould()
    {
        QFETCH(int, signal);
        const RegistryFixture registry;
        const auto first = start({registry.root()});
        QTRY_COMPARE_WITH_TIMEOUT(lastRegistry(), registry.root(), patience);
        ::kill(static_cast<pid_t>(first->processId()), signal);
        QVERIFY(first->waitForFinished(patience));
        QCOMPARE(first->exitStatus(), QProcess::NormalExit);
        QCOMPARE(first->exitCode(), 0);
        QCOMPARE(lastRegistry(), registry.root()); // and the next start opens it again
    }

    void anotherHomeIsAnotherProgram()
    {
        const RegistryFixture registry;
        const auto first = start({registry.root()});
        QTRY_COMPARE_WITH_TIMEOUT(lastRegistry(), registry.root(), patience);
        const std::unique_ptr<test::ScratchFolder> other = std::move(m_home);
        m_home = std::make_unique<test::ScratchFolder>();
        const auto second = start({registry.root()});
        QTRY_COMPARE_WITH_TIMEOUT(lastRegistry(), registry.root(), patience);
        QCOMPARE(first->state(), QProcess::Running);
        QCOMPARE(second->state(), QProcess::Running);
        second->kill();
        second->waitForFinished();
    }

private:
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments) const
    {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &name :
             {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s}) {
            environment.insert(name, m_home->path());
        }
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_runtime->path());
        process->setProcessEnvironment(environment);
        process->start(QStringLiteral(STUDIO), arguments);
        return process;
    }

    /// What the first has open, as it remembers for the next start.
    [[nodiscard]] QString lastRegistry() const
    {
        const QSettings settings(m_home->path(u"hermes-studio/hermes-studio.ini"_s),
                                 QSettings::IniFormat);
        return settings.value(u"lastRegistry"_s).toString();
    }

    std::unique_ptr<test::ScratchFolder> m_home;
    std::unique_ptr<test::ScratchFolder> m_runtime;
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
