#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "core/error.h"

#include <QObject>

namespace hermes::widgets {
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::workspace {
class Workspace;
struct ExportRequest;
} // namespace hermes::workspace

namespace hermes::mainwindow {

/// From the click on Export to the bundle on disk: dialog, writing, result.
class ExportFlow final : public QObject
{
    Q_OBJECT

public:
    ExportFlow(workspace::Workspace &workspace, const widgets::Theme &theme,
               widgets::UserDialogs &dialogs, QWidget *window);

    /// `chosen`: entries that are selected to begin with.
    void start(const QList<core::EntryId> &chosen);

Q_SIGNALS:
    void told(const QString &text);
    void failed(const hermes::core::Error &error);

private:
    void write(const workspace::ExportRequest &request);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    QWidget *m_window;
    core::CancelFlag m_cancel;
};

} // namespace hermes::mainwindow
