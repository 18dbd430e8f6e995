#pragma once

#include "core/problem.h"

#include <QPointer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QTimer;
QT_END_NAMESPACE

namespace hermes::workspace {
class DefinitionDocument;
}

namespace hermes::widgets {
class Theme;
}

namespace hermes::mainwindow {

/// The bottom row: caret, file facts, whether the draft is safe, and the count of problems.
class StatusLine final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setDocument(workspace::DefinitionDocument *document);
    /// 1-based.
    void setCaret(int line, int column);
    void setProblemCount(int count);

Q_SIGNALS:
    void problemsRequested();

private:
    void update();

    QPointer<workspace::DefinitionDocument> m_document;
    QLabel *m_caret;
    QLabel *m_format;
    QLabel *m_safety;
    QPushButton *m_problems;
};

} // namespace hermes::mainwindow
