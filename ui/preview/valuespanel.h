#pragma once

#include "core/entryid.h"
#include "workspace/valuechoice.h"

#include <QFrame>

#include <vector>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QScrollArea;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class LinkButton;
class Theme;
} // namespace hermes::widgets

namespace hermes::preview {

class ValueRow;

/// With which profile and values a prompt is looked at and test-sent: a choice of profiles, and a
/// row for each variable. It changes nothing in the registry. Thread: UI.
class ValuesPanel final : public QFrame
{
    Q_OBJECT

public:
    explicit ValuesPanel(const widgets::Theme &theme, QWidget *parent = nullptr);

    void show(const core::EntryId &entry, const workspace::ValueChoice &choice,
              const QList<workspace::VariableUse> &uses, const QStringList &profiles);
    /// False where there is nothing yet to take the focus.
    bool focusFirst();

Q_SIGNALS:
    // What the user does; what becomes of it is shown by show().
    void profileChosen(const QString &profile); ///< Empty = none.
    void valueGiven(const QString &name, const QJsonValue &value);
    void valueTakenBack(const QString &name);
    void allTakenBack();
    void leaveRequested(); ///< By Escape.

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showProfiles(const QStringList &profiles, const QString &chosen);
    void showRows(const QList<workspace::VariableUse> &uses, const QString &profile,
                  bool areOthers);
    void fitHeight();

    const widgets::Theme &m_theme;
    QComboBox *m_profile;
    QLabel *m_note;
    widgets::LinkButton *m_resetAll;
    QScrollArea *m_scroll;
    QVBoxLayout *m_column;
    std::vector<ValueRow *> m_rows; ///< Children of the scroll area.
    core::EntryId m_entry; ///< Whose rows they are.
};

} // namespace hermes::preview
