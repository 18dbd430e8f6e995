#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace hermes::widgets {
class CopyButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::testsend {

/// A selectable plain text with line breaks where it needs them. A label lays out all of its text
/// at once: of a long one the beginning is shown, how much follows, and a button that copies all
/// of it. Thread: UI.
class LongText final : public QWidget
{
    Q_OBJECT

public:
    static constexpr qsizetype mostShown = 20'000; ///< Characters (UTF-16 code units).

    /// `name`: what the text is, for who does not see it.
    LongText(const widgets::Theme &theme, const QString &name, QWidget *parent = nullptr);

    void setText(const QString &text);
    /// What shows the text, or its beginning.
    [[nodiscard]] QLabel &label() { return *m_label; }

private:
    QLabel *m_label;
    QWidget *m_more;
    QLabel *m_count;
    widgets::CopyButton *m_copy;
};

/// A label of a plain text that can be selected and has line breaks.
[[nodiscard]] QLabel *selectableText(const QString &name);

} // namespace hermes::testsend
