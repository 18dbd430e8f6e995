#include "testsend/attachmentbar.h"
#include "testsendfixture.h"
#include "vcs/repository.h"
#include "widgets/messagebar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "workspace/testsendattachment.h"

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QJsonDocument>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QTest>
#include <QToolButton>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using modelapi::ConnectionType;

namespace {

const QByteArray pdf = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << /Type /Catalog >> endobj\n";

} // namespace

/// Files that go with a question: chosen, pasted and dropped; PDFs, texts and pictures.
class WindowSendFilesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init() { m_fixture = std::make_unique<TestSendFixture>(m_theme); }
    void cleanup() { m_fixture.reset(); }

    void filesGoWithTheQuestion();
    void picturesArePastedAndComeBackFromTheHistory();
    void filesAreDropped();
    void theTextOfFilesIsCounted();
    void aPdfGoesWithTheQuestionAndComesBackFromTheHistory();
    void aPdfIsRefusedWhereNoFormIsForIt();
    void aPdfOfBeforeIsNotLeftOutInSilence();
    void aQuestionWaitsForItsFiles();
    void aQuestionDoesNotGoWithoutAFileThatFails();
    void whatComesWhileTheUserIsAskedStays();
    void moreFilesThanMayGoAreNotRead();
    void aDroppedFileIsCopiedWhateverIsProposed_data();
    void aDroppedFileIsCopiedWhateverIsProposed();

private:
    WindowFixture &window() { return m_fixture->window(); }
    [[nodiscard]] const ScratchFolder &folder() const { return m_fixture->registry().folder(); }
    [[nodiscard]] testsend::AttachmentBar *bar()
    {
        return m_fixture->pane()->findChild<testsend::AttachmentBar *>();
    }
    void open(const QString &name, ConnectionType type, const QString &modelId)
    {
        m_fixture->connectTo(name, {wholeAnswer("Read."), wholeAnswer("Again.")}, type, modelId);
        m_fixture->openRuns();
        QTRY_VERIFY(m_fixture->input()->isVisible());
    }
    void drop(const QStringList &names, QWidget *target, Qt::DropAction action = Qt::CopyAction)
    {
        QMimeData dragged;
        QList<QUrl> urls;
        for (const QString &name : names) {
            urls.append(QUrl::fromLocalFile(folder().path(name)));
        }
        dragged.setUrls(urls);
        // What enters is whom the drop goes to.
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction | Qt::MoveAction, &dragged,
                              Qt::LeftButton, {});
        QApplication::sendEvent(target, &enter);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction | Qt::MoveAction, &dragged, Qt::LeftButton,
                         {});
        event.setDropAction(action);
        QApplication::sendEvent(target, &event);
        m_dropAction = event.dropAction();
        m_isDropAccepted = event.isAccepted();
    }
    void openKeptRun()
    {
        QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
        QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(2),
                          Qt::LeftButton);
        QTRY_VERIFY(m_fixture->button(u"Open"_s) != nullptr
                    && m_fixture->button(u"Open"_s)->isEnabled());
        QTest::mouseClick(m_fixture->button(u"Open"_s), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->input()->isVisible());
    }

    widgets::Theme m_theme{*qApp};
    std::unique_ptr<TestSendFixture> m_fixture;
    Qt::DropAction m_dropAction = Qt::IgnoreAction;
    bool m_isDropAccepted = false;
};

