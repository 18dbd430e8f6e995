#pragma once

#include "assembly/renderedtext.h"

#include <QList>
#include <QTextBrowser>
#include <QTimer>

namespace hermes::widgets {
class Theme;
}

namespace hermes::testsend {

/// An answer, rendered, as high as it is. It grows at its end: what is laid out stays, but for the
/// block that is being written, and of code that goes on all but its last lines. A long text that
/// comes at once is laid out in portions.
///
/// Loads nothing, and links are only told. Thread: UI.
class AnswerView final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit AnswerView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Markdown. Costs what is new, and the last block.
    void setMarkdown(const QString &markdown);
    [[nodiscard]] const QString &markdown() const { return m_markdown; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

Q_SIGNALS:
    void linkRequested(const QUrl &link); ///< The user clicked it, wherever it leads.

protected:
    [[nodiscard]] QVariant loadResource(int type, const QUrl &name) override;
    bool event(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    struct Shown
    {
        int position = 0; ///< In the document, where its text begins.
        QString html;
    };
    [[nodiscard]] static bool isTable(const Shown &block);
    void applyTheme();
    void showRendered();
    void removeFrom(qsizetype block);
    [[nodiscard]] bool growCode(const QString &html);
    void insertPortion();
    void insertBlock(QTextCursor &cursor, const assembly::RenderedBlock &block);
    /// From there to the end. `above`: margin of the first line, in px.
    void shapeCode(int start, double above) const;
    void fit();

    const widgets::Theme &m_theme;
    QString m_markdown;
    assembly::RenderedText m_rendered; ///< Of it.
    QList<Shown> m_blocks; ///< That are shown.
    QList<assembly::RenderedBlock> m_waiting; ///< Behind them, not yet laid out.
    QTimer m_nextPortion;
    int m_height = 0;
};

} // namespace hermes::testsend
