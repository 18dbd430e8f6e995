#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {

class Theme;

/// What an area without content says: why it is empty, and the next step. Where room is short, the
/// icon goes before a word does.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    enum class Emphasis
    {
        Plain,
        Primary
    };

    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);

    /// Replaces everything; the buttons go.
    void setContent(const QString &iconName, const QString &title, const QString &sentence);
    /// A button below the sentence; owned by this widget.
    QPushButton *addButton(const QString &text, Emphasis emphasis);

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void drawIcon();
    void fit();
    [[nodiscard]] int wordsHeight() const;

    const Theme &m_theme;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_sentence;
    QHBoxLayout *m_buttons;
};

} // namespace hermes::widgets
