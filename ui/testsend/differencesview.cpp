#include "testsend/differencesview.h"

#include "core/onworker.h"
#include "testsend/answerdiff.h"
#include "widgets/theme.h"

using namespace Qt::StringLiterals;

namespace hermes::testsend {

namespace {

QString differences(const QList<DifferencesView::NamedAnswer> &answers,
                    const widgets::ThemeColors &colors)
{
    QString html;
    for (qsizetype other = 1; other < answers.size(); ++other) {
        const auto &left = answers.first();
        const auto &right = answers.at(other);
        html +=
            u"<h4>− %1<br>+ %2</h4>"_s.arg(left.name.toHtmlEscaped(), right.name.toHtmlEscaped());
        html += left.answer == right.answer
            ? u"<p>%1</p>"_s.arg(DifferencesView::tr("The same answer.").toHtmlEscaped())
            : answerDiff(left.answer, right.answer, colors);
    }
    return html;
}

} // namespace

DifferencesView::DifferencesView(const widgets::Theme &theme, QWidget *parent)
    : QTextBrowser(parent)
    , m_theme(theme)
    , m_comparing(this, [this](const QString &html) { setHtml(html); })
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setAccessibleName(tr("What differs between the answers"));
    document()->setDocumentMargin(widgets::space::large);
    widgets::keepFont(*this, theme, &widgets::Theme::readingFont);
    connect(&theme, &widgets::Theme::changed, this, &DifferencesView::compare);
}

void DifferencesView::setAnswers(const QList<NamedAnswer> &answers)
{
    if (answers != m_answers) {
        m_answers = answers;
        compare();
    }
}

void DifferencesView::compare()
{
    if (m_answers.size() < 2) {
        m_comparing.cancel();
        setPlainText(tr("Two columns with answers are needed for a comparison. Add a column, and "
                        "send."));
        return;
    }
    m_comparing.request([answers = m_answers, colors = m_theme.colors()](const core::CancelFlag &) {
        return core::onWorker([answers, colors] { return differences(answers, colors); });
    });
}

QVariant DifferencesView::loadResource(int, const QUrl &)
{
    return QByteArray(""); // an invalid value would make Qt open the address
}

} // namespace hermes::testsend
