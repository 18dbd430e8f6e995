#include "workspace/testsendattachment.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestSendAttachmentTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFenceIsLongerThanAnyInTheText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("whole");
        QTest::newRow("none") << u"a `b` c"_s << u"Q\n\na.md:\n\n```\na `b` c\n```\n"_s;
        QTest::newRow("a fence") << u"```\na\n```\n"_s
                                 << u"Q\n\na.md:\n\n````\n```\na\n```\n````\n"_s;
        const QString many(100'000, u'`');
        QTest::newRow("nothing else") << many << u"Q\n\na.md:\n\n%1`\n%1\n%1`\n"_s.arg(many);
    }
    void theFenceIsLongerThanAnyInTheText()
    {
        QFETCH(const QString, text);
        workspace::Attachment attachment;
        attachment.name = u"a.md"_s;
        attachment.text = text;
        QTEST(workspace::questionWith(u"Q"_s, {attachment}), "whole");
    }
};

QTEST_GUILESS_MAIN(TestSendAttachmentTest)
#include "tst_testsendattachment.moc"
