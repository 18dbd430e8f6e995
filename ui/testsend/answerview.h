#pragma once

#include "assembly/assembly.h"

#include <QList>
#include <QTextBrowser>
#include <QTimer>

namespace hermes::widgets {
class Theme;
}

namespace hermes::testsend {

/// An answer, rendered, as high as it is. It grows at its end: what is laid out stays, but for the
/// block that is being written. A long text that comes at once is laid out in portions.
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
    void linkRequested(const QUrl &link); ///< The user clicked it.

protected:
    [[nodiscard]] QVariant loadResource(int type, const QUrl &name) override;
    bool event(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    /// A block that is shown: where its Markdown and where its text begins.
    struct Shown
    {
        qint64 start = 0; ///< Byte.
        int position = 0; ///< In the document.
        QString html;
    };
    [[nodiscard]] static bool isTable(const Shown &block);
    [[nodiscard]] static qint64 firstLine(const Shown &block, QByteArrayView utf8);
    void applyTheme();
    void showFrom(qint64 start, const QByteArray &utf8);
    void insertPortion();
    void insertBlock(QTextCursor &cursor, const assembly::RenderedBlock &block);
    void shapeCode(int start) const; ///< From there to the end.
    void fit();

    const widgets::Theme &m_theme;
    QString m_markdown;
    QList<Shown> m_blocks;
    QList<assembly::RenderedBlock> m_waiting; ///< Behind them, not yet laid out.
    QTimer m_nextPortion;
    int m_height = 0;
};

} // namespace hermes::testsend
