#pragma once

#include <QLineEdit>

namespace hermes::widgets {

class Theme;

/// A search field: magnifying glass before, clear button behind, Escape empties it.
/// Escape in an empty field is left to whoever is around.
class FilterField final : public QLineEdit
{
    Q_OBJECT

public:
    /// `placeholder` is its accessible name too.
    FilterField(const Theme &theme, const QString &placeholder, QWidget *parent = nullptr);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace hermes::widgets
