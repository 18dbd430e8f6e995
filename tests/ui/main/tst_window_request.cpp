#include "editor/prompteditor.h"
#include "preview/previewpane.h"
#include "preview/renderedview.h"
#include "preview/requestview.h"
#include "testsendfixture.h"
#include "widgets/copybutton.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QRadioButton>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using preview::RequestView;

/// The request that the preview shows.
class TestWindowRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void itIsTheOneThatATestSendSends()
    {
        TestSendFixture fixture(m_theme);
        fixture.connectTo(u"a"_s, {wholeAnswer("Yes.")});
        QVERIFY(fixture.window().openEntry(RegistryFixture::writer) != nullptr);
        auto *pane = fixture.window().window().findChild<preview::PreviewPane *>();
        QTRY_VERIFY(pane->content().id == RegistryFixture::writer);
        QTest::mouseClick(pane->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        auto *shown = pane->findChild<RequestView *>();
        QTRY_VERIFY(shown->body()->toPlainText().contains(u"Your message"));
        QTest::mouseClick(shown->findChildren<widgets::CopyButton *>().first(), Qt::LeftButton);
        const QByteArray copied = QApplication::clipboard()->text().toUtf8();

        fixture.openRuns();
        fixture.askAgreeing(u"Your message"_s);
        QTRY_COMPARE(fixture.server().requests(u"a"_s).size(), 1);
        QCOMPARE(copied, fixture.server().requests(u"a"_s).first().body);
        QVERIFY2(copied.contains("\"Read\""), copied.constData()); // the writer's tool
    }

    void itHasWhatIsKnownOfTheModelAndWhatTheConnectionSays_data()
    {
        QTest::addColumn<modelapi::ConnectionType>("type");
        QTest::addColumn<QString>("model");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("Ollama, in the window that its server told")
            << modelapi::ConnectionType::Ollama << u"qwen3:8b"_s << QByteArray("\"num_ctx\":8192");
        QTest::newRow("Anthropic, its parameters")
            << modelapi::ConnectionType::Anthropic << u"claude-haiku-4-5"_s
            << QByteArray("\"max_tokens\":333");
    }
    void itHasWhatIsKnownOfTheModelAndWhatTheConnectionSays()
    {
        QFETCH(modelapi::ConnectionType, type);
        QFETCH(QString, model);
        QFETCH(QByteArray, part);
        TestSendFixture fixture(m_theme);
        fixture.registry().writePrompt(
            "# Writer\n\n" + QByteArray("You write about many things.\n").repeated(1200));
        fixture.connectTo(u"a"_s, {wholeAnswer("Yes.")}, type, model);
        workspace::Connection connection = fixture.window().connections().connections().first();
        connection.told = {modelapi::connectionTypeName(type) + u' '
                               + modelapi::effectiveBaseUrl(connection.settings).toString(),
                           {{model, 8192}}};
        if (type == modelapi::ConnectionType::Anthropic) {
            connection.settings.parameters.maxOutputTokens = 333;
            connection.settings.parameters.stopSequences = QStringList{u"\n\nHuman:"_s};
        }
        fixture.window().connections().put(connection);
        const QByteArray copied = shownBody(fixture);
        QVERIFY2(copied.contains(part), copied.right(400).constData());
        fixture.openRuns();
        fixture.askAgreeing(u"Your message"_s);
        QTRY_COMPARE(fixture.server().requests(u"a"_s).size(), 1);
        QCOMPARE(copied, fixture.server().requests(u"a"_s).first().body);
    }

    void whatIsSaidInTheRunsViewIsInIt()
    {
        TestSendFixture fixture(m_theme);
        fixture.connectTo(u"a"_s, {wholeAnswer("Yes.")});
        fixture.openRuns();
        QVERIFY(!shownBody(fixture).contains("0.25"));
        modelapi::Parameters parameters;
        parameters.temperature = 0.25;
        fixture.pane()->session()->setParameters(parameters); // while the request is seen
        QTRY_VERIFY(shownBody(fixture).contains("\"temperature\":0.25"));
        const QByteArray copied = shownBody(fixture);
        fixture.askAgreeing(u"Your message"_s);
        QTRY_COMPARE(fixture.server().requests(u"a"_s).size(), 1);
        QCOMPARE(copied, fixture.server().requests(u"a"_s).first().body);
    }

    void everyTypeOfConnectionCanBeLookedAt()
    {
        TestSendFixture fixture(m_theme);
        QByteArray manifest = fixture.registry().manifest();
        manifest.insert(manifest.indexOf('{') + 1, "\n  \"model\": \"gpt-5.4\",");
        fixture.registry().folder().write(RegistryFixture::manifestFile, manifest);
        QVERIFY(fixture.window().openEntry(RegistryFixture::writer) != nullptr);
        auto *pane = fixture.window().window().findChild<preview::PreviewPane *>();
        QTest::mouseClick(pane->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        auto *shown = pane->findChild<RequestView *>();
        auto *choice = shown->findChild<QComboBox *>();
        QStringList names;
        for (int i = 0; i < choice->count(); ++i) {
            names.append(choice->itemText(i));
        }
        QCOMPARE(names.size(), modelapi::connectionTypes().size());
        QCOMPARE(names.removeDuplicates(), 0);
        choice->setFocus();
        choice->setCurrentIndex(static_cast<int>(names.indexOf(u"Azure OpenAI"_s)));
        Q_EMIT choice->activated(choice->currentIndex());
        QTRY_VERIFY2(addressOf(*shown).contains(u".openai.azure.com/openai/v1/chat/completions"),
                     qPrintable(addressOf(*shown)));
    }

    void aClickInItGoesToTheSource()
    {
        TestSendFixture fixture(m_theme);
        fixture.registry().writePrompt("# Writer\n\nYou \"write\".\n\n## Output\n\nText.\n");
        fixture.connectTo(u"a"_s, {wholeAnswer("Yes.")});
        QVERIFY(fixture.window().openEntry(RegistryFixture::writer) != nullptr);
        auto *pane = fixture.window().window().findChild<preview::PreviewPane *>();
        QTest::mouseClick(pane->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        preview::RenderedView *body = pane->findChild<RequestView *>()->body();
        QTRY_VERIFY(body->toPlainText().contains(u"Output"));
        const qsizetype place = body->toPlainText().indexOf(u"## Output"_s) + 4;
        QPoint there;
        for (there.ry() = 0; body->placeAt(there) != place; there.rx() += 2) {
            if (there.x() > body->viewport()->width()) {
                there = {0, there.y() + 4};
                QVERIFY(there.y() < body->viewport()->height());
            }
        }
        QTest::mouseClick(body->viewport(), Qt::LeftButton, {}, there);
        QTRY_COMPARE(fixture.window().prompt()->caretLine(), 5);
    }

private:
    /// The body that the preview of the writer copies.
    static QByteArray shownBody(TestSendFixture &fixture)
    {
        if (fixture.window().openEntry(RegistryFixture::writer) == nullptr) {
            return {};
        }
        auto *pane = fixture.window().window().findChild<preview::PreviewPane *>();
        QTest::mouseClick(pane->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        auto *shown = pane->findChild<RequestView *>();
        (void)QTest::qWaitFor(
            [&] { return shown->body()->toPlainText().contains(u"Your message"); });
        QTest::mouseClick(shown->findChildren<widgets::CopyButton *>().first(), Qt::LeftButton);
        return QApplication::clipboard()->text().toUtf8();
    }
    static QString addressOf(const RequestView &view)
    {
        QStringList texts;
        for (const auto labels = view.findChildren<QLabel *>(); const QLabel *label : labels) {
            texts.append(label->text());
        }
        return texts.join(u'\n');
    }

    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowRequest)
#include "tst_window_request.moc"
