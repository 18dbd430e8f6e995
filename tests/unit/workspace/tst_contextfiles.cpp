#include "workspace/contextfiles.h"

#include "scratchfolder.h"
#include "tokens/tokenizer.h"

#include <QFile>
#include <QTest>

#include <sys/stat.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using assembly::Target;
using workspace::ContextFile;
using workspace::readContextFiles;

class TestContextFiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filesAreCountedAndCutAsTheTargetDoes()
    {
        m_folder.write(u"short.md"_s, "Grüße.\n");
        m_folder.write(u"long.md"_s, QByteArray("word ").repeated(6000));
        const QStringList paths{m_folder.path(u"short.md"_s), m_folder.path(u"long.md"_s)};
        const QList<ContextFile> taken = readContextFiles(paths, {Target::HermesAgent, {}, 0}, {});
        QCOMPARE(taken.size(), 2);
        QCOMPARE(taken.at(0).characters, 7);
        QCOMPARE(taken.at(0).keptCharacters, 7);
        QCOMPARE(taken.at(0).tokens.tokens,
                 tokens::Tokenizer(tokens::Encoding::O200kBase).count("Grüße.\n"));
        QCOMPARE(taken.at(1).characters, 30'000);
        QCOMPARE(taken.at(1).keptCharacters, 18'000);
        QCOMPARE(workspace::tokensOf(taken), taken.at(0).tokens.tokens + taken.at(1).tokens.tokens);
        const QList<ContextFile> whole = readContextFiles(paths, {Target::ClaudeCode, {}, 0}, {});
        QCOMPARE(whole.at(1).keptCharacters, 30'000);
        QVERIFY(whole.at(1).tokens.tokens > taken.at(1).tokens.tokens);
    }

    void whatIsTheSameIsNotReadAgain()
    {
        m_folder.write(u"short.md"_s, "one\n");
        const QStringList paths{m_folder.path(u"short.md"_s)};
        QList<ContextFile> before = readContextFiles(paths, {}, {});
        before.first().tokens.tokens = 4711;
        QCOMPARE(readContextFiles(paths, {}, before), before);
        m_folder.write(u"short.md"_s, "one and two\n");
        QCOMPARE(readContextFiles(paths, {}, before).first().characters, 12);
    }

    void whatCouldNotBeReadIsTriedAgain()
    {
        m_folder.write(u"short.md"_s, "one\n");
        const QStringList paths{m_folder.path(u"short.md"_s)};
        QList<ContextFile> before = readContextFiles(paths, {}, {});
        // As without the permission, which changes neither size nor time of the file.
        before.first().fault = u"short.md could not be read"_s;
        before.first().text.clear();
        QCOMPARE(readContextFiles(paths, {}, before).first().fault, QString());
        QCOMPARE(readContextFiles(paths, {}, before).first().text, QByteArray("one\n"));
    }

    void whatCannotBeReadIsTold()
    {
        const auto files =
            readContextFiles({m_folder.path(u"absent.md"_s), m_folder.path()}, {}, {});
        QVERIFY(files.at(0).fault.contains(u"absent.md"));
        QVERIFY(!files.at(1).fault.isEmpty());
        QCOMPARE(workspace::tokensOf(files), 0);
    }

    void whatIsNoFileIsNotRead()
    {
        const QString pipe = m_folder.path(u"pipe.md"_s);
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        // Were it opened, this would wait for whoever writes.
        const auto files = readContextFiles({pipe, u"/dev/zero"_s}, {}, {});
        QVERIFY(files.at(0).fault.contains(u"pipe.md"));
        QVERIFY(files.at(1).fault.contains(u"/dev/zero"));
        // A file whose size the system does not know is read as far as it may be large.
        QVERIFY(readContextFiles({u"/proc/self/status"_s}, {}, {}).first().fault.isEmpty());
    }

private:
    test::ScratchFolder m_folder;
};

QTEST_GUILESS_MAIN(TestContextFiles)
#include "tst_contextfiles.moc"
