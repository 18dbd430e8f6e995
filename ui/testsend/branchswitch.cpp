#include "testsend/branchswitch.h"

#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace hermes::testsend {

BranchSwitch::BranchSwitch(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_previous(new widgets::IconButton(
          theme, isRightToLeft() ? u"chevron-right"_s : u"chevron-left"_s, tr("Previous branch")))
    , m_name(new QLabel)
    , m_next(new widgets::IconButton(
          theme, isRightToLeft() ? u"chevron-left"_s : u"chevron-right"_s, tr("Next branch")))
{
    widgets::keepFont(*m_name, theme, &widgets::Theme::labelFont);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_previous);
    row->addWidget(m_name);
    row->addWidget(m_next);
    connect(m_previous, &QAbstractButton::clicked, this,
            [this] { Q_EMIT branchRequested(m_branch - 1); });
    connect(m_next, &QAbstractButton::clicked, this,
            [this] { Q_EMIT branchRequested(m_branch + 1); });
    setBranch(0, 1);
}

void BranchSwitch::setBranch(qsizetype branch, qsizetype branches)
{
    m_branch = branch;
    const QLocale locale;
    m_name->setText(
        tr("%1/%2", "branch").arg(locale.toString(branch + 1), locale.toString(branches)));
    m_name->setAccessibleName(
        tr("Branch %1 of %2").arg(locale.toString(branch + 1), locale.toString(branches)));
    setVisible(branches > 1);
    m_previous->setEnabled(branch > 0);
    m_next->setEnabled(branch + 1 < branches);
}

void BranchSwitch::takeFocus(qsizetype before)
{
    const bool isForward = m_branch > before;
    widgets::IconButton *pressed = isForward ? m_next : m_previous;
    widgets::IconButton *other = isForward ? m_previous : m_next;
    (pressed->isEnabled() ? pressed : other)->setFocus();
}

} // namespace hermes::testsend
