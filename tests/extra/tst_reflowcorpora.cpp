#include "renderedhtml.h"

#include "text/reflow.h"

#include "scratchfolder.h"
#include "sourcefolder.h"

#include <QDirIterator>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

const QString shared = hermes::test::sourceFolder() + QStringLiteral("/../shared");

/// Without front matter: Markdown readers know none.
QString body(const QString &text)
{
    const text::TextLines lines(text);
    qsizetype line = 0;
    while (line < lines.count() && lines.info(line).kind == text::LineKind::FrontMatter) {
        ++line;
    }
    return line < lines.count() ? text.sliced(lines.start(line)) : QString();
}

QString reflowed(const QString &text, int width)
{
    const text::TextLines lines(text);
    return text::applied(text, text::reflow(lines, {0, lines.count() - 1}, width));
}

} // namespace

/// Every prompt of the corpora says the same after it was broken anew.
class TestReflowCorpora : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void promptsKeepTheirMeaning();
};

void TestReflowCorpora::promptsKeepTheirMeaning()
{
    const test::ScratchFolder folder;
    folder.git({u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s,
                shared + u"/corpora/hermes-registry.bundle"_s, u"registry"_s});
    int prompts = 0;
    int wrapped = 0;
    int tooWide = 0;
    for (const QString &place : {shared + u"/corpora"_s, folder.path() + u"/registry"_s}) {
        QDirIterator files(place, {u"*.md"_s, u"*.mdc"_s, u"*.prompty"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = body(QString::fromUtf8(file.readAll()).remove(u'\r'));
            const QString html = test::renderedHtml(text);
            ++prompts;
            for (const int width : {40, 80, text::noWidth}) {
                const QString after = reflowed(text, width);
                QVERIFY2(test::renderedHtml(after) == html, qPrintable(file.fileName()));
                wrapped += after != text ? 1 : 0;
            }
            const text::TextLines lines(reflowed(text, 80));
            for (qsizetype i = 0; i < lines.count(); ++i) {
                const bool isText = lines.info(i).kind == text::LineKind::Paragraph;
                tooWide +=
                    isText && lines.line(i).size() > 80 && lines.line(i).contains(u' ') ? 1 : 0;
            }
        }
    }
    qInfo("%d prompts, %d changed at three widths, %d lines wider than asked", prompts, wrapped,
          tooWide);
    QVERIFY(prompts > 900);
    QVERIFY(wrapped > prompts);
}

QTEST_GUILESS_MAIN(TestReflowCorpora)
#include "tst_reflowcorpora.moc"
