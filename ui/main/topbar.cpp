#include "main/topbar.h"

#include "main/actioncatalog.h"
#include "main/gotofield.h"
#include "main/registrybutton.h"
#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

namespace hermes::mainwindow {

namespace {

/// A button that does, says and allows what an action does.
void follow(QPushButton *button, QAction *action)
{
    const auto update = [button, action] {
        button->setText(action->text().remove(u'&'));
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        button->setToolTip(keys.isEmpty() ? action->toolTip()
                                          : QObject::tr("%1 (%2)").arg(action->toolTip(), keys));
        button->setEnabled(action->isEnabled());
    };
    update();
    QObject::connect(action, &QAction::changed, button, update);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
}

} // namespace

TopBar::TopBar(const ActionCatalog &actions, const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_registryMenu(new QMenu(this))
    , m_registry(new RegistryButton(theme, m_registryMenu))
    , m_goTo(new GoToField(theme, *actions.action(ActionId::GoToAnything)))
{
    setFixedHeight(widgets::space::toolBar);
    m_registry->setAccessibleName(tr("Registry"));
    auto *compare = new QPushButton;
    auto *testSend = new QPushButton;
    auto *exportBundle = new QPushButton;
    auto *release = new widgets::PrimaryButton({});
    follow(compare, actions.action(ActionId::Compare));
    follow(testSend, actions.action(ActionId::TestSend));
    follow(exportBundle, actions.action(ActionId::Export));
    follow(release, actions.action(ActionId::Release));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(widgets::space::medium, 0, widgets::space::medium, 0);
    row->setSpacing(widgets::space::small);
    row->addWidget(m_registry);
    row->addStretch(1);
    row->addWidget(m_goTo, 8);
    row->addStretch(1);
    row->addWidget(compare);
    row->addWidget(testSend);
    row->addWidget(exportBundle);
    row->addWidget(release);
}

void TopBar::setRegistry(const QString &name, const QString &branch, const QString &tip)
{
    m_registry->setRegistry(name, branch);
    m_registry->setToolTip(tip);
    m_registry->setAccessibleDescription(tip);
}

void TopBar::paintEvent(QPaintEvent *event)
{
    QWidget::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace hermes::mainwindow
