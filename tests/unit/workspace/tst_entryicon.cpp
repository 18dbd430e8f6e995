#include "workspace/entryicon.h"

#include "registryfixture.h"

#include <QTest>
#include <QtEndian>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using test::RegistryFixture;

namespace {

const QByteArray drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>"
                           "<circle cx='12' cy='12' r='9'/></svg>";

/// As much of a PNG as tells its size.
QByteArray png(quint32 width, quint32 height)
{
    QByteArray bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    bytes.resize(24);
    qToBigEndian(width, bytes.data() + 16);
    qToBigEndian(height, bytes.data() + 20);
    return bytes;
}

} // namespace

class TestEntryIcon final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesAreJudged_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("wrong");
        const auto row = [](const char *title, const QString &name, const QByteArray &content,
                            const QString &wrong) {
            QTest::newRow(title) << name << content << wrong;
        };
        row("svg", u"a.svg"_s, drawing, {});
        row("svgWithoutBox", u"a.svg"_s, "<svg xmlns='http://www.w3.org/2000/svg'/>", {});
        row("svgOwnReference", u"a.svg"_s, "<svg xmlns:xlink='x'><use xlink:href='#a'/></svg>", {});
        row("svgTooLarge", u"a.svg"_s, drawing + QByteArray(51LL * 1024, ' '), u"may have"_s);
        row("svgNotSquare", u"a.svg"_s, "<svg viewBox='0 0 24 12'/>", u"not square"_s);
        row("svgScript", u"a.svg"_s, "<svg><script>x()</script></svg>", u"script"_s);
        row("svgHandler", u"a.svg"_s, "<svg><g onload='x()'/></svg>", u"script"_s);
        row("svgFetches", u"a.svg"_s, "<svg><image href='https://example.org/a.png'/></svg>",
            u"outside"_s);
        row("svgBroken", u"a.svg"_s, "<svg><g></svg>", u"not an SVG"_s);
        row("html", u"a.svg"_s, "<html/>", u"not an SVG"_s);
        row("png", u"a.png"_s, png(256, 256), {});
        row("pngNotSquare", u"a.png"_s, png(512, 256), u"512 × 256"_s);
        row("pngTooSmall", u"a.png"_s, png(64, 64), u"64 × 64"_s);
        row("pngTooLarge", u"a.png"_s, png(256, 256) + QByteArray(257LL * 1024, 'x'),
            u"may have"_s);
        row("pngBroken", u"a.png"_s, "PNG", u"not a PNG"_s);
        row("gif", u"a.gif"_s, "GIF89a", u"SVG or PNG"_s);
    }
    void picturesAreJudged()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, wrong);
        const core::Result<void> judged = workspace::judgeIcon(name, content);
        QCOMPARE(judged.has_value(), wrong.isEmpty());
        if (!judged) {
            QVERIFY2(judged.error().message.contains(wrong), qPrintable(judged.error().message));
        }
    }

    void aPictureIsTakenBesideWhatIsThere()
    {
        const RegistryFixture registry;
        const test::ScratchFolder outside;
        outside.write(u"Face.SVG"_s, drawing);
        outside.write(u"other.svg"_s, drawing + "\n");
        const workspace::DefinitionLocation writer = location(registry);
        QCOMPARE(workspace::adoptIcon(writer, outside.path(u"Face.SVG"_s)), u"icon.svg"_s);
        QCOMPARE(workspace::adoptIcon(writer, outside.path(u"Face.SVG"_s)), u"icon.svg"_s);
        QCOMPARE(workspace::adoptIcon(writer, outside.path(u"other.svg"_s)), u"icon-2.svg"_s);
        QCOMPARE(registry.folder().read(u"agents/writer/icon.svg"_s), drawing);
        QCOMPARE(workspace::readIcon(writer, u"icon-2.svg"_s), drawing + "\n");
    }

    void whatIsNoIconIsNotTaken()
    {
        const RegistryFixture registry;
        const test::ScratchFolder outside;
        outside.write(u"small.png"_s, png(16, 16));
        const workspace::DefinitionLocation writer = location(registry);
        QVERIFY(!workspace::adoptIcon(writer, outside.path(u"small.png"_s)));
        QCOMPARE(workspace::adoptIcon(writer, outside.path(u"none.svg"_s)).error().code,
                 ErrorCode::NotFound);
        QCOMPARE(workspace::readIcon(writer, u"icon.png"_s).error().code, ErrorCode::NotFound);
        QCOMPARE(workspace::readIcon(writer, u"../reader/AGENT.md"_s).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(workspace::readIcon(writer, u"AGENT.md"_s).error().code, ErrorCode::InvalidFormat);
    }

private:
    static workspace::DefinitionLocation location(const RegistryFixture &registry)
    {
        return {registry.root(), RegistryFixture::writer, RegistryFixture::writerFolder,
                core::RepoPath::fromLiteral(RegistryFixture::manifestFile),
                core::RepoPath::fromLiteral(RegistryFixture::promptFile)};
    }
};

QTEST_GUILESS_MAIN(TestEntryIcon)
#include "tst_entryicon.moc"
