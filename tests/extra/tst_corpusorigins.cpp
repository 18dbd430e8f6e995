#include "assembly/templateassembly.h"
#include "origincheck.h"
#include "sourcefolder.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

/// No fragment is known.
class NoFragments final : public assembly::FragmentSource
{
public:
    [[nodiscard]] core::Result<assembly::TemplateFile> fragment(const QString &name,
                                                                const QString &) const override
    {
        return core::failure(core::ErrorCode::NotFound, name);
    }
};

} // namespace

/// Every byte of an assembly has exactly one origin, and the way back: of the prompts that people
/// have written, as they are, and as if they were sources with the braces that are in them.
class CorpusOriginsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofEveryPrompt()
    {
        int prompts = 0;
        QDirIterator files(test::sourceFolder() + u"/../shared/corpora"_s,
                           {u"*.md"_s, u"*.mdc"_s, u"*.prompty"_s}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray text = file.readAll();
            const core::RepoPath path = core::RepoPath::fromLiteral(u"AGENT.md"_s);
            const test::OriginTexts texts{{{path.text(), text}}, {}};
            const assembly::Assembly literal = assembly::assemble({path, text, 0});
            QVERIFY2(test::originFault(literal, texts).isEmpty(), qPrintable(file.fileName()));
            const assembly::Assembly made = assembly::assembleTemplate(
                {path, text, registry::readSourceHead(text, path)}, {}, NoFragments());
            const QString fault = test::originFault(made, texts);
            QVERIFY2(fault.isEmpty(), qPrintable(file.fileName() + u": "_s + fault));
            ++prompts;
        }
        QVERIFY(prompts > 600);
    }
};

QTEST_GUILESS_MAIN(CorpusOriginsTest)
#include "tst_corpusorigins.moc"
