#include "assembly/renderedtext.h"
#include "markdownedits.h"

#include "scratchfolder.h"
#include "sourcefolder.h"

#include <QDirIterator>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

/// Every prompt of the corpora, edited at random, is rendered as if all of it were parsed.
class TestRenderedCorpora : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void editsRenderAsTheWholeText();
};

void TestRenderedCorpora::editsRenderAsTheWholeText()
{
    constexpr int steps = 40;
    constexpr qint64 longest = 64LL * 1024; // bytes
    const QString shared = test::sourceFolder() + u"/../shared"_s;
    const test::ScratchFolder folder;
    folder.git({u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s,
                shared + u"/corpora/hermes-registry.bundle"_s, u"registry"_s});
    quint32 prompts = 0;
    qint64 keyBytes = 0; // that a key parsed
    qint64 bytes = 0;
    for (const QString &place : {shared + u"/corpora"_s, folder.path() + u"/registry"_s}) {
        QDirIterator files(place, {u"*.md"_s, u"*.mdc"_s, u"*.prompty"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            if (file.size() > longest) {
                continue;
            }
            const quint32 seed = prompts++;
            QByteArray text = file.readAll();
            assembly::RenderedText rendered;
            rendered.setText(text);
            text.insert(text.lastIndexOf(' ', text.size() / 2) + 1, 'x');
            rendered.setText(text);
            keyBytes += rendered.parsedBytes();
            bytes += text.size();
            test::MarkdownEdits edits(text, seed);
            for (int step = 0; step < steps; ++step) {
                rendered.setText(edits.text());
                QVERIFY2(
                    rendered.blocks() == assembly::renderBlocks(edits.text()),
                    qPrintable(u"%1, seed %2, step %3"_s.arg(file.fileName()).arg(seed).arg(step)));
                edits.step();
            }
        }
    }
    qInfo("%u prompts, a key in the middle parses %.1f%% of them", prompts,
          100.0 * static_cast<double>(keyBytes) / static_cast<double>(bytes));
    QVERIFY(prompts > 900);
}

QTEST_GUILESS_MAIN(TestRenderedCorpora)
#include "tst_renderedcorpora.moc"
