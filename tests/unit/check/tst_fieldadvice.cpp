#include "check/fieldadvice.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using check::adviseFields;
using check::FieldAdvice;
using Severity = core::Problem::Severity;

namespace {

check::FieldContext context()
{
    registry::ModelInfo sonnet{u"claude-sonnet-4-6"_s, u"anthropic"_s, u"Claude Sonnet 4.6"_s,
                               200'000, 64'000};
    sonnet.price = {3, 15, u"USD"_s};
    sonnet.pricesFrom = {2026, 5, 12};
    registry::ModelInfo old{u"claude-2"_s, u"anthropic"_s, u"Claude 2"_s, 100'000, 4'000};
    old.isDeprecated = true;
    return {core::EntryKind::Agent,
            u"writer"_s,
            {sonnet, old},
            {u"agent/reader"_s, u"skill/spelling"_s}};
}

} // namespace

class TestFieldAdvice final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsWrongAndWhatToDo_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QString>("field");
        QTest::addColumn<Severity>("severity");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("fix");
        const auto row = [](const char *name, const char *change, const QString &field,
                            Severity severity, const QString &words, const QString &fix) {
            QTest::newRow(name) << QByteArray(change) << field << severity << words << fix;
        };
        row("idMissing", R"("id": "")", u"id"_s, Severity::Error, u"folder's name, writer"_s,
            u"writer"_s);
        row("idOfAnotherFolder", R"("id": "editor")", u"id"_s, Severity::Error,
            u"The folder is called writer"_s, u"writer"_s);
        row("idWithAuthor", R"("id": "ada/editor")", u"id"_s, Severity::Error,
            u"The folder is called writer"_s, u"ada/writer"_s);
        row("idOfOtherLetters", R"("id": "Writer")", u"id"_s, Severity::Error,
            u"Only lower-case letters"_s, u"writer"_s);
        row("nameMissing", R"("name": "")", u"name"_s, Severity::Error, u"needs a name"_s, {});
        row("descriptionMissing", R"("description": "")", u"description"_s, Severity::Error,
            u"what it is for"_s, {});
        row("versionShort", R"("version": "v1.2")", u"version"_s, Severity::Error,
            u"three numbers"_s, u"1.2.0"_s);
        row("versionWord", R"("version": "latest")", u"version"_s, Severity::Error,
            u"three numbers"_s, {});
        row("versionMissing", R"("version": "")", u"version"_s, Severity::Error, u"such as 1.0.0"_s,
            {});
        row("range", R"("compatibility": {"hermes": "^0.3.0", "desktop": "*"})",
            u"compatibility.hermes"_s, Severity::Note,
            u"Hermes 0.3.0 or newer, but older than 0.4.0"_s, {});
        row("anyRange", R"("compatibility": {"hermes": "^0.3.0", "desktop": "*"})",
            u"compatibility.desktop"_s, Severity::Note, u"Hermes Desktop any version"_s, {});
        row("noRange", R"("compatibility": {"hermes": "soon", "desktop": "*"})",
            u"compatibility.hermes"_s, Severity::Error, u"Not a range of versions"_s, {});
        row("emptyRange", R"("compatibility": {"hermes": ">2 <1", "desktop": "*"})",
            u"compatibility.hermes"_s, Severity::Error, u"No version can be"_s, {});
        row("rangeMissing", R"("compatibility": {"hermes": "*"})", u"compatibility.desktop"_s,
            Severity::Error, u"Required"_s, {});
        row("model", R"("model": "claude-sonnet-4-6")", u"model"_s, Severity::Note,
            u"Claude Sonnet 4.6 · anthropic · 200,000 tokens · USD 3 / 15 per million (2026-05-12)"_s,
            {});
        row("modelDeprecated", R"("model": "claude-2")", u"model"_s, Severity::Warning,
            u"deprecated"_s, {});
        row("modelMisspelt", R"("model": "claude-sonet-4.6")", u"model"_s, Severity::Warning,
            u"Not in the registry's model catalog"_s, u"claude-sonnet-4-6"_s);
        row("licenseInAnotherCase", R"("license": "mit")", u"license"_s, Severity::Warning,
            u"SPDX"_s, u"MIT"_s);
        row("licenseUnknown", R"("license": "Ours")", u"license"_s, Severity::Warning, u"SPDX"_s,
            {});
        row("page", R"("author": {"name": "Ada", "url": "ada.example"})", u"author.url"_s,
            Severity::Warning, u"Not a web address"_s, {});
        row("dependencyKnown", R"("dependencies": [{"id": "agent/reader", "version": "^1"}])",
            u"dependencies.0"_s, Severity::Note,
            u"agent/reader, 1.0.0 or newer, but older than 2.0.0"_s, {});
        row("dependencyWithoutKind", R"("dependencies": [{"id": "reader"}])", u"dependencies.0"_s,
            Severity::Note, u"agent/reader, any version"_s, {});
        row("dependencyUnknown", R"("dependencies": [{"id": "agent/reader"}, {"id": "skill/x"}])",
            u"dependencies.1"_s, Severity::Warning, u"skill/x is not in this registry"_s, {});
        row("dependencyRange", R"("dependencies": [{"id": "agent/reader", "version": "new"}])",
            u"dependencies.0"_s, Severity::Error, u"new is not a range"_s, {});
    }
    void saysWhatIsWrongAndWhatToDo()
    {
        QFETCH(QByteArray, change);
        QFETCH(QString, field);
        QFETCH(Severity, severity);
        QFETCH(QString, words);
        QFETCH(QString, fix);
        const auto advice = adviseFields(manifest(change), context());
        QVERIFY2(advice.contains(field),
                 qPrintable(advice.isEmpty() ? u"no advice"_s : advice.firstKey()));
        QCOMPARE(advice.value(field).severity, severity);
        QVERIFY2(advice.value(field).text.contains(words), qPrintable(advice.value(field).text));
        const std::optional<FieldAdvice::Fix> found = advice.value(field).fix;
        QCOMPARE(found ? found->value : QString(), fix);
        if (found) {
            QCOMPARE(found->path, QStringList{field});
            QVERIFY(found->label.contains(fix));
        }
    }

    void aGoodManifestGetsNotesAlone()
    {
        const auto advice = adviseFields(manifest("\"license\": \"MIT OR Apache-2.0\""), context());
        for (const FieldAdvice &each : advice) {
            QCOMPARE(each.severity, Severity::Note);
        }
        QCOMPARE(advice.keys(),
                 (QStringList{u"compatibility.desktop"_s, u"compatibility.hermes"_s}));
    }

    void valuesOfAnotherTypeAreLeftToReading()
    {
        const auto advice = adviseFields(
            manifest(R"("id": 1, "name": 2, "version": 3, "description": 4, "compatibility": 5,
                        "model": 6, "license": 7, "author": 8, "dependencies": 9)"),
            context());
        QCOMPARE(advice.keys(), QStringList());
    }

    void withoutACatalogNoModelIsUnknown()
    {
        check::FieldContext none = context();
        none.models.clear();
        QVERIFY(!adviseFields(manifest("\"model\": \"anything\""), none).contains(u"model"_s));
    }

private:
    /// A good manifest, in which one or more fields are given another value.
    static registry::Manifest manifest(const QByteArray &change)
    {
        const QByteArray text =
            R"({"id": "writer", "name": "Writer", "version": "1.0.0", "description": "Writes.",
                "compatibility": {"hermes": "*", "desktop": "*"}, )"
            + change + '}'; // of equal keys the last one counts
        return registry::readManifestJson(text, {}).manifest;
    }
};

QTEST_GUILESS_MAIN(TestFieldAdvice)
#include "tst_fieldadvice.moc"
