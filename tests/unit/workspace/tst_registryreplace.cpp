#include "changes/shownchange.h"
#include "inmemoryfilesource.h"
#include "workspace/fragmentchanges.h"
#include "workspace/registryreplace.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using core::ErrorCode;
using core::Result;
using workspace::FoundReplacements;
using workspace::ReplacePlaces;
using workspace::ReplaceRequest;
using Syntax = text::SearchQuery::Syntax;

namespace {

const QString writerPrompt = u"agents/writer/AGENT.md"_s;
const QString writerManifest = u"agents/writer/manifest.json"_s;
const QString readerPrompt = u"agents/reader/AGENT.md"_s;
const QString skill = u"skills/general/spelling/SKILL.md"_s;

QByteArray manifestOf(const QByteArray &id)
{
    return R"({"schemaVersion":"1","type":"agent","id":")" + id + R"(", "name":  "A colour",)"
        + "\r\n"
          R"("version":"1.0.0","description":"Colour.","entry":"AGENT.md"})";
}

test::InMemoryFileSource colourful()
{
    test::InMemoryFileSource source;
    source.write(writerManifest, manifestOf("writer"));
    // Everything that a careless edit would change: BOM, line ends, blanks, no last line end.
    source.write(writerPrompt,
                 "\xEF\xBB\xBF# Colour\r\n\r\nA colour, a Colour.\t \rNo colou\xC2\xA0r\r\ncolour");
    source.write(u"agents/reader/manifest.json"_s, manifestOf("reader"));
    source.write(readerPrompt, "# Reader\n\nNothing here.\n");
    source.write(skill, "---\nname: spelling\ndescription: A colour\n---\n\nThe colour.\n");
    source.write(u"studio/fragments/tone.md"_s, "A colour.\n");
    source.write(u"studio/fragments/list.json"_s, "\"colour\"\n");
    return source;
}

ReplaceRequest request(const QString &pattern, const QString &replacement,
                       Syntax syntax = Syntax::Literal)
{
    ReplaceRequest request;
    request.find = {pattern, syntax, Qt::CaseSensitive, false};
    request.replacement = replacement;
    return request;
}

ReplacePlaces everywhere(const core::FileSource &source)
{
    return {registry::loadCatalog(source, {})->entries, true};
}

Result<FoundReplacements> find(const test::InMemoryFileSource &source,
                               const ReplaceRequest &request)
{
    return workspace::findReplacements(source, everywhere(source), request, {});
}

/// `path: n` for each file.
QStringList counted(const Result<FoundReplacements> &found)
{
    QStringList result;
    for (const workspace::FileReplacements &file : found->files) {
        result.append(u"%1: %2"_s.arg(file.file.text()).arg(file.edits.size()));
    }
    return result;
}

QStringList remarksOf(const FoundReplacements &found)
{
    QStringList texts;
    for (const changes::Remark &remark : found.remarks) {
        texts.append(remark.entry.toString() + u": "_s + remark.text);
    }
    return texts;
}

QByteArray after(const FoundReplacements &found, const QString &path)
{
    const auto changes = workspace::changesOf(found);
    for (const changes::FileWrite &write : changes->writes) {
        if (write.file.text() == path) {
            return *write.after;
        }
    }
    return {};
}

} // namespace

class RegistryReplaceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fragmentsAreLookedIntoWhereTheyAreNamed()
    {
        test::InMemoryFileSource files;
        files.write(u"studio/fragments/tone.md"_s, "---\ndescription: one\n---\none\n");
        files.write(u"studio/fragments/other.md"_s, "one\n");
        workspace::ReplacePlaces places;
        places.fragments = {core::RepoPath::fromLiteral(u"studio/fragments/tone.md"_s)};
        workspace::ReplaceRequest request;
        request.find.pattern = u"one"_s;
        request.replacement = u"two"_s;
        const auto found = workspace::findReplacements(files, places, request, {});
        QVERIFY(found);
        QCOMPARE(found->files.size(), 1);
        QCOMPARE(found->files.constFirst().file.text(), u"studio/fragments/tone.md"_s);
        QCOMPARE(found->count(), 2); // what its front matter says as well
    }

    void aPromptThatHasASourceIsReplacedThere()
    {
        auto source = colourful();
        const QString file = u"studio/sources/agents/writer.md"_s;
        source.write(file, "A colour: {{> tone}}");
        source.write(writerPrompt, "A colour: A colour.\n");
        const auto found = find(source, request(u"colour"_s, u"color"_s));
        QCOMPARE(
            counted(found),
            (QStringList{skill + u": 1"_s, u"studio/fragments/tone.md: 1"_s, file + u": 1"_s}));
        QCOMPARE(found->files.constLast().entry, (EntryId{EntryKind::Agent, u"writer"_s}));
        auto changes = workspace::changesOf(*found);
        QVERIFY(changes);
        workspace::addPromptsMadeAnew(*changes, source, {}, *registry::loadCatalog(source, {}), {});
        QCOMPARE(changes->writes.constLast().file.text(), writerPrompt);
        QCOMPARE(changes->writes.constLast().after, "A color: A color.\n");
    }

    void onlyTheMatchesChange()
    {
        const auto source = colourful();
        const auto found = find(source, request(u"colour"_s, u"color"_s));
        QCOMPARE(counted(found),
                 (QStringList{writerPrompt + u": 2"_s, skill + u": 1"_s,
                              u"studio/fragments/tone.md: 1"_s}));
        QCOMPARE(found->count(), 4);
        QCOMPARE(found->files.first().lines, (QList<qsizetype>{2, 4}));
        QCOMPARE(
            after(*found, writerPrompt),
            "\xEF\xBB\xBF# Colour\r\n\r\nA color, a Colour.\t \rNo colou\xC2\xA0r\r\ncolor"_ba);
        QCOMPARE(after(*found, skill),
                 "---\nname: spelling\ndescription: A colour\n---\n\nThe color.\n"_ba);
    }

    void theOperationIsOne()
    {
        const auto source = colourful();
        const auto entries = registry::loadCatalog(source, {})->entries;
        const auto found = workspace::findReplacements(source, {entries, false},
                                                       request(u"colour"_s, u"color"_s), {});
        const auto changes = workspace::changesOf(*found);
        QVERIFY(changes.has_value());
        QCOMPARE(changes->writes.size(), 2);
        QCOMPARE(changes->title, u"Replace in 2 entries"_s);
        QCOMPARE(*changes->writes.first().before, *source.read(changes->writes.first().file, 1000));
        const changes::ChangeSet back = changes::inverse(*changes, {});
        QCOMPARE(back.writes.size(), 2);
        QCOMPARE(back.writes.last().after, changes->writes.first().before);
        QCOMPARE(workspace::changesOf(*find(source, request(u"colour"_s, u"color"_s)))->title,
                 u"Replace in 3 files"_s);
    }

    void whatIsLeftOutStays()
    {
        auto found = find(colourful(), request(u"colour"_s, u"color"_s));
        found->files.first().edits.removeFirst();
        QCOMPARE(
            after(*found, writerPrompt),
            "\xEF\xBB\xBF# Colour\r\n\r\nA colour, a Colour.\t \rNo colou\xC2\xA0r\r\ncolor"_ba);
    }

    void groupsAreFilledIn()
    {
        const auto found =
            find(colourful(),
                 request(uR"((A|The) (colour))"_s, uR"($2 (\U$1\E))"_s, Syntax::RegularExpression));
        QVERIFY(after(*found, writerPrompt).contains("\r\ncolour (A), a Colour.\t \r"));
        QVERIFY(after(*found, skill).endsWith("\n\ncolour (THE).\n"));
    }

    void newLinesEndAsTheFileDoes()
    {
        const auto found =
            find(colourful(), request(uR"(, a |The )"_s, uR"(,\na )"_s, Syntax::RegularExpression));
        QVERIFY(after(*found, writerPrompt).contains("A colour,\r\na Colour.\t \r"));
        QVERIFY(after(*found, skill).endsWith("\n\n,\na colour.\n"));
    }

    void linesAreLinesWhateverEndsThem()
    {
        const auto found =
            find(colourful(), request(uR"(\s+$)"_s, QString(), Syntax::RegularExpression));
        QVERIFY(after(*found, writerPrompt).contains("a Colour.\rNo"));
        const auto ends =
            find(colourful(), request(uR"(r$)"_s, u"r!"_s, Syntax::RegularExpression));
        QVERIFY(after(*ends, writerPrompt).startsWith("\xEF\xBB\xBF# Colour!\r\n\r\n"));
    }

    void manifestsAreReachedWhenAskedFor()
    {
        const auto source = colourful();
        ReplaceRequest wide = request(u"colour"_s, u"color"_s);
        wide.scope = ReplaceRequest::Scope::PromptsAndManifests;
        const auto found = find(source, wide);
        QCOMPARE(counted(found),
                 (QStringList{u"agents/reader/manifest.json: 1"_s, writerPrompt + u": 2"_s,
                              writerManifest + u": 1"_s, skill + u": 2"_s,
                              u"studio/fragments/tone.md: 1"_s}));
        QCOMPARE(after(*found, writerManifest),
                 QByteArray(manifestOf("writer")).replace("A colour", "A color"));
    }

    void aManifestStaysReadable()
    {
        ReplaceRequest wide = request(u"\"type\":"_s, u"\"type\""_s);
        wide.scope = ReplaceRequest::Scope::PromptsAndManifests;
        const auto found = find(colourful(), wide);
        QVERIFY(found->files.isEmpty());
        QCOMPARE(found->remarks.size(), 2);
        QVERIFY2(remarksOf(*found).constFirst().contains(u"could not be read any more"_s),
                 qPrintable(remarksOf(*found).constFirst()));
    }

    void anEntryKeepsItsId()
    {
        ReplaceRequest wide = request(u"writer"_s, u"author"_s);
        wide.scope = ReplaceRequest::Scope::PromptsAndManifests;
        const auto found = find(colourful(), wide);
        QVERIFY(found->files.isEmpty());
        QVERIFY2(remarksOf(*found).constFirst().contains(u"another id"_s),
                 qPrintable(remarksOf(*found).constFirst()));
    }

    void aChoiceThatBreaksAManifestIsRefused()
    {
        ReplaceRequest wide = request(u"[{}]"_s, u"$&$&"_s, Syntax::RegularExpression);
        wide.replacement = u"[$&]"_s;
        wide.scope = ReplaceRequest::Scope::PromptsAndManifests;
        const auto found = find(colourful(), wide);
        QVERIFY(found->files.isEmpty());
        workspace::FileReplacements half{{EntryKind::Agent, u"writer"_s},
                                         core::RepoPath::fromLiteral(writerManifest),
                                         true,
                                         manifestOf("writer"),
                                         {{0, 1, u"[{"_s}},
                                         {0}};
        QCOMPARE(workspace::replaced(half).error().code, ErrorCode::InvalidFormat);
        QCOMPARE(workspace::changesOf({{half}, {}}).error().code, ErrorCode::InvalidFormat);
    }

    void theEntriesLimitTheSearch()
    {
        const auto source = colourful();
        auto entries = registry::loadCatalog(source, {})->entries;
        entries.removeIf(
            [](const registry::EntrySummary &entry) { return entry.id.kind != EntryKind::Skill; });
        const auto found = workspace::findReplacements(source, {entries, false},
                                                       request(u"colour"_s, u"color"_s), {});
        QCOMPARE(counted(found), QStringList{skill + u": 1"_s});
    }

    void whatIsNoTextIsTold()
    {
        auto source = colourful();
        source.write(readerPrompt, "a colour \xff\n");
        const auto found = find(source, request(u"colour"_s, u"color"_s));
        QCOMPARE(counted(found).size(), 3);
        QCOMPARE(found->remarks.size(), 1);
        QCOMPARE(found->remarks.first().entry, (EntryId{EntryKind::Agent, u"reader"_s}));
        source.makeUnreadable(readerPrompt);
        QCOMPARE(find(source, request(u"colour"_s, u"color"_s))->remarks.size(), 1);
        source.remove(readerPrompt);
        QVERIFY(find(source, request(u"colour"_s, u"color"_s))->remarks.isEmpty());
    }

    void whatIsThereAlreadyIsNoMatch()
    {
        ReplaceRequest same = request(u"colour"_s, u"colour"_s);
        QVERIFY(find(colourful(), same)->files.isEmpty());
        same.find.caseSensitivity = Qt::CaseInsensitive;
        QCOMPARE(counted(find(colourful(), same)), QStringList{writerPrompt + u": 2"_s});
        QVERIFY(find(colourful(), request(QString(), u"x"_s))->files.isEmpty());
    }

    void wrongPatternsAreTold_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("replacement");
        QTest::newRow("pattern") << u"a(b"_s << u"c"_s;
        QTest::newRow("replacement") << u"a(b)"_s << u"$2"_s;
    }

    void wrongPatternsAreTold()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, replacement);
        const auto found =
            find(colourful(), request(pattern, replacement, Syntax::RegularExpression));
        QVERIFY(!found.has_value());
        QCOMPARE(found.error().code, ErrorCode::InvalidArgument);
    }

    void tooManyAreRefused()
    {
        test::InMemoryFileSource source;
        ReplacePlaces places;
        constexpr int inEach = 100;
        for (int i = 0; i <= workspace::maximumReplacements / inEach; ++i) {
            registry::EntrySummary entry;
            entry.id = {EntryKind::Agent, u"a-%1"_s.arg(i)};
            entry.folder = core::RepoPath::fromLiteral(u"agents/a-%1"_s.arg(i));
            entry.promptFile = entry.folder.child(u"AGENT.md"_s);
            source.write(entry.promptFile.text(), QByteArray(inEach, 'x'));
            places.entries.append(entry);
        }
        const auto found = workspace::findReplacements(source, places, request(u"x"_s, u"y"_s), {});
        QCOMPARE(found.error().code, ErrorCode::TooLarge);
        places.entries.removeLast();
        QVERIFY(
            workspace::findReplacements(source, places, request(u"x"_s, u"y"_s), {}).has_value());
    }

    void itCanBeStopped()
    {
        const auto source = colourful();
        core::CancelFlag cancel;
        cancel.cancel();
        const auto found = workspace::findReplacements(source, everywhere(source),
                                                       request(u"colour"_s, u"color"_s), cancel);
        QCOMPARE(found.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(RegistryReplaceTest)
#include "tst_registryreplace.moc"
