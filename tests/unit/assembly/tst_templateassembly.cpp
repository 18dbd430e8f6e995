#include "assembly/templateassembly.h"

#include <QTest>

#include <tuple>

using namespace hermes;
using namespace hermes::assembly;
using namespace Qt::StringLiterals;

namespace {

const core::RepoPath sourceFile = core::RepoPath::fromLiteral(u"studio/sources/agents/a.md"_s);

core::RepoPath fragmentFile(const QString &name)
{
    return core::RepoPath::fromLiteral(u"studio/fragments/%1.md"_s.arg(name));
}

TemplateFile templateFile(const core::RepoPath &file, const QByteArray &text)
{
    return {file, text, registry::readSourceHead(text, file)};
}

class Fragments final : public FragmentSource
{
public:
    QHash<QString, QByteArray> texts; ///< By name or name@version.

    core::Result<TemplateFile> fragment(const QString &name, const QString &version) const override
    {
        const QString reference = version.isEmpty() ? name : name + u'@' + version;
        if (!texts.contains(reference)) {
            return core::failure(core::ErrorCode::NotFound, u"no fragment %1"_s.arg(reference));
        }
        return templateFile(fragmentFile(name), texts.value(reference));
    }
};

QStringList rules(const Assembly &assembly)
{
    QStringList found;
    for (const core::Problem &problem : assembly.problems) {
        found.append(u"%1 %2:%3"_s.arg(problem.rule).arg(problem.line).arg(problem.column));
    }
    return found;
}

/// Every byte has one origin, and where that is a file's text, it is the very byte.
QString originFault(const Assembly &assembly, const QHash<QString, QByteArray> &files)
{
    qint64 position = 0;
    for (const Segment &segment : assembly.segments) {
        if (segment.start != position || segment.length <= 0) {
            return u"gap at %1"_s.arg(position);
        }
        position += segment.length;
        const QByteArray bytes = assembly.text.sliced(segment.start, segment.length);
        const Origin &origin = segment.origin;
        if (origin.kind != Origin::Kind::Variable
            && files.value(origin.file.text()).sliced(origin.start, segment.length) != bytes) {
            return u"other bytes at %1"_s.arg(segment.start);
        }
    }
    return position == assembly.text.size() ? QString() : u"end"_s;
}

/// What a place of the prompt's own file became, as ranges of the assembly.
QList<ByteRange> assembledFrom(const Assembly &assembly, qint64 promptOffset)
{
    QList<ByteRange> ranges;
    for (const Segment &segment : assembly.segments) {
        const qint64 into = promptOffset - segment.inPrompt.start;
        if (into < 0 || into >= segment.inPrompt.length) {
            continue;
        }
        if (segment.origin.kind == Origin::Kind::Prompt) {
            ranges.append({segment.start + into, 1});
        } else {
            ranges.append({segment.start, segment.length});
        }
    }
    return ranges;
}

} // namespace

class TemplateAssemblyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aVariableThatNobodyDeclaresCanBeDeclared_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("mended");
        QTest::newRow("noHead") << QByteArray("{{a}}!\n")
                                << QByteArray("---\nvariables:\n  a: \"\"\n---\n{{a}}!\n");
        QTest::newRow("headWithoutVariables")
            << QByteArray("---\ndescription: d\n---\n{{a}}!\n")
            << QByteArray("---\nvariables:\n  a: \"\"\ndescription: d\n---\n{{a}}!\n");
        QTest::newRow("besideOthers")
            << QByteArray("---\nvariables:\n   b: c\n---\n{{a}}!{{b}}\n")
            << QByteArray("---\nvariables:\n   a: \"\"\n   b: c\n---\n{{a}}!{{b}}\n");
        QTest::newRow("byteOrderMark")
            << QByteArray("\xEF\xBB\xBF{{a}}!\n")
            << QByteArray("\xEF\xBB\xBF---\nvariables:\n  a: \"\"\n---\n{{a}}!\n");
        QTest::newRow("inOneLine")
            << QByteArray("---\nvariables: {b: c}\n---\n{{a}}{{b}}!\n") << QByteArray();
    }
    void aVariableThatNobodyDeclaresCanBeDeclared()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, mended);
        const core::RepoPath file = core::RepoPath::fromLiteral(u"studio/sources/agents/a.md"_s);
        const auto problems = [&file](const QByteArray &source) {
            return assembleTemplate({file, source, registry::readSourceHead(source, file)}, {},
                                    Fragments())
                .problems;
        };
        const QList<core::Problem> found = problems(text);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.constFirst().fixes.isEmpty(), mended.isEmpty());
        if (!mended.isEmpty()) {
            const core::Problem::Fix fix = found.constFirst().fixes.constFirst();
            text.replace(fix.start, fix.length, fix.replacement);
            QCOMPARE(text, mended);
            QCOMPARE(problems(text), QList<core::Problem>());
        }
    }

    void assembles_data();
    void assembles();
    void tellsEachPlace_data();
    void tellsEachPlace();
    void everyByteHasItsOrigin();
    void findsWhatAPlaceBecame();
    void placesAreFoundBothWays();
    void includesVersionsOfAFragment();
    void refusesCycles();
    void endsWithoutEnd();
    void growsByAMebibyteAtMost();
    void givenValuesWin();
    void namesUnusedVariables();
    void aFragmentsFaultIsToldOnce();
};

