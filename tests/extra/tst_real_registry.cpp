#include "check/checkdefinition.h"
#include "core/directoryfilesource.h"
#include "registry/definition.h"
#include "registry/frontmattertext.h"
#include "registry/manifesttext.h"
#include "scratchfolder.h"
#include "sourcefolder.h"

#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <memory>
#include <utility>

using namespace hermes;
using namespace hermes::registry;
using namespace Qt::StringLiterals;
using core::EntryKind;
using core::Problem;

namespace {

constexpr qint64 maxPromptBytes = qint64(16) << 20;

/// The rows of an index.json by their paths, each as its bytes, without the comma.
QHash<QString, QByteArray> rowsOf(const QByteArray &index)
{
    QHash<QString, QByteArray> rows;
    const qsizetype start = index.indexOf("\n    {\n") + 1;
    const QByteArray entries = index.sliced(start, index.lastIndexOf("\n  ]") - start);
    for (qsizetype from = 0; from < entries.size();) {
        qsizetype end = entries.indexOf("\n    }", from) + 6;
        const QByteArray row = entries.sliced(from, end - from);
        rows.insert(QJsonDocument::fromJson(row).object().value(u"path").toString(), row);
        from = end + 2;
    }
    return rows;
}

QByteArrayList variants(const QByteArray &text)
{
    return {text, QByteArray(text).replace("\n", "\r\n"), "\xEF\xBB\xBF" + text};
}

} // namespace

/// The public Hermes Registry with 432 entries, cloned from its bundle.
class RealRegistryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyEntryIsLoaded();
    void publishedChecksumsHold();
    void rowsAreThePublishedOnes();
    void skillRowsAreThePublishedOnes();
    void indexHasThePublishedHeaderAndOrder();
    void noEditChangesNoByte();
    void everyFieldIsEditedAlone();
    void everyFieldOfASkillIsEditedAlone();
    void publishedDefinitionsAreNearlyClean();

private:
    test::ScratchFolder m_folder;
    std::unique_ptr<core::DirectoryFileSource> m_source;
    Catalog m_catalog;
    QByteArray m_index;
    QHash<QString, QByteArray> m_rows;
};

void RealRegistryTest::initTestCase()
{
    const QString bundle = QFileInfo(test::sourceFolder()
                                     + QStringLiteral("/../shared/corpora/hermes-registry.bundle"))
                               .absoluteFilePath();
    QVERIFY2(QFileInfo::exists(bundle), qPrintable(bundle));
    m_folder.git({u"clone"_s, u"--quiet"_s, u"-b"_s, u"main"_s, bundle, u"registry"_s});
    m_source = std::make_unique<core::DirectoryFileSource>(m_folder.path(u"registry"_s));
    const core::Result<Catalog> catalog = loadCatalog(*m_source, {});
    QVERIFY(catalog.has_value());
    m_catalog = *catalog;
    m_index = m_folder.read(u"registry/index.json"_s);
    m_rows = rowsOf(m_index);
    QCOMPARE(m_rows.size(), 432);
}

void RealRegistryTest::everyEntryIsLoaded()
{
    QCOMPARE(m_catalog.entries.size(), 432);
    QHash<EntryKind, int> counts;
    for (const EntrySummary &entry : std::as_const(m_catalog.entries)) {
        ++counts[entry.id.kind];
        QVERIFY2(m_rows.contains(entry.folder.text()), qPrintable(entry.folder.text()));
        for (const Problem &problem : entry.problems) {
            // Five skills have another name than their folder; nothing else is wrong.
            QVERIFY2(problem.rule == u"manifest.folder" && entry.id.kind == EntryKind::Skill,
                     qPrintable(entry.folder.text() + u": "_s + problem.message));
        }
    }
    QCOMPARE(counts.value(EntryKind::Agent), 17);
    QCOMPARE(counts.value(EntryKind::Mcp), 55);
    QCOMPARE(counts.value(EntryKind::Skill), 349);
    QCOMPARE(counts.value(EntryKind::Workflow), 11);
    QCOMPARE(m_catalog.problems, QList<Problem>());
    QCOMPARE(m_catalog.models.size(), 165);
}

