#include "registryfixture.h"
#include "tokens/tokenizer.h"
#include "workspace/liveoutline.h"
#include "workspace/workspace.h"

#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::RegistryFixture;
using workspace::LiveOutline;
using workspace::Outline;
using workspace::outlineOf;
using workspace::OutlineSection;

class TestLiveOutline final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void sectionsAreCountedAloneAndWithWhatIsWithin()
    {
        const Outline outline = outlineOf(
            u"---\nname: x\n---\nbefore all\n\n# One *big*\na b c\n\n## Two\nd\n\n# Three\n"_s, {});
        QCOMPARE(outline.sections.size(), 3);
        const OutlineSection &one = outline.sections.at(0);
        const OutlineSection &two = outline.sections.at(1);
        QCOMPARE(one.title, u"One big"_s);
        QCOMPARE(one.heading, u"One *big*"_s);
        QCOMPARE(one.line, 5);
        QCOMPARE(two.parent, 0);
        QCOMPARE(one.own.words, 5);
        QCOMPARE(two.own.words, 2);
        QCOMPARE(one.whole.words, 7);
        QVERIFY(one.own.tokens > 0);
        QCOMPARE(one.whole.tokens, one.own.tokens + two.own.tokens);
        QCOMPARE(outline.sections.at(2).parent, -1);
        QCOMPARE(outline.whole.words, 2 + 5 + 2 + 1); // no front matter
    }

    void aTextWithoutHeadingsIsCountedToo()
    {
        QCOMPARE(outlineOf(u""_s, {}), Outline());
        const Outline outline = outlineOf(u"three words here\n"_s, {});
        QVERIFY(outline.sections.isEmpty());
        QCOMPARE(outline.whole.words, 3);
    }

    void tokensAreExactForAModelWithAPublicVocabulary()
    {
        const QString text = u"# One\nhello world\n\n# Two\nhello\n"_s;
        const Outline outline = outlineOf(text, u"gpt-4"_s);
        QCOMPARE(outline.counting.exactness(), tokens::Exactness::Exact);
        tokens::Tokenizer tokenizer(tokens::Encoding::Cl100kBase);
        QCOMPARE(outline.whole.tokens, tokenizer.count(text.toUtf8()));
        QCOMPARE(outline.sections.at(0).own.tokens + outline.sections.at(1).own.tokens,
                 outline.whole.tokens);
        QCOMPARE(outlineOf(text, {}).counting.exactness(), tokens::Exactness::Estimated);
    }

    void headingsInQuotesAndListsAreNoSections()
    {
        QCOMPARE(outlineOf(u"# A\n> # B\n- # C\n"_s, {}).sections.size(), 1);
    }

    void followsWhatIsTyped()
    {
        const RegistryFixture registry;
        registry.writePrompt("# First\n");
        const test::ScratchFolder state;
        workspace::Workspace workspace(state.path());
        const QSignalSpy loaded(&workspace, &workspace::Workspace::loaded);
        workspace.open(registry.root());
        QTRY_COMPARE(loaded.size(), 1);
        workspace::DefinitionDocument *document = workspace.document(RegistryFixture::writer);
        LiveOutline live;
        QSignalSpy updated(&live, &LiveOutline::updated);
        const auto titles = [&updated] {
            QStringList found;
            const auto outline =
                updated.isEmpty() ? Outline() : updated.last().at(0).value<Outline>();
            for (const OutlineSection &section : outline.sections) {
                found.append(section.title);
            }
            return found;
        };
        live.setDocument(document);
        QTRY_COMPARE(titles(), QStringList{u"First"_s});
        QTextCursor cursor(document->prompt()->document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(u"## Second\n"_s);
        QTRY_COMPARE(titles(), (QStringList{u"First"_s, u"Second"_s}));
        live.setDocument(nullptr);
        QVERIFY(titles().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLiveOutline)
#include "tst_liveoutline.moc"
