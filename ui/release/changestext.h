#pragma once

#include "workspace/comparison.h"

#include <QTextBrowser>

namespace hermes::widgets {
class Theme;
}

namespace hermes::release {

/// A short, unified view of what a release changes: manifest fields, then changed lines with their
/// words marked: removed ones struck, added ones underlined. Thread: UI.
class ChangesText final : public QTextBrowser
{
    Q_OBJECT

public:
    /// Rows beyond this are counted, not shown; the comparison view has them all.
    static constexpr int maximumRows = 400;
    /// Nor are characters of a line beyond this.
    static constexpr int maximumLine = 1000;

    explicit ChangesText(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setComparison(const workspace::Comparison &comparison);

private:
    void render();
    [[nodiscard]] QString manifestRows() const;
    [[nodiscard]] QString promptRows() const;
    [[nodiscard]] QString row(QChar sign, QStringView line,
                              const QList<diff::TextSpan> &marks) const;
    [[nodiscard]] QString muted(const QString &text) const;

    const widgets::Theme &m_theme;
    std::optional<workspace::Comparison> m_comparison;
};

} // namespace hermes::release