void TemplateAssemblyTest::assembles_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("text");
    const QByteArray head =
        "---\nvariables:\n  language: Go\n  strict:\n    type: flag\n    default: "
        "true\n  checks:\n    type: list\n    default: [lint, tests]\n  none:\n"
        "    type: text\n---\n";
    const auto row = [&](const char *name, const QByteArray &body, const QByteArray &text) {
        QTest::newRow(name) << QByteArray(head + body) << text;
    };
    row("text", "# A\n", "# A\n");
    row("variable", "Write {{language}} & {{{language}}}<{{&language}}>.\n",
        "Write Go & Go<Go>.\n");
    row("noValue", "a{{none}}b", "ab");
    row("section", "{{#strict}}\nBe strict.\n{{/strict}}\n{{^strict}}Be mild.{{/strict}}\n",
        "Be strict.\n\n");
    row("list", "{{#checks}}\n- {{.}}\n{{/checks}}\n", "- lint\n- tests\n");
    row("comment", "a\n{{! not for\nthe model }}\nb\n", "a\nb\n");
    row("delimiters", "{{=<% %>=}}\n<%language%> {{language}}\n", "Go {{language}}\n");
    row("crlf", "a\r\n{{#strict}}\r\nb\r\n{{/strict}}\r\nc\r\n", "a\r\nb\r\nc\r\n");
    row("codeStays", "`{{other}}` {{language}}\n\n```hbs\n{{#if x}}{{y}}{{/if}}\n{{! c }}\n```\n",
        "`{{other}}` Go\n\n```hbs\n{{#if x}}{{y}}{{/if}}\n{{! c }}\n```\n");
    row("codeKnowsDeclaredVariables", "```\n{{language}} {{y}}\n```\n", "```\nGo {{y}}\n```\n");
    row("noName", "a {{ \"x\" | filter }} {{}} b\n", "a {{ \"x\" | filter }} {{}} b\n");
    row("unknownStays", "a {{what}} {{#that}}x{{/that}} b\n", "a {{what}} {{#that}}x{{/that}} b\n");
    row("unclosedStays", "a {{#strict}}b {{language\n", "a {{#strict}}b {{language\n");
    row("fragment", "{{> tone}}\nend\n", "Be kind.\nAlways.\nend\n");
    row("fragmentInLine", "So: {{> tone}}!\n", "So: Be kind.\nAlways.\n!\n");
    row("fragmentIndented", "- x\n  {{> tone}}\n", "- x\n  Be kind.\n  Always.\n");
    row("nestedIndentation", "  {{> outer}}\n", "  Outer\n    Be kind.\n    Always.\n\n  Go\n");
    row("withinALineOfAnIndentedOne", "  {{> lines}}\n", "  So: Be kind.\nAlways.\n\n  end\n");
    row("missingFragmentStays", "{{> absent}}\n", "{{> absent}}\n");
    QTest::newRow("listOfMappings") << QByteArray(
        "---\nvariables:\n  examples:\n    type: list\n    default:\n      - in: a\n  "
        "      out: b\n---\n{{#examples}}\n{{in}} -> {{out}}\n{{/examples}}\n")
                                    << QByteArray("a -> b\n");
    QTest::newRow("noFrontMatter") << QByteArray("\xef\xbb\xbf{{x}}") << QByteArray("{{x}}");
}

void TemplateAssemblyTest::assembles()
{
    QFETCH(QByteArray, source);
    Fragments fragments;
    fragments.texts = {{u"tone"_s, "---\nversion: 1.0.0\n---\nBe kind.\nAlways.\n"},
                       {u"lines"_s, "So: {{> tone}}\n{{> end}}\n"},
                       {u"end"_s, "end\n"},
                       {u"outer"_s, "Outer\n  {{>tone}}\n\n{{language}}\n"}};
    const Assembly assembly = assembleTemplate(templateFile(sourceFile, source), {}, fragments);
    QTEST(assembly.text, "text");
    QHash<QString, QByteArray> files{{sourceFile.text(), source}};
    for (auto text = fragments.texts.cbegin(); text != fragments.texts.cend(); ++text) {
        files.insert(fragmentFile(text.key()).text(), text.value());
    }
    QCOMPARE(originFault(assembly, files), QString());
}

