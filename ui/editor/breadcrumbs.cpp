#include "editor/breadcrumbs.h"

#include "editor/documentlines.h"
#include "editor/headings.h"
#include "editor/prompteditor.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace space = widgets::space;

namespace {

constexpr int mostLevels = 6;
/// More sections than this are not in a menu; those around the caret's are.
constexpr qsizetype mostInMenu = 60;
constexpr int buttonPadding = 10; ///< Of the style sheet: both sides and the frame. Pixels.

/// The width that none may exceed, so that all of them fit.
int widestOf(QList<int> widths, int room)
{
    std::ranges::sort(widths);
    for (qsizetype i = 0; i < widths.size(); ++i) {
        const int share = room / static_cast<int>(widths.size() - i);
        if (widths.at(i) > share) {
            return share;
        }
        room -= widths.at(i);
    }
    return widths.isEmpty() ? 0 : widths.last();
}

QString forMenu(const QString &title)
{
    return QString(title).replace(u'&', u"&&"_s);
}

} // namespace

Breadcrumbs::Breadcrumbs(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_nothing(new QLabel)
{
    setAccessibleName(tr("Sections around the caret"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::medium, 1, space::medium, 1);
    row->setSpacing(0);
    for (int i = 0; i < mostLevels; ++i) {
        m_signs.append(new QLabel(u"›"_s));
        m_signs.last()->setForegroundRole(QPalette::PlaceholderText);
        auto *button = new QToolButton;
        button->setPopupMode(QToolButton::InstantPopup);
        button->setFocusPolicy(Qt::TabFocus);
        button->setMenu(new QMenu(button));
        connect(button->menu(), &QMenu::aboutToShow, this,
                [this, menu = button->menu(), i] { fillMenu(menu, i); });
        widgets::keepFont(*button, theme, &widgets::Theme::labelFont);
        m_buttons.append(button);
        row->addWidget(m_signs.last());
        row->addWidget(button);
    }
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setMargin(space::tiny);
    widgets::keepFont(*m_nothing, theme, &widgets::Theme::labelFont);
    row->addWidget(m_nothing);
    row->addStretch();
    connect(&theme, &widgets::Theme::changed, this, &Breadcrumbs::fit);
    fit();
}

void Breadcrumbs::follow(PromptEditor *editor)
{
    if (m_editor != nullptr) {
        m_editor->disconnect(this);
    }
    m_editor = editor;
    connect(editor, &PromptEditor::textShown, this, &Breadcrumbs::followText);
    connect(editor, &PromptEditor::caretMoved, this, &Breadcrumbs::read);
    connect(editor, &QObject::destroyed, this, [this] { m_editor = nullptr; });
    followText();
}

void Breadcrumbs::followText()
{
    for (const auto before = std::exchange(m_joined, {});
         const QMetaObject::Connection &joined : before) {
        disconnect(joined);
    }
    m_joined.append(connect(&DocumentLines::of(m_editor->document()), &DocumentLines::settled, this,
                            &Breadcrumbs::read));
    read();
}

void Breadcrumbs::read()
{
    const Headings headings(DocumentLines::of(m_editor->document()));
    QList<Crumb> crumbs;
    for (const QList<int> path = headings.pathTo(m_editor->caretLine() - 1);
         const int heading : path) {
        crumbs.append({heading, headings.title(heading)});
    }
    const bool isSame = std::ranges::equal(crumbs, m_crumbs, {}, &Crumb::title, &Crumb::title);
    m_crumbs = crumbs;
    if (!isSame) {
        fit();
    }
}

/// Gives each button as much of its title as there is room for.
void Breadcrumbs::fit()
{
    const QFontMetrics metrics(m_theme.labelFont());
    const auto titleOf = [](const Crumb &crumb) {
        return crumb.title.isEmpty() ? tr("Without a title") : crumb.title;
    };
    QList<int> widths;
    for (const Crumb &crumb : std::as_const(m_crumbs)) {
        widths.append(metrics.horizontalAdvance(titleOf(crumb)));
    }
    const int signs = static_cast<int>(m_crumbs.size())
        * (buttonPadding + metrics.horizontalAdvance(m_signs.first()->text()) + space::tiny);
    const int widest = widestOf(widths, width() - 2 * space::medium - signs);
    for (qsizetype i = 0; i < m_buttons.size(); ++i) {
        const bool isThere = i < m_crumbs.size();
        if (isThere) {
            const QString title = titleOf(m_crumbs.at(i));
            m_buttons.at(i)->setText(
                forMenu(widths.at(i) <= widest
                            ? title
                            : metrics.elidedText(title, Qt::ElideRight, std::max(widest, 0))));
            m_buttons.at(i)->setAccessibleName(tr("Section %1").arg(title));
            m_buttons.at(i)->setToolTip(u"<p>%1</p>"_s.arg(
                tr("%1: go to it or to a section beside it").arg(title.toHtmlEscaped())));
        }
        m_buttons.at(i)->setVisible(isThere);
        m_signs.at(i)->setVisible(isThere && i > 0);
    }
    m_nothing->setText(tr("Above the first section"));
    m_nothing->setVisible(m_crumbs.isEmpty());
}

QSize Breadcrumbs::minimumSizeHint() const
{
    return {0, QWidget::minimumSizeHint().height()};
}

void Breadcrumbs::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void Breadcrumbs::openInnermost()
{
    if (!m_crumbs.isEmpty() && isVisible()) {
        const QToolButton *button = m_buttons.at(m_crumbs.size() - 1);
        button->menu()->popup(button->mapToGlobal(button->rect().bottomLeft()));
    }
}

void Breadcrumbs::fillMenu(QMenu *menu, qsizetype depth)
{
    menu->clear();
    if (m_editor == nullptr || depth >= m_crumbs.size()) {
        return;
    }
    const Headings headings(DocumentLines::of(m_editor->document()));
    const int own = m_crumbs.at(depth).heading;
    const QList<int> beside = headings.beside(own);
    const qsizetype at = beside.indexOf(own);
    const qsizetype first = std::clamp<qsizetype>(
        at - mostInMenu / 2, 0, std::max<qsizetype>(beside.size() - mostInMenu, 0));
    for (qsizetype i = first; i < std::min(first + mostInMenu, beside.size()); ++i) {
        const int heading = beside.at(i);
        QAction *action = menu->addAction(forMenu(headings.title(heading)), this,
                                          [this, heading] { goTo(heading); });
        if (i == at) {
            action->setCheckable(true);
            action->setChecked(true);
            menu->setActiveAction(action);
        }
    }
}

void Breadcrumbs::goTo(int heading)
{
    if (m_editor != nullptr) {
        m_editor->goTo(Headings(DocumentLines::of(m_editor->document())).textStart(heading) + 1, 1);
        m_editor->setFocus();
    }
}

} // namespace hermes::editor
