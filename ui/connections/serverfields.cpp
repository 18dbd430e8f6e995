#include "connections/serverfields.h"

#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::connections {

namespace space = widgets::space;

using modelapi::ConnectionType;

namespace {

/// Where the resource of a customer of Azure has the API.
constexpr auto azurePath = "/openai/v1"_L1;

} // namespace

QString connectionTypeText(ConnectionType type)
{
    switch (type) {
    case ConnectionType::Anthropic:
        return ServerFields::tr("Anthropic");
    case ConnectionType::OpenAiResponses:
        return ServerFields::tr("OpenAI, Responses");
    case ConnectionType::OpenAiChat:
        return ServerFields::tr("OpenAI, Chat Completions");
    case ConnectionType::OpenAiCompatible:
        return ServerFields::tr("OpenAI-compatible server");
    case ConnectionType::Azure:
        return ServerFields::tr("Azure OpenAI");
    case ConnectionType::Gemini:
        return ServerFields::tr("Gemini");
    case ConnectionType::Ollama:
        return ServerFields::tr("Ollama");
    }
    return {};
}

QString exampleBaseUrl(ConnectionType type)
{
    const QString usual = modelapi::usualBaseUrl(type);
    return usual.isEmpty() ? u"https://name.openai.azure.com"_s + azurePath : usual;
}

ServerFields::ServerFields(const widgets::Theme &theme)
    : m_rows(new QFormLayout(this))
    , m_name(new QLineEdit)
    , m_type(new QComboBox)
    , m_address(new QLineEdit)
    , m_plainHttp(new QLabel)
    , m_model(new QComboBox)
    , m_fetch(new widgets::IconButton(theme, u"refresh-cw"_s, tr("Fetch the list of models")))
    , m_apiVersion(new QComboBox)
    , m_keyHeader(new QComboBox)
{
    layOut();
    connect(m_name, &QLineEdit::textEdited, this, &ServerFields::edited);
    connect(m_address, &QLineEdit::textEdited, this, &ServerFields::edited);
    connect(m_address, &QLineEdit::editingFinished, this, &ServerFields::completeAddress);
    connect(m_address, &QLineEdit::textChanged, this, &ServerFields::showPlainHttp);
    connect(m_model, &QComboBox::currentTextChanged, this, &ServerFields::edited);
    connect(m_apiVersion, &QComboBox::currentIndexChanged, this, &ServerFields::edited);
    connect(m_keyHeader, &QComboBox::currentIndexChanged, this, &ServerFields::edited);
    connect(m_type, &QComboBox::currentIndexChanged, this, [this] {
        showType();
        Q_EMIT edited();
    });
    connect(m_fetch, &QToolButton::clicked, this, &ServerFields::modelsRequested);
}

