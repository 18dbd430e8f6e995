#include "modelapi/servercheck.h"
#include "preview/previewpane.h"
#include "registryfixture.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/toldwindows.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using test::RegistryFixture;
using test::WindowFixture;

namespace {

const QByteArray good =
    "{\"format\": 1,\n \"source\": \"our contract, 2027-03-04\",\n \"providers\": "
    "{\"ours\": {\"models\": {\"house\": {\"context\": 4096, \"output\": 512, "
    "\"cost\": {\"input\": 1000, \"output\": 2000}}}}}}";
const QByteArray broken = "{\"format\": 1,\n \"source\": \"our contract, 2027-03-04\",\n "
                          "\"providers\" {}}";

} // namespace

/// The user's own catalog of models, in the real window.
class TestWindowModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        QByteArray manifest = m_registry->manifest();
        manifest.insert(manifest.indexOf('{') + 1, "\n  \"model\": \"house\",");
        m_registry->folder().write(RegistryFixture::manifestFile, manifest);
        m_fixture = std::make_unique<WindowFixture>(m_theme);
    }
    void cleanup()
    {
        m_fixture.reset();
        m_registry.reset();
    }

    void whatItSaysIsShownWithItsDate()
    {
        start(good);
        QTRY_COMPARE(content().modelContextTokens, 4096);
        QCOMPARE(content().pricesFrom, QDate(2027, 3, 4));
        QVERIFY(content().sendCost > 0);
        QVERIFY(m_fixture->bar(u"catalog of models"_s) == nullptr);
    }

    void aServersSmallerWindowIsShownWithItsConnection()
    {
        start(good);
        QTRY_COMPARE(content().modelContextTokens, 4096);
        QTRY_VERIFY(m_fixture->connections().isLoaded());
        workspace::Connection connection;
        connection.id = u"own"_s;
        connection.name = u"My server"_s;
        connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
        connection.settings.baseUrl = u"http://127.0.0.1:9/v1"_s;
        connection.settings.modelId = u"house"_s;
        modelapi::ServerReport report;
        report.window = 1024;
        connection.told = workspace::toldIn(connection.settings, report);
        m_fixture->connections().put(connection);
        QTRY_COMPARE(content().modelContextTokens, 1024);
        QCOMPARE(content().windowToldBy, u"My server"_s);
        QVERIFY(content().sendCost > 0);
        m_fixture->connections().remove(u"own"_s);
        QTRY_COMPARE(content().modelContextTokens, 4096);
        QVERIFY(content().windowToldBy.isEmpty());
    }

    void aBrokenFileIsToldWithItsPlaceAndWhatToDo()
    {
        start(broken);
        QTRY_VERIFY(m_fixture->bar(u"catalog of models"_s) != nullptr);
        auto *bar = m_fixture->bar(u"catalog of models"_s);
        QCOMPARE(bar->severity(), widgets::MessageBar::Severity::Warning);
        for (const QString &words :
             {m_fixture->ownModelsFile(), u"line 3, column"_s,
              u"Limits and prices are those of the registry and of the program."_s,
              u"Mend the file, or remove it."_s}) {
            QVERIFY2(bar->text().contains(words), qPrintable(bar->text()));
        }
        QTRY_VERIFY(!content().id.id.isEmpty());
        QCOMPARE(content().modelContextTokens, 0);
    }

    void aMendedFileCountsAsSoonAsItIsReadAgain()
    {
        start(broken);
        QTRY_VERIFY(m_fixture->bar(u"catalog of models"_s) != nullptr);
        pressReadAgain(); // nothing is mended yet
        QTRY_VERIFY(m_fixture->bar(u"line 3, column"_s) != nullptr);
        write(good);
        pressReadAgain();
        QTRY_VERIFY(m_fixture->bar(u"What it says of models counts again."_s) != nullptr);
        QVERIFY(m_fixture->bar(u"line 3, column"_s) == nullptr);
        QTRY_COMPARE(content().modelContextTokens, 4096);
    }

    void aMendedFileIsNoNewsAtTheNextStart()
    {
        start(broken);
        QTRY_VERIFY(m_fixture->bar(u"catalog of models"_s) != nullptr);
        start(good);
        QTRY_COMPARE(content().modelContextTokens, 4096);
        QVERIFY(m_fixture->bar(u"models"_s) == nullptr);
    }

private:
    void write(const QByteArray &text)
    {
        QDir().mkpath(QFileInfo(m_fixture->ownModelsFile()).path());
        QFile file(m_fixture->ownModelsFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    /// The window anew, with this file.
    void start(const QByteArray &text)
    {
        write(text);
        m_fixture->restart();
        m_fixture->window().resize(1440, 900);
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer) != nullptr);
        m_fixture->window().activateWindow();
    }
    void pressReadAgain()
    {
        QPushButton *button = nullptr;
        QTRY_VERIFY((button = readAgain()) != nullptr);
        button->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button, Qt::Key_Space);
    }
    [[nodiscard]] QPushButton *readAgain() const
    {
        for (const auto buttons = m_fixture->window().findChildren<QPushButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->text() == u"Read it again") {
                return button;
            }
        }
        return nullptr;
    }
    [[nodiscard]] const workspace::PreviewContent &content() const
    {
        return m_fixture->window().findChild<preview::PreviewPane *>()->content();
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowModels)
#include "tst_window_models.moc"
