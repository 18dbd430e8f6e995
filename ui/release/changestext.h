#pragma once

#include "workspace/comparison.h"

#include <QTextBrowser>

namespace hermes::widgets {
class Theme;
}

namespace hermes::release {

/// A short, unified view of what a release changes: manifest fields, then changed lines with their
/// words marked. Thread: UI.
class ChangesText final : public QTextBrowser
{
    Q_OBJECT

public:
    /// Rows beyond this are counted, not shown; the comparison view has them all.
    static constexpr int maximumRows = 400;

    ChangesText(const widgets::Theme &theme, const workspace::Comparison &comparison,
                QWidget *parent = nullptr);

private:
    [[nodiscard]] QString fieldRows(const workspace::Comparison &comparison) const;
    [[nodiscard]] QString lineRows(const workspace::Comparison &comparison) const;
    [[nodiscard]] QString row(QChar sign, QStringView line,
                              const QList<diff::TextSpan> &marks) const;

    const widgets::Theme &m_theme;
};

} // namespace hermes::release
