#pragma once

#include "assembly/assembly.h"
#include "core/latesttask.h"
#include "modelapi/connectionsettings.h"
#include "modelapi/httprequest.h"
#include "modelapi/modelrequest.h"
#include "preview/jsonstring.h"
#include "registry/modelfacts.h"
#include "workspace/connectionstore.h"

#include <QWidget>

#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class CopyButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::preview {

class RenderedView;
class TextView;

/// To whom a prompt could be sent.
struct RequestTarget
{
    QString connectionId; ///< Empty = a provider, without a connection to it.
    QString name;
    modelapi::ConnectionSettings settings; ///< Without a model: that of the definition.
    workspace::ToldWindows told = {}; ///< By the connection's server.

    bool operator==(const RequestTarget &) const = default;
};

/// The request that a prompt becomes: the body as a chosen connection would be sent it, and the
/// same as a command for the shell. Nothing is sent, and there is no key in it. Made by a worker
/// while it is seen. Thread: UI.
class RequestView final : public QWidget
{
    Q_OBJECT

public:
    explicit RequestView(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// Of those the first one is shown until the user chooses. What the user chose stays chosen
    /// while it is there; a first connection to a chosen provider takes its place.
    void setTargets(const QList<RequestTarget> &targets);
    /// Said over those of the connection.
    void setParameters(const modelapi::Parameters &parameters);
    /// What is known of models beside their names: by the registry, then by catalogs.
    void setKnownModels(const QList<registry::ModelInfo> &ofRegistry,
                        const registry::ModelTable &models);
    /// `modelId` and `tools`: of the definition.
    void setPrompt(const QByteArray &systemPrompt, const QString &modelId,
                   const QList<modelapi::ToolDefinition> &tools);
    [[nodiscard]] RenderedView *body() const { return m_body; }

Q_SIGNALS:
    /// A place of the prompt within the body was clicked; its byte in the prompt.
    void promptActivated(qint64 offset);
    void requestShown(); ///< The newest request is on the screen, or why there is none.

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Made
    {
        core::Result<modelapi::HttpRequest> request;
        QByteArray body; ///< Indented, as it is shown.
        JsonString prompt; ///< In it.
        QList<assembly::RenderedBlock> blocks; ///< None of a body that is too large for colours,
        BrokenJson plain; ///< which is this instead,
        QString text; ///< as a QTextDocument holds it.
        QByteArray curl;
    };

    [[nodiscard]] qsizetype indexAmong(const QList<RequestTarget> &targets) const;
    void make();
    void take(const std::shared_ptr<Made> &made);
    void tellPlace(qint64 place); ///< Of the body.

    QList<RequestTarget> m_targets;
    bool m_isChosen = false; ///< What is shown, by the user.
    modelapi::Parameters m_parameters;
    QList<registry::ModelInfo> m_registryModels;
    registry::ModelTable m_models;
    QByteArray m_prompt;
    QString m_modelId;
    QList<modelapi::ToolDefinition> m_tools;
    QComboBox *m_choice;
    widgets::CopyButton *m_copyBody;
    widgets::CopyButton *m_copyCurl;
    QLabel *m_address;
    QLabel *m_note;
    QStackedWidget *m_views;
    RenderedView *m_body;
    TextView *m_plain; ///< Of a large body.
    std::shared_ptr<Made> m_made; ///< What is shown.
    core::LatestTask<std::shared_ptr<Made>> m_task;
};

} // namespace hermes::preview