void RealRegistryTest::publishedChecksumsHold()
{
    int compared = 0;
    for (const EntrySummary &entry : std::as_const(m_catalog.entries)) {
        if (entry.id.kind != EntryKind::Skill) {
            const QByteArray row = m_rows.value(entry.folder.text());
            QCOMPARE(folderChecksum(*m_source, entry.folder).value_or(QString()),
                     QJsonDocument::fromJson(row).object().value(u"checksum").toString());
            ++compared;
        }
    }
    QCOMPARE(compared, 83);
}

void RealRegistryTest::rowsAreThePublishedOnes()
{
    for (const EntrySummary &entry : std::as_const(m_catalog.entries)) {
        if (entry.id.kind != EntryKind::Skill) {
            QCOMPARE(indexRow(*m_source, entry).value_or(QByteArray()),
                     m_rows.value(entry.folder.text()));
        }
    }
}

void RealRegistryTest::skillRowsAreThePublishedOnes()
{
    for (const EntrySummary &entry : std::as_const(m_catalog.entries)) {
        if (entry.id.kind != EntryKind::Skill) {
            continue;
        }
        const QList<QByteArray> ours =
            indexRow(*m_source, entry).value_or(QByteArray()).split('\n');
        const QList<QByteArray> published = m_rows.value(entry.folder.text()).split('\n');
        QCOMPARE(ours.size(), published.size());
        for (qsizetype i = 0; i < ours.size(); ++i) {
            // The bundle has the skills' SKILL.md alone: checksums differ, and one icon is not
            // there.
            const bool isLost = published.at(i).startsWith("      \"checksum\"")
                || (entry.folder.text() == u"skills/devops/hermesone"
                    && published.at(i).startsWith("      \"icon\""));
            if (!isLost) {
                QCOMPARE(ours.at(i), published.at(i));
            }
        }
    }
}

void RealRegistryTest::indexHasThePublishedHeaderAndOrder()
{
    const QString generated =
        QJsonDocument::fromJson(m_index).object().value(u"generated").toString();
    const core::Result<IndexText> ours = renderIndex(*m_source, m_catalog, generated);
    QVERIFY(ours.has_value());
    QCOMPARE(ours->problems, QList<Problem>());
    const QByteArrayList our = ours->text.split('\n');
    const QByteArrayList published = m_index.split('\n');
    QCOMPARE(our.size(), published.size());
    QCOMPARE(our.first(5), published.first(5));
    for (qsizetype i = 0; i < our.size(); ++i) {
        if (our.at(i).startsWith("      \"path\"")) {
            QCOMPARE(our.at(i), published.at(i));
        }
    }
}

void RealRegistryTest::noEditChangesNoByte()
{
    for (const EntrySummary &entry : std::as_const(m_catalog.entries)) {
        if (entry.id.kind == EntryKind::Skill) {
            continue;
        }
        for (const auto texts = variants(
                 m_folder.read(u"registry/"_s + entry.folder.text() + u"/manifest.json"_s));
             const QByteArray &text : texts) {
            const core::Result<ManifestText> manifest = ManifestText::parse(text);
            QVERIFY(manifest.has_value());
            QCOMPARE(manifest->text(), text);
            for (const auto allKeys = manifest->keys({}); const QString &key : allKeys) {
                QCOMPARE(manifest->edited({key}, manifest->value({key}))->appliedTo(text), text);
            }
            QCOMPARE(manifest->edited({}, manifest->value({}))->appliedTo(text), text);
        }
    }
}

