#include "preview/requestview.h"

#include "modelapi/jsonwriter.h"
#include "modelapi/requests.h"
#include "preview/jsonhtml.h"
#include "preview/renderedview.h"
#include "preview/textview.h"
#include "widgets/copybutton.h"
#include "widgets/theme.h"
#include "workspace/assemblypreview.h"
#include "workspace/editabletext.h"
#include "workspace/modelquestion.h"
#include "workspace/toldwindows.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

/// Bytes of a body that are shown at all.
constexpr qsizetype mostPlain = qsizetype(2) * 1024 * 1024;

/// All that a request is made of.
struct Material
{
    RequestTarget target;
    QByteArray prompt;
    QString modelId; ///< The definition's.
    QList<modelapi::ToolDefinition> tools;
    QList<registry::ModelInfo> registryModels;
    registry::ModelTable models;
};

core::Result<modelapi::HttpRequest> requestOf(const Material &material)
{
    modelapi::ConnectionSettings settings = material.target.settings;
    if (settings.modelId.isEmpty()) {
        settings.modelId = material.modelId;
    }
    modelapi::Turn turn;
    turn.text = RequestView::tr("Your message");
    workspace::Connection connection;
    connection.settings = settings;
    connection.told = material.target.told;
    const auto facts =
        workspace::factsAt(connection, settings.modelId, material.registryModels, material.models);
    return modelapi::answerRequest(settings,
                                   workspace::wholeQuestion(settings, material.prompt, {turn},
                                                            material.tools, facts, std::nullopt));
}

} // namespace

RequestView::RequestView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox)
    , m_copyBody(new widgets::CopyButton(theme, tr("Copy the request body")))
    , m_copyCurl(new widgets::CopyButton(theme, tr("Copy as a curl command, without the key")))
    , m_address(new QLabel)
    , m_note(new QLabel)
    , m_views(new QStackedWidget)
    , m_body(new RenderedView(theme))
    , m_plain(new TextView(theme))
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
    m_plain->setAccessibleName(tr("Request body"));
    widgets::keepFont(*m_plain, theme, &widgets::Theme::editorFont);
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
    m_views->addWidget(m_body);
    m_views->addWidget(m_plain);
    column->addWidget(m_views, 1);
    m_note->hide();
    connect(m_choice, &QComboBox::activated, this, [this] {
        m_isChosen = true;
        make();
    });
    connect(m_body, &RenderedView::blockActivated, this, [this](qint64 line, int position) {
        if (m_made != nullptr && line < m_made->body.size()) {
            tellPlace(line + bytesOfUnits(QByteArrayView(m_made->body).sliced(line), position));
        }
    });
    connect(m_plain, &TextView::placeActivated, this, [this](qsizetype place) {
        if (m_made != nullptr) {
            tellPlace(m_made->plain.offsetOf(place));
        }
    });
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

void RequestView::setParameters(const modelapi::Parameters &parameters)
{
    if (parameters != m_parameters) {
        m_parameters = parameters;
        make();
    }
}

void RequestView::setKnownModels(const QList<registry::ModelInfo> &ofRegistry,
                                 const registry::ModelTable &models)
{
    m_registryModels = ofRegistry;
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
    Material material{m_targets.at(chosen), m_prompt, m_modelId, m_tools,
                      m_registryModels,     m_models};
    modelapi::Parameters &parameters = material.target.settings.parameters;
    parameters = modelapi::overlaid(parameters, m_parameters);
    m_task.request([material](const core::CancelFlag &) {
        return QtConcurrent::run([material] {
            auto made = std::make_shared<Made>(requestOf(material));
            if (!made->request) {
                return made;
            }
            made->curl = modelapi::asCurl(*made->request).toUtf8();
            made->body = modelapi::indentedJson(made->request->body);
            made->prompt = systemStringIn(made->body, material.prompt);
            if (made->body.size() <= workspace::PreviewContent::maximumRenderedBytes) {
                made->blocks = jsonBlocks(made->body);
            } else {
                made->plain = brokenJson(
                    QByteArrayView(made->body).first(std::min(made->body.size(), mostPlain)));
                made->text =
                    workspace::EditableText::documentText(QString::fromUtf8(made->plain.text));
            }
            return made;
        });
    });
}

void RequestView::tellPlace(qint64 place)
{
    const auto &[start, length] = m_made->prompt;
    if (place >= start && place < start + length) {
        const QByteArrayView body = m_made->body;
        Q_EMIT promptActivated(decodedSize(body.sliced(start, place - start)));
    }
}

void RequestView::take(const std::shared_ptr<Made> &made)
{
    m_made = made;
    const bool isPlain = !made->plain.text.isEmpty();
    m_views->setCurrentWidget(isPlain ? static_cast<QWidget *>(m_plain) : m_body);
    m_plain->setText(made->text);
    m_body->setBody({made->blocks, {}});
    m_copyCurl->setCopiedUtf8(made->curl);
    if (!made->request) {
        m_address->setText(made->request.error().message);
        m_note->hide();
        m_copyBody->setCopiedText({});
        Q_EMIT requestShown();
        return;
    }
    const modelapi::HttpRequest &request = *made->request;
    m_address->setText(tr("%1 %2 · %3", "method, address, size")
                           .arg(QString::fromLatin1(request.method),
                                request.url.toString(QUrl::FullyEncoded),
                                QLocale().formattedDataSize(request.body.size(), 1)));
    QStringList notes;
    if (!request.leftOut.isEmpty()) {
        notes.append(tr("Left out, for the model or its API does not take it: %1.")
                         .arg(request.leftOut.join(u", "_s)));
    }
    if (isPlain) {
        const QLocale locale;
        notes.append(
            tr("Over %1: without colours, and with a break behind each \\n. What the buttons copy "
               "is "
               "whole, and as it is sent.")
                .arg(locale.formattedDataSize(workspace::PreviewContent::maximumRenderedBytes, 0)));
        if (made->body.size() > mostPlain) {
            notes.append(tr("The first %1 are shown.").arg(locale.formattedDataSize(mostPlain, 0)));
        }
    }
    m_note->setText(notes.join(u'\n'));
    m_note->setVisible(!notes.isEmpty());
    m_copyBody->setCopiedUtf8(request.body);
    Q_EMIT requestShown();
}

} // namespace hermes::preview
