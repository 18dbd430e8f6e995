#pragma once

#include "bundle/bundle.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace hermes::widgets {
class CopyButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::bundleexport {

/// What was exported: the file, what is in it, and the digest by which others verify it.
class ExportResult final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportResult(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setBundle(const bundle::BundleSummary &summary, const QString &path);

Q_SIGNALS:
    void revealRequested();

private:
    QLineEdit *m_file;
    QLabel *m_contents;
    QLineEdit *m_commit;
    QLineEdit *m_identity;
    widgets::CopyButton *m_copy;
};

} // namespace hermes::bundleexport
