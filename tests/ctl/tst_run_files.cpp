#include "runfixture.h"
#include "runs/rundatabase.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray pdf = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

} // namespace

/// Files that `hermesctl run` sends with the message.
class RunFilesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture.prepare(); }

    void filesGoWithTheMessage()
    {
        const QByteArray picture = "\x89PNG\r\n\x1a\n" + QByteArray(40, 'x');
        m_folder.write(u"shot.png"_s, picture);
        m_folder.write(u"notes.txt"_s, "Some notes\n");
        m_folder.write(u"bytes.bin"_s, QByteArray("\xff\xfe\x00\x01", 4));
        const QString base = m_server.replying(u"files"_s, {goodReply()});
        const QStringList sending = where(base)
            << u"--input"_s << u"Look"_s << u"--attach"_s << m_folder.path(u"shot.png"_s)
            << u"--attach"_s << m_folder.path(u"notes.txt"_s);
        const Ended ended = run(sending);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const QByteArray body = m_server.requests(u"files"_s).at(0).body;
        QVERIFY(body.contains("Some notes") && body.contains(picture.toBase64()));
        const Ended refused =
            run(sending + QStringList{u"--attach"_s, m_folder.path(u"bytes.bin"_s)});
        QVERIFY(refused.exitCode != 0);
        QVERIFY2(refused.errors.contains("bytes.bin")
                     && refused.errors.contains("Nothing was sent"),
                 refused.errors);
        QCOMPARE(m_server.requests(u"files"_s).size(), 1);
    }

    void aPdfGoesWithTheMessageAndIsKept()
    {
        m_folder.write(u"report.pdf"_s, pdf);
        const QString base = m_server.replying(u"pdf"_s, {goodReply()});
        const Ended ended =
            run({u"run"_s, u"backend-engineer"_s, u"--type"_s, u"openai-responses"_s,
                 u"--base-url"_s, base, u"--model"_s, u"gpt-4o"_s, u"--input"_s, u"Read the PDF"_s,
                 u"--attach"_s, m_folder.path(u"report.pdf"_s)});
        const auto requests = m_server.requests(u"pdf"_s);
        QCOMPARE(requests.size(), 1);
        const QJsonArray parts =
            QJsonDocument::fromJson(requests[0].body)["input"_L1][0]["content"_L1].toArray();
        QCOMPARE(parts.size(), 2);
        QCOMPARE(parts[0]["type"_L1].toString(), u"input_file"_s);
        QCOMPARE(parts[0]["filename"_L1].toString(), u"report.pdf"_s);
        QCOMPARE(parts[0]["file_data"_L1].toString().toLatin1(),
                 "data:application/pdf;base64," + pdf.toBase64());
        const auto kept = m_fixture.keptWith(u"Read the PDF"_s);
        QVERIFY(kept.has_value());
        const QList<modelapi::Document> documents = kept->turns.first().documents;
        QCOMPARE(documents.size(), 1);
        QCOMPARE(documents.first().name, u"report.pdf"_s);
        QVERIFY2(!ended.errors.contains("takes no PDFs"), ended.errors);
    }

    void aPdfIsRefusedWhereNoFormIsForIt_data()
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("Ollama") << u"ollama"_s;
        QTest::newRow("a server of one's own") << u"openai-compatible"_s;
    }
    void aPdfIsRefusedWhereNoFormIsForIt()
    {
        QFETCH(const QString, type);
        m_folder.write(u"report.pdf"_s, pdf);
        const QString base = m_server.replying(u"refused"_s, {goodReply()});
        for (const QStringList &showing : {QStringList{}, QStringList{u"--dry-run"_s}}) {
            const Ended ended =
                run(QStringList{u"run"_s, u"backend-engineer"_s, u"--type"_s, type, u"--base-url"_s,
                                base, u"--model"_s, u"story"_s, u"--input"_s, u"Hi"_s,
                                u"--attach"_s, m_folder.path(u"report.pdf"_s)}
                    + showing);
            QCOMPARE(ended.exitCode, 2);
            QVERIFY2(ended.errors.contains("takes no PDFs")
                         && ended.errors.contains("Nothing was sent"),
                     ended.errors);
        }
        QCOMPARE(m_server.requests(u"refused"_s).size(), 0);
    }

    void whatTheModelIsKnownNotToTakeIsTold()
    {
        m_folder.write(u"shot.png"_s, "\x89PNG\r\n\x1a\n" + QByteArray(40, 'x'));
        const Ended dry = run({u"run"_s, u"backend-engineer"_s, u"--type"_s, u"openai-chat"_s,
                               u"--model"_s, u"gpt-3.5-turbo"_s, u"--input"_s, u"Hi"_s,
                               u"--attach"_s, m_folder.path(u"shot.png"_s), u"--dry-run"_s});
        QVERIFY2(dry.exitCode == 0, dry.errors);
        QVERIFY2(dry.errors.contains("gpt-3.5-turbo takes no pictures, as far as is known."),
                 dry.errors);
    }

    void whatIsShownOfARequestHasNoLongBase64()
    {
        const QByteArray large = pdf + QByteArray(10'000, 'x');
        m_folder.write(u"report.pdf"_s, large);
        const QStringList asking{
            u"run"_s,      u"backend-engineer"_s,         u"--type"_s,  u"anthropic"_s,
            u"--model"_s,  u"claude-opus-4-8"_s,          u"--input"_s, u"Hi"_s,
            u"--attach"_s, m_folder.path(u"report.pdf"_s)};
        const Ended dry = run(asking + QStringList{u"--dry-run"_s});
        QVERIFY2(dry.output.contains(R"("title": "report.pdf")"), dry.output);
        QVERIFY2(!dry.output.contains(large.toBase64().first(100)), dry.output);
        QVERIFY(run(asking + QStringList{u"--curl"_s}).output.contains(large.toBase64()));
        QVERIFY(run(asking + QStringList{u"--dry-run"_s, u"--json"_s})
                    .output.contains(large.toBase64()));
    }

private:
    static QStringList where(const QString &base) { return RunFixture::at(base); }
    [[nodiscard]] Ended run(const QStringList &arguments) const { return m_fixture.run(arguments); }

    RunFixture m_fixture;
    const ScratchFolder &m_folder = m_fixture.folder();
    ModelServer &m_server = m_fixture.server();
};

QTEST_GUILESS_MAIN(RunFilesTest)
#include "tst_run_files.moc"