void TemplateAssemblyTest::tellsEachPlace_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QStringList>("problems");
    QTest::newRow("fine") << QByteArray("---\nvariables:\n  a: 1\n---\n{{a}}\n") << QStringList();
    QTest::newRow("undefined") << QByteArray("é {{a}}\n")
                               << QStringList{u"template.undefined-variable 1:3"_s};
    QTest::newRow("undefinedSectionOnce")
        << QByteArray("{{#a}}x{{/a}}\n") << QStringList{u"template.undefined-variable 1:1"_s};
    QTest::newRow("missingFragment")
        << QByteArray("x\n{{> b}}\n") << QStringList{u"template.missing-fragment 2:1"_s};
    QTest::newRow("unclosedTag") << QByteArray("a\n b {{c\n")
                                 << QStringList{u"template.unclosed-tag 2:4"_s};
    QTest::newRow("unclosedSection") << QByteArray("---\nvariables:\n  a: 1\n---\n{{#a}}\n")
                                     << QStringList{u"template.unclosed-section 5:1"_s};
    QTest::newRow("unopened") << QByteArray("{{/a}}\n")
                              << QStringList{u"template.unopened-section 1:1"_s};
    QTest::newRow("delimiters") << QByteArray("{{=<%=}}\n")
                                << QStringList{u"template.bad-delimiters 1:1"_s};
    QTest::newRow("required") << QByteArray(
        "---\nvariables:\n  a:\n    required: true\n---\n{{a}}\n")
                              << QStringList{u"template.missing-value 6:1"_s};
    QTest::newRow("code") << QByteArray("`{{a}} {{> b}} {{/c}} {{`\n") << QStringList();
    QTest::newRow("type") << QByteArray("---\nvariables:\n  a:\n    type: colour\n---\n{{a}}\n")
                          << QStringList{u"source.front-matter 3:3"_s};
    QTest::newRow("default") << QByteArray(
        "---\nvariables:\n  a:\n    type: flag\n    default: maybe\n---\n{{a}}\n")
                             << QStringList{u"source.front-matter 3:3"_s};
    QTest::newRow("yaml") << QByteArray("---\na: [\n---\n")
                          << QStringList{u"source.front-matter 3:1"_s};
}

void TemplateAssemblyTest::tellsEachPlace()
{
    QFETCH(QByteArray, source);
    const Assembly assembly = assembleTemplate(templateFile(sourceFile, source), {}, Fragments());
    QTEST(rules(assembly), "problems");
}

void TemplateAssemblyTest::everyByteHasItsOrigin()
{
    const QByteArray source = "---\nvariables:\n  who: World\n---\nHi {{who}}!\n  {{> f}}\n";
    Fragments fragments;
    fragments.texts = {{u"f"_s, "A {{who}}\nB\n"}};
    const Assembly assembly = assembleTemplate(templateFile(sourceFile, source), {}, fragments);
    QCOMPARE(assembly.text, "Hi World!\n  A World\n  B\n");
    const auto segment = [&](const char *text) {
        return *assembly.segmentAt(assembly.text.indexOf(text));
    };
    const qint64 body = source.indexOf("Hi");
    Origin prompt;
    prompt.file = sourceFile;
    prompt.start = body;
    QCOMPARE(segment("Hi"), (Segment{0, 3, prompt, {body, 3}}));
    const ByteRange tag{source.indexOf("{{who"), 7};
    QCOMPARE(segment("World!"),
             (Segment{3,
                      5,
                      {Origin::Kind::Variable, u"who"_s, {}, sourceFile, source.indexOf("who:")},
                      tag}));
    // The white space before the tag stands before each line.
    const qint64 space = source.indexOf("  {{>");
    QCOMPARE(assembly.segmentAt(assembly.text.indexOf("  B"))->inPrompt, (ByteRange{space, 2}));
    const ByteRange partial{space + 2, 7};
    QCOMPARE(segment("B"),
             (Segment{assembly.text.indexOf("B"),
                      2,
                      {Origin::Kind::Fragment, u"f"_s, {}, fragmentFile(u"f"_s), 10},
                      partial}));
    QCOMPARE(assembly.segmentAt(assembly.text.lastIndexOf("World"))->inPrompt, partial);
}

