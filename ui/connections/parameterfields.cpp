#include "connections/parameterfields.h"

#include "modelapi/requests.h"
#include "modelapi/thinking.h"
#include "widgets/theme.h"
#include "workspace/modelquestion.h"
#include "workspace/stoptext.h"

#include <QComboBox>
#include <QDoubleValidator>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::connections {

namespace space = widgets::space;

using modelapi::ConnectionSettings;
using modelapi::Parameters;

namespace {

template <typename Number>
QString shown(const std::optional<Number> &number)
{
    return number ? QString::number(*number) : QString();
}

void take(const QLineEdit &line, std::optional<double> &into)
{
    bool isNumber = false;
    const double value = line.text().toDouble(&isNumber);
    into = isNumber ? std::optional(value) : std::nullopt;
}

void take(const QLineEdit &line, std::optional<qint64> &into)
{
    bool isNumber = false;
    const qint64 value = line.text().toLongLong(&isNumber);
    into = isNumber ? std::optional(value) : std::nullopt;
}

} // namespace

ParameterFields::ParameterFields()
    : m_rows(new QFormLayout(this))
    , m_leftOut(new QLabel)
    , m_temperature(
          addNumber(u"temperature"_s, tr("&Temperature"), u"[0-9]{0,2}([.][0-9]{0,6})?"_s))
    , m_topP(addNumber(u"topP"_s, tr("Top &P"), u"[01]?([.][0-9]{0,6})?"_s))
    , m_topK(addNumber(u"topK"_s, tr("Top &K"), u"[0-9]{0,6}"_s))
    , m_maxOutputTokens(
          addNumber(u"maxOutputTokens"_s, tr("Longest answer, to&kens"), u"[0-9]{0,9}"_s))
    , m_seed(addNumber(u"seed"_s, tr("See&d"), u"-?[0-9]{0,18}"_s))
    , m_contextTokens(addNumber(u"contextTokens"_s, tr("Context, tokens"), u"[0-9]{0,9}"_s))
    , m_thinking(new QComboBox)
    , m_thinkingBudget(addNumber(u"thinkingBudget"_s, tr("Tokens for thinking"), u"[0-9]{0,9}"_s))
    , m_effort(new QComboBox)
    , m_stopSequences(new QLineEdit)
{
    m_rows->setContentsMargins({});
    m_rows->setVerticalSpacing(space::small);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const auto &[value, text] :
         {std::pair{Parameters::Thinking::AsUsual, tr("As usual for the model")},
          std::pair{Parameters::Thinking::Off, tr("Off")},
          std::pair{Parameters::Thinking::On, tr("On")}}) {
        m_thinking->addItem(text, static_cast<int>(value));
    }
    m_effort->setEditable(true);
    m_effort->lineEdit()->setPlaceholderText(tr("Not sent"));
    m_stopSequences->setPlaceholderText(tr("Not sent; several with a comma between them"));
    m_stopSequences->setToolTip(u"<p>%1</p>"_s.arg(workspace::stopTextRules().toHtmlEscaped()));
    m_stopSequences->setAccessibleDescription(workspace::stopTextRules());
    addRow(u"thinking"_s, tr("Th&inking"), m_thinking);
    addRow(u"effort"_s, tr("&Effort"), m_effort);
    addRow(u"stopSequences"_s, tr("&Stop at"), m_stopSequences);
    m_leftOut->setWordWrap(true);
    m_leftOut->setForegroundRole(QPalette::PlaceholderText);
    m_rows->addRow(m_leftOut);
    connect(m_thinking, &QComboBox::currentIndexChanged, this, &ParameterFields::edited);
    connect(m_effort, &QComboBox::currentTextChanged, this, &ParameterFields::edited);
    connect(m_stopSequences, &QLineEdit::textEdited, this, &ParameterFields::edited);
}

QLineEdit *ParameterFields::addNumber(const QString &parameter, const QString &label,
                                      const QString &range)
{
    auto *line = new QLineEdit;
    line->setValidator(new QRegularExpressionValidator(QRegularExpression(range), line));
    line->setPlaceholderText(tr("Not sent"));
    addRow(parameter, label, line);
    connect(line, &QLineEdit::textEdited, this, &ParameterFields::edited);
    return line;
}