void ServerFields::layOut()
{
    m_name->setAccessibleName(tr("Name of the connection"));
    m_type->setAccessibleName(tr("Type"));
    for (const auto types = modelapi::connectionTypes(); const ConnectionType type : types) {
        m_type->addItem(connectionTypeText(type), QVariant::fromValue(static_cast<int>(type)));
    }
    m_address->setAccessibleName(tr("Base address"));
    m_plainHttp->setTextFormat(Qt::PlainText);
    m_plainHttp->setWordWrap(true);
    m_plainHttp->setForegroundRole(QPalette::PlaceholderText);
    m_plainHttp->setAccessibleName(tr("How what is sent is protected"));
    m_model->setAccessibleName(tr("Model"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->completer()->setFilterMode(Qt::MatchContains);
    m_model->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_apiVersion->setAccessibleName(tr("API version"));
    m_apiVersion->addItem(tr("2026-10-21 (newest)"), QString());
    m_apiVersion->addItem(u"2023-06-01"_s, u"2023-06-01"_s);
    m_keyHeader->setAccessibleName(tr("Header of the key"));
    m_keyHeader->addItem(QString(), static_cast<int>(modelapi::KeyHeader::Usual));
    m_keyHeader->addItem(u"Authorization: Bearer"_s, static_cast<int>(modelapi::KeyHeader::Bearer));

    auto *model = new QHBoxLayout;
    model->setSpacing(space::tiny);
    model->addWidget(m_model, 1);
    model->addWidget(m_fetch);
    m_rows->setContentsMargins({});
    m_rows->setVerticalSpacing(space::small);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_rows->addRow(tr("&Name"), m_name);
    m_rows->addRow(tr("&Type"), m_type);
    m_rows->addRow(tr("&Base address"), m_address);
    m_rows->addRow(m_plainHttp);
    m_rows->addRow(tr("&Model"), model);
    m_rows->addRow(tr("API &version"), m_apiVersion);
    m_rows->addRow(tr("&Header of the key"), m_keyHeader);
    // the row is a layout, which has no buddy of its own
    qobject_cast<QLabel *>(m_rows->labelForField(model))->setBuddy(m_model);
}

ConnectionType ServerFields::type() const
{
    return static_cast<ConnectionType>(m_type->currentData().toInt());
}

void ServerFields::showType()
{
    m_address->setPlaceholderText(exampleBaseUrl(type()));
    m_model->lineEdit()->setPlaceholderText(type() == ConnectionType::Azure
                                                ? tr("Name of the deployment")
                                                : tr("Choose or type a model"));
    m_rows->setRowVisible(m_apiVersion, type() == ConnectionType::Anthropic);
    m_rows->setRowVisible(m_keyHeader, modelapi::hasKeyHeaderChoice(type()));
    m_keyHeader->setItemText(0, type() == ConnectionType::Azure ? u"api-key"_s : u"x-api-key"_s);
    showPlainHttp();
}

/// What Azure's portal shows of a resource has no path, and nothing answers there.
void ServerFields::completeAddress()
{
    const QString text = m_address->text().trimmed();
    const QUrl url(text, QUrl::StrictMode);
    const bool isBare = url.path().isEmpty() || url.path() == "/"_L1;
    if (type() != ConnectionType::Azure || !isBare || url.hasQuery() || url.hasFragment()
        || !url.host().endsWith(".openai.azure.com"_L1)) {
        return;
    }
    m_address->setText((text.endsWith(u'/') ? text.chopped(1) : text) + azurePath);
    Q_EMIT edited();
}

void ServerFields::showPlainHttp()
{
    modelapi::ConnectionSettings settings;
    apply(settings);
    const QUrl url = modelapi::effectiveBaseUrl(settings);
    const bool isPlain = url.scheme() == "http"_L1 && !url.host().isEmpty();
    m_rows->setRowVisible(m_plainHttp, isPlain);
    m_plainHttp->setText(
        !isPlain ? QString()
            : modelapi::isLoopback(url)
            ? tr("http: what is sent is not encrypted. It stays on this computer.")
            : tr("http: what is sent is not encrypted, and everybody on the way can read it. A key "
                 "is not sent this way."));
}

void ServerFields::show(const QString &name, const modelapi::ConnectionSettings &settings)
{
    const QSignalBlocker quiet(this);
    m_name->setText(name);
    m_type->setCurrentIndex(m_type->findData(static_cast<int>(settings.type)));
    m_address->setText(settings.baseUrl);
    m_model->clear();
    m_model->setEditText(settings.modelId);
    m_apiVersion->setCurrentIndex(std::max(m_apiVersion->findData(settings.apiVersion), 0));
    m_keyHeader->setCurrentIndex(m_keyHeader->findData(static_cast<int>(settings.keyHeader)));
    showType();
}

QString ServerFields::name() const
{
    return m_name->text().trimmed();
}

void ServerFields::apply(modelapi::ConnectionSettings &settings) const
{
    settings.type = type();
    settings.baseUrl = m_address->text().trimmed();
    settings.modelId = m_model->currentText().trimmed();
    settings.apiVersion = settings.type == ConnectionType::Anthropic
        ? m_apiVersion->currentData().toString()
        : QString();
    settings.keyHeader = modelapi::hasKeyHeaderChoice(settings.type)
        ? static_cast<modelapi::KeyHeader>(m_keyHeader->currentData().toInt())
        : modelapi::KeyHeader::Usual;
}

void ServerFields::setModels(const QList<modelapi::ModelEntry> &models)
{
    const QSignalBlocker quiet(this);
    const QString text = m_model->currentText();
    m_model->clear();
    for (const modelapi::ModelEntry &model : models) {
        m_model->addItem(model.id);
        m_model->setItemData(m_model->count() - 1,
                             model.isDeprecated
                                 ? tr("%1 (to be switched off)").arg(model.displayName)
                                 : model.displayName,
                             Qt::ToolTipRole);
    }
    m_model->setEditText(text);
}

void ServerFields::focusName()
{
    m_name->setFocus();
    m_name->selectAll();
}

} // namespace hermes::connections
