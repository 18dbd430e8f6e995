#include "testsend/turnviews.h"

#include "testsend/branchswitch.h"
#include "testsend/longtext.h"
#include "testsend/picturerow.h"
#include "widgets/buttons.h"
#include "widgets/foldbutton.h"
#include "widgets/icons.h"
#include "widgets/theme.h"
#include "workspace/testsendattachment.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

namespace {

constexpr int entryLines = 3;

/// Icon, name and size of a PDF.
QWidget *documentRow(const widgets::Theme &theme, const modelapi::Document &document)
{
    const QString shown = workspace::shownDocument(document);
    auto *icon = new QLabel;
    const auto paint = [icon, &theme] {
        const int edge = icon->fontMetrics().height();
        icon->setPixmap(widgets::themedIcon(theme, u"file-text"_s).pixmap(edge, edge));
    };
    paint();
    QObject::connect(&theme, &widgets::Theme::changed, icon, paint);
    auto *name = selectableText(QuestionView::tr("PDF %1", "name and size of a file").arg(shown));
    name->setText(shown);
    name->setFocusPolicy(Qt::StrongFocus);
    auto *row = new QWidget;
    auto *columns = new QHBoxLayout(row);
    columns->setContentsMargins({});
    columns->setSpacing(widgets::space::tiny);
    columns->addWidget(icon);
    columns->addWidget(name, 1);
    return row;
}

QPlainTextEdit *entryField(const QString &name)
{
    auto *field = new QPlainTextEdit;
    field->setAccessibleName(name);
    field->setTabChangesFocus(true);
    field->setFixedHeight(field->fontMetrics().lineSpacing() * entryLines
                          + 2 * widgets::space::small);
    return field;
}

bool isSendKey(const QKeyEvent &key)
{
    return key.modifiers() == Qt::ControlModifier
        && (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter);
}

/// Claims the key that sends before shortcuts see it: in the prompt's editor it does something
/// else. True: the event is done with.
bool claimSendKey(QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride || !isSendKey(*static_cast<QKeyEvent *>(event))) {
        return false;
    }
    event->accept();
    return true;
}

bool isSendPress(const QEvent *event)
{
    return event->type() == QEvent::KeyPress && isSendKey(*static_cast<const QKeyEvent *>(event));
}

bool isEscape(const QEvent *event)
{
    return event->type() == QEvent::KeyPress
        && static_cast<const QKeyEvent *>(event)->key() == Qt::Key_Escape;
}

} // namespace

// --- question

QuestionView::QuestionView(const widgets::Theme &theme, const modelapi::Turn &turn, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(turn.text)
    , m_shown(new LongText(theme, tr("Your question")))
    , m_tools(new QWidget)
    , m_branches(new BranchSwitch(theme))
    , m_edit(new widgets::IconButton(theme, u"pencil"_s, tr("Edit and send again")))
{
    m_shown->setText(turn.text);
    QList<NamedPicture> pictures;
    for (const modelapi::Image &image : turn.images) {
        pictures.append({tr("Picture %1").arg(QLocale().toString(pictures.size() + 1)), image});
    }
    auto *row = new PictureRow(theme);
    row->setPictures(pictures);
    auto *content = new QVBoxLayout;
    content->setSpacing(widgets::space::small);
    content->addWidget(m_shown);
    content->addWidget(row);
    for (const modelapi::Document &document : turn.documents) {
        content->addWidget(documentRow(theme, document));
    }
    if (turn.text.isEmpty()) {
        m_shown->hide();
    }
    auto *tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins({});
    tools->setSpacing(0);
    tools->addWidget(m_branches, 0, Qt::AlignTop);
    tools->addWidget(m_edit, 0, Qt::AlignTop);
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(widgets::space::medium, widgets::space::small,
                                widgets::space::small, widgets::space::small);
    columns->addLayout(content, 1);
    columns->addWidget(m_tools, 0, Qt::AlignTop);
    connect(m_edit, &QAbstractButton::clicked, this, &QuestionView::startEditing);
}

void QuestionView::setEditable(bool isEditable)
{
    m_edit->setEnabled(isEditable);
}

void QuestionView::startEditing()
{
    if (m_editor != nullptr) {
        return;
    }
    m_editor = entryField(tr("Another question in its place; Ctrl+Return sends it"));
    m_editor->setPlainText(m_text);
    m_editor->installEventFilter(this);
    static_cast<QHBoxLayout *>(layout())->insertWidget(0, m_editor, 1);
    m_editor->show();
    m_editor->setFocus();
    m_editor->selectAll();
    m_shown->hide();
    m_tools->hide(); // the button that was pressed, too: the focus must have left it
}

void QuestionView::endEditing()
{
    std::exchange(m_editor, nullptr)->deleteLater();
    m_shown->setVisible(!m_text.isEmpty());
    m_tools->show();
    m_edit->setFocus();
}

bool QuestionView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_editor && claimSendKey(event)) {
        return true;
    }
    if (watched == m_editor && isSendPress(event)) {
        if (!m_edit->isEnabled()) {
            return true; // an answer comes; what was typed stays
        }
        const QString text = m_editor->toPlainText();
        endEditing();
        if (!text.trimmed().isEmpty()) {
            Q_EMIT editRequested(text);
        }
        return true;
    }
    if (watched == m_editor && isEscape(event)) {
        endEditing();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void QuestionView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colors().accentSoft);
    painter.drawRoundedRect(rect(), widgets::space::radius, widgets::space::radius);
}