void RealRegistryTest::everyFieldIsEditedAlone()
{
    for (const EntrySummary &entry : std::as_const(m_catalog.entries)) {
        if (entry.id.kind == EntryKind::Skill) {
            continue;
        }
        for (const auto allTexts = variants(
                 m_folder.read(u"registry/"_s + entry.folder.text() + u"/manifest.json"_s));
             const QByteArray &text : allTexts) {
            const ManifestText manifest = *ManifestText::parse(text);
            for (const auto allKeys = manifest.keys({}); const QString &key : allKeys) {
                QJsonValue value = manifest.value({key});
                if (value.isArray()) {
                    QJsonArray array = value.toArray();
                    array.append(u"neu ✓"_s);
                    value = array;
                } else {
                    value = u"neu ✓"_s;
                }
                const JsonSpan span = *manifest.span({key});
                const TextEdit edit = *manifest.edited({key}, value);
                QVERIFY(edit.start >= span.start
                        && edit.start + edit.length <= span.start + span.length);
                const core::Result<ManifestText> after = ManifestText::parse(edit.appliedTo(text));
                QVERIFY(after.has_value());
                QJsonObject expected = manifest.value({}).toObject();
                expected.insert(key, value);
                QCOMPARE(after->value({}).toObject(), expected);
                QCOMPARE(after->text().count('\r') > 0, text.contains('\r'));

                const TextEdit removal = *manifest.removed({key});
                const core::Result<ManifestText> without =
                    ManifestText::parse(removal.appliedTo(text));
                QVERIFY(without.has_value());
                expected.remove(key);
                QCOMPARE(without->value({}).toObject(), expected);
                QVERIFY(removal.replacement.isEmpty());
            }
        }
    }
}

void RealRegistryTest::everyFieldOfASkillIsEditedAlone()
{
    int edits = 0;
    QStringList refused;
    const QString tags = u"metadata.hermes.tags"_s;
    for (const EntrySummary &entry : std::as_const(m_catalog.entries)) {
        if (entry.id.kind != EntryKind::Skill) {
            continue;
        }
        for (const auto texts =
                 variants(m_folder.read(u"registry/"_s + entry.folder.text() + u"/SKILL.md"_s));
             const QByteArray &text : texts) {
            const FrontMatterText skill = *FrontMatterText::parse(text);
            for (const QString &key :
                 {u"name"_s, u"description"_s, u"version"_s, u"author"_s, u"license"_s, tags}) {
                const QStringList path = key.split(u'.');
                QJsonArray more = skill.value(path).toArray();
                more.append(u"neu ✓"_s);
                const QJsonValue value = key == tags ? QJsonValue(more) : QJsonValue(u"neu ✓"_s);
                const core::Result<TextEdit> edit = skill.edited(path, value);
                if (!edit) {
                    refused.append(entry.folder.text() + u' ' + key);
                    continue;
                }
                ++edits;
                const FrontMatterText after = *FrontMatterText::parse(edit->appliedTo(text));
                QCOMPARE(after.value(path), value);
                QJsonObject others = after.value({}).toObject();
                QJsonObject othersBefore = skill.value({}).toObject();
                others.remove(path.first());
                othersBefore.remove(path.first());
                QCOMPARE(others, othersBefore);
                QCOMPARE(after.text().first(edit->start), text.first(edit->start));
                QCOMPARE(after.text().sliced(edit->start + edit->replacement.size()),
                         text.sliced(edit->start + edit->length));
            }
        }
    }
    QCOMPARE(refused, QStringList());
    QVERIFY(edits > 6000);
}

void RealRegistryTest::publishedDefinitionsAreNearlyClean()
{
    for (const EntrySummary &entry : std::as_const(m_catalog.entries)) {
        const core::Result<Definition> definition =
            loadDefinition(*m_source, entry.id.kind, entry.folder, maxPromptBytes);
        QVERIFY(definition.has_value());
        for (const auto problems =
                 check::checkDefinition(*definition, {m_catalog.models, {}, false});
             const Problem &problem : problems) {
            QVERIFY2(problem.severity != Problem::Severity::Error,
                     qPrintable(u"%1:%2: %3"_s.arg(problem.file.text())
                                    .arg(problem.line)
                                    .arg(problem.message)));
            if (problem.rule == u"manifest.model") {
                QVERIFY2(!problem.fixes.isEmpty(), qPrintable(problem.message));
            }
        }
    }
}

QTEST_GUILESS_MAIN(RealRegistryTest)
#include "tst_real_registry.moc"
