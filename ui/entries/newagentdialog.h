#pragma once

#include "changes/creation.h"
#include "changes/entrynames.h"
#include "entries/entrydialog.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QLineEdit;
class QListWidget;
class QTextBrowser;
QT_END_NAMESPACE

namespace hermes::entries {

class EntryNameFields;

/// What a new agent can begin with, and what is usual here.
struct NewAgentOffer
{
    changes::EntryNames names;
    QList<changes::Starter> starters; ///< Not empty; the first is chosen to begin with.
    changes::Habits habits;
    QStringList models; ///< Ids of the model catalog.
};

/// Asks for a new agent: name, id, description, and what to begin with. Thread: UI.
class NewAgentDialog final : public EntryDialog
{
    Q_OBJECT

public:
    NewAgentDialog(const widgets::Theme &theme, const NewAgentOffer &offer, QWidget *parent);

    [[nodiscard]] changes::NewAgent agent() const;
    [[nodiscard]] const changes::Starter &starter() const;

private:
    void addFields();
    void addStarters();
    void showStarter();
    void validate();

    NewAgentOffer m_offer;
    EntryNameFields *m_names;
    QLineEdit *m_description;
    QLineEdit *m_author;
    QLineEdit *m_license;
    QComboBox *m_model;
    QListWidget *m_starters;
    QTextBrowser *m_preview;
};

} // namespace hermes::entries
