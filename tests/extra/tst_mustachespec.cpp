#include "assembly/templateassembly.h"
#include "sourcefolder.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

const QString specification =
    test::sourceFolder() + QStringLiteral("/../shared/reference/mustache-spec/");

/// A prompt is no HTML: what these ask for, `&amp;` for `&`, would change what the author wrote.
const QStringList &askForEscaping()
{
    static const QStringList names{u"interpolation: HTML Escaping"_s,
                                   u"interpolation: Implicit Iterators - HTML Escaping"_s,
                                   u"sections: Implicit Iterator - HTML Escaping"_s};
    return names;
}

class Partials final : public assembly::FragmentSource
{
public:
    explicit Partials(const QJsonObject &partials) : m_partials(partials) { }
    core::Result<assembly::TemplateFile> fragment(const QString &name,
                                                  const QString & /*version*/) const override
    {
        if (!m_partials.contains(name)) {
            return core::failure(core::ErrorCode::NotFound, name);
        }
        return assembly::TemplateFile{
            core::RepoPath::fromLiteral(name), m_partials.value(name).toString().toUtf8(), {}};
    }

private:
    QJsonObject m_partials;
};

registry::VariableValues valuesOf(const QJsonValue &data)
{
    registry::VariableValues values{{u"."_s, {data, {}, 0}}};
    const QJsonObject object = data.toObject();
    for (auto field = object.begin(); field != object.end(); ++field) {
        values.insert(field.key(), {field.value(), {}, 0});
    }
    return values;
}

} // namespace

/// The Mustache specification's own tests, all of its required modules.
class MustacheSpecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rendersAsSpecified_data();
    void rendersAsSpecified();
    void allTestsWereRead();

private:
    int m_tests = 0;
};

void MustacheSpecTest::rendersAsSpecified_data()
{
    QTest::addColumn<QJsonObject>("test");
    for (const QString &module : {u"comments"_s, u"delimiters"_s, u"interpolation"_s, u"inverted"_s,
                                  u"partials"_s, u"sections"_s}) {
        QFile file(specification + module + u".json"_s);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        for (const auto tests = QJsonDocument::fromJson(file.readAll())[u"tests"].toArray();
             const auto &test : tests) {
            ++m_tests;
            const QString name = module + u": "_s + test[u"name"].toString();
            QTest::addRow("%s", qPrintable(name)) << test.toObject();
        }
    }
}

void MustacheSpecTest::rendersAsSpecified()
{
    QFETCH(QJsonObject, test);
    const bool asksForEscaping =
        askForEscaping().contains(QString::fromUtf8(QTest::currentDataTag()));
    const QByteArray text = test.value(u"template").toString().toUtf8();
    const assembly::Assembly rendered = assembly::assembleTemplate(
        {core::RepoPath::fromLiteral(u"template"_s), text, {}}, valuesOf(test.value(u"data")),
        Partials(test.value(u"partials").toObject()), assembly::UnknownTags::AreEmpty);
    QByteArray expected = test.value(u"expected").toString().toUtf8();
    if (asksForEscaping) {
        QVERIFY(expected.contains("&amp;"));
        expected.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
    }
    QCOMPARE(rendered.text, expected);
}

void MustacheSpecTest::allTestsWereRead()
{
    QCOMPARE(m_tests, 136);
}

QTEST_GUILESS_MAIN(MustacheSpecTest)
#include "tst_mustachespec.moc"
