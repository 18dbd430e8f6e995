#include "inmemoryfilesource.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentinlining.h"
#include "workspace/overlaysource.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using core::RepoPath;
using workspace::PromptPlace;

namespace {

const QString toneFile = u"studio/fragments/tone.md"_s;

PromptPlace placeOf(const QString &fragment)
{
    return {workspace::fragmentId(fragment),
            RepoPath::fromLiteral(u"studio/fragments/%1.md"_s.arg(fragment))};
}

QString sourceOf(const QString &agent)
{
    return u"studio/sources/agents/%1.md"_s.arg(agent);
}

QByteArray written(const changes::ChangeSet &changes, const QString &file)
{
    for (const changes::FileWrite &write : changes.writes) {
        if (write.file.text() == file) {
            return write.after.value_or("(removed)");
        }
    }
    return "(not written)";
}

/// The same files; at the read with this number somebody cancels.
class CancellingSource final : public core::FileSource
{
public:
    CancellingSource(const core::FileSource &files, int at) : m_files(files), m_at(at) { }

    [[nodiscard]] core::CancelFlag flag() const { return m_cancel; }
    [[nodiscard]] int reads() const { return m_reads; }
    [[nodiscard]] core::Result<QList<core::FileNode>> list(const RepoPath &folder) const override
    {
        return m_files.list(folder);
    }
    [[nodiscard]] core::Result<QByteArray> read(const RepoPath &file,
                                                qint64 maxBytes) const override
    {
        if (++m_reads == m_at) {
            core::CancelFlag(m_cancel).cancel();
        }
        return m_files.read(file, maxBytes);
    }
    [[nodiscard]] core::Result<core::FileNode> node(const RepoPath &path) const override
    {
        return m_files.node(path);
    }
    [[nodiscard]] bool isThreadSafe() const override { return false; }

private:
    const core::FileSource &m_files;
    int m_at;
    core::CancelFlag m_cancel;
    mutable int m_reads = 0;
};

} // namespace

