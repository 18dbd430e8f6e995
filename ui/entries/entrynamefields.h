#pragma once

#include "changes/entrynames.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::entries {

/// Name and id of an entry, side by side. The id follows the name until the user writes it, and is
/// checked at each key against the others of its kind. Thread: UI.
class EntryNameFields final : public QWidget
{
    Q_OBJECT

public:
    /// Where the id comes from until the user writes one.
    enum class IdSource
    {
        Name,
        Itself
    };

    EntryNameFields(const widgets::Theme &theme, core::EntryKind kind,
                    const changes::EntryNames &names, IdSource source, QWidget *parent = nullptr);

    /// Says nothing.
    void setNameAndId(const QString &name, const QString &id);
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString id() const;
    /// What is missing or wrong, as a sentence; empty = nothing.
    [[nodiscard]] QString obstacle() const;

Q_SIGNALS:
    void edited(); ///< By the user.

private:
    void takeName(const QString &name);
    void check();

    core::EntryKind m_kind;
    changes::EntryNames m_names;
    IdSource m_source;
    QLineEdit *m_name; ///< Not shown for skills, whose name is their id.
    QLineEdit *m_id;
    QLabel *m_note;
};

} // namespace hermes::entries