void TemplateAssemblyTest::findsWhatAPlaceBecame()
{
    const QByteArray source = "---\nvariables:\n  l: [a, b]\n---\n{{! c }}x{{#l}}{{.}}y{{/l}}\n";
    const Assembly assembly = assembleTemplate(templateFile(sourceFile, source), {}, Fragments());
    QCOMPARE(assembly.text, "xayby\n");
    QCOMPARE(assembledFrom(assembly, source.indexOf("{{! c")), QList<ByteRange>());
    QCOMPARE(assembledFrom(assembly, source.indexOf("x{{")), (QList<ByteRange>{{0, 1}}));
    QCOMPARE(assembledFrom(assembly, source.indexOf("{{.}}") + 2),
             (QList<ByteRange>{{1, 1}, {3, 1}}));
    QCOMPARE(assembledFrom(assembly, source.indexOf("y{{")), (QList<ByteRange>{{2, 1}, {4, 1}}));
}

void TemplateAssemblyTest::placesAreFoundBothWays()
{
    const QByteArray source = "---\nvariables:\n  who: World\n---\nHi {{who}}!\n{{> f}}\nEnd\n";
    Fragments fragments;
    fragments.texts = {{u"f"_s, "A\nB\n"}};
    const Assembly assembly = assembleTemplate(templateFile(sourceFile, source), {}, fragments);
    QCOMPARE(assembly.text, "Hi World!\nA\nB\nEnd\n");
    const auto backOf = [&](const char *text) {
        const qint64 offset = assembly.text.indexOf(text);
        return assembly.segmentAt(offset)->inPromptAt(offset);
    };
    QCOMPARE(backOf("i W"), source.indexOf("i {{"));
    QCOMPARE(backOf("orld"), source.indexOf("{{who"));
    QCOMPARE(backOf("B"), source.indexOf("{{> f"));
    QCOMPARE(backOf("nd"), source.indexOf("nd\n", source.indexOf("End")));
    QCOMPARE(assembly.offsetOf(source.indexOf("i {{")), assembly.text.indexOf("i W"));
    QCOMPARE(assembly.offsetOf(source.indexOf("who}}")), assembly.text.indexOf("World"));
    QCOMPARE(assembly.offsetOf(source.indexOf("> f")), assembly.text.indexOf("A\n"));
    QCOMPARE(assembly.offsetOf(source.indexOf("nd\n", source.indexOf("End"))),
             assembly.text.indexOf("nd"));
    QCOMPARE(assembly.offsetOf(0), 0); // the head became nothing
    QCOMPARE(assembly.offsetOf(source.size()), assembly.text.size());
}

void TemplateAssemblyTest::includesVersionsOfAFragment()
{
    Fragments fragments;
    fragments.texts = {{u"f"_s, "new"}, {u"f@1.0.0"_s, "old"}};
    const Assembly assembly = assembleTemplate(
        templateFile(sourceFile, "{{> f}} {{> f@1.0.0 }} {{> f@9.0.0}}"), {}, fragments);
    QCOMPARE(assembly.text, "new old {{> f@9.0.0}}");
    QCOMPARE(assembly.segmentAt(4)->origin.version, u"1.0.0"_s);
    QCOMPARE(rules(assembly), (QStringList{u"template.missing-fragment 1:24"_s}));
}

void TemplateAssemblyTest::refusesCycles()
{
    Fragments fragments;
    fragments.texts = {{u"a"_s, "A{{> b}}"}, {u"b"_s, "B{{> a}}"}};
    const Assembly assembly = assembleTemplate(templateFile(sourceFile, "{{> a}}"), {}, fragments);
    QCOMPARE(assembly.text, "AB{{> a}}");
    QCOMPARE(rules(assembly), (QStringList{u"template.fragment-cycle 1:2"_s}));
    QVERIFY(assembly.problems.first().message.contains(u"a → b → a"_s));
}

