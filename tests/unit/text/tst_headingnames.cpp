#include "text/headingnames.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestHeadingNames final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areThoseOfLinks_data()
    {
        QTest::addColumn<QStringList>("titles");
        QTest::addColumn<QStringList>("names");
        const auto row = [](const char *name, const QStringList &titles, const QStringList &names) {
            QTest::newRow(name) << titles << names;
        };
        row("words", {u"Operating principles"_s}, {u"operating-principles"_s});
        row("signs", {u"What's `new` in 2.0, and why?"_s}, {u"whats-new-in-20-and-why"_s});
        row("kept signs", {u"a-b_c  d"_s}, {u"a-b_c--d"_s});
        row("letters of the world", {u"\u00dcber \u4f60\u597d"_s}, {u"\u00fcber-\u4f60\u597d"_s});
        row("beyond the first plane", {u"a \U0001F600 \U00020000"_s}, {u"a--\U00020000"_s});
        row("again", {u"A"_s, u"a"_s, u"A!"_s}, {u"a"_s, u"a-1"_s, u"a-2"_s});
        row("taken already", {u"a 1"_s, u"A"_s, u"A"_s, u"A"_s},
            {u"a-1"_s, u"a"_s, u"a-2"_s, u"a-3"_s});
        row("nothing", {u"!"_s, u"?"_s}, {QString(), u"-1"_s});
    }
    void areThoseOfLinks()
    {
        QFETCH(QStringList, titles);
        text::HeadingNames names;
        QStringList made;
        for (const QString &title : titles) {
            made.append(names.next(title));
        }
        QTEST(made, "names");
    }
};

QTEST_GUILESS_MAIN(TestHeadingNames)
#include "tst_headingnames.moc"
