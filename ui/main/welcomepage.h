#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
class QLabel;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
class MessageBar;
} // namespace hermes::widgets

namespace hermes::mainwindow {

/// What the window shows while no registry is open: where to begin, and the registries opened
/// lately.
class WelcomePage final : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomePage(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Absolute folders, newest first.
    void setRecentRegistries(const QStringList &folders);
    /// A registry could not be opened.
    void showError(const QString &message);
    void clearError();

Q_SIGNALS:
    void openRequested();
    void cloneRequested();
    void sampleRequested();
    void recentRequested(const QString &folder);
    void recentRemoved(const QString &folder);

private:
    void addRecent(const QString &folder);

    const widgets::Theme &m_theme;
    widgets::MessageBar *m_error;
    QLabel *m_recentTitle;
    QWidget *m_recent = nullptr;
    QVBoxLayout *m_column;
};

} // namespace hermes::mainwindow
