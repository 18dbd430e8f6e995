#include "generatedsource.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using assembly::Origin;
using test::GeneratedSource;

/// Every byte of an assembly has exactly one origin, and the way back.
class OriginsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofGeneratedSources()
    {
        constexpr quint32 sources = 2000;
        qsizetype ofKind[3] = {};
        qsizetype ofVersions = 0;
        for (quint32 seed = 1; seed <= sources; ++seed) {
            const GeneratedSource made(seed);
            const assembly::Assembly assembly = made.assembled();
            const QString fault = test::originFault(assembly, made.texts());
            QVERIFY2(
                fault.isEmpty(),
                qPrintable(u"seed %1: %2\n%3\n---- gave\n%4"_s.arg(seed).arg(
                    fault, QString::fromUtf8(made.source()), QString::fromUtf8(assembly.text))));
            for (const assembly::Segment &segment : assembly.segments) {
                ++ofKind[static_cast<size_t>(segment.origin.kind)];
                ofVersions += segment.origin.version.isEmpty() ? 0 : 1;
            }
        }
        // What is generated is worth looking at.
        QVERIFY(ofKind[static_cast<size_t>(Origin::Kind::Prompt)] > sources);
        QVERIFY(ofKind[static_cast<size_t>(Origin::Kind::Fragment)] > sources);
        QVERIFY(ofKind[static_cast<size_t>(Origin::Kind::Variable)] > sources);
        QVERIFY(ofVersions > sources / 4);
    }

    void aLostByteIsFound()
    {
        const GeneratedSource made(1);
        assembly::Assembly assembly = made.assembled();
        QVERIFY(test::originFault(assembly, made.texts()).isEmpty());
        assembly::Assembly shifted = assembly;
        ++shifted.segments.last().origin.start;
        QVERIFY(!test::originFault(shifted, made.texts()).isEmpty());
        assembly.segments.removeLast();
        QVERIFY(!test::originFault(assembly, made.texts()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(OriginsTest)
#include "tst_origins.moc"
