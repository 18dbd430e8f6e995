#pragma once

#include "core/entryid.h"
#include "modelapi/modelrequest.h"
#include "tokens/countingmethod.h"
#include "workspace/connectionstore.h"
#include "workspace/modelaccess.h"

#include <QObject>
#include <QPointer>

#include <optional>

namespace hermes::preview {
class PreviewPane;
}

namespace hermes::widgets {
class UserDialogs;
}

namespace hermes::workspace {
class ProviderCount;
class Settings;
struct SecretPlace;
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

    /// Another content is shown, or none: what was told of another one is told no longer.
    void follow();

private:
    /// What is to be counted, as it was when the user asked: these bytes are looked through for
    /// secrets, and these are sent.
    struct Asked
    {
        workspace::Connection connection;
        core::EntryId id;
        QByteArray prompt;
        QString modelId; ///< Of the definition.
        tokens::TokenCount own; ///< Of the prompt.
        QList<modelapi::ToolDefinition> tools;
    };

    void showCounters();
    void ask(const QString &connectionId);
    void warn(const Asked &asked, const QList<workspace::SecretPlace> &secrets);
    void confirmServer(const Asked &asked);
    void count(const Asked &asked);
    [[nodiscard]] bool isShown(const Asked &asked) const;
    [[nodiscard]] Asked whatIsShown(const workspace::Connection &connection) const;
    void showMeasured();

    preview::PreviewPane &m_pane;
    workspace::ModelAccess m_models;
    workspace::Settings &m_settings;
    widgets::UserDialogs &m_dialogs;
    QPointer<workspace::ProviderCount> m_count;
    std::optional<Asked> m_counted; ///< Of which something is told.
    QString m_modelId; ///< Whose counts are shown.
};

} // namespace hermes::mainwindow
