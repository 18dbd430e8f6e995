#pragma once

#include <QTextBrowser>

namespace hermes::widgets {
class Theme;
}

namespace hermes::preview {

/// Shows HTML that comes from a prompt, with a stripe in the colour of its origin at the leading
/// edge.
///
/// Loads nothing: every resource that the text names gets a placeholder, and links are only told.
class RenderedView final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit RenderedView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// The body of a document; the place that was read stays.
    void setBody(const QString &html);

protected:
    [[nodiscard]] QVariant loadResource(int type, const QUrl &name) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void applyTheme();
    [[nodiscard]] QString styleSheetText() const;

    const widgets::Theme &m_theme;
    QString m_body;
};

} // namespace hermes::preview
