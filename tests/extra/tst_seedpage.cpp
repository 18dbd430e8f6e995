#include "core/directoryfilesource.h"
#include "editor/definitioneditor.h"
#include "editor/definitionheader.h"
#include "editor/promptsyntax.h"
#include "preview/previewpane.h"
#include "scratchfolder.h"
#include "sourcefolder.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/livemodels.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

const QString shared = test::sourceFolder() + QStringLiteral("/../shared");

/// Words alone: white space, bullets and list numbers aside, as the page's own text has none that
/// count.
QString words(QString text)
{
    static const QRegularExpression numbers(u"(?m)^\\s*\\d+\\.\\s"_s);
    static const QRegularExpression ignored(u"[\\s\u2022]+"_s);
    return text.remove(numbers).remove(ignored);
}

} // namespace

/// The real registry's page of its backend-engineer against our header and preview of the same
/// entry.
class TestSeedPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headerAndPreviewSayWhatThePageSays()
    {
        widgets::Theme theme(*qApp);
        const test::ScratchFolder folder;
        folder.git({u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s,
                    shared + u"/corpora/hermes-registry.bundle"_s, u"registry"_s});
        workspace::Workspace workspace(folder.path(u"state"_s));
        QSignalSpy loaded(&workspace, &workspace::Workspace::loaded);
        workspace.open(folder.path(u"registry"_s));
        QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, 30'000);
        QCOMPARE(workspace.catalog().entries.size(), 432);
        workspace::DefinitionDocument *document =
            workspace.document({core::EntryKind::Agent, u"backend-engineer"_s});
        QTRY_COMPARE(document->state(), workspace::DefinitionDocument::State::Ready);

        editor::PromptSyntax syntax(theme);
        const editor::DefinitionEditor editor(document, syntax, theme);
        widgets::SystemUserDialogs dialogs;
        preview::PreviewPane preview(theme, dialogs);
        const workspace::LiveModels models({});
        workspace::AssemblyPreview assembly(models);
        QSignalSpy updated(&assembly, &workspace::AssemblyPreview::updated);
        connect(&assembly, &workspace::AssemblyPreview::updated, &preview,
                &preview::PreviewPane::setContent);
        assembly.setDocument(document, workspace.catalog().models);
        QTRY_VERIFY(!updated.isEmpty());

        QFile page(shared + u"/seed/backend-engineer.txt"_s);
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString expected = words(QString::fromUtf8(page.readAll()));
        QTRY_COMPARE(words(editor.header()->plainText() + u'\n' + preview.renderedText()),
                     expected);
    }
};

QTEST_MAIN(TestSeedPage)
#include "tst_seedpage.moc"
