#include "workspace/assemblypreview.h"

#include "registryfixture.h"
#include "workspace/editabletext.h"
#include "workspace/livemodels.h"
#include "workspace/workspace.h"

#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

#include <memory>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::RegistryFixture;
using workspace::AssemblyPreview;
using workspace::PreviewContent;

class TestAssemblyPreview final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_state = std::make_unique<test::ScratchFolder>();
        m_typed = 0;
    }
    void cleanup()
    {
        m_preview.reset();
        m_workspace.reset();
        m_state.reset();
        m_registry.reset();
    }

    void ofChangesInARowTheNewestIsShownAndNoneTwice()
    {
        m_registry->writePrompt("# First\n");
        QVERIFY(open());
        const qsizetype before = m_updated->size();
        for (const QString &word : {u"one "_s, u"two "_s, u"three "_s}) {
            type(word);
        }
        QTRY_COMPARE(shown().text, u"one two three # First\n"_s);
        // The first may have been prepared at once; those that came meanwhile are one more.
        QVERIFY(m_updated->size() - before <= 2);
    }

    void placesOfSegmentsAreThoseOfTheDocument()
    {
        m_registry->folder().write(u"studio/sources/agents/writer.md"_s,
                                   "---\r\nvariables:\r\n  who: \"W\u00f6rld\"\r\n---\r\n"
                                   "Hi\r\nthere\r\n{{who}}!\r\n");
        QVERIFY(open());
        const PreviewContent content = shown();
        QCOMPARE(content.text, u"Hi\nthere\nW\u00f6rld!\n"_s);
        const QList<PreviewContent::TextRange> places{{0, 9}, {9, 5}, {14, 2}};
        QCOMPARE(content.segmentPlaces, places);
        QCOMPARE(content.places.offsetOf(9), content.assembly.text.indexOf("W\u00f6"));
    }

    void eachOfManyChangesIsFollowedAtLast()
    {
        m_registry->writePrompt("# First\n");
        QVERIFY(open());
        QString typed;
        for (int i = 0; i < 30; ++i) {
            type(QString::number(i) + u' ');
            typed += QString::number(i) + u' ';
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE(shown().text, typed + u"# First\n"_s);
    }

    void blocksThatNobodyTouchedAreNotMadeAgain()
    {
        m_registry->writePrompt("# First\n\nWords.\n\n# Second\n\nThe end.\n");
        QVERIFY(open());
        const PreviewContent before = shown();
        type(u"one "_s);
        QTRY_VERIFY(shown().text.startsWith(u"one "_s));
        const PreviewContent after = shown();
        QCOMPARE(after.blocks, assembly::renderBlocks(after.assembly.text));
        QVERIFY(after.blocks.first().html != before.blocks.first().html);
        // One and the same string.
        QVERIFY(after.blocks.last().html.constData() == before.blocks.last().html.constData());
    }

    void whatIsShownWithoutWhatIsDroppedIsWhatIsSent()
    {
        m_registry->writePrompt("# Grüße\r\n\r\n" + QByteArray("word ").repeated(6000) + "End");
        m_registry->folder().write(u"AGENTS.md"_s, "Keep it short.\n");
        QVERIFY(open());
        QCOMPARE(shown().prompt.sent, m_registry->prompt());
        m_document->setPromptTarget(
            {assembly::Target::HermesAgent, {m_registry->folder().path(u"AGENTS.md"_s)}});
        QTRY_COMPARE(shown().prompt.target, assembly::Target::HermesAgent);
        QCOMPARE(shown().dropped.size(), 1);
        QString text = shown().text;
        text.remove(shown().dropped.first().start, shown().dropped.first().length);
        QCOMPARE(text,
                 workspace::EditableText::documentText(QString::fromUtf8(shown().prompt.sent))
                     .replace(u"\r\n"_s, u"\n"_s));
        QVERIFY(text.endsWith(u"End\n\nKeep it short.\n"));
        QVERIFY(shown().tokenCount.tokens > 0);
        // A file that goes away is told when the prompt is prepared the next time.
        QVERIFY(QFile::remove(m_registry->folder().path(u"AGENTS.md"_s)));
        type(u"More. "_s);
        QTRY_VERIFY(!shown().prompt.context.first().fault.isEmpty());
        QVERIFY(shown().prompt.sent.endsWith("End"));
    }

private:
    [[nodiscard]] bool open()
    {
        m_workspace = std::make_unique<workspace::Workspace>(m_state->path());
        const QSignalSpy loaded(m_workspace.get(), &workspace::Workspace::loaded);
        m_workspace->open(m_registry->root());
        if (!QTest::qWaitFor([&] { return loaded.size() == 1; }, 60'000)) {
            return false;
        }
        m_document = m_workspace->document(RegistryFixture::writer);
        m_preview = std::make_unique<AssemblyPreview>(m_models);
        m_updated = std::make_unique<QSignalSpy>(m_preview.get(), &AssemblyPreview::updated);
        m_preview->setDocument(m_document, m_workspace->catalog().models);
        return QTest::qWaitFor([this] { return !m_updated->isEmpty(); }, 60'000);
    }
    void type(const QString &text)
    {
        QTextCursor cursor(m_document->prompt()->document());
        cursor.setPosition(m_typed);
        cursor.insertText(text);
        m_typed = cursor.position();
    }
    [[nodiscard]] PreviewContent shown() const
    {
        return m_updated->last().at(0).value<PreviewContent>();
    }

    const workspace::LiveModels m_models{{}};
    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_state;
    std::unique_ptr<workspace::Workspace> m_workspace;
    workspace::DefinitionDocument *m_document = nullptr;
    std::unique_ptr<AssemblyPreview> m_preview;
    std::unique_ptr<QSignalSpy> m_updated;
    int m_typed = 0;
};

QTEST_GUILESS_MAIN(TestAssemblyPreview)
#include "tst_assemblypreview.moc"
