#include "testsend/longtext.h"

#include "widgets/copybutton.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace hermes::testsend {

QLabel *selectableText(const QString &name)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(name);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    return label;
}

LongText::LongText(const widgets::Theme &theme, const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_label(selectableText(name))
    , m_more(new QWidget)
    , m_count(new QLabel)
    , m_copy(new widgets::CopyButton(theme, tr("Copy the whole text")))
{
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_count->setWordWrap(true);
    widgets::keepFont(*m_count, theme, &widgets::Theme::labelFont);
    auto *row = new QHBoxLayout(m_more);
    row->setContentsMargins({});
    row->setSpacing(widgets::space::small);
    row->addWidget(m_count, 1);
    row->addWidget(m_copy);
    m_more->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(widgets::space::tiny);
    column->addWidget(m_label);
    column->addWidget(m_more);
}

void LongText::setText(const QString &text)
{
    qsizetype shown = text.size();
    if (shown > mostShown) {
        shown = text.at(mostShown - 1).isHighSurrogate() ? mostShown - 1 : mostShown;
    }
    const qsizetype left = text.size() - shown;
    m_label->setText(text.first(shown));
    m_count->setText(left == 0
                         ? QString()
                         : tr("%Ln more characters are not shown here. The button copies all.",
                              nullptr, static_cast<int>(left)));
    m_copy->setCopiedText(left == 0 ? QString() : text);
    m_more->setVisible(left != 0);
}

} // namespace hermes::testsend
