#include "widgets/buttons.h"
#include "widgets/copybutton.h"
#include "widgets/elidedlabel.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QHelpEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include <memory>

using namespace hermes::widgets;
using namespace Qt::StringLiterals;

class FieldsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void escapeEmptiesTheFilterAndThenClosesTheDialog();
    void filterHasAName();
    void copyButtonCopiesAndConfirms();
    void copyButtonIsDisabledWithoutText();
    void iconButtonHasANameAndATip();
    void primaryButtonIsPaintedInTheAccent();
    void popupButtonOpensItsMenuByKey();
    void longTextIsElidedWithTheWholeTextInTheTip();
    void shortTextHasNoTip();
    void elidedLabelGivesWay();

private:
    std::unique_ptr<Theme> m_theme;
};

void FieldsTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->setScheme(Theme::Scheme::Light);
}

void FieldsTest::escapeEmptiesTheFilterAndThenClosesTheDialog()
{
    QDialog dialog;
    auto *field = new FilterField(*m_theme, u"Filter agents"_s, &dialog);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    field->setFocus();
    QTest::keyClicks(field, u"api"_s);
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(field->text().isEmpty());
    QVERIFY(dialog.isVisible());
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!dialog.isVisible());
}

void FieldsTest::filterHasAName()
{
    const FilterField field(*m_theme, u"Filter agents"_s);
    QCOMPARE(field.accessibleName(), u"Filter agents"_s);
    QCOMPARE(field.placeholderText(), u"Filter agents"_s);
    for (const auto buttons = field.findChildren<QToolButton *>(); QToolButton * button : buttons) {
        const QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(button);
        QVERIFY(interface != nullptr && !interface->text(QAccessible::Name).isEmpty());
    }
}

void FieldsTest::copyButtonCopiesAndConfirms()
{
    CopyButton button(*m_theme, u"Copy the id"_s);
    button.setCopiedText(u"backend-engineer"_s);
    button.show();
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"backend-engineer"_s);
    QVERIFY(button.isConfirming());
    QTRY_VERIFY(!button.isConfirming());
}

void FieldsTest::copyButtonIsDisabledWithoutText()
{
    CopyButton button(*m_theme, u"Copy the id"_s);
    QVERIFY(!button.isEnabled());
    button.setCopiedText(u"x"_s);
    QVERIFY(button.isEnabled());
    button.setCopiedText({});
    QVERIFY(!button.isEnabled());
}

void FieldsTest::iconButtonHasANameAndATip()
{
    IconButton button(*m_theme, u"settings"_s, u"Settings"_s);
    QCOMPARE(QAccessible::queryAccessibleInterface(&button)->text(QAccessible::Name),
             u"Settings"_s);
    QCOMPARE(button.toolTip(), u"Settings"_s);
    QVERIFY2(button.sizeHint().height() >= 24, "a target needs 24 px");
}

void FieldsTest::primaryButtonIsPaintedInTheAccent()
{
    PrimaryButton button(u"Release…"_s);
    button.show();
    button.clearFocus();
    const QImage image = button.grab().toImage();
    QCOMPARE(image.pixelColor(6, image.height() / 2), m_theme->colors().accent);
}

void FieldsTest::popupButtonOpensItsMenuByKey()
{
    auto *menu = new QMenu;
    menu->addAction(u"v1.0.0"_s);
    PopupButton button(u"Draft"_s, menu);
    button.show();
    QVERIFY(QTest::qWaitForWindowActive(&button));
    QCOMPARE(menu->parent(), &button);
    // The menu's own loop runs inside of the key; what closes it must be waiting already.
    bool wasShown = false;
    connect(menu, &QMenu::aboutToShow, &button, [menu, &wasShown] {
        wasShown = true;
        QMetaObject::invokeMethod(menu, &QMenu::close, Qt::QueuedConnection);
    });
    QTest::keyClick(&button, Qt::Key_Space);
    QTRY_VERIFY(wasShown);
}

void FieldsTest::longTextIsElidedWithTheWholeTextInTheTip()
{
    const QString path = u"/home/me/registries/hermes/agents/backend-engineer/AGENT.md"_s;
    ElidedLabel label(Qt::ElideMiddle);
    label.setText(path);
    label.resize(120, 20);
    label.show();
    QVERIFY(label.isElided());
    QHelpEvent help(QEvent::ToolTip, {5, 5}, label.mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(&label, &help);
    QCOMPARE(QToolTip::text(), path);
    QToolTip::hideText();
    QCOMPARE(QAccessible::queryAccessibleInterface(&label)->text(QAccessible::Name), path);
}

void FieldsTest::shortTextHasNoTip()
{
    ElidedLabel label(Qt::ElideRight);
    label.setText(u"AGENT.md"_s);
    label.resize(label.sizeHint());
    label.show();
    QVERIFY(!label.isElided());
    QHelpEvent help(QEvent::ToolTip, {5, 5}, label.mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(&label, &help);
    QVERIFY(QToolTip::text().isEmpty());
}

void FieldsTest::elidedLabelGivesWay()
{
    ElidedLabel label(Qt::ElideRight);
    label.setText(QString(500, u'x'));
    QVERIFY(label.minimumSizeHint().width() < 60);
    QVERIFY(label.sizeHint().width() > 1000);
}

QTEST_MAIN(FieldsTest)
#include "tst_fields.moc"
