#include "core/directoryfilesource.h"
#include "modelapi/exchange.h"
#include "modelapi/requests.h"
#include "modelserver.h"
#include "registry/definition.h"
#include "scratchfolder.h"
#include "sourcefolder.h"
#include "workspace/promptassembly.h"
#include "workspace/testsendprompt.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace hermes;
using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60000; ///< ms
constexpr qint64 longestPrompt = 16LL * 1024 * 1024; ///< Bytes; none is nearly as long.

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

} // namespace

/// What the preview shows, what a server receives and what lies in the file are the same bytes.
class SameBytesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_server.isRunning());
        m_folder.git({u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s,
                      sourceFolder() + u"/../shared/corpora/hermes-registry.bundle"_s,
                      u"registry"_s});
    }

    void everyDefinitionOfTheRegistry()
    {
        const QString root = m_folder.path(u"registry"_s);
        const core::DirectoryFileSource source(root);
        const auto catalog = registry::loadCatalog(source, {});
        QVERIFY(catalog);
        int definitions = 0;
        for (const registry::EntrySummary &entry : catalog->entries) {
            const auto definition =
                registry::loadDefinition(source, entry.id.kind, entry.folder, longestPrompt);
            QVERIFY(definition);
            if (definition->promptFile.isRoot()) {
                continue;
            }
            const auto assembled = workspace::assemblePrompt(source, root, *definition, {});
            QVERIFY(assembled);
            const QByteArray exported =
                m_folder.read(u"registry/"_s + definition->promptFile.text());
            if (entry.id.kind == core::EntryKind::Agent) {
                QCOMPARE(assembled->assembly.text, exported);
            } else { // a skill's front matter is its manifest, and no prompt
                QVERIFY2(exported.endsWith(assembled->assembly.text),
                         qPrintable(entry.id.toString()));
            }
            receivedAs(assembled->assembly.text, entry.id.toString());
            ++definitions;
        }
        qInfo("%d definitions", definitions);
        QVERIFY(definitions > 50);
    }

    void everyAgentAsForEachProgram()
    {
        const QString root = m_folder.path(u"registry"_s);
        const core::DirectoryFileSource source(root);
        const auto catalog = registry::loadCatalog(source, {});
        QVERIFY(catalog);
        m_folder.write(u"AGENTS.md"_s, "Grüße, {{literal}} \xe2\x80\x8b\r\nEnd");
        const QStringList context{m_folder.path(u"AGENTS.md"_s)};
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
                    QCOMPARE(workspace::preparedPrompt(each, {}, {u"story"_s, {target, context}, 0})
                                 .systemPrompt,
                             shown.sent);
                    receivedAs(shown.sent, entry.id.toString() + assembly::targetName(target));
                    ++prompts;
                }
            }
        }
        qInfo("%d prompts", prompts);
        QVERIFY(prompts > 100);
    }

    void everyPromptOfTheOtherCorpora()
    {
        int prompts = 0;
        QDirIterator files(sourceFolder() + u"/../shared/corpora"_s,
                           {u"*.md"_s, u"*.mdc"_s, u"*.prompty"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray text = file.readAll();
            if (!text.isEmpty() && QUtf8StringView(text).isValidUtf8()) {
                receivedAs(text, file.fileName());
                ++prompts;
            }
        }
        qInfo("%d prompts", prompts);
        QVERIFY(prompts > 600);
    }

private:
    /// Sends the prompt by every type of connection to a server that records.
    void receivedAs(const QByteArray &prompt, const QString &name)
    {
        const QString base =
            m_server.replying(u"same"_s, {QJsonArray{head(400, {}, {}, u"length:0"_s)}});
        const QList<ConnectionType> types = connectionTypes();
        for (const ConnectionType type : types) {
            ConnectionSettings settings;
            settings.type = type;
            settings.baseUrl = base;
            settings.modelId = u"story"_s;
            Turn turn;
            turn.text = u"Hi"_s;
            const auto http = answerRequest(settings, requestFor(settings, prompt, {turn}));
            QVERIFY2(http, qPrintable(name));
            Exchange exchange(settings, *http, {}, nullptr);
            bool isOver = false;
            connect(&exchange, &Exchange::finished, this, [&isOver] { isOver = true; });
            exchange.start({});
            QVERIFY(QTest::qWaitFor([&isOver] { return isOver; }, patience));
        }
        QTRY_COMPARE(m_server.requests(u"same"_s).size(), types.size());
        const auto requests = m_server.requests(u"same"_s);
        for (qsizetype i = 0; i < types.size(); ++i) {
            QVERIFY2(systemFieldOf(types[i], requests[i].body).toUtf8() == prompt,
                     qPrintable(name + u": "_s + connectionTypeName(types[i])));
        }
    }

    ScratchFolder m_folder;
    ModelServer m_server;
};

QTEST_GUILESS_MAIN(SameBytesTest)
#include "tst_samebytes.moc"
