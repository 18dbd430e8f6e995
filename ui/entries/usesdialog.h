#pragma once

#include "workspace/fragmentuses.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QListWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::entries {

/// Lists where a fragment or a variable is used, and leads there. Thread: UI.
class UsesDialog final : public QDialog
{
    Q_OBJECT

public:
    /// What is looked for: a fragment, or else a variable.
    struct Subject
    {
        QString name;
        bool isFragment = true;

        bool operator==(const Subject &) const = default;
    };

    /// `subjects`: to choose from. `chosen`: its index among them.
    UsesDialog(const widgets::Theme &theme, const QList<Subject> &subjects, int chosen,
               QWidget *parent);

    /// The answer to usesWanted().
    void setUses(const QList<workspace::TemplateUse> &uses);
    /// To be called once connected.
    void start() { look(); }

Q_SIGNALS:
    void usesWanted(const hermes::entries::UsesDialog::Subject &subject);
    void useChosen(const hermes::workspace::TemplateUse &use);

private:
    void look();
    void openChosen();

    QList<Subject> m_subjects;
    QList<workspace::TemplateUse> m_uses;
    QComboBox *m_choice;
    QLabel *m_summary;
    QListWidget *m_list;
};

} // namespace hermes::entries
