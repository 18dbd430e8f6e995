#include "preview/valuerow.h"

#include "widgets/buttons.h"
#include "widgets/labelcolor.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QCheckBox>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <QVariant>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

using registry::Variable;
using workspace::ValueOrigin;

constexpr int mostLines = 5; ///< That a field shows at once.

QString typeInWords(Variable::Type type)
{
    switch (type) {
    case Variable::Type::Text:
        return ValueRow::tr("text");
    case Variable::Type::Number:
        return ValueRow::tr("number");
    case Variable::Type::Flag:
        return ValueRow::tr("flag");
    case Variable::Type::List:
        return ValueRow::tr("list");
    }
    Q_UNREACHABLE();
}

QString originInWords(ValueOrigin origin, const QString &profile, const core::RepoPath &file)
{
    switch (origin) {
    case ValueOrigin::Given:
        return ValueRow::tr("yours");
    case ValueOrigin::Profile:
        return ValueRow::tr("from profile %1").arg(profile);
    case ValueOrigin::Registry:
        return ValueRow::tr("from studio/values.json");
    case ValueOrigin::Default:
        return ValueRow::tr("default of %1").arg(file.fileName());
    case ValueOrigin::Nobody:
        return ValueRow::tr("no value");
    }
    Q_UNREACHABLE();
}

QString textOf(Variable::Type type, const QJsonValue &value)
{
    return value.isUndefined() || value.isNull() ? QString()
        : type == Variable::Type::List           ? workspace::editableList(value)
                                                 : value.toVariant().toString();
}

void fitHeight(QPlainTextEdit &text)
{
    constexpr int around = 14; // px of frame and padding, as the style sheet has them
    // Of a plain text document the height is in lines, as they are wrapped.
    const int lines =
        static_cast<int>(std::ceil(text.document()->documentLayout()->documentSize().height()));
    text.setVerticalScrollBarPolicy(lines > mostLines ? Qt::ScrollBarAsNeeded
                                                      : Qt::ScrollBarAlwaysOff);
    text.setFixedHeight(std::clamp(lines, 1, mostLines) * text.fontMetrics().lineSpacing()
                        + around);
}

} // namespace