void ParameterFields::addRow(const QString &parameter, const QString &label, QWidget *field)
{
    field->setObjectName(parameter);
    field->setAccessibleName(QString(label).remove(u'&'));
    m_rows->addRow(label, field);
}

void ParameterFields::show(const ConnectionSettings &settings)
{
    const QSignalBlocker quiet(this);
    const Parameters &parameters = settings.parameters;
    m_temperature->setText(shown(parameters.temperature));
    m_topP->setText(shown(parameters.topP));
    m_topK->setText(shown(parameters.topK));
    m_maxOutputTokens->setText(shown(parameters.maxOutputTokens));
    m_seed->setText(shown(parameters.seed));
    m_contextTokens->setText(shown(parameters.contextTokens));
    m_thinkingBudget->setText(shown(parameters.thinkingBudget));
    m_thinking->setCurrentIndex(m_thinking->findData(static_cast<int>(parameters.thinking)));
    m_effort->setEditText(parameters.effort);
    m_stopSequences->setText(workspace::stopText(parameters.stopSequences));
    showTaken(settings);
}

void ParameterFields::showTaken(const ConnectionSettings &settings)
{
    offerEfforts(settings);
    showImpliedLimit(settings);
    const QStringList refused =
        workspace::parametersNotTaken(settings, workspace::factsBy(settings, m_models));
    QStringList names;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        QLayoutItem *item = m_rows->itemAt(row, QFormLayout::FieldRole);
        if (item == nullptr || item->widget() == m_leftOut) {
            continue;
        }
        const bool isRefused = refused.contains(item->widget()->objectName());
        m_rows->setRowVisible(row, !isRefused);
        if (isRefused) {
            names.append(item->widget()->accessibleName());
        }
    }
    const QString between = tr(", ", "between words of a list");
    QStringList notes;
    if (!names.isEmpty()) {
        notes.append(
            tr("Not taken by this API or model, and never sent: %1.").arg(names.join(between)));
    }
    const QString effort = m_effort->currentText().trimmed();
    if (m_isEffortClosed && !effort.isEmpty() && !m_offeredEfforts.contains(effort.toLower())
        && !refused.contains(m_effort->objectName())) {
        notes.append(tr("The effort “%1” is not sent; this model takes: %2.")
                         .arg(effort, m_offeredEfforts.sliced(1).join(between)));
    }
    m_leftOut->setText(notes.join(u'\n'));
    m_leftOut->setVisible(!notes.isEmpty());
}

void ParameterFields::showImpliedLimit(ConnectionSettings settings)
{
    settings.parameters.maxOutputTokens.reset();
    const auto limit = modelapi::impliedOutputLimit(
        settings, workspace::someQuestion(settings, workspace::factsBy(settings, m_models)));
    m_maxOutputTokens->setPlaceholderText(limit ? tr("%1, for this API wants a number").arg(*limit)
                                                : tr("Not sent"));
}

void ParameterFields::offerEfforts(ConnectionSettings settings)
{
    const modelapi::ModelRequest question =
        workspace::someQuestion(settings, workspace::factsBy(settings, m_models));
    const QStringList offered =
        QStringList{QString()} + modelapi::offeredEfforts(settings.type, question);
    m_isEffortClosed = modelapi::thinkingRules(settings.type, question).efforts.has_value();
    if (offered == m_offeredEfforts) {
        return;
    }
    const QSignalBlocker quiet(m_effort);
    const QString typed = m_effort->currentText();
    m_offeredEfforts = offered;
    m_effort->clear();
    m_effort->addItems(offered);
    m_effort->setEditText(typed);
}

void ParameterFields::apply(ConnectionSettings &settings) const
{
    Parameters &parameters = settings.parameters;
    take(*m_temperature, parameters.temperature);
    take(*m_topP, parameters.topP);
    take(*m_topK, parameters.topK);
    take(*m_maxOutputTokens, parameters.maxOutputTokens);
    take(*m_seed, parameters.seed);
    take(*m_contextTokens, parameters.contextTokens);
    take(*m_thinkingBudget, parameters.thinkingBudget);
    parameters.thinking = static_cast<Parameters::Thinking>(m_thinking->currentData().toInt());
    parameters.effort = m_effort->currentText().trimmed();
    parameters.stopSequences = workspace::stopsFrom(m_stopSequences->text());
}

} // namespace hermes::connections
