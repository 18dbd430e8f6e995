#pragma once

#include "core/latesttask.h"
#include "preview/originrole.h"
#include "workspace/assemblypreview.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <memory>
#include <optional>

namespace hermes::widgets {
class Theme;
}

namespace hermes::preview {

struct MadeDocument;

/// A stretch of a text with one origin.
struct TextSegment
{
    qsizetype start = 0; ///< UTF-16 code units, as all places here.
    qsizetype length = 0;
    OriginRole role = OriginRole::Prompt;
    assembly::Origin origin;

    bool operator==(const TextSegment &) const = default;
};

/// A text, exact and read-only, in the colours of its origins: a stripe at the leading edge, a tint
/// behind what is not the prompt's own, which a tool tip and the accessible description name.
///
/// A new text changes only what differs, so place and selection stay; a large difference is laid
/// out by a worker and shown when it is ready. Only what is seen is coloured. Thread: UI.
class TextView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// Characters that are changed in place, at once.
    static constexpr qsizetype largestEdit = qsizetype(64) * 1024;

    explicit TextView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// As EditableText::documentText() has it, lines ending with LF.
    void setText(const QString &text);
    /// Of the newest text: in order, without gaps.
    void setSegments(const QList<TextSegment> &segments);
    /// Pieces of the newest text that are shown struck through; few.
    void setStruck(const QList<workspace::PreviewContent::TextRange> &ranges);
    /// Scrolls so that the line with that place of the newest text is at the top, as soon as that
    /// is laid out.
    void showPlace(qsizetype place);
    /// Where the top line of the newest text begins; nothing while that is laid out.
    [[nodiscard]] std::optional<qsizetype> placeAtTop() const;
    /// What is told of the origin of what lies there, in coordinates of the viewport; nothing of
    /// the prompt's own text.
    [[nodiscard]] QString originAt(const QPoint &position) const;

Q_SIGNALS:
    /// By Enter, or by a click that selects nothing, once it cannot be the first of two any more.
    void placeActivated(qsizetype place);
    void scrolledByUser(qsizetype place); ///< What is at the top now.

protected:
    [[nodiscard]] QMimeData *createMimeDataFromSelection() const override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool viewportEvent(QEvent *event) override;

private:
    void changeInPlace(qsizetype start, qsizetype oldLength, QStringView replacement);
    void take(const std::shared_ptr<MadeDocument> &made);
    void scrollTo(const QTextBlock &top, int lineInBlock);
    void markVisible();
    void paintStripes(const QRect &area);
    void describe();
    [[nodiscard]] QTextCharFormat formatOf(const TextSegment &segment) const;
    [[nodiscard]] const TextSegment *segmentAt(qsizetype place) const;
    [[nodiscard]] qsizetype endOfVisible() const;

    const widgets::Theme &m_theme;
    QList<TextSegment> m_segments;
    QList<workspace::PreviewContent::TextRange> m_struck;
    QString m_text; ///< Shown, or being laid out.
    bool m_isWaiting = false; ///< What is shown is older than m_text.
    std::optional<qsizetype> m_wantedTop; ///< Place, for when it is no longer.
    bool m_isPlacing = false; ///< The scroll bar moves, but not by the user.
    std::optional<QPoint> m_pressed; ///< By a click that may go to the source.
    QTimer m_click; ///< While it may be the first of two.
    qsizetype m_clicked = 0; ///< The place.
    core::LatestTask<std::shared_ptr<MadeDocument>> m_task;
};

} // namespace hermes::preview