ValueRow::ValueRow(const widgets::Theme &theme, const workspace::VariableUse &use, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_use(use)
    , m_name(new QLabel)
    , m_origin(new QLabel)
    , m_explanation(new QLabel)
    , m_error(new QLabel)
    , m_reset(new widgets::LinkButton(tr("Reset")))
{
    layOut();
    connect(m_reset, &QPushButton::clicked, this, &ValueRow::takeBack);
    connect(&theme, &widgets::Theme::changed, this, &ValueRow::applyTheme);
    showValue();
    showWords();
}

void ValueRow::layOut()
{
    const Variable &variable = m_use.variable;
    m_name->setTextFormat(Qt::PlainText);
    m_name->setText(tr("%1 · %2", "variable, type").arg(variable.name, typeInWords(variable.type)));
    m_origin->setTextFormat(Qt::PlainText);
    m_explanation->setTextFormat(Qt::PlainText);
    m_explanation->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_reset->setAccessibleName(tr("Reset %1 to what the registry says").arg(variable.name));
    m_reset->setToolTip(m_reset->accessibleName());
    auto *words = new QHBoxLayout;
    words->setSpacing(widgets::space::small);
    words->addWidget(m_name);
    words->addStretch();
    words->addWidget(m_origin);
    words->addWidget(m_reset);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(widgets::space::tiny);
    column->addLayout(words);
    if (variable.type == Variable::Type::Flag) {
        m_flag = new QCheckBox(tr("true"));
        column->addWidget(m_flag);
        connect(m_flag, &QCheckBox::clicked, this,
                [this](bool isOn) { Q_EMIT given(m_use.variable.name, isOn); });
    } else {
        m_text = new QPlainTextEdit;
        m_text->setTabChangesFocus(true);
        column->addWidget(m_text);
        m_text->installEventFilter(this);
        connect(m_text, &QPlainTextEdit::textChanged, this, &ValueRow::takeTyped);
    }
    field()->setAccessibleName(variable.name);
    field()->setObjectName(variable.name);
    column->addWidget(m_explanation);
    column->addWidget(m_error);
}

QWidget *ValueRow::field() const
{
    return m_text != nullptr ? static_cast<QWidget *>(m_text) : m_flag;
}

QWidget *ValueRow::followInTabOrder(QWidget *before)
{
    setTabOrder(before, field());
    setTabOrder(field(), m_reset);
    return m_reset;
}

bool ValueRow::isTyping() const
{
    return m_isEdited || !m_fault.isEmpty();
}

void ValueRow::setUse(const workspace::VariableUse &use, const QString &profile)
{
    const bool wasGiven = m_use.value.origin == ValueOrigin::Given;
    const bool isNews = use.value.value != m_use.value.value
        || (wasGiven && use.value.origin != ValueOrigin::Given);
    m_use = use;
    m_profile = profile;
    if (isNews && !isTyping()) {
        showValue();
    }
    showWords();
}

void ValueRow::takeTyped()
{
    fitHeight(*m_text);
    m_isEdited = m_text->hasFocus();
    const QString text = m_text->toPlainText();
    const bool isNothing = text.isEmpty()
        && (m_use.variable.type != Variable::Type::Text || m_use.inherited.value.isUndefined());
    const auto value = workspace::typedValue(m_use.variable.type, text);
    m_fault = isNothing || value ? QString() : value.error().message;
    showWords();
    if (isNothing) {
        Q_EMIT takenBack(m_use.variable.name);
    } else if (value) {
        Q_EMIT given(m_use.variable.name, *value);
    }
}

bool ValueRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::Resize) {
        // Wrapped by the field itself, which gets the event after this.
        QMetaObject::invokeMethod(m_text, [this] { fitHeight(*m_text); }, Qt::QueuedConnection);
    } else if (watched == m_text && event->type() == QEvent::FocusOut) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        const bool comesBack =
            reason == Qt::PopupFocusReason || reason == Qt::ActiveWindowFocusReason;
        if (!comesBack) {
            endTyping();
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ValueRow::endTyping()
{
    m_isEdited = false;
    const bool isOther = m_text->toPlainText() != textOf(m_use.variable.type, m_use.value.value);
    if (isOther && m_fault.isEmpty()) {
        showValue();
    }
}

void ValueRow::takeBack()
{
    m_fault.clear();
    m_use.value = m_use.inherited;
    showValue();
    showWords();
    field()->setFocus();
    Q_EMIT takenBack(m_use.variable.name);
}

void ValueRow::showValue()
{
    const QJsonValue &value = m_use.value.value;
    if (m_flag != nullptr) {
        m_flag->setChecked(value.toBool());
        return;
    }
    m_isEdited = false;
    const QSignalBlocker quiet(m_text);
    m_text->setPlainText(textOf(m_use.variable.type, value));
    fitHeight(*m_text);
}

void ValueRow::showWords()
{
    const Variable &variable = m_use.variable;
    const ValueOrigin origin = m_use.value.origin;
    m_origin->setText(originInWords(origin, m_profile, m_use.file));
    m_reset->setVisible(origin == ValueOrigin::Given || !m_fault.isEmpty());
    m_explanation->setText(variable.description);
    m_explanation->setVisible(!variable.description.isEmpty());
    if (m_text != nullptr && !variable.example.isEmpty()) {
        m_text->setPlaceholderText(tr("for example %1").arg(variable.example));
    }
    QString error = m_fault;
    if (error.isEmpty() && m_use.isMissing()) {
        error = tr("Must have a value and has none.");
    } else if (error.isEmpty() && m_use.isRefused) {
        error = tr("The value that is there is no %1; the default is used.")
                    .arg(typeInWords(variable.type));
    }
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
    QStringList words{m_name->text(), m_origin->text(), m_explanation->text(), error};
    words.removeAll(QString());
    field()->setAccessibleDescription(words.join(u". "_s));
    applyTheme();
}

void ValueRow::applyTheme()
{
    const widgets::ThemeColors &colors = m_theme.colors();
    for (QLabel *label : {m_origin, m_explanation, m_error}) {
        label->setFont(m_theme.labelFont());
    }
    widgets::setTextColor(*m_origin,
                          m_use.value.origin == ValueOrigin::Given ? colors.warning : colors.muted);
    widgets::setTextColor(*m_explanation, colors.muted);
    widgets::setTextColor(*m_error, colors.error);
    if (m_text != nullptr) {
        fitHeight(*m_text); // the font may be another one
    }
}

} // namespace hermes::preview