void TemplateAssemblyTest::endsWithoutEnd()
{
    // Each fragment includes the next one twice: 2^30 inclusions if nothing counted them.
    Fragments fragments;
    for (int i = 0; i < 30; ++i) {
        fragments.texts.insert(u"f%1"_s.arg(i),
                               "{{>f%1}}{{>f%1}}x"_ba.replace("%1", QByteArray::number(i + 1)));
    }
    fragments.texts.insert(u"f30"_s, "x");
    const Assembly deep = assembleTemplate(templateFile(sourceFile, "{{> f0}}"), {}, fragments);
    const auto firstOf = [](const Assembly &assembly, const QString &rule) {
        const auto found = std::ranges::find(assembly.problems, rule, &core::Problem::rule);
        return found == assembly.problems.cend() ? core::Problem() : *found;
    };
    const core::Problem tooDeep = firstOf(deep, u"template.too-deep"_s);
    QVERIFY2(tooDeep.message.contains(u"f0 → f1 → f2 → ") && tooDeep.message.contains(u" → f16."),
             qPrintable(tooDeep.message));
    QVERIFY2(tooDeep.file.text().endsWith(u"f15.md"), qPrintable(tooDeep.file.text()));
    const core::Problem tooMany = firstOf(deep, u"template.too-many-fragments"_s);
    QVERIFY2(tooMany.message.contains(u"more than 1000 times")
                 && tooMany.message.contains(u"f0 → "),
             qPrintable(tooMany.message));
    QVERIFY(deep.text.size() < 10'000);
}

void TemplateAssemblyTest::growsByAMebibyteAtMost()
{
    Fragments fragments;
    fragments.texts.insert(u"large"_s, QByteArray(1 << 19, 'x'));
    fragments.texts.insert(u"twice"_s, "a\nb {{> large}}{{> large}}");
    const Assembly large =
        assembleTemplate(templateFile(sourceFile, "one\n{{> large}}\n{{> twice}}"), {}, fragments);
    QVERIFY(large.text.size() <= (1 << 20) + 100);
    QCOMPARE(large.problems.size(), 1);
    QCOMPARE(large.problems[0].rule, u"template.too-large");
    QVERIFY2(large.problems[0].message.contains(u": twice → large."),
             qPrintable(large.problems[0].message));
    // What a source itself holds is no growth, however long.
    const QByteArray own = QByteArray(3 << 20, 'y') + "{{> large}}";
    const Assembly longer = assembleTemplate(templateFile(sourceFile, own), {}, fragments);
    QCOMPARE(longer.problems.size(), 0);
    QCOMPARE(longer.text.size(), (3 << 20) + (1 << 19));
}

void TemplateAssemblyTest::givenValuesWin()
{
    const core::RepoPath file = core::RepoPath::fromLiteral(u"studio/values.json"_s);
    const QByteArray json = "{ \"who\": \"registry\", \"n\": 1.5, \"on\": \"no\", \"x\": \"y\" }";
    const registry::ValueFile given = registry::readValueFile(json, file);
    QVERIFY(given.problems.isEmpty());
    const QByteArray source = "---\nvariables:\n  who: default\n  n:\n    type: number\n  on:\n    "
                              "type: flag\n---\n{{who}} {{n}}{{#on}} on{{/on}} {{x}}";
    const Assembly assembly =
        assembleTemplate(templateFile(sourceFile, source), given.values, Fragments());
    // What nobody declares is no variable, whoever gives it a value.
    QCOMPARE(assembly.text, "registry 1.5 {{x}}");
    QCOMPARE(assembly.segments.first().origin.file, file);
    QCOMPARE(json.sliced(assembly.segments.first().origin.start, 8), "registry");

    registry::VariableValues wrong{{u"on"_s, {u"maybe"_s, file, 0}}};
    QCOMPARE(
        rules(assembleTemplate(templateFile(sourceFile, source), wrong, Fragments())).constFirst(),
        u"template.wrong-type 0:0"_s);
    QVERIFY(!registry::readValueFile("[]", file).problems.isEmpty());
    QVERIFY(!registry::readValueFile("{", file).problems.isEmpty());
}

void TemplateAssemblyTest::namesUnusedVariables()
{
    Fragments fragments;
    fragments.texts = {{u"f"_s, "{{inFragment}}"}};
    const Assembly assembly = assembleTemplate(
        templateFile(sourceFile, "---\nvariables:\n  inFragment: a\n  nowhere: b\n---\n{{> f}}"),
        {}, fragments);
    QCOMPARE(assembly.text, "a");
    QCOMPARE(rules(assembly), (QStringList{u"template.unused-variable 4:3"_s}));
    QCOMPARE(assembly.problems.first().severity, core::Problem::Severity::Warning);
}

void TemplateAssemblyTest::aFragmentsFaultIsToldOnce()
{
    Fragments fragments;
    fragments.texts = {{u"f"_s, "---\nvariables:\n  a:\n    type: colour\n---\n{{a}}"}};
    const Assembly assembly =
        assembleTemplate(templateFile(sourceFile, "{{> f}} {{> f}}"), {}, fragments);
    QCOMPARE(rules(assembly), (QStringList{u"source.front-matter 3:3"_s}));
}

QTEST_GUILESS_MAIN(TemplateAssemblyTest)
#include "tst_templateassembly.moc"
