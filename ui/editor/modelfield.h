#pragma once

#include "registry/catalog.h"
#include "widgets/fieldinputs.h"

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class ModelList;

/// The id of a language model, with search over the registry's catalog: by id, name and provider.
/// The list tells context window, price and deprecation of each; the down arrow opens all of it.
/// Thread: UI.
class ModelField final : public widgets::FieldLine
{
    Q_OBJECT

public:
    explicit ModelField(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setModels(const QList<registry::ModelInfo> &models);
    /// Opens the list of all models.
    void openList();

Q_SIGNALS:
    void chosen(const QString &modelId); ///< From the list; what is typed is textEdited().

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    ModelList *m_models;
    QAction *m_open;
};

} // namespace hermes::editor
