#include "widgets/busybar.h"
#include "widgets/emptystate.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>
#include <memory>

using namespace hermes::widgets;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// What assistive technology was told; a plain function is all that Qt takes.
struct Announcement
{
    QObject *object = nullptr;
    QAccessible::Event type = QAccessible::InvalidEvent;
};
QList<Announcement> announced;

void keepAnnouncement(QAccessibleEvent *event)
{
    announced.append({event->object(), event->type()});
}

} // namespace

class MessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void messageIsHiddenUntilThereIsOne();
    void messageIsAnnounced();
    void messageButtonActsAndGoesWithItsMessage();
    void closeButtonClosesAndSays();
    void escapeClosesTheMessage();
    void longMessageWraps();
    void emptyStateSaysWhatToDo();
    void emptyStateIsReplacedWhole();
    void emptyStateFitsAtTwiceTheFont();
    void emptyStateGivesUpItsIconBeforeAWord();
    void shortWorkShowsNoBusyBar();
    void longWorkShowsTheBusyBar();
    void cancelIsSaidOnce();

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    QVBoxLayout *m_layout = nullptr;
};

void MessagesTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
}

void MessagesTest::init()
{
    m_window = std::make_unique<QWidget>();
    m_layout = new QVBoxLayout(m_window.get());
    m_window->resize(480, 320);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void MessagesTest::messageIsHiddenUntilThereIsOne()
{
    auto *bar = new MessageBar(*m_theme);
    m_layout->addWidget(bar);
    QVERIFY(!bar->isVisible());
    bar->showMessage(MessageBar::Severity::Warning, u"AGENT.md changed on disk."_s);
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->text(), u"AGENT.md changed on disk."_s);
    QCOMPARE(bar->severity(), MessageBar::Severity::Warning);
    bar->dismiss();
    QVERIFY(!bar->isVisible());
}

void MessagesTest::messageIsAnnounced()
{
    auto *bar = new MessageBar(*m_theme);
    m_layout->addWidget(bar);
    announced.clear();
    QAccessible::setActive(true);
    const auto before = QAccessible::installUpdateHandler(keepAnnouncement);
    bar->showMessage(MessageBar::Severity::Error, u"The disk is full."_s);
    QAccessible::installUpdateHandler(before);
    const bool alerted = std::ranges::any_of(announced, [bar](const Announcement &announcement) {
        return announcement.object == bar && announcement.type == QAccessible::Alert;
    });
    QVERIFY(alerted);
    QCOMPARE(bar->accessibleName(), u"Error: The disk is full."_s);
}

void MessagesTest::messageButtonActsAndGoesWithItsMessage()
{
    auto *bar = new MessageBar(*m_theme);
    m_layout->addWidget(bar);
    bar->showMessage(MessageBar::Severity::Info, u"Restored."_s);
    QPointer<QPushButton> button = bar->addButton(u"Show changes"_s);
    connect(button, &QPushButton::clicked, bar,
            [bar] { bar->showMessage(MessageBar::Severity::Info, u"Shown."_s); });
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bar->text(), u"Shown."_s);
    QTRY_VERIFY(button.isNull());
}

void MessagesTest::closeButtonClosesAndSays()
{
    auto *bar = new MessageBar(*m_theme);
    m_layout->addWidget(bar);
    bar->showMessage(MessageBar::Severity::Info, u"Restored."_s);
    QSignalSpy closed(bar, &MessageBar::closed);
    QCOMPARE(hermes::test::controlsWithoutName(*m_window), QStringList());
    QTest::mouseClick(bar->findChild<QToolButton *>(), Qt::LeftButton);
    QVERIFY(!bar->isVisible());
    QCOMPARE(closed.count(), 1);
}

void MessagesTest::escapeClosesTheMessage()
{
    auto *bar = new MessageBar(*m_theme);
    m_layout->addWidget(bar);
    bar->showMessage(MessageBar::Severity::Info, u"Restored."_s);
    QPushButton *button = bar->addButton(u"Undo"_s);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
}

void MessagesTest::longMessageWraps()
{
    auto *bar = new MessageBar(*m_theme);
    m_layout->addWidget(bar);
    m_layout->addStretch(1);
    bar->showMessage(MessageBar::Severity::Error,
                     u"The version was not released because the disk is full. "_s.repeated(6));
    bar->addButton(u"Try again"_s);
    QTRY_VERIFY(bar->height() > 3 * bar->fontMetrics().lineSpacing());
    QCOMPARE(hermes::test::clippedTexts(*m_window), QStringList());
}

