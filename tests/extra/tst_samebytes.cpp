#include "bundle/archive.h"
#include "core/directoryfilesource.h"
#include "generatedsource.h"
#include "keys/keystore.h"
#include "modelserver.h"
#include "runs/runhistory.h"
#include "scratchfolder.h"
#include "sourcefolder.h"
#include "vcs/repository.h"
#include "workspace/assemblypreview.h"
#include "workspace/bundleexport.h"
#include "workspace/livemodels.h"
#include "workspace/testsend.h"
#include "workspace/testsendprompt.h"
#include "workspace/workspace.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60000; ///< ms
constexpr qint64 longestPrompt = 16LL * 1024 * 1024; ///< Bytes; none is nearly as long.
constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");

/// The system field of a body, by the API that it is for.
QString systemFieldOf(ConnectionType type, const QByteArray &body)
{
    const QJsonDocument json = QJsonDocument::fromJson(body);
    switch (type) {
    case ConnectionType::Anthropic:
        return json[u"system"_s].toString();
    case ConnectionType::OpenAiResponses:
        return json[u"instructions"_s].toString();
    case ConnectionType::Gemini:
        return json[u"systemInstruction"_s][u"parts"_s][0][u"text"_s].toString();
    default:
        return json[u"messages"_s][0][u"content"_s].toString();
    }
}

QByteArray manifestOf(const QByteArray &id)
{
    return R"json({"schemaVersion": "1", "type": "agent", "id": ")json" + id
        + R"json(", "name": "A", "version": "1.0.0", "description": "Is sent.",
 "entry": "AGENT.md", "compatibility": {"hermes": ">=0.3.0", "desktop": ">=0.6.0"},
 "tools": ["Read", "Bash(git *)"]}
)json";
}

/// The prompt within an installed file: a skill's front matter is its manifest.
QByteArray promptIn(const QByteArray &file, core::EntryKind kind)
{
    if (kind == core::EntryKind::Skill) {
        const qsizetype end = file.indexOf("\n---", file.indexOf("---"));
        return file.sliced(file.indexOf('\n', end + 1) + 1);
    }
    return file.startsWith(byteOrderMark) ? file.sliced(byteOrderMark.size()) : file;
}

/// A registry that is open, what its preview shows, and what is sent and exported of it.
class OpenRegistry
{
public:
    explicit OpenRegistry(const QString &root)
        : m_root(root)
        , m_workspace(m_state.path())
        , m_preview(m_models)
        , m_updated(&m_preview, &workspace::AssemblyPreview::updated)
    {
        const QSignalSpy loaded(&m_workspace, &workspace::Workspace::loaded);
        m_workspace.open(root);
        m_isOpen = QTest::qWaitFor([&] { return loaded.size() == 1; }, patience);
    }

    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] const QList<registry::EntrySummary> &entries() const
    {
        return m_workspace.catalog().entries;
    }
    [[nodiscard]] workspace::DefinitionDocument *document(const core::EntryId &id)
    {
        workspace::DefinitionDocument *document = m_workspace.document(id);
        using State = workspace::DefinitionDocument::State;
        const bool isReady = document != nullptr
            && QTest::qWaitFor([&] { return document->state() == State::Ready; }, patience);
        return isReady ? document : nullptr;
    }
    [[nodiscard]] workspace::PreviewContent shown(workspace::DefinitionDocument &document)
    {
        m_updated.clear();
        m_preview.setDocument(nullptr, {});
        m_preview.setDocument(&document, m_workspace.catalog().models);
        return QTest::qWaitFor([this] { return !m_updated.isEmpty(); }, patience)
            ? m_updated.last().first().value<workspace::PreviewContent>()
            : workspace::PreviewContent();
    }
    /// Files of a bundle of the whole registry, as it is committed.
    [[nodiscard]] core::Result<QHash<QString, QByteArray>> exported() const
    {
        return workspace::exportSource(m_root, {})
            .and_then([this](const workspace::ExportSource &source) {
                return workspace::prepareExport({m_root, source, {}, u"all"_s, u"1.0.0"_s}, {});
            })
            .and_then([this](const workspace::PreparedBundle &bundle) {
                return bundle.write(m_state.path(u"all.hermes.zip"_s), bundle.secrets());
            })
            .and_then([this](const auto &) {
                return bundle::openArchive(m_state.read(u"all.hermes.zip"_s));
            })
            .transform([](const bundle::OpenedArchive &archive) {
                QHash<QString, QByteArray> files;
                for (const bundle::ArchiveFile &file : archive.files) {
                    files.insert(file.path, file.content);
                }
                return files;
            });
    }
    /// What a test-send of what stands in the editors takes.
    [[nodiscard]] static workspace::PreparedPrompt
    prepared(const workspace::DefinitionDocument &document)
    {
        const workspace::Draft draft = document.draft();
        return workspace::preparedPrompt(draft.definition(draft.assembled(document.valueChoice())),
                                         {}, {u"story"_s, {}, 0});
    }

