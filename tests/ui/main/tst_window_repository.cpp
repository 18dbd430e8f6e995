#include "browser/catalogtree.h"
#include "editor/prompteditor.h"
#include "history/historypane.h"
#include "main/lowerpane.h"
#include "registryfixture.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QDir>
#include <QFile>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include <unistd.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::WindowFixture;
using workspace::DefinitionDocument;

/// What the window says of a repository that is damaged, locked or in the middle of something, what
/// it offers, and that files can be edited all the while.
class TestWindowRepository final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("HOME", QFile::encodeName(m_home.path()));
        QVERIFY(vcs::initializeLibrary());
    }

    void aSoundRepositoryNeedsNoWords()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(!fixture.bar({}));
        QVERIFY(fixture.registryText().endsWith(u"main"_s));
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        QTRY_VERIFY(fixture.action(ActionId::Release)->isEnabled());
    }

    void aStaleLockIsNamedWithItsAgeAndMovedAside()
    {
        const RegistryFixture registry;
        plantLock(registry, 5 * 60 + 20);
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY((bar = fixture.bar(u"for 5 minute"_s)));
        QVERIFY2(bar->text().contains(u"no program holds it"_s)
                     && bar->text().contains(u"index.lock"_s),
                 qPrintable(bar->text()));
        fixture.click(bar, u"Repair"_s);
        QTRY_VERIFY(fixture.bar(u"were moved aside"_s));
        QTRY_VERIFY(!fixture.bar(u"no program holds it"_s));
        QVERIFY(!QFile::exists(lockFile(registry)));
        QCOMPARE(registry.folder().read(u".git/index.lock.stale-1"_s), "kept");
        QCOMPARE(registry.folder().git({u"status"_s, u"--porcelain"_s}), "");
    }

    void aLockThatAProgramHoldsNamesItAndGoesWithIt()
    {
        const RegistryFixture registry;
        plantLock(registry, 60);
        QProcess holder;
        holder.start(u"sh"_s,
                     {u"-c"_s, u"exec 9<\"$1\"; echo held; read line; rm \"$1\""_s, u"sh"_s,
                      lockFile(registry)});
        QVERIFY(holder.waitForReadyRead());
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY((bar = fixture.bar(u"process %1"_s.arg(holder.processId()))));
        for (const auto buttons = bar->findChildren<QPushButton *>();
             const QPushButton *button : buttons) {
            QVERIFY(button->text() != u"Repair");
        }
        holder.closeWriteChannel();
        QVERIFY(holder.waitForFinished());
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.bar(u"process"_s), 20'000);
    }

    void aDamagedStagingAreaIsRebuilt()
    {
        const RegistryFixture registry;
        registry.writePrompt("# Other\n");
        registry.folder().write(u".git/index"_s, "");
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY((bar = fixture.bar(u"files and history are intact"_s)));
        editAndSave(fixture, registry);
        QVERIFY(!fixture.action(ActionId::Release)->isEnabled());
        fixture.click(bar, u"Rebuild staging area"_s);
        QTRY_VERIFY(fixture.bar(u"made anew from the last commit"_s));
        QTRY_VERIFY(!fixture.bar(u"files and history are intact"_s));
        QTRY_VERIFY(fixture.action(ActionId::Release)->isEnabled());
        QCOMPARE(registry.folder().git({u"status"_s, u"--porcelain"_s}),
                 "M " + RegistryFixture::promptFile.toUtf8());
        QVERIFY(QFile::exists(registry.folder().path(u".git/index.damaged-1"_s)));
    }

    void aDamagedBranchIsPutBackToAnEarlierState()
    {
        const RegistryFixture registry;
        const QByteArray head = registry.folder().git({u"rev-parse"_s, u"HEAD"_s});
        registry.folder().write(u".git/refs/heads/main"_s, "");
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY((bar = fixture.bar(u"Choose one of the earlier states"_s)));
        editAndSave(fixture, registry);
        const QMenu *menu = bar->findChild<QMenu *>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 1);
        QVERIFY2(menu->actions().constFirst()->text().contains(u"Begin"_s),
                 qPrintable(menu->actions().constFirst()->text()));
        menu->actions().constFirst()->trigger();
        QTRY_VERIFY(fixture.bar(u"is at"_s));
        QTRY_VERIFY(fixture.registryText().endsWith(u"main"_s));
        QCOMPARE(registry.folder().git({u"rev-parse"_s, u"main"_s}), head);
        QVERIFY(QFile::exists(registry.folder().path(u".git/refs-heads-main.damaged-1"_s)));
    }

    void aDamagedVersionIsMarkedAndTheOthersWork()
    {
        const RegistryFixture registry;
        const QByteArray blob =
            registry.folder().git({u"rev-parse"_s, u"HEAD:"_s + RegistryFixture::promptFile});
        release(registry, "1.0.0", "1.1.0", "# Newer\n");
        release(registry, "1.1.0", "1.2.0", "# Newest\n");
        const QString object = registry.folder().path(u".git/objects/%1/%2"_s.arg(
            QString::fromLatin1(blob.first(2)), QString::fromLatin1(blob.sliced(2))));
        QVERIFY(QFile::setPermissions(object, QFile::ReadOwner | QFile::WriteOwner));
        QFile file(object);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.close();
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        auto *pane = fixture.window().findChild<history::HistoryPane *>();
        auto *list = pane->findChild<QTreeView *>();
        QTRY_COMPARE(list->model()->rowCount(), 3);
        const auto compareWithDraft = [list](int row) {
            list->setCurrentIndex(list->model()->index(row, 0));
            Q_EMIT list->activated(list->currentIndex());
        };
        compareWithDraft(2);
        QTRY_VERIFY2(fixture.shownTexts().contains(u"damaged"_s), qPrintable(fixture.shownTexts()));
        compareWithDraft(1);
        QTRY_VERIFY2(!fixture.shownTexts().contains(u"damaged"_s),
                     qPrintable(fixture.shownTexts()));
        editAndSave(fixture, registry);
    }

    void whatCannotBeReadIsNamedAndFilesStayUsable_data()
    {
        QTest::addColumn<QList<QStringList>>("commands");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        const QStringList versionOne{u"config"_s, u"core.repositoryformatversion"_s, u"1"_s};
        const QList<QStringList> none;
        QTest::newRow("broken settings")
            << none << u".git/config"_s << QByteArray("[core\nbare = ?") << u".git/config"_s;
        QTest::newRow("damaged HEAD")
            << none << u".git/HEAD"_s << QByteArray("ref:") << u".git/HEAD"_s;
        QTest::newRow("unknown extension")
            << QList<QStringList>{versionOne, {u"config"_s, u"extensions.futuristic"_s, u"1"_s}}
            << QString() << QByteArray() << u"futuristic"_s;
        QTest::newRow("partial clone")
            << QList<QStringList>{{u"config"_s, u"remote.origin.promisor"_s, u"true"_s}}
            << QString() << QByteArray() << u"partial clone"_s;
        QTest::newRow("work tree elsewhere")
            << QList<QStringList>{{u"config"_s, u"core.worktree"_s, u"/usr"_s}} << QString()
            << QByteArray() << u"core.worktree"_s;
        QTest::newRow("set to be bare")
            << QList<QStringList>{{u"config"_s, u"core.bare"_s, u"true"_s}} << QString()
            << QByteArray() << u"bare"_s;
    }

    void whatCannotBeReadIsNamedAndFilesStayUsable()
    {
        QFETCH(QList<QStringList>, commands);
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const RegistryFixture registry;
        for (const QStringList &command : std::as_const(commands)) {
            registry.folder().git(command);
        }
        if (!file.isEmpty()) {
            registry.folder().write(file, content);
        }
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QTRY_VERIFY2(fixture.bar(said), qPrintable(fixture.shownTexts()));
        QVERIFY(fixture.registryText().contains(u"files only"_s));
        QVERIFY(!fixture.action(ActionId::Release)->isEnabled());
        QVERIFY(fixture.action(ActionId::Release)->toolTip().contains(said));
        editAndSave(fixture, registry);
    }

    /// Root gives the folder away; another user cannot.
    void aRepositoryOfSomeoneElseIsExplained()
    {
        if (::geteuid() != 0) {
            QSKIP("only root can give a folder away");
        }
        constexpr uid_t stranger = 4242;
        const RegistryFixture registry;
        QVERIFY(QFile::setPermissions(registry.root(), QFile::Permissions::fromInt(0x7777)));
        QCOMPARE(::chown(QFile::encodeName(registry.root()).constData(), stranger, stranger), 0);
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QTRY_VERIFY2(fixture.bar(u"safe.directory"_s), qPrintable(fixture.shownTexts()));
        editAndSave(fixture, registry);
    }

    void whatIsGoingOnIsShownAndOnlySafeActionsAreOffered_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("said");
        QTest::addColumn<bool>("canRelease");
        const QString conflict =
            u"git switch -qc side && echo side > agents/writer/AGENT.md && git commit -qam side && "
            "git switch -q main && echo main > agents/writer/AGENT.md && git commit -qam main && "_s;
        QTest::newRow("detached") << u"git checkout -q --detach"_s << u"detached at"_s
                                  << u"No branch is checked out"_s << false;
        QTest::newRow("merging") << conflict + u"! git merge -q side"_s << u"main · merging"_s
                                 << u"git merge --continue"_s << false;
        QTest::newRow("rebasing") << conflict + u"! git rebase -q side"_s << u"rebasing"_s
                                  << u"git rebase --continue"_s << false;
        QTest::newRow("cherry-picking") << conflict + u"! git cherry-pick side"_s
                                        << u"main · cherry-picking"_s << u"--abort"_s << false;
        QTest::newRow("bisecting")
            << u"git bisect start"_s << u"main · bisecting"_s << u"git bisect reset"_s << false;
        QTest::newRow("shallow") << u"git rev-parse HEAD > .git/shallow"_s
                                 << u"main · shallow clone"_s << QString() << true;
        QTest::newRow("unborn") << u"git checkout -q --orphan fresh"_s << u"fresh · no commit yet"_s
                                << QString() << true;
    }

    void whatIsGoingOnIsShownAndOnlySafeActionsAreOffered()
    {
        QFETCH(QString, script);
        QFETCH(QString, label);
        QFETCH(QString, said);
        QFETCH(bool, canRelease);
        const RegistryFixture registry;
        QProcess shell;
        shell.setWorkingDirectory(registry.root());
        shell.start(u"sh"_s, {u"-c"_s, script});
        QVERIFY(shell.waitForFinished() && shell.exitCode() == 0);
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QTRY_VERIFY2(fixture.registryText().contains(label), qPrintable(fixture.registryText()));
        QVERIFY2(said.isEmpty() ? !fixture.bar({}) : fixture.bar(said) != nullptr,
                 qPrintable(fixture.shownTexts()));
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        QTRY_COMPARE(fixture.action(ActionId::Release)->isEnabled(), canRelease);
        if (!canRelease) {
            QVERIFY(fixture.action(ActionId::Release)->toolTip().contains(said));
        }
        editAndSave(fixture, registry);
    }

    void aBarThatWasClosedStaysClosed()
    {
        const RegistryFixture registry;
        registry.folder().git({u"checkout"_s, u"-q"_s, u"--detach"_s});
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY((bar = fixture.bar(u"No branch is checked out"_s)));
        QTest::keyClick(bar, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        const QSignalSpy read(&fixture.workspace(), &workspace::Workspace::repositoryChanged);
        registry.writePrompt("# Other\n");
        QTRY_VERIFY(!read.isEmpty());
        QVERIFY(!bar->isVisible());
    }

private:
    static QString lockFile(const RegistryFixture &registry)
    {
        return registry.folder().path(u".git/index.lock"_s);
    }

    static void plantLock(const RegistryFixture &registry, int ageSeconds)
    {
        registry.folder().write(u".git/index.lock"_s, "kept");
        QFile lock(lockFile(registry));
        QVERIFY(lock.open(QIODevice::ReadWrite));
        QVERIFY(lock.setFileTime(QDateTime::currentDateTime().addSecs(-ageSeconds),
                                 QFileDevice::FileModificationTime));
    }

    static void release(const RegistryFixture &registry, const QByteArray &from,
                        const QByteArray &version, const QByteArray &prompt)
    {
        registry.folder().write(RegistryFixture::manifestFile,
                                registry.manifest().replace("\"version\": \"" + from + '"',
                                                            "\"version\": \"" + version + '"'));
        registry.writePrompt(prompt);
        registry.folder().commitAll(QString::fromLatin1(version));
    }

    static void editAndSave(WindowFixture &fixture, const RegistryFixture &registry)
    {
        DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        fixture.action(ActionId::ShowPrompt)->trigger();
        const QByteArray before = registry.prompt();
        fixture.type(u"Mine. "_s);
        const QSignalSpy saved(document, &DefinitionDocument::saved);
        fixture.action(ActionId::Save)->trigger();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(registry.prompt(), "Mine. " + before);
    }

    const test::ScratchFolder m_home;
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowRepository)
#include "tst_window_repository.moc"
