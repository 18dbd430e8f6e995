#include "testsend/parameterpanel.h"

#include "widgets/buttons.h"
#include "widgets/theme.h"
#include "workspace/stoptext.h"

#include <QComboBox>
#include <QGridLayout>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpressionValidator>
#include <QScreen>
#include <QSignalBlocker>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

namespace space = widgets::space;

namespace {

constexpr int labelColumn = 0;
constexpr int fieldColumn = 1;
constexpr int sourceColumn = 2;
constexpr int fieldCharacters = 16;
constexpr int sourceCharacters = 30; ///< Of the room for where a value comes from.

/// As it stands in a field. Empty = the connection does not say it.
QString shown(const QJsonValue &value)
{
    if (value.isArray()) {
        QStringList stops;
        for (const auto list = value.toArray(); const auto &stop : list) {
            stops.append(stop.toString());
        }
        return workspace::stopText(stops);
    }
    return value.isDouble() ? value.toVariant().toString() : value.toString();
}

QString textOf(const QWidget *field)
{
    if (const auto *line = qobject_cast<const QLineEdit *>(field)) {
        return line->text().trimmed();
    }
    const auto *box = qobject_cast<const QComboBox *>(field);
    return box->isEditable() ? box->currentText().trimmed() : box->currentData().toString();
}

/// undefined where nothing is said.
QJsonValue valueOf(const QString &parameter, const QString &text)
{
    if (text.isEmpty()) {
        return QJsonValue::Undefined;
    }
    if (parameter == "stopSequences"_L1) {
        const QStringList stops = workspace::stopsFrom(text);
        return stops.isEmpty() ? QJsonValue(QJsonValue::Undefined)
                               : QJsonValue(QJsonArray::fromStringList(stops));
    }
    if (parameter == "effort"_L1 || parameter == "thinking"_L1) {
        return text;
    }
    bool isWhole = false;
    const qint64 whole = text.toLongLong(&isWhole);
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isWhole ? QJsonValue(whole) : isNumber ? QJsonValue(number) : QJsonValue::Undefined;
}

} // namespace

ParameterPanel::ParameterPanel(const widgets::Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_theme(theme)
    , m_grid(new QGridLayout(this))
    , m_nothing(new QLabel(tr("What is asked takes no parameters.")))
    , m_reset(new QPushButton(tr("Reset to the connections' own")))
{
    setAccessibleName(tr("Parameters for this definition"));
    m_grid->setContentsMargins(space::large, space::medium, space::large, space::medium);
    m_grid->setHorizontalSpacing(space::medium);
    m_grid->setVerticalSpacing(space::tiny);
    auto *heading = new QLabel(
        tr("For this definition, until they are reset; an empty field leaves it as it is"));
    heading->setForegroundRole(QPalette::PlaceholderText);
    m_grid->addWidget(heading, 0, labelColumn, 1, sourceColumn + 1);
    addNumber(u"temperature"_s, tr("&Temperature"), u"[0-9]{0,2}([.][0-9]{0,6})?"_s);
    addNumber(u"topP"_s, tr("Top &P"), u"[01]?([.][0-9]{0,6})?"_s);
    addNumber(u"topK"_s, tr("Top &K"), u"[0-9]{0,6}"_s);
    addNumber(u"maxOutputTokens"_s, tr("&Longest answer, tokens"), u"[0-9]{0,9}"_s);
    addNumber(u"seed"_s, tr("See&d"), u"-?[0-9]{0,15}"_s);
    addNumber(u"contextTokens"_s, tr("&Context, tokens"), u"[0-9]{0,9}"_s);
    addThinking();
    addNumber(u"thinkingBudget"_s, tr("Tokens for thin&king"), u"[0-9]{0,9}"_s);
    addEffort();
    addStops();
    m_grid->addWidget(m_nothing, m_grid->rowCount(), labelColumn, 1, sourceColumn + 1);
    auto *connections = new widgets::LinkButton(tr("Connections…"));
    const int last = m_grid->rowCount();
    m_grid->addWidget(m_reset, last, labelColumn, 1, fieldColumn + 1, Qt::AlignLeading);
    m_grid->addWidget(connections, last, sourceColumn, Qt::AlignTrailing);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        setParameters(m_asked, {});
        Q_EMIT changed(m_here);
    });
    connect(connections, &QPushButton::clicked, this, [this] {
        close();
        Q_EMIT connectionsRequested();
    });
}

void ParameterPanel::addNumber(const QString &parameter, const QString &label, const QString &range)
{
    auto *line = new QLineEdit;
    line->setValidator(new QRegularExpressionValidator(QRegularExpression(range), line));
    connect(line, &QLineEdit::textEdited, this, &ParameterPanel::take);
    addRow(parameter, label, line);
}

void ParameterPanel::addThinking()
{
    auto *thinking = new QComboBox;
    thinking->addItem(tr("As it is"), QString());
    thinking->addItem(tr("Off"), u"off"_s);
    thinking->addItem(tr("On"), u"on"_s);
    connect(thinking, &QComboBox::currentIndexChanged, this, &ParameterPanel::take);
    addRow(u"thinking"_s, tr("T&hinking"), thinking);
}

void ParameterPanel::addEffort()
{
    auto *effort = new QComboBox;
    effort->setEditable(true);
    effort->addItems({QString(), u"low"_s, u"medium"_s, u"high"_s});
    connect(effort, &QComboBox::currentTextChanged, this, &ParameterPanel::take);
    addRow(u"effort"_s, tr("&Effort"), effort);
}

