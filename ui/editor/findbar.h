#pragma once

#include "text/search.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QAbstractButton;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

/// The bar above a text that asks what to find and what to put in its place. Knows no text: tells
/// what is asked, shows what it is told. Hidden until asked for. Thread: UI.
class FindBar final : public QFrame
{
    Q_OBJECT

public:
    explicit FindBar(const widgets::Theme &theme, QWidget *parent = nullptr);

    enum class Mode
    {
        Find,
        Replace
    };
    /// Shows the bar, `pattern` in its field and selected; an empty one leaves what stands there.
    void open(Mode mode, const QString &pattern);
    [[nodiscard]] text::SearchQuery query() const;
    [[nodiscard]] QString replacement() const;
    /// Says nothing.
    void setInSelection(bool isInSelection);

    /// `status`: "3 of 17"; `error` has a line of its own while it is not empty.
    void showStatus(const QString &status, const QString &error);
    void setCanReplace(bool canReplace);

Q_SIGNALS:
    void queryChanged();
    void replacementChanged();
    void inSelectionChanged(bool isInSelection);
    void nextRequested();
    void previousRequested();
    void replaceRequested();
    void replaceAllRequested();
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void layOut(const widgets::Theme &theme);
    void joinSignals();
    void close();
    /// What a key does in the fields besides typing; nullptr = nothing.
    [[nodiscard]] QAbstractButton *buttonOf(const QKeyEvent &event, bool isReplacement) const;

    QLineEdit *m_pattern;
    QLineEdit *m_replacement;
    QToolButton *m_case;
    QToolButton *m_words;
    QToolButton *m_expression;
    QToolButton *m_inSelection;
    QLabel *m_status;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_close;
    QWidget *m_replaceRow;
    QPushButton *m_replace;
    QPushButton *m_replaceAll;
    QLabel *m_error;
};

} // namespace hermes::editor
