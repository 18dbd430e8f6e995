#pragma once

#include "text/snippet.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QListWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

/// A small list of snippets at the caret, with a field that filters it. Goes when one is chosen or
/// the user turns away. Thread: UI.
class SnippetChooser final : public QFrame
{
    Q_OBJECT

public:
    SnippetChooser(const QList<text::Snippet> &snippets, const widgets::Theme &theme,
                   QWidget *parent);

    /// With its corner there, or as near as the screen allows.
    void openAt(const QPoint &globalPosition);

Q_SIGNALS:
    void chosen(const hermes::text::Snippet &snippet);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void filter();
    void choose();
    void showDescription();

    QList<text::Snippet> m_snippets;
    QLineEdit *m_field;
    QListWidget *m_list;
    QLabel *m_description;
};

} // namespace hermes::editor