void ParameterPanel::addStops()
{
    auto *stops = new QLineEdit;
    stops->setToolTip(u"<p>%1</p>"_s.arg(workspace::stopTextRules().toHtmlEscaped()));
    connect(stops, &QLineEdit::textEdited, this, &ParameterPanel::take);
    addRow(u"stopSequences"_s, tr("&Stop at"), stops);
}

void ParameterPanel::addRow(const QString &parameter, const QString &label, QWidget *field)
{
    auto *title = new QLabel(label);
    title->setBuddy(field);
    auto *source = new QLabel;
    source->setForegroundRole(QPalette::PlaceholderText);
    const int character = fontMetrics().averageCharWidth();
    source->setMinimumWidth(sourceCharacters * character);
    field->setMinimumWidth(fieldCharacters * character);
    field->setObjectName(parameter);
    field->setAccessibleName(QString(label).remove(u'&'));
    const int row = m_grid->rowCount();
    m_grid->addWidget(title, row, labelColumn);
    m_grid->addWidget(field, row, fieldColumn);
    m_grid->addWidget(source, row, sourceColumn);
    m_rows.append({parameter, title, field, source});
}

void ParameterPanel::setParameters(const QList<AskedConnection> &asked,
                                   const modelapi::Parameters &here)
{
    m_asked = asked;
    m_here = here;
    bool hasAny = false;
    for (const Row &row : std::as_const(m_rows)) {
        const bool isTaken = std::ranges::any_of(m_asked, [&row](const AskedConnection &one) {
            return !one.refusedParameters.contains(row.parameter);
        });
        row.label->setVisible(isTaken);
        row.field->setVisible(isTaken);
        row.source->setVisible(isTaken);
        hasAny = hasAny || isTaken;
        showValue(row);
        showSource(row);
    }
    m_nothing->setVisible(!hasAny);
    m_reset->setEnabled(m_here != modelapi::Parameters());
}

void ParameterPanel::showValue(const Row &row)
{
    const QSignalBlocker quiet(row.field);
    const QString value = shown(modelapi::toJson(m_here).value(row.parameter));
    if (auto *line = qobject_cast<QLineEdit *>(row.field)) {
        line->setText(value);
    } else if (auto *box = qobject_cast<QComboBox *>(row.field); box->isEditable()) {
        box->setEditText(value);
    } else {
        box->setCurrentIndex(std::max(0, box->findData(value)));
    }
}

void ParameterPanel::showSource(const Row &row)
{
    QStringList values;
    QStringList refusing;
    QString from;
    for (const auto &[connection, refused] : std::as_const(m_asked)) {
        if (refused.contains(row.parameter)) {
            refusing.append(connection.name);
            continue;
        }
        const QString value =
            shown(modelapi::toJson(connection.settings.parameters).value(row.parameter));
        from = value.isEmpty() ? from : connection.name;
        if (!values.contains(value)) {
            values.append(value);
        }
    }
    const QString common = values.size() == 1 ? values.first() : QString();
    QString source = !textOf(row.field).isEmpty() ? tr("set here")
        : values.size() > 1                       ? tr("each connection's own")
        : common.isEmpty()                        ? tr("the model's own")
                                                  : tr("from the connection %1").arg(from);
    if (!refusing.isEmpty()) {
        source = tr("%1; not taken by %2").arg(source, refusing.join(u", "_s));
    }
    row.source->setText(source);
    row.field->setAccessibleDescription(
        common.isEmpty() ? source : tr("%1: %2", "where a value comes from").arg(source, common));
    auto *line = qobject_cast<QLineEdit *>(row.field);
    if (const auto *box = qobject_cast<QComboBox *>(row.field); line == nullptr) {
        line = box->lineEdit();
    }
    if (line != nullptr) {
        line->setPlaceholderText(common.isEmpty() ? tr("Not sent") : common);
    }
}

void ParameterPanel::take()
{
    QJsonObject json;
    for (const Row &row : std::as_const(m_rows)) {
        if (const QJsonValue value = valueOf(row.parameter, textOf(row.field));
            !value.isUndefined()) {
            json.insert(row.parameter, value);
        }
    }
    m_here = modelapi::parametersFromJson(json).value_or(m_here);
    for (const Row &row : std::as_const(m_rows)) {
        showSource(row);
    }
    m_reset->setEnabled(m_here != modelapi::Parameters());
    Q_EMIT changed(m_here);
}

void ParameterPanel::popUp(const QWidget &anchor)
{
    adjustSize();
    place(anchor);
    show();
    place(anchor); // it has its style now, and with that its size
    const auto first = std::ranges::find_if(std::as_const(m_rows),
                                            [](const Row &row) { return row.field->isVisible(); });
    if (first != m_rows.cend()) {
        first->field->setFocus(Qt::PopupFocusReason);
    }
}

void ParameterPanel::place(const QWidget &anchor)
{
    const QRect room = anchor.screen()->availableGeometry();
    const QPoint corner = anchor.mapToGlobal(QPoint(0, 0));
    const int left =
        layoutDirection() == Qt::RightToLeft ? corner.x() + anchor.width() - width() : corner.x();
    move(std::clamp(left, room.left(), std::max(room.left(), room.right() - width())),
         std::clamp(corner.y() - height() - space::tiny, room.top(),
                    std::max(room.top(), room.bottom() - height())));
}

void ParameterPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().base());
    painter.setPen(m_theme.colors().line);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace hermes::testsend
