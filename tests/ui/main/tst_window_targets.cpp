#include "preview/previewchoices.h"
#include "preview/previewpane.h"
#include "preview/renderedview.h"
#include "preview/textview.h"
#include "registryfixture.h"
#include "vcs/repository.h"
#include "widgets/buttons.h"
#include "widgets/segmentbar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "windowchecks.h"
#include "windowfixture.h"

#include <QApplication>
#include <QComboBox>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace hermes;
using preview::PreviewChoices;
using test::RegistryFixture;
using test::WindowFixture;

namespace {

/// 25,000 characters and some; the middle says so.
QByteArray longPrompt()
{
    return "# Writer\n\n" + QByteArray("Beginning. ").repeated(1136) + "\n\nThe middle.\n\n"
        + QByteArray("Ending. ").repeated(1560) + "\n";
}

} // namespace

/// A prompt as other programs take it, in the real window.
class TestWindowTargets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_registry->writePrompt(longPrompt());
        m_fixture = std::make_unique<WindowFixture>(m_theme);
        m_fixture->window().resize(1440, 900);
        m_fixture->open(m_registry->root());
        QVERIFY(m_fixture->openEntry(RegistryFixture::writer) != nullptr);
        QTRY_VERIFY(view().toPlainText().contains(u"The middle."));
        m_fixture->window().activateWindow();
    }
    void cleanup()
    {
        m_fixture.reset();
        m_registry.reset();
    }

    void whatHermesAgentDropsIsStruckAndSaid()
    {
        QVERIFY(tokensShown() > 0);
        const qint64 whole = tokensShown();
        chooseByKeys(1);
        QTRY_VERIFY2(shown().contains(u"SOUL.md, slot 1 of the system prompt"),
                     qPrintable(shown()));
        QVERIFY2(shown().contains(u"25,"), qPrintable(shown()));
        QVERIFY(shown().contains(u"drops what lies between"));
        QVERIFY(shown().contains(u"What is dropped is struck through."));
        QTRY_VERIFY(tokensShown() < whole * 9 / 10);
        // It is still there to be read, in place.
        QVERIFY(view().toPlainText().contains(u"Ending."));
        auto *text = m_fixture->window().findChild<preview::TextView *>();
        auto *views = m_fixture->window()
                          .findChild<preview::PreviewPane *>()
                          ->findChild<widgets::SegmentedControl *>();
        QTest::mouseClick(views->segment(1), Qt::LeftButton);
        QTRY_VERIFY(text->isVisible());
        QTRY_COMPARE(text->extraSelections().size(), 1);
        const QTextCursor struck = text->extraSelections().first().cursor;
        QCOMPARE(struck.selectionStart(), 14'000);
        QCOMPARE(text->document()->characterCount() - 1 - struck.selectionEnd(), 4'000);
        QVERIFY(text->extraSelections().first().format.fontStrikeOut());
    }

    void theTargetIsThatOfAllDocumentsAndRemembered()
    {
        chooseByKeys(3);
        QTRY_VERIFY(shown().contains(u".github/agents"));
        QVERIFY(m_fixture->openEntry({core::EntryKind::Agent, u"reader"_s}) != nullptr);
        QTRY_VERIFY(shown().contains(u"of 30,000 characters"));
        QCOMPARE(m_fixture->settings().previewTarget(), u"copilot"_s);
        chooseByKeys(0);
        QTRY_VERIFY(!shown().contains(u".github/agents"));
    }

    void contextFilesAreCountedBesideThePrompt()
    {
        m_registry->folder().write(u"CLAUDE.md"_s, QByteArray("context ").repeated(500));
        chooseByKeys(2);
        QTRY_VERIFY(addButton() != nullptr && addButton()->isVisible());
        addButton()->setFocus(Qt::TabFocusReason);
        QTest::keyClick(addButton(), Qt::Key_Space);
        test::chooseFirstContextFile(m_fixture->window());
        QTRY_VERIFY2(shown().contains(u"CLAUDE.md · "), qPrintable(shown()));
        QTRY_VERIFY2(shown().contains(u"beside it"), qPrintable(shown()));
        QVERIFY(bar()->accessibleName().contains(u"CLAUDE.md"));
        for (const auto scheme : {widgets::Theme::Scheme::Dark, widgets::Theme::Scheme::Light}) {
            m_theme.setScheme(scheme);
            m_fixture->window().resize(1280, 800);
            QTRY_COMPARE(test::clippedTexts(choices()), QStringList());
            QCOMPARE(test::controlsWithoutName(choices()), QStringList());
            test::keepPicture(m_fixture->window(),
                              scheme == widgets::Theme::Scheme::Dark ? u"target-dark"_s
                                                                     : u"target-light"_s);
        }
        auto *remove = choices().findChild<widgets::IconButton *>();
        QTest::mouseClick(remove, Qt::LeftButton);
        QTRY_VERIFY(!bar()->accessibleName().contains(u"CLAUDE.md"));
    }

private:
    [[nodiscard]] preview::RenderedView &view() const
    {
        return *m_fixture->window().findChild<preview::RenderedView *>();
    }
    [[nodiscard]] PreviewChoices &choices() const
    {
        return *m_fixture->window().findChild<PreviewChoices *>();
    }
    [[nodiscard]] widgets::SegmentBar *bar() const
    {
        return m_fixture->window().findChild<widgets::SegmentBar *>();
    }
    [[nodiscard]] QString shown() const { return m_fixture->shownTexts(); }
    /// Of the legend of the prompt.
    [[nodiscard]] qint64 tokensShown() const
    {
        static const QRegularExpression number(u"prompt ([0-9,]+)"_s);
        return number.match(bar()->accessibleName()).captured(1).remove(u',').toLongLong();
    }
    void chooseByKeys(int index)
    {
        auto *targets = choices().findChild<QComboBox *>(u"target"_s);
        targets->setFocus(Qt::TabFocusReason);
        while (targets->currentIndex() != index) {
            const int before = targets->currentIndex();
            QTest::keyClick(targets, before < index ? Qt::Key_Down : Qt::Key_Up);
            QVERIFY(targets->currentIndex() != before);
        }
    }
    [[nodiscard]] QPushButton *addButton() const
    {
        for (const auto buttons = choices().findChildren<QPushButton *>(); auto *button : buttons) {
            if (button->text() == u"Add context files…") {
                return button;
            }
        }
        return nullptr;
    }

    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestWindowTargets)
#include "tst_window_targets.moc"
