#include "preview/renderedaccess.h"

#include "preview/renderedview.h"

#include <QAccessibleWidget>

#include <algorithm>

namespace hermes::preview {

namespace {

/// The whole text, read-only. Places are UTF-16 code units of RenderedView::toPlainText().
class AccessibleRenderedView final : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit AccessibleRenderedView(RenderedView *view)
        : QAccessibleWidget(view, QAccessible::Document), m_view(view)
    {
    }

    [[nodiscard]] void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TextInterface ? static_cast<QAccessibleTextInterface *>(this)
                                                  : QAccessibleWidget::interface_cast(type);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        state.selectableText = true;
        return state;
    }
    [[nodiscard]] QString text(QAccessible::Text type) const override
    {
        return type == QAccessible::Value ? m_view->toPlainText() : QAccessibleWidget::text(type);
    }

    void selection(int index, int *start, int *end) const override
    {
        const auto [from, to] = m_view->selectedRange();
        *start = index == 0 ? from : 0;
        *end = index == 0 ? to : 0;
    }
    [[nodiscard]] int selectionCount() const override
    {
        const auto [from, to] = m_view->selectedRange();
        return from < to ? 1 : 0;
    }
    void addSelection(int start, int end) override { m_view->selectRange(start, end); }
    void removeSelection(int) override { m_view->selectRange(0, 0); }
    void setSelection(int, int start, int end) override { m_view->selectRange(start, end); }
    [[nodiscard]] int cursorPosition() const override { return m_view->selectedRange().second; }
    void setCursorPosition(int place) override
    {
        m_view->selectRange(place, place);
        m_view->showPlace(place);
    }
    [[nodiscard]] QString text(int start, int end) const override
    {
        const QString whole = m_view->toPlainText();
        const qsizetype from = std::clamp<qsizetype>(start, 0, whole.size());
        const qsizetype to =
            end < 0 ? whole.size() : std::clamp<qsizetype>(end, from, whole.size());
        return whole.sliced(from, to - from);
    }
    [[nodiscard]] int characterCount() const override
    {
        return static_cast<int>(m_view->toPlainText().size());
    }
    [[nodiscard]] QRect characterRect(int place) const override
    {
        return m_view->rectOf(place).translated(m_view->viewport()->mapToGlobal(QPoint()));
    }
    [[nodiscard]] int offsetAtPoint(const QPoint &point) const override
    {
        return m_view->placeAt(m_view->viewport()->mapFromGlobal(point));
    }
    void scrollToSubstring(int start, int) override { m_view->showPlace(start); }
    [[nodiscard]] QString attributes(int offset, int *start, int *end) const override
    {
        *start = offset;
        *end = characterCount();
        return {};
    }

private:
    RenderedView *m_view;
};

} // namespace

QAccessibleInterface *accessibleRenderedView(const QString &, QObject *object)
{
    auto *view = qobject_cast<RenderedView *>(object);
    return view == nullptr ? nullptr : new AccessibleRenderedView(view);
}

} // namespace hermes::preview
