#include "core/directoryfilesource.h"
#include "handedits.h"
#include "registry/manifesttext.h"
#include "scratchfolder.h"
#include "sourcefolder.h"
#include "workspace/editabletext.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using registry::ManifestText;
using workspace::EditableText;

namespace {

constexpr int sequences = 10'000;
constexpr int stepsPerSequence = 12;
constexpr qint64 largestFile = 128LL * 1024;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// As git on another system, or another editor, would have written it.
QByteArray variantOf(const QByteArray &text, int which)
{
    switch (which % 4) {
    case 1:
        return QByteArray(text).replace("\n", "\r\n");
    case 2:
        return text.startsWith("\xEF\xBB\xBF") ? text : "\xEF\xBB\xBF" + text;
    case 3:
        return QByteArray(text).replace("\n", "\r");
    default:
        return text;
    }
}

struct FieldEdit
{
    QStringList path;
    QJsonValue value;
};

FieldEdit randomField(QRandomGenerator &random)
{
    const QList<FieldEdit> edits{
        {{u"name"_s}, u"A “name” \\ with\ttabs"_s},
        {{u"version"_s}, u"%1.%2.0"_s.arg(random.bounded(9)).arg(random.bounded(9))},
        {{u"description"_s}, u"Zeile eins\nZeile zwei – 漢字 👩‍💻"_s},
        {{u"tags"_s}, QJsonArray{u"one"_s, u"two-%1"_s.arg(random.bounded(99))}},
        {{u"tools"_s}, QJsonArray{}},
        {{u"compatibility"_s, u"hermes"_s}, u">=0.%1.0"_s.arg(random.bounded(9))},
        {{u"author"_s, u"name"_s}, u"Somebody"_s},
        {{u"x-unknown"_s}, QJsonArray{1, 2.5, true, QJsonValue()}},
    };
    return edits.at(random.bounded(edits.size()));
}

} // namespace

/// Random sequences of edits over all public definitions.
class TestRoundTrip final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString corpora = test::sourceFolder() + u"/../shared/corpora"_s;
        m_registry.git({u"clone"_s, u"--quiet"_s, u"-b"_s, u"main"_s,
                        corpora + u"/hermes-registry.bundle"_s, m_registry.path(u"registry"_s)});
        for (const QString &folder : {corpora, m_registry.path(u"registry"_s)}) {
            QDirIterator walk(folder, QDir::Files, QDirIterator::Subdirectories);
            while (walk.hasNext()) {
                const QFileInfo file = walk.nextFileInfo();
                if (file.size() > largestFile || file.path().contains(u"/.git"_s)) {
                    continue;
                }
                if (file.fileName() == u"manifest.json"_s) {
                    m_manifests.append(file.filePath());
                } else if (QStringList{u"md"_s, u"mdc"_s, u"prompty"_s}.contains(file.suffix())) {
                    m_prompts.append(file.filePath());
                }
            }
        }
        m_manifests.sort();
        m_prompts.sort();
        QVERIFY2(m_manifests.size() > 80, qPrintable(QString::number(m_manifests.size())));
        QVERIFY2(m_prompts.size() > 900, qPrintable(QString::number(m_prompts.size())));
    }

    void promptsKeepEveryByteThatIsNotEdited()
    {
        for (int sequence = 0; sequence < sequences; ++sequence) {
            const QString path = m_prompts.at(sequence % m_prompts.size());
            const QByteArray original = variantOf(contentOf(path), sequence / 7);
            EditableText text;
            if (!text.setBytes(original)) {
                continue;
            }
            test::HandEdits edits(text, original, static_cast<quint32>(sequence));
            for (int step = 0; step < stepsPerSequence; ++step) {
                edits.step();
                QVERIFY2(
                    text.bytes() == edits.expected(),
                    qPrintable(u"%1, sequence %2, step %3"_s.arg(path).arg(sequence).arg(step)));
            }
            undoAll(text);
            QVERIFY2(text.bytes() == original,
                     qPrintable(u"%1, sequence %2"_s.arg(path).arg(sequence)));
        }
    }

    void formAndJsonNeverDisagree()
    {
        int fieldEdits = 0;
        for (int sequence = 0; sequence < sequences; ++sequence) {
            const QString path = m_manifests.at(sequence % m_manifests.size());
            const QByteArray original = variantOf(contentOf(path), sequence / 5);
            EditableText text;
            QVERIFY(text.setBytes(original));
            QRandomGenerator random(static_cast<quint32>(sequence));
            test::HandEdits edits(text, original, static_cast<quint32>(sequence));
            for (int step = 0; step < stepsPerSequence; ++step) {
                const QString place =
                    u"%1, sequence %2, step %3"_s.arg(path).arg(sequence).arg(step);
                if (random.bounded(8) == 0) {
                    edits.step(); // by hand, in the JSON text
                    QVERIFY2(text.bytes() == edits.expected(), qPrintable(place));
                    continue;
                }
                editField(text, randomField(random), place, fieldEdits);
                edits.noteOther(text.bytes());
                if (QTest::currentTestFailed()) {
                    return;
                }
            }
            const qsizetype done = text.history().parts().done;
            undoAll(text);
            QVERIFY2(text.bytes() == original,
                     qPrintable(u"%1, sequence %2"_s.arg(path).arg(sequence)));
            while (text.history().parts().done < done) {
                text.redo();
            }
            QVERIFY2(text.bytes() == edits.expected(), qPrintable(path));
        }
        QCOMPARE_GT(fieldEdits, sequences);
    }

private:
    /// As the form does it. Of a text that is no JSON at the moment nothing changes.
    static void editField(EditableText &text, const FieldEdit &field, const QString &place,
                          int &edits)
    {
        const QByteArray before = text.bytes();
        const auto edit = ManifestText::parse(before).and_then(
            [&](const ManifestText &manifest) { return manifest.edited(field.path, field.value); });
        if (!edit) {
            return;
        }
        text.apply(*edit);
        const QByteArray after = text.bytes();
        QVERIFY2(after == edit->appliedTo(before), qPrintable(place));
        const auto manifest = ManifestText::parse(after);
        QVERIFY2(manifest && manifest->value(field.path) == field.value, qPrintable(place));
        ++edits;
    }

    static void undoAll(EditableText &text)
    {
        while (text.canUndo()) {
            text.undo();
        }
    }

    test::ScratchFolder m_registry;
    QStringList m_manifests;
    QStringList m_prompts;
};

QTEST_GUILESS_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
