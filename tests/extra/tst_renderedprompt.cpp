#include "assembly/assembly.h"
#include "scratchfolder.h"
#include "sourcefolder.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

const QString shared = test::sourceFolder() + QStringLiteral("/../shared");

/// Words alone: bullets and the numbers of lists are drawn, not part of the text.
QStringList words(QString text)
{
    static const QRegularExpression listMarks(u"^\\s*(?:•|[0-9]+\\.)\\s+"_s,
                                              QRegularExpression::MultilineOption);
    return text.remove(listMarks).simplified().split(u' ');
}

} // namespace

/// The rendered prompt of a real registry reads as the page that the registry itself shows.
class TestRenderedPrompt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsLikeTheRegistrysOwnPage();
};

void TestRenderedPrompt::readsLikeTheRegistrysOwnPage()
{
    const test::ScratchFolder folder;
    folder.git({u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s,
                shared + u"/corpora/hermes-registry.bundle"_s, u"registry"_s});
    const core::RepoPath file = core::RepoPath::fromLiteral(u"agents/backend-engineer/AGENT.md"_s);
    const assembly::Assembly prompt =
        assembly::assemble({file, folder.read(u"registry/"_s + file.text()), 0});

    QFile page(shared + u"/seed/backend-engineer.txt"_s);
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QString seen = QString::fromUtf8(page.readAll());
    const QString title = u"System prompt\n"_s;
    QVERIFY(seen.contains(title));

    QTextDocument document;
    document.setHtml(assembly::renderMarkdown(prompt.text));
    QCOMPARE(words(document.toPlainText()), words(seen.sliced(seen.indexOf(title) + title.size())));
}

QTEST_MAIN(TestRenderedPrompt)
#include "tst_renderedprompt.moc"
