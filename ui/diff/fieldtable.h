#pragma once

#include "workspace/comparison.h"

#include <QTextBrowser>

namespace hermes::widgets {
class Theme;
}

namespace hermes::diffview {

/// What differs in the manifest: a small table of fields, before and after, their changed words
/// marked; or one sentence where no field does. As high as its content, up to a limit; hidden while
/// the manifests are the same.
class FieldTable final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit FieldTable(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setComparison(const workspace::Comparison &comparison);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void render();
    void fitHeight();
    [[nodiscard]] QString leadingEdge() const;
    [[nodiscard]] QString row(QStringList cells) const;
    [[nodiscard]] QString table() const;
    [[nodiscard]] QString note() const;

    const widgets::Theme &m_theme;
    workspace::ManifestChange m_change = workspace::ManifestChange::None;
    QList<workspace::FieldChange> m_fields;
    QString m_left;
    QString m_right;
};

} // namespace hermes::diffview
