#include "testsend/picturedialog.h"
#include "testsend/picturerow.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QLabel>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using testsend::PictureButton;
using testsend::PictureDialog;

/// Attached pictures, small beside the question and in what was asked, and large on demand.
class WindowSendPicturesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_fixture = std::make_unique<TestSendFixture>(m_theme);
        QImage image(640, 320, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(path(u"shot.png"_s)));
        m_fixture->registry().folder().write(u"broken.png"_s,
                                             "\x89PNG\r\n\x1a\n" + QByteArray(40, 'x'));
        m_fixture->connectTo(u"pictures"_s, {wholeAnswer("Seen.")});
        m_fixture->openRuns();
        QTRY_VERIFY(m_fixture->input()->isVisible());
    }
    void cleanup() { m_fixture.reset(); }

    void theyAreSeenBeforeAndAfterTheyAreSent()
    {
        attach(u"shot.png"_s);
        QTRY_VERIFY(picture(u"shot.png"_s) != nullptr && !picture(u"shot.png"_s)->icon().isNull());
        QVERIFY(picture(u"shot.png"_s)->text().isEmpty());
        QVERIFY2(picture(u"shot.png"_s)->accessibleDescription().startsWith(u"640 × 320"_s),
                 qPrintable(picture(u"shot.png"_s)->accessibleDescription()));
        m_fixture->askAgreeing(u"Look"_s);
        QTRY_COMPARE(m_fixture->answers(), u"Seen."_s);
        QVERIFY(picture(u"shot.png"_s) == nullptr); // taken with the question
        QTRY_VERIFY(picture(u"Picture 1"_s) != nullptr
                    && !picture(u"Picture 1"_s)->icon().isNull());
    }

    void whatIsBrokenHasItsName()
    {
        attach(u"broken.png"_s);
        QTRY_VERIFY(picture(u"broken.png"_s) != nullptr);
        QTRY_VERIFY(!picture(u"broken.png"_s)->isEnabled());
        QCOMPARE(picture(u"broken.png"_s)->text(), u"broken.png"_s);
        QVERIFY(picture(u"broken.png"_s)->icon().isNull());
        QVERIFY(!picture(u"broken.png"_s)->accessibleDescription().isEmpty());
    }

    void aKeyShowsItLarger()
    {
        attach(u"shot.png"_s);
        QTRY_VERIFY(picture(u"shot.png"_s) != nullptr && !picture(u"shot.png"_s)->icon().isNull());
        picture(u"shot.png"_s)->setFocus();
        QTest::keyClick(picture(u"shot.png"_s), Qt::Key_Return);
        QTRY_VERIFY(dialog() != nullptr && dialog()->isVisible());
        QCOMPARE(dialog()->windowTitle(), u"shot.png"_s);
        const auto *label = dialog()->findChild<QLabel *>();
        QCOMPARE(label->accessibleName(), u"Picture shot.png"_s);
        QVERIFY(label->pixmap().width() > 200);
        QVERIFY(dialog()->screen()->availableGeometry().contains(dialog()->geometry()));
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(dialog() == nullptr);
        QVERIFY(m_fixture->window().window().isVisible());
    }

    void aDoubleClickShowsItOnce()
    {
        attach(u"shot.png"_s);
        QTRY_VERIFY(picture(u"shot.png"_s) != nullptr && !picture(u"shot.png"_s)->icon().isNull());
        QTest::mouseClick(picture(u"shot.png"_s), Qt::LeftButton);
        QTest::mouseClick(picture(u"shot.png"_s), Qt::LeftButton);
        QTRY_VERIFY(dialog() != nullptr && dialog()->isVisible());
        QVERIFY(QThreadPool::globalInstance()->waitForDone());
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
        QCOMPARE(m_fixture->window().window().findChildren<PictureDialog *>().size(), 1);
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(dialog() == nullptr);
        QTest::mouseClick(picture(u"shot.png"_s), Qt::LeftButton); // and again, later
        QTRY_VERIFY(dialog() != nullptr && dialog()->isVisible());
    }

private:
    [[nodiscard]] QString path(const QString &name) const
    {
        return m_fixture->registry().folder().path(name);
    }

    void attach(const QString &name)
    {
        m_fixture->window().dialogs().answer(path(name));
        for (const auto buttons = m_fixture->pane()->findChildren<QToolButton *>();
             auto *button : buttons) {
            if (button->accessibleName().startsWith(u"Attach"_s)) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
    }

    [[nodiscard]] PictureButton *picture(const QString &name)
    {
        for (const auto buttons = m_fixture->pane()->findChildren<PictureButton *>();
             auto *button : buttons) {
            if (button->isVisible() && button->accessibleName() == name) {
                return button;
            }
        }
        return nullptr;
    }

    [[nodiscard]] PictureDialog *dialog()
    {
        return m_fixture->window().window().findChild<PictureDialog *>();
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<TestSendFixture> m_fixture;
};

QTEST_MAIN(WindowSendPicturesTest)
#include "tst_window_sendpictures.moc"