void WindowSendFilesTest::filesGoWithTheQuestion()
{
    const ScratchFolder &folder = m_fixture->registry().folder();
    const QByteArray picture = "\x89PNG\r\n\x1a\n" + QByteArray(40, 'x');
    folder.write(u"shot.png"_s, picture);
    folder.write(u"notes.txt"_s, "Some notes\n");
    folder.write(u"bytes.bin"_s, QByteArray("\xff\xfe\x00\x01", 4));
    m_fixture->connectTo(u"files"_s, {wholeAnswer("Seen.")});
    m_fixture->openRuns();
    QToolButton *attach = nullptr;
    QTRY_VERIFY([&] {
        for (const auto buttons = m_fixture->pane()->findChildren<QToolButton *>();
             auto *button : buttons) {
            attach = button->accessibleName().startsWith(u"Attach"_s) ? button : attach;
        }
        return attach != nullptr && attach->isVisible();
    }());
    for (const QString &name : {u"shot.png"_s, u"notes.txt"_s}) {
        window().dialogs().answer(folder.path(name));
        QTest::mouseClick(attach, Qt::LeftButton);
        QTRY_VERIFY(columnText(m_fixture->pane()).contains(name));
    }
    window().dialogs().answer(folder.path(u"bytes.bin"_s));
    QTest::mouseClick(attach, Qt::LeftButton);
    QTRY_VERIFY(window().bar(u"bytes.bin"_s) != nullptr);
    m_fixture->askAgreeing(u"Look"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Seen."_s);
    const QJsonObject body =
        QJsonDocument::fromJson(m_fixture->server().requests(u"files"_s).last().body).object();
    const QByteArray content =
        QJsonDocument(QJsonObject{{u"c"_s, body["messages"_L1][1]}}).toJson(QJsonDocument::Compact);
    QVERIFY(content.contains("Some notes"));
    QVERIFY(content.contains(picture.toBase64()));
    QVERIFY(!columnText(m_fixture->pane()).contains(u"notes.txt, "_s)); // taken with the question
}

void WindowSendFilesTest::picturesArePastedAndComeBackFromTheHistory()
{
    m_fixture->connectTo(u"pasted"_s, {wholeAnswer("Red."), wholeAnswer("Still red.")});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->input()->isVisible());
    QImage picture(32, 16, QImage::Format_RGB32);
    picture.fill(Qt::red);
    QApplication::clipboard()->setImage(picture);
    m_fixture->input()->setFocus();
    QTest::keyClick(m_fixture->input(), Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY(columnText(m_fixture->pane()).contains(u"32 × 16"_s));
    QTRY_VERIFY(columnText(m_fixture->pane()).contains(u"pictures: 1"_s));
    m_fixture->askAgreeing(u"Which colour?"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Red."_s);
    const QByteArray first = m_fixture->server().requests(u"pasted"_s).last().body;
    QVERIFY(first.contains("data:image/png;base64,"));

    QTest::mouseClick(m_fixture->button(u"New conversation"_s), Qt::LeftButton);
    QTest::mouseClick(m_fixture->pane()->findChild<widgets::SegmentedControl *>()->segment(2),
                      Qt::LeftButton);
    QTRY_VERIFY(m_fixture->button(u"Open"_s) != nullptr
                && m_fixture->button(u"Open"_s)->isEnabled());
    QTest::mouseClick(m_fixture->button(u"Open"_s), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->input()->isVisible());
    m_fixture->ask(u"Sure?"_s);
    QTRY_VERIFY(m_fixture->answers().contains(u"Still red."_s));
    const auto pictureOf = [](const QByteArray &body) {
        return QJsonDocument::fromJson(body)["messages"_L1][1]["content"_L1];
    };
    QCOMPARE(pictureOf(m_fixture->server().requests(u"pasted"_s).last().body), pictureOf(first));
}

void WindowSendFilesTest::filesAreDropped()
{
    const ScratchFolder &folder = m_fixture->registry().folder();
    folder.write(u"notes.txt"_s, "Some notes\n");
    m_fixture->connectTo(u"dropped"_s, {wholeAnswer("Read.")});
    m_fixture->openRuns();
    QTRY_VERIFY(m_fixture->input()->isVisible());
    QMimeData dragged;
    dragged.setUrls({QUrl::fromLocalFile(folder.path(u"notes.txt"_s))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QApplication::sendEvent(m_fixture->pane(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QApplication::sendEvent(m_fixture->pane(), &drop);
    QTRY_VERIFY(columnText(m_fixture->pane()).contains(u"notes.txt"_s));
    QMimeData page;
    page.setUrls({QUrl(u"https://example.com/notes.txt"_s)});
    QDragEnterEvent other(QPoint(5, 5), Qt::CopyAction, &page, Qt::LeftButton, {});
    other.ignore();
    QApplication::sendEvent(m_fixture->pane(), &other);
    QVERIFY(!other.isAccepted()); // nothing is fetched
}

void WindowSendFilesTest::theTextOfFilesIsCounted()
{
    folder().write(u"words.txt"_s, QByteArray("word ").repeated(2000));
    open(u"counted"_s, ConnectionType::OpenAiChat, u"gpt-4o"_s);
    const auto tokens = [this] { // beside the prompt's
        static const QRegularExpression told(u"\\+ (~?)([0-9.,]+) "_s);
        const QString number = told.match(columnText(m_fixture->pane())).captured(2);
        return QString(number).remove(u'.').remove(u',').toInt();
    };
    QTRY_VERIFY2(columnText(m_fixture->pane()).contains(u"Sends "_s),
                 qPrintable(columnText(m_fixture->pane())));
    QVERIFY2(tokens() < 100, qPrintable(columnText(m_fixture->pane())));
    drop({u"words.txt"_s}, m_fixture->pane());
    QTRY_VERIFY2(tokens() >= 2000, qPrintable(columnText(m_fixture->pane())));
    bar()->clear();
    QTRY_VERIFY2(tokens() < 100, qPrintable(columnText(m_fixture->pane())));
}

void WindowSendFilesTest::aPdfGoesWithTheQuestionAndComesBackFromTheHistory()
{
    folder().write(u"report.pdf"_s, pdf);
    open(u"pdf"_s, ConnectionType::OpenAiChat, u"gpt-4o"_s);
    drop({u"report.pdf"_s}, m_fixture->pane());
    QTRY_VERIFY(columnText(m_fixture->pane()).contains(u"report.pdf ("_s));
    QTRY_VERIFY(columnText(m_fixture->pane()).contains(u"PDFs: 1"_s));
    m_fixture->askAgreeing(u"What is in it?"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Read."_s);
    QVERIFY2(window().dialogs().lastText().contains(u"report.pdf ("_s)
                 && window().dialogs().lastText().contains(u"not looked through for keys"_s),
             qPrintable(window().dialogs().lastText()));
    const auto partsOf = [](const QByteArray &body) {
        return QJsonDocument::fromJson(body)["messages"_L1][1]["content"_L1].toArray();
    };
    const QJsonArray parts = partsOf(m_fixture->server().requests(u"pdf"_s).last().body);
    QCOMPARE(parts.size(), 2);
    const QJsonObject file{
        {u"filename"_s, u"report.pdf"_s},
        {u"file_data"_s, u"data:application/pdf;base64,"_s + QString::fromLatin1(pdf.toBase64())}};
    QCOMPARE(parts[0].toObject(), (QJsonObject{{u"type"_s, u"file"_s}, {u"file"_s, file}}));
    // In the conversation it is a row that the keyboard reaches.
    const auto rowOfPdf = [this]() -> QLabel * {
        for (const auto labels = m_fixture->column(0)->findChildren<QLabel *>();
             QLabel * label : labels) {
            if (label->isVisible() && label->accessibleName().startsWith(u"PDF report.pdf ("_s)) {
                return label;
            }
        }
        return nullptr;
    };
    QVERIFY(rowOfPdf() != nullptr);
    QVERIFY(rowOfPdf()->focusPolicy() & Qt::TabFocus);
    openKeptRun();
    QTRY_VERIFY(rowOfPdf() != nullptr);
    m_fixture->ask(u"Sure?"_s);
    QTRY_VERIFY(m_fixture->answers().contains(u"Again."_s));
    QCOMPARE(partsOf(m_fixture->server().requests(u"pdf"_s).last().body), parts);
}

void WindowSendFilesTest::aPdfIsRefusedWhereNoFormIsForIt()
{
    folder().write(u"report.pdf"_s, pdf);
    open(u"own"_s, ConnectionType::OpenAiCompatible, u"story"_s);
    drop({u"report.pdf"_s}, m_fixture->pane());
    QTRY_VERIFY(columnText(m_fixture->pane()).contains(u"takes no PDFs"_s)); // before it is sent
    m_fixture->ask(u"What is in it?"_s);
    QTRY_VERIFY(window().bar(u"Nothing was sent."_s) != nullptr);
    QVERIFY(window().bar(u"takes no PDFs"_s) != nullptr);
    QCOMPARE(m_fixture->server().requestCount(), 0);
    // What was typed and attached is still there.
    QCOMPARE(m_fixture->input()->toPlainText(), u"What is in it?"_s);
    QCOMPARE(bar()->attachments().size(), 1);
    QVERIFY(m_fixture->button(u"Send"_s)->isEnabled());
}

void WindowSendFilesTest::aPdfOfBeforeIsNotLeftOutInSilence()
{
    folder().write(u"report.pdf"_s, pdf);
    open(u"first"_s, ConnectionType::OpenAiChat, u"gpt-4o"_s);
    drop({u"report.pdf"_s}, m_fixture->pane());
    m_fixture->askAgreeing(u"What is in it?"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Read."_s);
    m_fixture->connectTo(u"second"_s, {wholeAnswer("Which?")}, ConnectionType::Ollama, u"story"_s);
    m_fixture->pane()->session()->chooseConnection(0, u"connection-second"_s);
    m_fixture->ask(u"And now?"_s);
    QTRY_VERIFY(window().bar(u"takes no PDFs"_s) != nullptr);
    QVERIFY(m_fixture->server().requests(u"second"_s).isEmpty());
}

void WindowSendFilesTest::aQuestionWaitsForItsFiles()
{
    folder().write(u"report.pdf"_s, pdf + QByteArray(2'000'000, 'x'));
    open(u"waits"_s, ConnectionType::OpenAiChat, u"gpt-4o"_s);
    window().dialogs().answerButton(1);
    m_fixture->input()->setPlainText(u"What is in it?"_s);
    drop({u"report.pdf"_s}, m_fixture->pane());
    QVERIFY(bar()->isReading());
    QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_fixture->answers(), u"Read."_s);
    QVERIFY(m_fixture->server().requests(u"waits"_s).last().body.contains("report.pdf"));
    QVERIFY(bar()->attachments().isEmpty());
}

void WindowSendFilesTest::aQuestionDoesNotGoWithoutAFileThatFails()
{
    folder().write(u"bytes.bin"_s, QByteArray("\xff\xfe\x00\x01", 4));
    open(u"fails"_s, ConnectionType::OpenAiChat, u"gpt-4o"_s);
    m_fixture->input()->setPlainText(u"What is in it?"_s);
    drop({u"bytes.bin"_s}, m_fixture->pane());
    QTest::keyClick(m_fixture->input(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(window().bar(u"bytes.bin"_s) != nullptr);
    QTRY_VERIFY(m_fixture->button(u"Send"_s)->isEnabled());
    QCOMPARE(m_fixture->server().requestCount(), 0);
    QCOMPARE(m_fixture->input()->toPlainText(), u"What is in it?"_s);
}

void WindowSendFilesTest::whatComesWhileTheUserIsAskedStays()
{
    folder().write(u"notes.txt"_s, "Some notes\n");
    folder().write(u"later.txt"_s, "Later notes\n");
    open(u"meanwhile"_s, ConnectionType::OpenAiChat, u"gpt-4o"_s);
    drop({u"notes.txt"_s}, m_fixture->pane());
    QTRY_COMPARE(bar()->attachments().size(), 1);
    window().dialogs().meanwhile([this] {
        drop({u"later.txt"_s}, m_fixture->pane());
        QTRY_COMPARE(bar()->attachments().size(), 2);
    });
    m_fixture->askAgreeing(u"Look"_s);
    QTRY_COMPARE(m_fixture->answers(), u"Read."_s);
    QCOMPARE(bar()->attachments().size(), 1);
    QCOMPARE(bar()->attachments().first().name, u"later.txt"_s);
    QVERIFY(!m_fixture->server().requests(u"meanwhile"_s).last().body.contains("Later"));
}

void WindowSendFilesTest::moreFilesThanMayGoAreNotRead()
{
    QStringList names;
    for (int number = 0; number < 40; ++number) {
        names.append(u"file-%1.txt"_s.arg(number));
        folder().write(names.last(), "text");
    }
    open(u"many"_s, ConnectionType::OpenAiChat, u"gpt-4o"_s);
    drop(names, m_fixture->pane());
    QTRY_VERIFY(window().bar(u"not attached: 30"_s) != nullptr);
    QCOMPARE(bar()->attachments().size(), workspace::mostAttachments);
    QVERIFY(!bar()->isReading());
    drop({names.first()}, m_fixture->pane());
    QTRY_VERIFY(window().bar(u"not attached: 1"_s) != nullptr);
    QCOMPARE(bar()->attachments().size(), workspace::mostAttachments);
    // Taken away while others are still read, none of them comes.
    bar()->clear();
    drop(names.first(5), m_fixture->pane());
    QVERIFY(bar()->isReading());
    bar()->clear();
    QVERIFY(!bar()->isReading());
    drop({names.last()}, m_fixture->pane());
    QTRY_VERIFY(!bar()->isReading());
    QCOMPARE(bar()->attachments().size(), 1);
    QCOMPARE(bar()->attachments().first().name, names.last());
}

void WindowSendFilesTest::aDroppedFileIsCopiedWhateverIsProposed_data()
{
    QTest::addColumn<bool>("isInTheEntry");
    QTest::newRow("pane") << false;
    QTest::newRow("entry") << true;
}

void WindowSendFilesTest::aDroppedFileIsCopiedWhateverIsProposed()
{
    QFETCH(const bool, isInTheEntry);
    folder().write(u"notes.txt"_s, "Some notes\n");
    open(u"copied"_s, ConnectionType::OpenAiChat, u"gpt-4o"_s);
    QWidget *target = m_fixture->pane();
    if (isInTheEntry) {
        target = m_fixture->input()->viewport();
    }
    QMimeData dragged;
    dragged.setUrls({QUrl::fromLocalFile(folder().path(u"notes.txt"_s))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction | Qt::MoveAction, &dragged, Qt::LeftButton,
                          Qt::ShiftModifier);
    enter.setDropAction(Qt::MoveAction);
    QApplication::sendEvent(target, &enter);
    QVERIFY(enter.isAccepted());
    QCOMPARE(enter.dropAction(), Qt::CopyAction);
    QDragMoveEvent move(QPoint(6, 6), Qt::CopyAction | Qt::MoveAction, &dragged, Qt::LeftButton,
                        Qt::ShiftModifier);
    move.setDropAction(Qt::MoveAction);
    QApplication::sendEvent(target, &move);
    QVERIFY(move.isAccepted());
    QCOMPARE(move.dropAction(), Qt::CopyAction);
    drop({u"notes.txt"_s}, target, Qt::MoveAction);
    QVERIFY(m_isDropAccepted);
    QCOMPARE(m_dropAction, Qt::CopyAction);
    QTRY_COMPARE(bar()->attachments().size(), 1);
    // Who only moves keeps its file.
    QDragEnterEvent moving(QPoint(5, 5), Qt::MoveAction, &dragged, Qt::LeftButton, {});
    testsend::AttachmentBar::acceptCopy(moving);
    QVERIFY(!moving.isAccepted());
}

QTEST_MAIN(WindowSendFilesTest)
#include "tst_window_sendfiles.moc"
