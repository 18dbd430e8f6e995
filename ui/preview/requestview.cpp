#include "preview/requestview.h"

#include "modelapi/jsonwriter.h"
#include "modelapi/requests.h"
#include "preview/jsonhtml.h"
#include "preview/renderedview.h"
#include "widgets/copybutton.h"
#include "widgets/theme.h"
#include "workspace/modelquestion.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

core::Result<modelapi::HttpRequest> requestOf(modelapi::ConnectionSettings settings,
                                              const QByteArray &prompt, const QString &modelId,
                                              const QList<modelapi::ToolDefinition> &tools,
                                              const QString &message,
                                              const registry::ModelTable &models)
{
    if (settings.modelId.isEmpty()) {
        settings.modelId = modelId;
    }
    modelapi::Turn turn;
    turn.text = message;
    const auto facts =
        registry::factsOf(settings.modelId, {}, models, modelapi::providerAt(settings));
    modelapi::ModelRequest asked = workspace::modelQuestion(settings, prompt, {turn}, facts);
    asked.tools = tools;
    workspace::makeRoom(asked, settings.type, facts);
    return modelapi::answerRequest(settings, asked);
}

} // namespace

RequestView::RequestView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox)
    , m_copyBody(new widgets::CopyButton(theme, tr("Copy the request body")))
    , m_copyCurl(new widgets::CopyButton(theme, tr("Copy as a curl command, without the key")))
    , m_address(new QLabel)
    , m_note(new QLabel)
    , m_body(new RenderedView(theme))
    , m_task(this, [this](const std::shared_ptr<Made> &made) { take(made); })
{
    m_choice->setAccessibleName(tr("Connection whose request is shown"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_address->setTextFormat(Qt::PlainText);
    m_address->setWordWrap(true);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    widgets::keepFont(*m_address, theme, &widgets::Theme::labelFont);
    widgets::keepFont(*m_note, theme, &widgets::Theme::labelFont);
    m_body->setAccessibleName(tr("Request body"));
    m_body->setAccessibleDescription(tr("A click on the prompt goes to its source"));

    auto *row = new QHBoxLayout;
    row->setSpacing(widgets::space::small);
    row->addWidget(m_choice, 1);
    row->addWidget(m_copyBody);
    row->addWidget(m_copyCurl);
    m_copyCurl->setText(u" curl"_s);
    m_copyCurl->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(widgets::space::medium, widgets::space::small, widgets::space::medium,
                             widgets::space::small);
    head->setSpacing(widgets::space::small);
    head->addLayout(row);
    head->addWidget(m_address);
    head->addWidget(m_note);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_body, 1);
    m_note->hide();
    connect(m_choice, &QComboBox::activated, this, [this] {
        m_isChosen = true;
        make();
    });
    connect(m_body, &RenderedView::blockActivated, this, &RequestView::tellPlace);
}

void RequestView::setTargets(const QList<RequestTarget> &targets)
{
    if (targets == m_targets) {
        return;
    }
    const qsizetype shown = indexAmong(targets);
    m_isChosen = m_isChosen && shown >= 0;
    m_targets = targets;
    m_choice->clear();
    for (const RequestTarget &target : targets) {
        m_choice->addItem(target.name);
    }
    m_choice->setCurrentIndex(static_cast<int>(std::max<qsizetype>(shown, 0)));
    make();
}

/// Of what the user chose, or of what has come in its place; -1: that is gone, or nothing was
/// chosen.
qsizetype RequestView::indexAmong(const QList<RequestTarget> &targets) const
{
    if (!m_isChosen) {
        return -1;
    }
    const RequestTarget &chosen = m_targets.at(m_choice->currentIndex());
    const auto isConnectionToIt = [&chosen](const RequestTarget &each) {
        return !each.connectionId.isEmpty() && each.settings.type == chosen.settings.type;
    };
    const bool isProvider = chosen.connectionId.isEmpty();
    const bool isFirst = isProvider && std::ranges::none_of(m_targets, isConnectionToIt);
    const auto found = std::ranges::find_if(
        targets, [&](const RequestTarget &each) { return isFirst && isConnectionToIt(each); });
    const auto same = std::ranges::find_if(targets, [&](const RequestTarget &each) {
        return each.connectionId == chosen.connectionId
            && (!isProvider || each.settings.type == chosen.settings.type);
    });
    const auto next = found != targets.end() ? found : same;
    return next == targets.end() ? -1 : next - targets.begin();
}

void RequestView::setKnownModels(const registry::ModelTable &models)
{
    m_models = models;
    make();
}

void RequestView::setPrompt(const QByteArray &systemPrompt, const QString &modelId,
                            const QList<modelapi::ToolDefinition> &tools)
{
    if (systemPrompt == m_prompt && modelId == m_modelId && tools == m_tools) {
        return;
    }
    m_prompt = systemPrompt;
    m_modelId = modelId;
    m_tools = tools;
    make();
}

void RequestView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    make();
}

void RequestView::make()
{
    const int chosen = m_choice->currentIndex();
    if (!isVisible() || chosen < 0) {
        return;
    }
    m_task.request([settings = m_targets.at(chosen).settings, prompt = m_prompt,
                    modelId = m_modelId, tools = m_tools, message = tr("Your message"),
                    models = m_models](const core::CancelFlag &) {
        return QtConcurrent::run([settings, prompt, modelId, tools, message, models] {
            auto made = std::make_shared<Made>(
                requestOf(settings, prompt, modelId, tools, message, models));
            if (made->request) {
                made->body = modelapi::indentedJson(made->request->body);
                made->prompt = systemStringIn(made->body, prompt);
                made->blocks = jsonBlocks(made->body);
            }
            return made;
        });
    });
}

void RequestView::tellPlace(qint64 line, int position)
{
    if (m_made == nullptr || line >= m_made->body.size()) {
        return;
    }
    const QByteArrayView body = m_made->body;
    const qint64 place = line + bytesOfUnits(body.sliced(line), position);
    const auto &[start, length] = m_made->prompt;
    if (place >= start && place < start + length) {
        Q_EMIT promptActivated(decodedSize(body.sliced(start, place - start)));
    }
}

void RequestView::take(const std::shared_ptr<Made> &made)
{
    m_made = made;
    if (!made->request) {
        m_address->setText(made->request.error().message);
        m_note->hide();
        m_copyBody->setCopiedText({});
        m_copyCurl->setCopiedText({});
        m_body->setBody({});
        Q_EMIT requestShown();
        return;
    }
    const modelapi::HttpRequest &request = *made->request;
    m_address->setText(tr("%1 %2 · %3", "method, address, size")
                           .arg(QString::fromLatin1(request.method),
                                request.url.toString(QUrl::FullyEncoded),
                                QLocale().formattedDataSize(request.body.size(), 1)));
    m_note->setText(tr("Left out, for the model or its API does not take it: %1.")
                        .arg(request.leftOut.join(u", "_s)));
    m_note->setVisible(!request.leftOut.isEmpty());
    m_copyBody->setCopiedUtf8(request.body);
    m_copyCurl->setCopiedText(modelapi::asCurl(request));
    m_body->setBody({made->blocks, {}});
    Q_EMIT requestShown();
}

} // namespace hermes::preview
