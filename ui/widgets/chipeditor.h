#pragma once

#include <QFrame>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QKeyEvent;
class QLineEdit;
class QStringListModel;
QT_END_NAMESPACE

namespace hermes::widgets {

class FieldLine;
class FlowLayout;
class Theme;

/// Edits a list of words, such as tags, as chips before an input that completes.
///
/// Enter or a comma adds what is typed; Backspace in the empty input removes the last chip; the
/// arrow keys go to the chips, where Delete and Backspace remove the one with the focus. A word
/// already there is not added again. What is typed and not added has its own undo; that of the list
/// is requested.
class ChipEditor final : public QFrame
{
    Q_OBJECT

public:
    /// `name`: of the list, for screen readers: "Tags". `placeholder`: in the input while the list
    /// is empty.
    ChipEditor(const Theme &theme, const QString &name, const QString &placeholder,
               QWidget *parent = nullptr);

    [[nodiscard]] QStringList chips() const { return m_chips; }
    /// Says nothing; chipsChanged() is for what the user does.
    void setChips(const QStringList &chips);
    /// Words that completion offers.
    void setSuggestions(const QStringList &words);
    [[nodiscard]] QLineEdit *input() const;

Q_SIGNALS:
    void chipsChanged(const QStringList &chips);
    void undoRequested();
    void redoRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void addTyped();
    void addWords(const QStringList &words);
    void removeAt(int index);
    void rebuild();
    void focusChip(int index);
    void offerSuggestions();
    bool inputKey(int key);
    bool chipKey(int index, const QKeyEvent &event);
    [[nodiscard]] QWidget *chipAt(int index) const;
    [[nodiscard]] int indexOf(const QObject *chip) const;

    const Theme &m_theme;
    QString m_name;
    QString m_placeholder;
    QStringList m_chips;
    QStringList m_suggestions;
    FlowLayout *m_layout;
    FieldLine *m_input;
    QStringListModel *m_completions;
};

} // namespace hermes::widgets
