#include "editor/prompteditor.h"
#include "preview/previewchoices.h"
#include "preview/renderedview.h"
#include "preview/valuerow.h"
#include "preview/valuespanel.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace hermes;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::TestSendFixture;
using test::WindowFixture;

namespace {

const QByteArray source =
    "---\n"
    "variables:\n"
    "  tone:\n"
    "    default: mild\n"
    "    description: How the writer speaks\n"
    "    example: stern\n"
    "  words: {type: number, default: 100}\n"
    "  strict: {type: flag, default: false}\n"
    "  rules: {type: list, default: [short, plain]}\n"
    "  team: {required: true}\n"
    "---\n"
    "# Writer\n\nBe {{tone}}, {{words}} words.{{#strict}} Strictly.{{/strict}}"
    " {{#rules}}<{{.}}>{{/rules}}\n\nFor {{team}}.\n";

} // namespace

/// A prompt from a source, looked at and test-sent with values of the user's own.
class TestWindowValues final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_fixture = std::make_unique<TestSendFixture>(m_theme);
        write(u"studio/sources/agents/writer.md"_s, source);
        write(u"studio/values.json"_s, R"({ "team": "us" })");
        write(u"studio/profiles/night.json"_s, R"({ "tone": "sleepy", "team": "owls" })");
        m_fixture->registry().writePrompt(
            "# Writer\n\nBe mild, 100 words. <short><plain>\n\nFor us.\n");
        window().window().resize(1440, 900);
        m_document = window().openEntry(RegistryFixture::writer);
        QVERIFY(m_document != nullptr);
        QTRY_VERIFY(m_document->hasSource());
        QTRY_VERIFY(preview().contains(u"Be mild, 100 words. <short><plain>"));
        window().window().activateWindow();
    }
    void cleanup() { m_fixture.reset(); }

    void valuesAreGivenByKeysAndShownAsYours()
    {
        openPanel();
        pressTabsUntil(u"tone"_s);
        QTest::keyClick(field(u"tone"_s), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field(u"tone"_s), u"stern"_s);
        QTRY_VERIFY2(preview().contains(u"Be stern, 100 words."), qPrintable(preview()));
        QCOMPARE(field(u"tone"_s)->toPlainText(), u"stern"_s);
        QTRY_VERIFY(window().shownTexts().contains(u"With 1 values of yours"));
        QVERIFY(window().shownTexts().contains(u"How the writer speaks"));
        // The list, the number and the flag by the next Tabs.
        pressTabsUntil(u"words"_s);
        QTest::keyClick(field(u"words"_s), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field(u"words"_s), u"50"_s);
        pressTabsUntil(u"strict"_s);
        QTest::keyClick(qApp->focusWidget(), Qt::Key_Space);
        pressTabsUntil(u"rules"_s);
        QTest::keyClick(field(u"rules"_s), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field(u"rules"_s), u"[\"a, b\"]"_s);
        QTRY_VERIFY2(preview().contains(u"Be stern, 50 words. Strictly. <a, b>"),
                     qPrintable(preview()));
        QTRY_VERIFY(window().shownTexts().contains(u"With 4 values of yours"));
        // Escape leaves the panel; the values stay.
        QTest::keyClick(qApp->focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!panel().isVisible());
        QCOMPARE(qApp->focusWidget(), button());
        QVERIFY(window().shownTexts().contains(u"With 4 values of yours"));
    }

    void whatDoesNotFitIsSaidAndNotUsed()
    {
        openPanel();
        pressTabsUntil(u"words"_s);
        QTest::keyClicks(field(u"words"_s), u"x"_s);
        QTRY_VERIFY2(window().shownTexts().contains(u"is no number"),
                     qPrintable(window().shownTexts()));
        QVERIFY(preview().contains(u"100 words"));
        QVERIFY(m_document->valueChoice().isEmpty());
        QTest::keyClick(field(u"words"_s), Qt::Key_Backspace);
        pressTabsUntil(u"rules"_s);
        QTest::keyClicks(field(u"rules"_s), u"["_s);
        QTRY_VERIFY(window().shownTexts().contains(u"not valid JSON"));
        QVERIFY(!window().shownTexts().contains(u"is no number"));
    }

    void whatIsTypedStaysUntilTheFieldIsLeft()
    {
        openPanel();
        pressTabsUntil(u"words"_s);
        QTest::keyClick(field(u"words"_s), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field(u"words"_s), u"5"_s);
        QTRY_VERIFY(preview().contains(u"5 words"));
        QTest::keyClick(field(u"words"_s), Qt::Key_Backspace);
        QTRY_VERIFY(preview().contains(u"100 words"));
        QCOMPARE(field(u"words"_s)->toPlainText(), QString());
        QTest::keyClicks(field(u"words"_s), u"7"_s);
        QTRY_VERIFY2(preview().contains(u", 7 words"), qPrintable(preview()));
        QTest::keyClick(field(u"words"_s), Qt::Key_Backspace);
        QTRY_VERIFY(preview().contains(u"100 words"));
        QTest::keyClick(qApp->focusWidget(), Qt::Key_Tab);
        QCOMPARE(field(u"words"_s)->toPlainText(), u"100"_s);
    }

    void aProfileIsChosenAndTakenBack()
    {
        openPanel();
        auto *profiles = panel().findChild<QComboBox *>();
        QCOMPARE(qApp->focusWidget(), profiles);
        QTest::keyClick(profiles, Qt::Key_Down);
        QTRY_VERIFY2(preview().contains(u"Be sleepy") && preview().contains(u"For owls."),
                     qPrintable(preview()));
        QTRY_COMPARE(field(u"tone"_s)->toPlainText(), u"sleepy"_s);
        QVERIFY(window().shownTexts().contains(u"from profile night"));
        QVERIFY(window().shownTexts().contains(u"With profile “night”"));
        pressTabsUntil(u"tone"_s);
        QTest::keyClick(field(u"tone"_s), Qt::Key_End);
        QTest::keyClicks(field(u"tone"_s), u"!"_s);
        QTRY_VERIFY(preview().contains(u"Be sleepy!"));
        click(u"Reset"_s);
        QTRY_VERIFY(preview().contains(u"Be sleepy,"));
        QTRY_COMPARE(field(u"tone"_s)->toPlainText(), u"sleepy"_s);
        click(u"Reset all"_s);
        QTRY_VERIFY(preview().contains(u"Be mild,") && preview().contains(u"For us."));
        QTRY_COMPARE(field(u"tone"_s)->toPlainText(), u"mild"_s);
        QVERIFY(!window().shownTexts().contains(u"With profile"));
    }

    void aProfileThatIsGoneIsToldAndLeft()
    {
        openPanel();
        QTest::keyClick(panel().findChild<QComboBox *>(), Qt::Key_Down);
        QTRY_VERIFY(preview().contains(u"Be sleepy"));
        QVERIFY(
            QFile::remove(m_fixture->registry().folder().path(u"studio/profiles/night.json"_s)));
        QTRY_VERIFY(window().bar(u"The profile “night” is no longer in the registry."_s)
                    != nullptr);
        QTRY_VERIFY(preview().contains(u"Be mild"));
        QCOMPARE(m_document->valueChoice().profile, QString());
        QTRY_COMPARE(panel().findChild<QComboBox *>()->currentIndex(), 0);
        QVERIFY(!window().shownTexts().contains(u"With profile"));
        QTRY_VERIFY(!window().shownTexts().contains(u"could not be read"));
    }

    void whatIsSavedHasTheRegistrysValues()
    {
        openPanel();
        pressTabsUntil(u"tone"_s);
        QTest::keyClicks(field(u"tone"_s), u"very "_s);
        QTRY_VERIFY(preview().contains(u"very "));
        typeAtTheEnd();
        window().action(ActionId::Save)->trigger();
        QTRY_VERIFY2(m_fixture->registry().prompt().contains("Be mild, 100 words."),
                     m_fixture->registry().prompt());
        QTRY_VERIFY(!m_document->isModified());
        QVERIFY(!m_fixture->registry().prompt().contains("very"));
        QVERIFY(preview().contains(u"very "));
        QVERIFY(!QFile::exists(m_fixture->registry().folder().path(u"studio/profiles/x.json"_s)));
        QCOMPARE(read(u"studio/values.json"_s), R"({ "team": "us" })");
    }

    void aMissingValueLeadsToItsPlace()
    {
        write(u"studio/values.json"_s, "{}");
        QTRY_VERIFY2(preview().contains(u"For {{team}}."), qPrintable(preview()));
        QPushButton *place = nullptr;
        QTRY_VERIFY((place = linkNamed(u"Line 16"_s)) != nullptr);
        QVERIFY(place->accessibleDescription().contains(u"team"));
        window().prompt()->goTo(1, 1);
        QTest::mouseClick(place, Qt::LeftButton);
        QCOMPARE(window().prompt()->caretLine(), 16);
        openPanel();
        QVERIFY(window().shownTexts().contains(u"Must have a value and has none."));
        pressTabsUntil(u"team"_s);
        QTest::keyClicks(field(u"team"_s), u"all"_s);
        QTRY_VERIFY(preview().contains(u"For all."));
        QTRY_VERIFY(linkNamed(u"Line 16"_s) == nullptr);
    }

    void aTestSendTakesWhatThePreviewShows()
    {
        m_fixture->connectTo(u"values"_s, {test::wholeAnswer("Done.")});
        openPanel();
        pressTabsUntil(u"team"_s);
        QTest::keyClicks(field(u"team"_s), u"you and "_s);
        QTRY_VERIFY(preview().contains(u"For you and us."));
        window().action(ActionId::TestSend)->trigger();
        QTRY_VERIFY(m_fixture->pane() != nullptr);
        QTRY_VERIFY2(window().shownTexts().contains(u"with 1 values of yours"),
                     qPrintable(window().shownTexts()));
        m_fixture->askAgreeing(u"Hello"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Done."_s);
        QVERIFY2(window().dialogs().lastText().contains(u"1 values of yours"),
                 qPrintable(window().dialogs().lastText()));
        const auto requests = m_fixture->server().requests(u"values"_s);
        QCOMPARE(requests.size(), 1);
        const QJsonObject body = QJsonDocument::fromJson(requests.first().body).object();
        QCOMPARE(body["messages"_L1][0]["content"_L1].toString(),
                 u"# Writer\n\nBe mild, 100 words. <short><plain>\n\nFor you and us.\n"_s);
    }

    void itLooksGood()
    {
        write(u"studio/values.json"_s, "{}");
        QTRY_VERIFY(preview().contains(u"For {{team}}."));
        openPanel();
        pressTabsUntil(u"tone"_s);
        QTest::keyClicks(field(u"tone"_s), u"firmly "_s);
        QTRY_VERIFY(preview().contains(u"firmly "));
        for (const auto scheme : {widgets::Theme::Scheme::Dark, widgets::Theme::Scheme::Light}) {
            m_theme.setScheme(scheme);
            const bool isDark = scheme == widgets::Theme::Scheme::Dark;
            for (const QSize size : {QSize(1280, 800), QSize(1440, 900)}) {
                window().window().resize(size);
                QTRY_COMPARE(test::clippedTexts(choices()), QStringList());
                QCOMPARE(test::controlsWithoutName(choices()), QStringList());
                test::keepPicture(
                    window().window(),
                    u"values-%1-%2"_s.arg(size.width()).arg(isDark ? u"dark"_s : u"light"_s));
            }
        }
    }

    void theArrowPointsWhereTheTextGoes()
    {
        QCOMPARE(button()->arrowType(), Qt::RightArrow);
        window().window().setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(button()->arrowType(), Qt::LeftArrow);
        openPanel();
        QCOMPARE(button()->arrowType(), Qt::DownArrow);
    }

    void withoutASourceThereIsNothingToChoose()
    {
        QVERIFY(window().openEntry({core::EntryKind::Agent, u"reader"_s}) != nullptr);
        QTRY_VERIFY(!button()->isVisible());
    }

private:
    WindowFixture &window() { return m_fixture->window(); }
    void write(const QString &path, const QByteArray &text) const
    {
        m_fixture->registry().folder().write(path, text);
    }
    [[nodiscard]] QByteArray read(const QString &path) const
    {
        QFile file(m_fixture->registry().folder().path(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    preview::PreviewChoices &choices()
    {
        return *window().window().findChild<preview::PreviewChoices *>();
    }
    preview::ValuesPanel &panel() { return *window().window().findChild<preview::ValuesPanel *>(); }
    QToolButton *button() { return choices().findChild<QToolButton *>(); }
    [[nodiscard]] QString preview()
    {
        return window().window().findChild<preview::RenderedView *>()->toPlainText();
    }
    void typeAtTheEnd()
    {
        window().prompt()->goTo(window().prompt()->document()->blockCount(), 1);
        window().type(u"More."_s);
    }
    void openPanel()
    {
        button()->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button(), Qt::Key_Space);
        QTRY_VERIFY(panel().isVisible());
    }
    QPlainTextEdit *field(const QString &variable)
    {
        return panel().findChild<QPlainTextEdit *>(variable);
    }
    void pressTabsUntil(const QString &variable)
    {
        for (int i = 0; i < 12 && qApp->focusWidget()->objectName() != variable; ++i) {
            QTest::keyClick(qApp->focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(qApp->focusWidget()->objectName(), variable);
    }
    QPushButton *linkNamed(const QString &text)
    {
        for (const auto links = choices().findChildren<QPushButton *>();
             QPushButton * link : links) {
            if (link->text() == text && link->isVisible()) {
                return link;
            }
        }
        return nullptr;
    }
    void click(const QString &text)
    {
        QTRY_VERIFY(linkNamed(text) != nullptr);
        QTest::mouseClick(linkNamed(text), Qt::LeftButton);
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<TestSendFixture> m_fixture;
    workspace::DefinitionDocument *m_document = nullptr;
};

QTEST_MAIN(TestWindowValues)
#include "tst_window_values.moc"
