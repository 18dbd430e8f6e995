#pragma once

#include "core/latesttask.h"
#include "diff/linediff.h"

#include <QPlainTextEdit>

#include <memory>

namespace hermes::widgets {
class Theme;
}

namespace hermes::entries {

/// Two texts as one: removed and added lines with a sign before them and their words marked, a few
/// same lines around. Thread: UI; compares on a worker.
class DiffText final : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// Rows beyond this are counted, not shown.
    static constexpr int maximumRows = 2000;
    /// Larger texts are not compared here. Bytes.
    static constexpr qsizetype maximumBytes = qsizetype(4) << 20;

    explicit DiffText(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setTexts(const QByteArray &before, const QByteArray &after);
    /// A sentence instead of texts.
    void showSentence(const QString &sentence);

private:
    using Compared = std::shared_ptr<const diff::LineDiff>;

    void take(const Compared &compared);
    void showDiff();

    const widgets::Theme &m_theme;
    Compared m_diff;
    core::LatestTask<Compared> m_task;
};

} // namespace hermes::entries