private:
    QString m_root;
    ScratchFolder m_state;
    const workspace::LiveModels m_models{{}};
    workspace::Workspace m_workspace;
    workspace::AssemblyPreview m_preview;
    QSignalSpy m_updated;
    bool m_isOpen = false;
};

/// Test-sends without a key.
class Sender
{
public:
    /// Whether it ended.
    [[nodiscard]] bool send(const workspace::PreparedPrompt &prompt,
                            const ConnectionSettings &settings)
    {
        workspace::TestSendRequest request;
        request.connection = {u"same"_s, u"Same"_s, settings};
        request.systemPrompt = prompt.systemPrompt;
        request.tools = prompt.tools;
        Turn turn;
        turn.text = u"Hi"_s;
        request.turns = {turn};
        workspace::TestSend send(request, m_keys, m_history, {}, nullptr);
        const QSignalSpy finished(&send, &workspace::TestSend::finished);
        send.start();
        return QTest::qWaitFor([&] { return finished.size() == 1; }, patience);
    }

private:
    ScratchFolder m_state;
    keys::KeyStore m_keys{keys::KeyStore::usualPatience};
    runs::RunHistory m_history{m_state.path(u"runs.sqlite"_s), {}};
};

} // namespace

/// What the preview shows, what a server receives of a test-send and what lies in a written bundle
/// are the same bytes.
class SameBytesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(vcs::initializeLibrary());
        QVERIFY(m_server.isRunning());
    }

    void everyDefinitionOfTheRegistry()
    {
        const ScratchFolder folder;
        folder.git({u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s,
                    sourceFolder() + u"/../shared/corpora/hermes-registry.bundle"_s,
                    u"registry"_s});
        OpenRegistry registry(folder.path(u"registry"_s));
        QVERIFY(comparesAll(registry) > 50);
    }

    void everyAgentAsForEachProgram()
    {
        const ScratchFolder folder;
        folder.git({u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s,
                    sourceFolder() + u"/../shared/corpora/hermes-registry.bundle"_s,
                    u"registry"_s});
        const core::DirectoryFileSource source(folder.path(u"registry"_s));
        const auto catalog = registry::loadCatalog(source, {});
        QVERIFY(catalog);
        folder.write(u"AGENTS.md"_s, "Gr\u00fc\u00dfe, {{literal}} \u200b\r\nEnd");
        const QStringList context{folder.path(u"AGENTS.md"_s)};
        int prompts = 0;
        for (const registry::EntrySummary &entry : catalog->entries) {
            const auto definition =
                registry::loadDefinition(source, entry.id.kind, entry.folder, longestPrompt);
            QVERIFY(definition);
            if (entry.id.kind != core::EntryKind::Agent || definition->promptFile.isRoot()) {
                continue;
            }
            registry::Definition longer = *definition; // that is cut
            longer.promptText = definition->promptText.repeated(9);
            for (const assembly::Target target : assembly::allTargets) {
                for (const registry::Definition &each : {*definition, longer}) {
                    const workspace::TargetPrompt shown = workspace::targetPrompt(
                        assembly::assemble({each.promptFile, each.promptText, 0}),
                        {target, context}, {}, each.promptFile, {});
                    const QString fault = receivedOtherwise(
                        workspace::preparedPrompt(each, {}, {u"story"_s, {target, context}, 0}),
                        shown.sent);
                    QVERIFY2(fault.isEmpty(), qPrintable(entry.id.toString() + u": "_s + fault));
                    ++prompts;
                }
            }
        }
        qInfo("%d prompts", prompts);
        QVERIFY(prompts > 100);
    }

    void everyPromptOfTheOtherCorpora()
    {
        const ScratchFolder folder;
        folder.initGit();
        int prompts = 0;
        QDirIterator files(sourceFolder() + u"/../shared/corpora"_s,
                           {u"*.md"_s, u"*.mdc"_s, u"*.prompty"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray text = file.readAll();
            if (!text.isEmpty() && QUtf8StringView(text).isValidUtf8()) {
                writeAgent(folder, u"p%1"_s.arg(++prompts), text);
            }
        }
        folder.commitAll(u"Prompts"_s);
        OpenRegistry registry(folder.path());
        QCOMPARE(comparesAll(registry), prompts);
        QVERIFY(prompts > 600);
    }

    void everyPromptFromASource()
    {
        constexpr int sources = 25;
        const ScratchFolder folder;
        folder.initGit();
        const GeneratedSource shared(1); // fragments are the registry's, for all sources
        for (const bool areOld : {true, false}) { // an older version is in the history alone
            for (const auto &[reference, text] : shared.fragments().asKeyValueRange()) {
                if (reference.contains(u'@') == areOld) {
                    folder.write(u"studio/fragments/%1.md"_s.arg(reference.section(u'@', 0, 0)),
                                 text);
                }
            }
            folder.commitAll(u"Fragments"_s);
        }
        folder.write(u"studio/values.json"_s, R"({"word": "Rust"})");
        for (int i = 1; i <= sources; ++i) {
            writeAgent(folder, u"s%1"_s.arg(i), "Not yet.\n");
            folder.write(u"studio/sources/agents/s%1.md"_s.arg(i),
                         GeneratedSource(static_cast<quint32>(i)).source());
        }
        folder.commitAll(u"Sources"_s);
        OpenRegistry registry(folder.path());
        QVERIFY(registry.isOpen());
        for (int i = 1; i <= sources; ++i) { // what is typed is saved with its prompt
            workspace::DefinitionDocument *document =
                registry.document({core::EntryKind::Agent, u"s%1"_s.arg(i)});
            QVERIFY(document != nullptr && document->draft().hasSource());
            QTextCursor(document->prompt()->document()).insertText(u"\u00fc "_s);
            const QSignalSpy saved(document, &workspace::DefinitionDocument::saved);
            document->save();
            QVERIFY(QTest::qWaitFor([&] { return saved.size() == 1; }, patience));
        }
        folder.commitAll(u"Prompts"_s);
        QCOMPARE(comparesAll(registry), sources);
    }

private:
    static void writeAgent(const ScratchFolder &folder, const QString &id, const QByteArray &text)
    {
        folder.write(u"agents/%1/manifest.json"_s.arg(id), manifestOf(id.toUtf8()));
        folder.write(u"agents/%1/AGENT.md"_s.arg(id), text);
    }

    /// How many definitions were compared; -1 = one differs, which is told.
    int comparesAll(OpenRegistry &registry)
    {
        const auto exported = registry.isOpen()
            ? registry.exported()
            : core::failure(core::ErrorCode::NotFound, u"not open"_s);
        if (!exported) {
            qWarning("%s", qPrintable(exported.error().message));
            return -1;
        }
        int compared = 0;
        for (const registry::EntrySummary &entry : registry.entries()) {
            workspace::DefinitionDocument *document = registry.document(entry.id);
            if (document == nullptr) {
                qWarning("%s does not open", qPrintable(entry.id.toString()));
                return -1;
            }
            const core::RepoPath file = document->draft().promptFile;
            if (file.isRoot()) {
                continue; // no prompt
            }
            const workspace::PreviewContent shown = registry.shown(*document);
            const QByteArray installed = exported->value(u"registry/"_s + file.text());
            if (shown.assembly.text != promptIn(installed, entry.id.kind)) {
                qWarning("%s is exported otherwise", qPrintable(entry.id.toString()));
                return -1;
            }
            const QString fault =
                receivedOtherwise(OpenRegistry::prepared(*document), shown.prompt.sent);
            if (!fault.isEmpty()) {
                qWarning("%s is received otherwise: %s", qPrintable(entry.id.toString()),
                         qPrintable(fault));
                return -1;
            }
            ++compared;
        }
        qInfo("%d definitions", compared);
        return compared;
    }

    /// Test-sends by every type of connection to a server that records; which of them got something
    /// else.
    QString receivedOtherwise(const workspace::PreparedPrompt &prepared, const QByteArray &prompt)
    {
        const QString base =
            m_server.replying(u"same"_s, {QJsonArray{head(400, {}, {}, u"length:0"_s)}});
        const QList<ConnectionType> types = connectionTypes();
        for (const ConnectionType type : types) {
            ConnectionSettings settings;
            settings.type = type;
            settings.baseUrl = base;
            settings.modelId = u"story"_s;
            if (!m_sender.send(prepared, settings)) {
                return u"no end: "_s + connectionTypeName(type);
            }
        }
        if (!QTest::qWaitFor([&] { return m_server.requests(u"same"_s).size() == types.size(); },
                             patience)) {
            return u"a request is missing"_s;
        }
        const auto requests = m_server.requests(u"same"_s);
        for (qsizetype i = 0; i < types.size(); ++i) {
            if (systemFieldOf(types[i], requests[i].body).toUtf8() != prompt) {
                return connectionTypeName(types[i]);
            }
        }
        return {};
    }

    ModelServer m_server;
    Sender m_sender;
};

QTEST_GUILESS_MAIN(SameBytesTest)
#include "tst_samebytes.moc"
