#pragma once

#include "core/latesttask.h"

#include <QTextBrowser>

#include <memory>

namespace hermes::widgets {
class Theme;
}

namespace hermes::preview {

struct MadeDocument;

/// Shows HTML that comes from a prompt, with a stripe in the colour of its origin at the leading
/// edge.
///
/// Loads nothing: every resource that the text names gets a placeholder, and links are only told.
/// A worker reads the HTML; the newest is shown when it is ready. Thread: UI.
class RenderedView final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit RenderedView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// What becomes of the place that is read.
    enum class Place
    {
        Kept, ///< The paragraph at the top stays there, wherever it is in the new text.
        Start
    };
    /// The body of a document.
    void setBody(const QString &html, Place place);

Q_SIGNALS:
    void bodyShown(); ///< The newest body is on the screen.

protected:
    bool event(QEvent *event) override;
    [[nodiscard]] QVariant loadResource(int type, const QUrl &name) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void applyTheme();
    void render();
    void take(const std::shared_ptr<MadeDocument> &made);
    void scrollTo(int blockNumber, double offset);
    [[nodiscard]] QString styleSheetText() const;

    const widgets::Theme &m_theme;
    QString m_body;
    Place m_place = Place::Start; ///< For the body that is being read.
    core::LatestTask<std::shared_ptr<MadeDocument>> m_task;
};

} // namespace hermes::preview
