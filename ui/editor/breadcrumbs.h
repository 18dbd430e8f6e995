#pragma once

#include <QList>
#include <QString>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QMenu;
class QToolButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class PromptEditor;

/// The sections around the caret of an editor, outermost first, in a row. Each is a button whose
/// menu has the sections beside it; to choose one goes there. Costs follow the number of headings.
/// Thread: UI.
class Breadcrumbs final : public QWidget
{
    Q_OBJECT

public:
    explicit Breadcrumbs(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Follows its caret from now on, whatever text it shows.
    void follow(PromptEditor *editor);
    /// Opens the menu of the innermost section, as a click would.
    void openInnermost();
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Crumb
    {
        int heading = 0; ///< Its line, from 0.
        QString title;

        bool operator==(const Crumb &) const = default;
    };

    void followText();
    void read();
    void fit();
    void fillMenu(QMenu *menu, qsizetype depth);
    void goTo(int heading);

    const widgets::Theme &m_theme;
    QList<QLabel *> m_signs; ///< One before each button.
    QList<QToolButton *> m_buttons; ///< One for each level that there can be.
    QLabel *m_nothing;
    PromptEditor *m_editor = nullptr;
    QList<Crumb> m_crumbs;
    QList<QMetaObject::Connection> m_joined; ///< To the editor, and to its text.
};

} // namespace hermes::editor