void MessagesTest::emptyStateSaysWhatToDo()
{
    auto *state = new EmptyState(*m_theme);
    m_layout->addWidget(state);
    state->setContent(u"search"_s, u"Nothing found"_s, u"No definition matches “apj”."_s);
    QPushButton *button = state->addButton(u"Clear filter"_s, EmptyState::Emphasis::Primary);
    QSignalSpy clicked(button, &QPushButton::clicked);
    QTRY_VERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(state->accessibleName(), u"Nothing found"_s);
    QCOMPARE(state->accessibleDescription(), u"No definition matches “apj”."_s);
}

void MessagesTest::emptyStateIsReplacedWhole()
{
    auto *state = new EmptyState(*m_theme);
    state->setContent(u"search"_s, u"Nothing found"_s, u"Nothing."_s);
    const QPointer<QPushButton> button = state->addButton(u"Clear"_s, EmptyState::Emphasis::Plain);
    m_layout->addWidget(state);
    state->setContent(u"bot"_s, u"No agents"_s, u"This registry has none."_s);
    QTRY_VERIFY(button.isNull());
    QCOMPARE(state->title(), u"No agents"_s);
    QCOMPARE(state->sentence(), u"This registry has none."_s);
}

void MessagesTest::emptyStateFitsAtTwiceTheFont()
{
    const hermes::test::FontScale scale(2);
    auto *state = new EmptyState(*m_theme);
    state->setContent(
        u"search"_s, u"Nothing found"_s,
        u"No agent, skill, server or workflow matches “apj”. Check the spelling or clear the filter."_s);
    state->addButton(u"Clear filter"_s, EmptyState::Emphasis::Primary);
    m_layout->addWidget(state);
    m_window->resize(520, 520);
    QTRY_VERIFY(state->width() > 400);
    QCOMPARE(hermes::test::clippedTexts(*m_window), QStringList());
}

void MessagesTest::emptyStateGivesUpItsIconBeforeAWord()
{
    auto *state = new EmptyState(*m_theme);
    state->setContent(u"search"_s, u"Nothing found"_s,
                      u"No agent matches “apj”. Check the spelling or clear the filter."_s);
    m_layout->addWidget(state);
    const auto *icon = state->findChild<QLabel *>(); // the first label
    m_window->resize(520, 300);
    QTRY_VERIFY(icon->isVisible());
    m_window->resize(520, 140);
    QTRY_VERIFY(!icon->isVisible());
    QTRY_COMPARE(hermes::test::clippedTexts(*m_window), QStringList());
    m_window->resize(520, 300);
    QTRY_VERIFY(icon->isVisible());
}

void MessagesTest::shortWorkShowsNoBusyBar()
{
    auto *bar = new BusyBar(*m_theme);
    m_layout->addWidget(bar);
    bar->start(u"Reading the history"_s);
    QVERIFY(!bar->isVisible());
    bar->stop();
    QTimer longer;
    longer.setSingleShot(true);
    longer.start(300ms);
    while (longer.isActive()) {
        QVERIFY(!bar->isVisible());
        QTest::qWait(10ms);
    }
    QVERIFY(!bar->isVisible());
}

void MessagesTest::longWorkShowsTheBusyBar()
{
    auto *bar = new BusyBar(*m_theme);
    m_layout->addWidget(bar);
    bar->start(u"Reading the history"_s);
    QTRY_VERIFY(bar->isVisible());
    QCOMPARE(bar->accessibleName(), u"Reading the history"_s);
    bar->stop();
    QVERIFY(!bar->isVisible());
}

void MessagesTest::cancelIsSaidOnce()
{
    auto *bar = new BusyBar(*m_theme);
    m_layout->addWidget(bar);
    bar->start(u"Reading the history"_s);
    QTRY_VERIFY(bar->isVisible());
    QSignalSpy cancelled(bar, &BusyBar::cancelled);
    auto *button = bar->findChild<QPushButton *>();
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(cancelled.count(), 1);
    QVERIFY(bar->isVisible());
    bar->stop();
    bar->start(u"Again"_s);
    QVERIFY(button->isEnabled());
}

QTEST_MAIN(MessagesTest)
#include "tst_messages.moc"
