#include "testsend/exchangeview.h"

#include "core/onworker.h"
#include "widgets/copybutton.h"
#include "widgets/theme.h"
#include "workspace/exchangetext.h"
#include "workspace/testsend.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

namespace {

/// So that showing it is not felt.
constexpr qsizetype mostShown = qsizetype(128) * 1024;

QString shortened(const QString &text)
{
    return text.size() <= mostShown
        ? text
        : ExchangeView::tr("%1\n… %2 more characters")
              .arg(text.first(mostShown), QString::number(text.size() - mostShown));
}

struct Texts
{
    QString exchange;
    QByteArray curl;
};

} // namespace

ExchangeView::ExchangeView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit)
    , m_curl(new widgets::CopyButton(theme, tr("Copy as curl, without the key")))
{
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setAccessibleName(tr("Request and answer as they were on the wire"));
    m_text->setTabChangesFocus(true);
    widgets::keepFont(*m_text, theme, &widgets::Theme::editorFont);
    auto *note = new QLabel(tr("The key is left out. Copy as curl"));
    note->setForegroundRole(QPalette::PlaceholderText);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(widgets::space::large, widgets::space::tiny, widgets::space::small, 0);
    row->addStretch();
    row->addWidget(note);
    row->addWidget(m_curl);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_text, 1);
    clear();
}

void ExchangeView::setExchange(const workspace::TestSendResult &result)
{
    if (result.request.url.isEmpty()) {
        clear();
        return;
    }
    m_text->clear();
    m_curl->setCopiedText({});
    core::whenDone(core::onWorker([result] {
                       return Texts{shortened(modelapi::asHttpText(result.request)) + u"\n\n"_s
                                        + shortened(workspace::answerAsHttpText(
                                            result.head, result.received, result.failure)),
                                    modelapi::asCurl(result.request).toUtf8()};
                   }),
                   this, [this, round = ++m_round](const Texts &texts) {
                       if (round == m_round) {
                           m_text->setPlainText(texts.exchange);
                           m_curl->setCopiedUtf8(texts.curl);
                       }
                   });
}

void ExchangeView::clear()
{
    ++m_round;
    m_text->setPlainText(tr("Nothing was sent yet."));
    m_curl->setCopiedText({});
}

} // namespace hermes::testsend