/// Fragments put back into texts, extracted from fragments, and deleted.
class TestFragmentInlining final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_files = {};
        m_files.write(toneFile, "## Tone\n\nBe mild.\n  {{> list}}\nAnd {{> word}} kind.\n");
        m_files.write(u"studio/fragments/list.md"_s, "---\nversion: 1.0.0\n---\n- one\n\n- two\n");
        m_files.write(u"studio/fragments/word.md"_s, "{{who}}");
        m_files.write(sourceOf(u"writer"_s),
                      "---\nvariables:\n  who: you\n---\n# W\n\n{{> tone}}\nEnd.\n");
        m_files.write(sourceOf(u"reader"_s),
                      "---\nvariables:\n  who: we\n---\n# R\n\n    {{> tone}}\n{{> list}}\n");
    }

    void aFragmentIsExtractedFromAFragment()
    {
        const QByteArray text = m_files.read(RepoPath::fromLiteral(toneFile), 1 << 20).value();
        const auto changes = workspace::extractFragment(
            m_files, {}, placeOf(u"tone"_s), {text.indexOf("Be mild."), 8}, u"manner"_s, {});
        QVERIFY2(changes, changes ? "" : qPrintable(changes.error().message));
        QCOMPARE(written(*changes, u"studio/fragments/manner.md"_s), "Be mild.\n");
        QVERIFY(written(*changes, toneFile).contains("\n{{> manner}}\n"));
        QCOMPARE(changes->title, u"Extract “manner” from studio/fragments/tone.md"_s);
        QCOMPARE(promptsAfter(*changes), promptsAfter({}));
    }

    void extractingStopsWhenItIsCancelled()
    {
        for (int i = 0; i < 20; ++i) { // whatever it costs to look at one prompt
            m_files.write(sourceOf(u"other%1"_s.arg(i)), "# O\n\n{{> tone}}\n");
        }
        const auto readsWhenCancelledAt = [this](int read) {
            const QByteArray text = m_files.read(RepoPath::fromLiteral(toneFile), 1 << 20).value();
            const CancellingSource files(m_files, read);
            // A tag is cut, so everything is tried.
            const auto changes =
                workspace::extractFragment(files, {}, placeOf(u"tone"_s),
                                           {text.indexOf("> list"), 8}, u"part"_s, files.flag());
            const auto expected =
                read == 0 ? core::ErrorCode::InvalidArgument : core::ErrorCode::Cancelled;
            return !changes && changes.error().code == expected ? files.reads() : -1;
        };
        const int all = readsWhenCancelledAt(0); // nobody does
        QVERIFY2(all > 100, qPrintable(QString::number(all)));
        QVERIFY(readsWhenCancelledAt(1) < 12);
        for (const int read : {5, 30, all / 2, all - 50}) {
            const int reads = readsWhenCancelledAt(read);
            QVERIFY2(reads >= read && reads < read + 40, // one look at all templates
                     qPrintable(u"%1 after %2, of %3"_s.arg(reads).arg(read).arg(all)));
        }
    }

    void everyStretchOfItIsExtractedOrRefused()
    {
        const QByteArray text = m_files.read(RepoPath::fromLiteral(toneFile), 1 << 20).value();
        const QByteArrayList before = promptsAfter({});
        int extracted = 0;
        for (qint64 start = 0; start < text.size(); ++start) {
            for (const qint64 length : {1, 7, 20}) {
                const auto changes = workspace::extractFragment(m_files, {}, placeOf(u"tone"_s),
                                                                {start, length}, u"part"_s, {});
                if (changes) {
                    ++extracted;
                    QCOMPARE(promptsAfter(*changes), before);
                } else {
                    QCOMPARE(changes.error().code, core::ErrorCode::InvalidArgument);
                }
            }
        }
        QVERIFY2(extracted > 20, qPrintable(QString::number(extracted)));
    }

    void aFragmentIsInlinedInAFragment()
    {
        const QByteArray text = m_files.read(RepoPath::fromLiteral(toneFile), 1 << 20).value();
        const auto lines =
            workspace::inlineFragment(m_files, {}, placeOf(u"tone"_s), text.indexOf("> list"));
        QVERIFY2(lines, lines ? "" : qPrintable(lines.error().message));
        QCOMPARE(lines->writes.size(), 1);
        QVERIFY(written(*lines, toneFile).contains("Be mild.\n  - one\n\n  - two\nAnd"));
        QCOMPARE(promptsAfter(*lines), promptsAfter({}));
        // Its variable is one of the prompts', and each gives it another value.
        const auto word =
            workspace::inlineFragment(m_files, {}, placeOf(u"tone"_s), text.indexOf("> word"));
        QVERIFY2(word, word ? "" : qPrintable(word.error().message));
        QVERIFY(written(*word, toneFile).contains("And {{who}} kind."));
        QCOMPARE(promptsAfter(*word), promptsAfter({}));
        QVERIFY(
            !workspace::inlineFragment(m_files, {}, placeOf(u"tone"_s), 0)); // no tag stands there
    }

    void whatWouldChangeOneOfThePromptsIsRefused()
    {
        m_files.write(u"studio/fragments/word.md"_s, "---\nvariables:\n  how: so\n---\n{{how}}");
        m_files.write(sourceOf(u"writer"_s), "---\nvariables:\n  how: very\n---\n{{> tone}}");
        const QByteArray text = m_files.read(RepoPath::fromLiteral(toneFile), 1 << 20).value();
        const auto word =
            workspace::inlineFragment(m_files, {}, placeOf(u"tone"_s), text.indexOf("> word"));
        QVERIFY(!word);
        QCOMPARE(word.error().code, core::ErrorCode::InvalidArgument);
        QVERIFY(word.error().message.contains(u"word"_s));
    }

    void aFragmentThatNothingIncludesIsTakenByItself()
    {
        m_files.write(u"studio/fragments/alone.md"_s, "one\n{{> word}}\ntwo\n");
        const auto extracted =
            workspace::extractFragment(m_files, {}, placeOf(u"alone"_s), {0, 4}, u"first"_s, {});
        QVERIFY2(extracted, extracted ? "" : qPrintable(extracted.error().message));
        QCOMPARE(written(*extracted, u"studio/fragments/alone.md"_s),
                 "{{> first}}\n{{> word}}\ntwo\n");
    }

    void oneThatIsIncludedIsNotDeleted()
    {
        const auto refused = workspace::deleteFragment(m_files, u"tone"_s);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"reader.md, line 7"_s),
                 qPrintable(refused.error().message));
        QVERIFY(!workspace::deleteFragment(m_files, u"none"_s));
    }

    void oneThatNothingIncludesIsDeleted()
    {
        m_files.write(u"studio/fragments/alone.md"_s, "---\nversion: 2.0.0\n---\nx");
        m_files.write(u"studio/fragments/other.md"_s, "{{> alone@1.0.0}}");
        const auto changes = workspace::deleteFragment(m_files, u"alone"_s);
        QVERIFY(changes);
        QCOMPARE(changes->deletions.size(), 1);
        QCOMPARE(changes->deletions.constFirst().path.text(), u"studio/fragments/alone.md"_s);
        QVERIFY(changes->writes.isEmpty());
        QCOMPARE(changes->remarks.size(), 1); // the version that only the history has
        m_files.write(u"studio/fragments/other.md"_s, "{{> alone@2.0.0}}");
        QVERIFY(!workspace::deleteFragment(m_files, u"alone"_s));
    }

    void dissolvingPutsItsTextEverywhereAndDeletesIt()
    {
        const auto changes = workspace::dissolveFragment(m_files, {}, u"list"_s);
        QVERIFY2(changes, changes ? "" : qPrintable(changes.error().message));
        QCOMPARE(changes->deletions.size(), 1);
        QCOMPARE(changes->writes.size(), 2);
        QVERIFY(written(*changes, toneFile).contains("  - one\n\n  - two\n"));
        QVERIFY(written(*changes, sourceOf(u"reader"_s)).endsWith("{{> tone}}\n- one\n\n- two\n"));
        QCOMPARE(promptsAfter(*changes), promptsAfter({}));
    }

    void oneThatCannotBeInlinedEverywhereStays()
    {
        m_files.write(u"studio/fragments/word.md"_s, "---\nvariables:\n  how: so\n---\n{{how}}");
        m_files.write(sourceOf(u"writer"_s), "---\nvariables:\n  how: very\n---\n{{> tone}}");
        const auto changes = workspace::dissolveFragment(m_files, {}, u"word"_s);
        QVERIFY(!changes);
        QVERIFY2(changes.error().message.startsWith(toneFile + u", line 5"_s),
                 qPrintable(changes.error().message));
    }

private:
    /// What the sources give once a change set is done.
    [[nodiscard]] QByteArrayList promptsAfter(const changes::ChangeSet &changes) const
    {
        workspace::OverlaySource::Contents contents;
        for (const changes::FileWrite &write : changes.writes) {
            contents.insert(write.file, write.after);
        }
        for (const changes::Deletion &deletion : changes.deletions) {
            contents.insert(deletion.path, std::nullopt);
        }
        const workspace::OverlaySource after(m_files, contents);
        QByteArrayList prompts;
        for (const QString &agent : {u"writer"_s, u"reader"_s}) {
            const RepoPath file = RepoPath::fromLiteral(sourceOf(agent));
            const auto made = workspace::assembleSource(
                after, {}, file, after.read(file, 1 << 20).value_or(QByteArray()), {});
            prompts.append(made ? made->assembly.text : QByteArray("(not made)"));
        }
        return prompts;
    }

    test::InMemoryFileSource m_files;
};

QTEST_GUILESS_MAIN(TestFragmentInlining)
#include "tst_fragmentinlining.moc"