// --- thinking

ThinkingView::ThinkingView(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_fold(new widgets::FoldButton(theme, {}))
    , m_text(new LongText(theme, tr("Thinking")))
{
    widgets::keepFont(*m_fold, theme, &widgets::Theme::labelFont);
    m_text->label().setForegroundRole(QPalette::PlaceholderText);
    m_text->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(widgets::space::tiny);
    column->addWidget(m_fold, 0, Qt::AlignLeading);
    column->addWidget(m_text);
    connect(m_fold, &QToolButton::toggled, this, &ThinkingView::showText);
    hide();
}

void ThinkingView::setThinking(const QString &thinking)
{
    if (thinking == m_thinking) {
        return;
    }
    m_thinking = thinking;
    m_fold->setText(tr("Thinking · %Ln characters", nullptr, static_cast<int>(thinking.size())));
    setVisible(!thinking.isEmpty());
    if (m_fold->isChecked()) {
        m_text->setText(thinking);
    }
}

void ThinkingView::showText()
{
    m_text->setText(m_fold->isChecked() ? m_thinking : QString());
    m_text->setVisible(m_fold->isChecked());
}

// --- tool call

ToolCallView::ToolCallView(const widgets::Theme &theme, const modelapi::ToolCall &call,
                           QWidget *parent)
    : QWidget(parent)
    , m_result(new LongText(theme, tr("What %1 gave").arg(call.name)))
    , m_entry(new QWidget)
    , m_input(entryField(tr("What %1 gives; Ctrl+Return answers").arg(call.name)))
{
    auto *title = selectableText(tr("Tool call"));
    title->setText(tr("%1 is called with").arg(call.name));
    auto *arguments = new LongText(theme, tr("Arguments"));
    const QJsonDocument json = QJsonDocument::fromJson(call.arguments);
    arguments->setText(json.isNull() ? QString::fromUtf8(call.arguments)
                                     : QString::fromUtf8(json.toJson()).trimmed());
    widgets::keepFont(arguments->label(), theme, &widgets::Theme::editorFont);
    m_input->setPlaceholderText(tr("Type what the tool gives…"));
    m_input->installEventFilter(this);
    m_result->hide();
    auto *give = new QPushButton(tr("Answer"));
    connect(give, &QPushButton::clicked, this, &ToolCallView::answer);
    auto *entry = new QVBoxLayout(m_entry);
    entry->setContentsMargins({});
    entry->addWidget(m_input);
    entry->addWidget(give, 0, Qt::AlignTrailing);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(widgets::space::medium, 0, 0, 0);
    column->setSpacing(widgets::space::tiny);
    column->addWidget(title);
    column->addWidget(arguments);
    column->addWidget(m_result);
    column->addWidget(m_entry);
}

void ToolCallView::setResult(const QString &result)
{
    m_result->setText(tr("It gave: %1").arg(result));
    m_result->show();
    m_entry->hide();
}

void ToolCallView::setAwaiting(bool isAwaiting)
{
    m_entry->setVisible(isAwaiting);
}

QWidget *ToolCallView::awaitedField() const
{
    return m_entry->isHidden() ? nullptr : m_input;
}

void ToolCallView::answer()
{
    Q_EMIT answered(m_input->toPlainText());
}

bool ToolCallView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_input && claimSendKey(event)) {
        return true;
    }
    if (watched == m_input && isSendPress(event)) {
        answer();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace hermes::testsend
