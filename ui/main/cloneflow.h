#pragma once

#include "core/cancelflag.h"
#include "core/error.h"

#include <QObject>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class UserDialogs;
}

namespace hermes::mainwindow {

/// Leads from "Clone registry…" to a folder with the clone: asks for URL and place, shows how far
/// it is, and can be cancelled. Thread: UI.
class CloneFlow final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive the flow.
    CloneFlow(widgets::UserDialogs &dialogs, QWidget *window);
    ~CloneFlow() override; ///< Cancels what runs.

    void start();

Q_SIGNALS:
    void cloned(const QString &folder);
    void failed(const hermes::core::Error &error);

private:
    void askForPlace(const QString &url);
    void clone(const QString &url, const QString &folder);

    widgets::UserDialogs &m_dialogs;
    QWidget *m_window;
    core::CancelFlag m_cancel; ///< Of the clone that runs.
};

} // namespace hermes::mainwindow
