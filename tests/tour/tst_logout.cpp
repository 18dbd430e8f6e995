#include "accessibletree.h"
#include "registryfixture.h"
#include "screenrobot.h"
#include "studioprocess.h"
#include "workspace/workspace.h"

#include <QProcess>
#include <QTest>

#include <memory>

using namespace hermes;
using namespace hermes::tour;
using namespace Qt::StringLiterals;
using test::RegistryFixture;

namespace {

constexpr int patience = 30'000; ///< ms

} // namespace

/// The end of a desktop session, told by a session manager that speaks XSMP.
class TestLogout final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(vcs::initializeLibrary());
        QVERIFY(m_tree.isConnected());
        m_manager.start(QStringLiteral(SESSION_MANAGER), QStringList());
        QVERIFY(m_manager.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(said().startsWith("address "), patience);
        const QByteArray said = this->said();
        qputenv("SESSION_MANAGER", said.first(said.indexOf('\n')).sliced(8));
    }

    void cleanupTestCase()
    {
        m_manager.closeWriteChannel();
        QVERIFY(m_manager.waitForFinished());
    }

    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_home = std::make_unique<test::ScratchFolder>();
        m_said = said().size();
    }

    void whatWasTypedAMomentAgoIsOnTheDisk()
    {
        const QByteArray before = m_registry->prompt();
        StudioProcess studio(m_home->path());
        QVERIFY(startAndType(studio, u"At the last moment. "_s));
        m_manager.write("save\n");
        QTRY_COMPARE_WITH_TIMEOUT(saidNow(), "registered\nsaved\nsaved\n", patience);
        studio.kill(); // some session managers wait for nothing else
        QCOMPARE(m_registry->prompt(), before);
        QCOMPARE(recovered(), "At the last moment. " + before);
    }

    void theSessionEndsWithoutAQuestion()
    {
        const QByteArray before = m_registry->prompt();
        StudioProcess studio(m_home->path());
        QVERIFY(startAndType(studio, u"Mine. "_s));
        m_manager.write("save\n");
        QTRY_COMPARE_WITH_TIMEOUT(saidNow(), "registered\nsaved\nsaved\n", patience);
        m_manager.write("die\n");
        QVERIFY(m_manager.waitForBytesWritten());
        QCOMPARE(studio.waitForExit(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(saidNow(), "registered\nsaved\nsaved\nclosed\n", patience);
        QCOMPARE(recovered(), "Mine. " + before);
    }

private:
    /// Opens the writer's prompt and types at its beginning.
    bool startAndType(StudioProcess &studio, const QString &text)
    {
        studio.start({m_registry->root() + u'/' + RegistryFixture::promptFile});
        const bool isThere =
            QTest::qWaitFor([this] { return saidNow() == "registered\nsaved\n"; }, patience)
            && m_tree.waitFor(u"Prompt"_s, u"text"_s, patience).has_value()
            && QTest::qWaitFor(
                [this] {
                    const auto item = m_tree.find(u"Prompt"_s, u"text"_s);
                    return item && m_tree.textOf(*item).contains(u"You write"_s);
                },
                patience);
        m_robot.press(u"ctrl+Home"_s);
        m_robot.type(text);
        return isThere;
    }

    /// The writer's prompt as the next run of the program has it.
    [[nodiscard]] QByteArray recovered() const
    {
        workspace::Workspace next(m_home->path(u".local/share/hermes-studio/hermes-studio"_s));
        next.open(m_registry->root());
        if (!QTest::qWaitFor(
                [&next] { return next.status() == workspace::Workspace::Status::Ready; },
                patience)) {
            return "not opened";
        }
        workspace::DefinitionDocument *document = next.document(RegistryFixture::writer);
        return QTest::qWaitFor(
                   [document] {
                       return document->state() == workspace::DefinitionDocument::State::Ready;
                   },
                   patience)
            ? document->prompt()->bytes()
            : QByteArray("not read");
    }

    QByteArray said() { return m_manager.peek(1 << 16); }
    QByteArray saidNow() { return said().sliced(m_said); }

    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_home;
    qsizetype m_said = 0; ///< By those before.
    AccessibleTree m_tree;
    ScreenRobot m_robot;
    QProcess m_manager;
};

QTEST_GUILESS_MAIN(TestLogout)
#include "tst_logout.moc"
