#include "editor/prompteditor.h"
#include "registryfixture.h"
#include "typedtext.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>
#include <vector>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::RegistryFixture;
using test::WindowFixture;
using workspace::DefinitionDocument;

namespace {

constexpr int defaultKills = 40;
constexpr int victimsAtOnce = 6;
constexpr qint64 allowedLoss = 1000; ///< ms
constexpr int shortestLife = 300; ///< ms after the first key
constexpr int longestLife = 4000;
constexpr int patience = 60'000; ///< ms
const core::EntryId reader{core::EntryKind::Agent, u"reader"_s};

/// One run of the window that is killed at a random moment.
class Victim
{
public:
    Victim() : m_before(m_registry.prompt())
    {
        m_process.start(QStringLiteral(TYPING_STUDIO),
                        {u"type"_s, m_home.path(), m_registry.root()});
    }

    /// Kills it when it has lived long enough. True when it is dead.
    bool proceed()
    {
        m_said += m_process.readAllStandardOutput();
        const qint64 now = test::monotonicMilliseconds();
        if (m_end == 0 && !m_said.isEmpty()) {
            m_end = now + QRandomGenerator::global()->bounded(shortestLife, longestLife);
        }
        if (m_end == 0 || now < m_end) {
            return m_process.state() == QProcess::NotRunning;
        }
        m_killed = now;
        ::kill(static_cast<pid_t>(m_process.processId()), SIGKILL);
        m_process.waitForFinished();
        m_said += m_process.readAllStandardOutput();
        return true;
    }

    [[nodiscard]] bool wasKilled() const
    {
        return m_killed != 0 && m_process.exitStatus() == QProcess::CrashExit;
    }
    [[nodiscard]] QByteArray error() { return m_process.readAllStandardError(); }
    [[nodiscard]] const QByteArray &before() const { return m_before; }
    [[nodiscard]] const RegistryFixture &registry() const { return m_registry; }
    [[nodiscard]] QString home() const { return m_home.path(); }

    struct Keys
    {
        int typed = 0;
        int certain = 0; ///< Older than the time that may be lost.
    };
    [[nodiscard]] Keys keys() const
    {
        Keys keys;
        const QList<QByteArray> lines = m_said.split('\n');
        for (const auto allLines = lines.first(lines.size() - 1);
             const QByteArray &line : allLines) { // the last is not complete
            const QList<QByteArray> words = line.split(' ');
            keys.typed = words.first().toInt();
            if (words.last().toLongLong() <= m_killed - allowedLoss) {
                keys.certain = keys.typed;
            }
        }
        return keys;
    }

private:
    RegistryFixture m_registry;
    test::ScratchFolder m_home;
    QByteArray m_before;
    QProcess m_process;
    QByteArray m_said;
    qint64 m_end = 0;
    qint64 m_killed = 0;
};

/// How many keys a text holds behind what was there; -1 if it is anything else.
int keysIn(const QByteArray &text, const QByteArray &before)
{
    if (!text.startsWith(before)) {
        return -1;
    }
    const QByteArray typed = text.sliced(before.size());
    return typed == test::typedText(static_cast<int>(typed.size())).toUtf8()
        ? static_cast<int>(typed.size())
        : -1;
}

} // namespace

/// What is left after the program was killed, as the next run finds it.
class TestLoss final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void atMostTheLastSecondIsMissing()
    {
        const int wanted = qEnvironmentVariableIsSet("HERMES_KILLS")
            ? qEnvironmentVariableIntValue("HERMES_KILLS")
            : defaultKills;
        int kills = 0;
        int saved = 0;
        std::vector<std::unique_ptr<Victim>> victims;
        while (kills < wanted) {
            while (victims.size() < victimsAtOnce
                   && kills + static_cast<int>(victims.size()) < wanted) {
                victims.push_back(std::make_unique<Victim>());
            }
            const auto dead = std::ranges::find_if(victims, &Victim::proceed);
            if (dead == victims.end()) {
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
                QTest::qWait(5); // the victims live meanwhile
                continue;
            }
            QVERIFY2((*dead)->wasKilled(), (*dead)->error().constData());
            verifyWhatIsLeft(**dead);
            if (QTest::currentTestFailed()) {
                return;
            }
            saved += (*dead)->registry().prompt() != (*dead)->before() ? 1 : 0;
            victims.erase(dead);
            ++kills;
        }
        QCOMPARE_GT(saved, 0);
        qInfo("%d kills, %d of them after at least one save; at most %d keys missing, of those "
              "typed in the last second",
              kills, saved, m_mostMissing);
    }

    void whatBringsTheProgramDownIsNotOpenedAThirdTime()
    {
        const RegistryFixture registry;
        const test::ScratchFolder home;
        {
            WindowFixture fixture(m_theme, home.path());
            fixture.open(registry.root());
            QVERIFY(fixture.openEntry(reader));
            QVERIFY(fixture.openEntry(RegistryFixture::writer));
            fixture.type(u"Unsaved. "_s);
            fixture.window().close();
        }
        for (int start = 0; start < 2; ++start) {
            QProcess process;
            process.start(QStringLiteral(TYPING_STUDIO), {u"abort"_s, home.path()});
            QVERIFY(process.waitForFinished(patience));
            QVERIFY2(process.exitStatus() == QProcess::CrashExit,
                     process.readAllStandardError().constData());
        }

        WindowFixture fixture(m_theme, home.path());
        fixture.window().reopenRegistries();
        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((bar = fixture.bar(u"agent/writer stays closed"_s)) != nullptr,
                                 patience);
        QTRY_VERIFY(fixture.workspace().openDocument(reader) != nullptr); // which did no harm
        QVERIFY(fixture.workspace().openDocument(RegistryFixture::writer) == nullptr);
        const QString aside = bar->text().section(u"is kept in "_s, 1).chopped(1);
        QFile kept(aside);
        QVERIFY2(kept.open(QIODevice::ReadOnly), qPrintable(bar->text()));
        QVERIFY(kept.readAll().contains("Unsaved. "));

        fixture.click(bar, u"Open it"_s);
        QTRY_VERIFY(fixture.prompt() != nullptr
                    && fixture.prompt()->toPlainText().startsWith(u"# Writer"_s));
        QVERIFY(!bar->isVisible());
    }

private:
    void verifyWhatIsLeft(const Victim &victim)
    {
        const Victim::Keys keys = victim.keys();
        QVERIFY(keysIn(victim.registry().prompt(), victim.before()) >= 0); // no half-written file

        WindowFixture fixture(m_theme, victim.home());
        fixture.window().reopenRegistries();
        DefinitionDocument *document = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT(
            (document = fixture.workspace().openDocument(RegistryFixture::writer)) != nullptr,
            patience);
        QTRY_COMPARE_WITH_TIMEOUT(document->state(), DefinitionDocument::State::Ready, patience);
        const int recovered = keysIn(document->prompt()->bytes(), victim.before());
        QVERIFY2(recovered >= keys.certain,
                 qPrintable(u"%1 keys came back; %2 were typed, %3 of them over a second before"_s
                                .arg(recovered)
                                .arg(keys.typed)
                                .arg(keys.certain)));
        m_mostMissing = std::max(m_mostMissing, keys.typed - recovered);
    }

    widgets::Theme m_theme{*qApp};
    int m_mostMissing = 0;
};

QTEST_MAIN(TestLoss)
#include "tst_loss.moc"
