#include "scratchfolder.h"
#include "text/snippetexpansion.h"
#include "workspace/snippetfiles.h"

#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using text::Snippet;
using workspace::availableSnippets;

namespace {

Snippet snippet(const QList<Snippet> &snippets, const QString &prefix)
{
    const auto found = std::ranges::find(snippets, prefix, &Snippet::prefix);
    return found == snippets.end() ? Snippet() : *found;
}

} // namespace

class TestSnippetFiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thoseOfTheProgramAreWhole()
    {
        const QList<Snippet> shipped = availableSnippets({});
        QVERIFY(shipped.size() >= 8);
        for (const Snippet &each : shipped) {
            QVERIFY2(each.name != each.prefix && !each.description.isEmpty(),
                     qPrintable(each.prefix));
            const text::SnippetExpansion expansion = text::expanded(each.body, {}, {});
            QVERIFY2(expansion.stops.size() > 1, qPrintable(each.prefix));
            QVERIFY2(!expansion.text.contains(u'$'), qPrintable(expansion.text));
        }
    }

    void theRegistrysTakeTheirPlace()
    {
        const test::ScratchFolder folder;
        folder.write(u"studio/snippets/role.md"_s, "---\nname: Our role\n---\nYou are $1.\n");
        folder.write(u"studio/snippets/zed.md"_s, "plain\n");
        folder.write(u"studio/snippets/notes.txt"_s, "not one\n");
        const QList<Snippet> found = availableSnippets(folder.path());
        QCOMPARE(found.size(), availableSnippets({}).size() + 1);
        QCOMPARE(snippet(found, u"role"_s).name, u"Our role"_s);
        QCOMPARE(snippet(found, u"zed"_s).body, u"plain"_s);
        QCOMPARE(found.last().prefix, u"zed"_s);
    }

    void whatCannotBeReadIsLeftOut()
    {
        const test::ScratchFolder folder;
        folder.write(u"studio/snippets/huge.md"_s, QByteArray(100'000, 'x'));
        folder.write(u"elsewhere.md"_s, "text\n");
        QVERIFY(
            QFile::link(folder.path(u"elsewhere.md"_s), folder.path(u"studio/snippets/link.md"_s)));
        QCOMPARE(availableSnippets(folder.path()), availableSnippets({}));
        QCOMPARE(availableSnippets(folder.path(u"none"_s)), availableSnippets({}));
    }
};

QTEST_GUILESS_MAIN(TestSnippetFiles)
#include "tst_snippetfiles.moc"
