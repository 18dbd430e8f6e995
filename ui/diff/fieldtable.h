#pragma once

#include "workspace/comparison.h"

#include <QTextBrowser>

namespace hermes::widgets {
class Theme;
}

namespace hermes::diffview {

/// The manifest's changed fields as a small table: field, before, after. Hidden while there are
/// none.
class FieldTable final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit FieldTable(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setFields(const QList<workspace::FieldChange> &fields, const QString &leftLabel,
                   const QString &rightLabel);

private:
    void render();

    const widgets::Theme &m_theme;
    QList<workspace::FieldChange> m_fields;
    QString m_left;
    QString m_right;
};

} // namespace hermes::diffview
