#include "workspace/bundleexport.h"

#include "registryfixture.h"
#include "vcs/repository.h"

#include <QFile>
#include <QTest>

#include <memory>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::Result;
using test::RegistryFixture;
using workspace::ExportSource;
using workspace::PreparedBundle;

/// Bundles of a real repository.
class TestBundleExport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_out = std::make_unique<test::ScratchFolder>();
    }

    void exportsWhatIsCommitted()
    {
        m_registry->writePrompt("# Writer\n\nYou write better.\n");
        QVERIFY(
            workspace::performRelease(m_registry->root(), m_registry->releaseRequest(u"1.1.0"_s)));
        m_registry->writePrompt("a draft that stays out\n");
        const auto prepared = prepare({RegistryFixture::writer});
        QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message));
        const QString file = workspace::bundleFileName(u"b"_s, u"1.0.0"_s);
        const auto summary = prepared->write(m_out->path(file), {});
        QVERIFY2(summary, summary ? "" : qPrintable(summary.error().message));
        const auto verified = bundle::verifyBundle(m_out->path(file));
        QVERIFY(verified);
        QCOMPARE(*verified, *summary);
        QCOMPARE(verified->entries.size(), 1);
        QCOMPARE(verified->entries.first().version, u"1.1.0"_s);
        const QByteArray archive = m_out->read(u"b-1.0.0.hermes.zip"_s);
        QVERIFY(archive.contains("You write better.") && !archive.contains("stays out"));
        QVERIFY(archive.contains("agent/writer@1.1.0"));
        QVERIFY(archive.contains("refs/heads/main"));
    }

    void aSecretIsNotExportedUnasked()
    {
        commitPrompt("# Writer\n\nUse " + key + ".\n");
        m_registry->writePrompt("# Writer\n"); // the commit counts, not the work tree
        const auto prepared = prepare({RegistryFixture::writer});
        QVERIFY(prepared);
        QCOMPARE(prepared->secrets().size(), 1);
        const workspace::SecretPlace place = prepared->secrets().first();
        QCOMPARE(place.text, u"agents/writer/AGENT.md"_s);
        QCOMPARE(place.line, 3);
        QCOMPARE(place.what, u"a key of Anthropic"_s);
        const QString path = m_out->path(u"b.zip"_s);
        const auto unwritten = prepared->write(path, {});
        QVERIFY(!unwritten);
        QCOMPARE(unwritten.error().code, ErrorCode::InvalidDefinition);
        QVERIFY(unwritten.error().message.contains(u"agents/writer/AGENT.md, line 3"_s));
        QVERIFY(!QFile::exists(path));
        QVERIFY(prepared->write(path, {place}));
        const auto without = prepare({{core::EntryKind::Agent, u"reader"_s}});
        QVERIFY(without);
        QCOMPARE(without->secrets(), QList<workspace::SecretPlace>());
        QVERIFY(without->write(path, {}));
    }

    void whatWasLookedThroughIsWhatIsWritten()
    {
        commitPrompt("# Writer\n\nNothing to hide.\n");
        const QString shown = head();
        const auto prepared = prepare({});
        QVERIFY(prepared);
        QCOMPARE(prepared->secrets(), QList<workspace::SecretPlace>());
        commitPrompt("# Writer\n\nUse " + key + ".\n"); // between looking and writing
        const auto summary = prepared->write(m_out->path(u"b.zip"_s), {});
        QVERIFY2(summary, summary ? "" : qPrintable(summary.error().message));
        QCOMPARE(summary->commit, shown);
        const QByteArray archive = m_out->read(u"b.zip"_s);
        QVERIFY(archive.contains("Nothing to hide.") && !archive.contains(key));
    }

    void aBundleIsOfTheCommitThatWasChosen()
    {
        const auto source = workspace::exportSource(m_registry->root(), {});
        QVERIFY(source);
        QCOMPARE(source->commit.toString(), head());
        commitPrompt("# Writer\n\nLater.\n");
        const auto summary =
            workspace::prepareExport({m_registry->root(), *source, {}, u"b"_s, u"1.0.0"_s}, {})
                .and_then([this](const PreparedBundle &bundle) {
                    return bundle.write(m_out->path(u"b.zip"_s), {});
                });
        QVERIFY(summary);
        QCOMPARE(summary->commit, source->commit.toString());
        QVERIFY(!m_out->read(u"b.zip"_s).contains("Later."));
    }

    void whatIsNamedIsExported_data()
    {
        QTest::addColumn<QString>("revision");
        QTest::addColumn<QByteArray>("ref");
        QTest::newRow("a tag") << u"first"_s << QByteArray("\"ref\": \"first\"");
        QTest::newRow("a branch") << u"other"_s << QByteArray("\"ref\": \"other\"");
        QTest::newRow("what is checked out, no branch") << QString() << QByteArray("\"ref\": \"");
    }

    void whatIsNamedIsExported()
    {
        QFETCH(const QString, revision);
        QFETCH(const QByteArray, ref);
        const QString first = head();
        git({u"tag"_s, u"first"_s});
        git({u"branch"_s, u"other"_s});
        commitPrompt("# Writer\n\nLater.\n");
        if (revision.isEmpty()) {
            git({u"checkout"_s, u"-q"_s, u"--detach"_s, first});
        }
        const auto summary =
            workspace::exportSource(m_registry->root(), revision)
                .and_then([this](const ExportSource &source) { return prepareFrom(source, {}); })
                .and_then([this](const PreparedBundle &bundle) {
                    return bundle.write(m_out->path(u"b.zip"_s), {});
                });
        QVERIFY2(summary, summary ? "" : qPrintable(summary.error().message));
        QCOMPARE(summary->commit, first);
        QVERIFY(
            m_out->read(u"b.zip"_s).contains(revision.isEmpty() ? ref + first.toLatin1() : ref));
    }

    void withoutACommitThereIsNothingToExport()
    {
        const test::ScratchFolder empty;
        empty.initGit();
        const auto source = workspace::exportSource(empty.path(), {});
        QVERIFY(source && source->commit.isNull());
        const auto prepared =
            workspace::prepareExport({empty.path(), *source, {}, u"b"_s, u"1.0.0"_s}, {});
        QVERIFY(!prepared);
        QCOMPARE(prepared.error().code, ErrorCode::NotFound);
        QVERIFY2(prepared.error().message.contains(u"Commit it"_s),
                 qPrintable(prepared.error().message));
        const auto absent = workspace::exportSource(m_registry->root(), u"absent"_s);
        QVERIFY(!absent);
        QCOMPARE(absent.error().code, ErrorCode::NotFound);
    }

