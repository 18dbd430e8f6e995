#pragma once

#include <QToolButton>

namespace hermes::widgets {

class Theme;

/// A button that folds something in and out: a chevron before its text, which points the way that
/// the text runs, or down. Thread: UI.
class FoldButton final : public QToolButton
{
    Q_OBJECT

public:
    FoldButton(const Theme &theme, const QString &text, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showState();

    const Theme &m_theme;
};

} // namespace hermes::widgets
