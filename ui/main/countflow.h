#pragma once

#include "check/secrets.h"
#include "core/entryid.h"
#include "workspace/modelaccess.h"

#include <QObject>
#include <QPointer>

namespace hermes::preview {
class PreviewPane;
}

namespace hermes::widgets {
class UserDialogs;
}

namespace hermes::workspace {
struct Connection;
class ProviderCount;
class Settings;
} // namespace hermes::workspace

namespace hermes::mainwindow {

/// Has a provider count the prompt that the preview shows, when the user asks for it and agrees to
/// the server, and remembers how far our own count was off. Thread: UI.
class CountFlow final : public QObject
{
    Q_OBJECT

public:
    CountFlow(preview::PreviewPane &pane, const workspace::ModelAccess &models,
              workspace::Settings &settings, widgets::UserDialogs &dialogs, QObject *parent);

    /// Another content is shown.
    void follow();

private:
    void showCounters();
    void ask(const QString &connectionId);
    void warn(const workspace::Connection &connection, const QList<check::SecretFinding> &secrets);
    void confirmServer(const workspace::Connection &connection);
    void count(const workspace::Connection &connection);
    void showMeasured();

    preview::PreviewPane &m_pane;
    workspace::ModelAccess m_models;
    workspace::Settings &m_settings;
    widgets::UserDialogs &m_dialogs;
    QPointer<workspace::ProviderCount> m_count;
    core::EntryId m_shown;
    QString m_modelId; ///< Whose counts are shown.
};

} // namespace hermes::mainwindow