private:
    // Put together here, so that no scanner takes this file for a leak.
    const QByteArray key = "sk-" + QByteArray("ant-api03-a1B2c3D4e5F6g7H8i9J0");

    void git(const QStringList &arguments) const { m_registry->folder().git(arguments); }
    [[nodiscard]] QString head() const
    {
        return QString::fromLatin1(m_registry->folder().git({u"rev-parse"_s, u"HEAD"_s}).trimmed());
    }
    void commitPrompt(const QByteArray &text) const
    {
        m_registry->writePrompt(text);
        git({u"commit"_s, u"-aqm"_s, u"Another"_s});
    }
    [[nodiscard]] Result<PreparedBundle> prepareFrom(const ExportSource &source,
                                                     const QList<core::EntryId> &ids) const
    {
        return workspace::prepareExport({m_registry->root(), source, ids, u"b"_s, u"1.0.0"_s}, {});
    }
    [[nodiscard]] Result<PreparedBundle> prepare(const QList<core::EntryId> &ids) const
    {
        return workspace::exportSource(m_registry->root(), {})
            .and_then([&](const ExportSource &source) { return prepareFrom(source, ids); });
    }

    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_out;
};

QTEST_GUILESS_MAIN(TestBundleExport)
#include "tst_bundleexport.moc"
