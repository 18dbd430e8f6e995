#include "scratchfolder.h"
#include "workspace/testsendattachment.h"
#include "workspace/testsendfiles.h"

#include <QImage>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace hermes::workspace;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using modelapi::ConnectionType;

namespace {

const QByteArray pdf = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

modelapi::Turn questionWithDocument(qsizetype size)
{
    modelapi::Turn turn;
    turn.text = u"Read"_s;
    turn.documents = {{u"report.pdf"_s, u"application/pdf"_s, QByteArray(size, 'x')}};
    return turn;
}

AskedModel asked(ConnectionType type, const QString &baseUrl,
                 const std::optional<registry::ModelFacts> &facts)
{
    AskedModel model;
    model.settings.type = type;
    model.settings.baseUrl = baseUrl;
    model.modelId = u"m-1"_s;
    model.facts = facts;
    return model;
}

registry::ModelFacts taking(std::optional<bool> pictures, std::optional<bool> documents)
{
    registry::ModelFacts facts;
    facts.takesPictures = pictures;
    facts.takesDocuments = documents;
    return facts;
}

} // namespace

/// What may go with a question, and what is known against it.
class TestSendAttachmentTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFenceIsLongerThanAnyInTheText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("whole");
        QTest::newRow("none") << u"a `b` c"_s << u"Q\n\na.md:\n\n```\na `b` c\n```\n"_s;
        QTest::newRow("a fence") << u"```\na\n```\n"_s
                                 << u"Q\n\na.md:\n\n````\n```\na\n```\n````\n"_s;
        const QString many(100'000, u'`');
        QTest::newRow("nothing else") << many << u"Q\n\na.md:\n\n%1`\n%1\n%1`\n"_s.arg(many);
    }
    void theFenceIsLongerThanAnyInTheText()
    {
        QFETCH(const QString, text);
        workspace::Attachment attachment;
        attachment.name = u"a.md"_s;
        attachment.text = text;
        QTEST(workspace::questionWith(u"Q"_s, {attachment}).text, "whole");
    }

    void aPdfIsKnownByItsBytes()
    {
        m_folder.write(u"report.bin"_s, pdf);
        const auto read = readAttachment(m_folder.path(u"report.bin"_s));
        QVERIFY(read && read->document && !read->image && read->text.isEmpty());
        QCOMPARE(read->document->name, u"report.bin"_s);
        QCOMPARE(read->document->mediaType, u"application/pdf"_s);
        QCOMPARE(read->document->bytes, pdf);
        QVERIFY(shownDocument(*read->document).startsWith(u"report.bin ("_s));
    }

    void eachKindHasItsLimit_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<qint64>("limit");
        QTest::newRow("PDF") << pdf << largestDocument;
        QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1a\n") << largestPicture;
        QTest::newRow("text") << QByteArray("A text.") << largestAttachedText;
    }
    void eachKindHasItsLimit()
    {
        QFETCH(const QByteArray, start);
        QFETCH(const qint64, limit);
        m_folder.write(u"file"_s, start + QByteArray(limit - start.size(), 'x'));
        QVERIFY(readAttachment(m_folder.path(u"file"_s)).has_value());
        m_folder.write(u"file"_s, start + QByteArray(limit + 1 - start.size(), 'x'));
        const auto refused = readAttachment(m_folder.path(u"file"_s));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::TooLarge);
    }

    void whatIsNothingOfAllIsRefused()
    {
        m_folder.write(u"letter.docx"_s, "PK\x03\x04\xff\xfe");
        const auto refused = readAttachment(m_folder.path(u"letter.docx"_s));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NotText);
        QVERIFY(refused.error().message.contains(u"Save another document as a PDF"_s));
    }

    void aTextThatIsCutWithinACharacterIsRefused()
    {
        const QByteArray whole = "Ein Käse, ein 🦉";
        for (const qsizetype missing : {1, 2, 3}) {
            m_folder.write(u"cut.txt"_s, whole.chopped(missing));
            const auto refused = readAttachment(m_folder.path(u"cut.txt"_s));
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::NotText);
        }
        m_folder.write(u"cut.txt"_s, "\xef\xbb\xbf" + whole);
        QCOMPARE(readAttachment(m_folder.path(u"cut.txt"_s)).value().text,
                 QString::fromUtf8(whole));
    }

    void aPictureThatIsNoneIsNotPasted()
    {
        const auto refused = pastedPicture(QImage());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NotReadable);
        QImage image(4, 2, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(pastedPicture(image).value().image->bytes.startsWith("\x89PNG"));
    }

    void theyAreLimitedInNumberAndSize()
    {
        Attachment text;
        text.name = u"a.txt"_s;
        QList<Attachment> many(mostAttachments - 1, text);
        QVERIFY(checkRoomFor(text, many).has_value());
        many.append(text);
        QCOMPARE(checkRoomFor(text, many).error().code, ErrorCode::TooLarge);
        Attachment large;
        large.name = u"a.pdf"_s;
        large.document = modelapi::Document{
            large.name, {}, QByteArray(static_cast<qsizetype>(largestAttachments / 2), 'x')};
        QVERIFY(checkRoomFor(large, {large}).has_value());
        const auto refused = checkRoomFor(text, {large, large});
        QVERIFY(refused.has_value()); // an empty text
        QCOMPARE(checkRoomFor(large, {large, large}).error().code, ErrorCode::TooLarge);
    }

    void theQuestionHasEachInItsWay()
    {
        Attachment text;
        text.name = u"notes.txt"_s;
        text.text = u"Notes"_s;
        Attachment picture;
        picture.image = modelapi::Image{u"image/png"_s, "p"};
        Attachment document;
        document.document = modelapi::Document{u"report.pdf"_s, u"application/pdf"_s, pdf};
        const modelapi::Turn turn = questionWith(u"Look"_s, {document, text, picture});
        QCOMPARE(turn.text, u"Look\n\nnotes.txt:\n\n```\nNotes\n```\n"_s);
        QCOMPARE(turn.images.size(), 1);
        QCOMPARE(turn.documents.size(), 1);
    }

    void documentsGoWhereThereIsAForm_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QString>("baseUrl");
        QTest::addColumn<std::optional<registry::ModelFacts>>("facts");
        QTest::addColumn<bool>("isTold");
        QTest::addColumn<bool>("isFinal");
        using Facts = std::optional<registry::ModelFacts>;
        const Facts unknown;
        const Facts no = taking(true, false);
        const Facts blind = taking(false, false);
        const Facts yes = taking(true, true);
        const QString own = u"http://127.0.0.1:8080/v1"_s;
        const QString router = u"https://openrouter.ai/api/v1"_s;
        using enum ConnectionType;
        QTest::newRow("Ollama") << Ollama << QString() << yes << true << true;
        QTest::newRow("a server of one's own")
            << OpenAiCompatible << own << unknown << true << true;
        QTest::newRow("one that is said to") << OpenAiCompatible << own << yes << false << false;
        QTest::newRow("OpenRouter") << OpenAiCompatible << router << unknown << false << false;
        QTest::newRow("no model for it there") << OpenAiCompatible << router << no << true << false;
        QTest::newRow("Anthropic") << Anthropic << QString() << yes << false << false;
        QTest::newRow("unknown model") << Anthropic << QString() << unknown << false << false;
        QTest::newRow("Gemini, no model for it") << Gemini << QString() << no << true << false;
        QTest::newRow("OpenAI, what sees reads")
            << OpenAiResponses << QString() << no << false << false;
        QTest::newRow("OpenAI, a blind one") << OpenAiChat << QString() << blind << true << false;
    }
    void documentsGoWhereThereIsAForm()
    {
        QFETCH(const ConnectionType, type);
        QFETCH(const QString, baseUrl);
        QFETCH(const std::optional<registry::ModelFacts>, facts);
        const AskedModel model = asked(type, baseUrl, facts);
        const FileObjection objection = objectionToFiles(model, "S", {}, questionWithDocument(100));
        QTEST(!objection.message.isEmpty(), "isTold");
        QTEST(objection.isFinal, "isFinal");
        // What was sent before cannot be left out where there is no form for it, and the user was
        // asked about the rest.
        const FileObjection later =
            objectionToFiles(model, "S", {questionWithDocument(100)}, modelapi::Turn());
        QTEST(later.isFinal, "isFinal");
        QCOMPARE(later.message.isEmpty(), !later.isFinal);
    }

    void aRequestThatIsTooLargeIsTold_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<qsizetype>("most");
        using enum ConnectionType;
        QTest::newRow("Anthropic") << Anthropic << qsizetype(32'000'000);
        QTest::newRow("Gemini") << Gemini << qsizetype(20'000'000);
        QTest::newRow("Responses") << OpenAiResponses << qsizetype(50'000'000);
    }
    void aRequestThatIsTooLargeIsTold()
    {
        QFETCH(const ConnectionType, type);
        QFETCH(const qsizetype, most);
        const AskedModel model = asked(type, {}, std::nullopt);
        const qsizetype fitting = most / 4 * 3 - 100; // bytes, before they are encoded
        QVERIFY(objectionToFiles(model, "S", {}, questionWithDocument(fitting)).message.isEmpty());
        const FileObjection objection =
            objectionToFiles(model, "S", {}, questionWithDocument(fitting + 200));
        QVERIFY(!objection.message.isEmpty() && !objection.isFinal);
        // Half of it went before.
        QVERIFY(!objectionToFiles(model, "S", {questionWithDocument(fitting / 2 + 100)},
                                  questionWithDocument(fitting / 2 + 100))
                     .message.isEmpty());
    }

private:
    ScratchFolder m_folder;
};

QTEST_GUILESS_MAIN(TestSendAttachmentTest)
#include "tst_testsendattachment.moc"
