#pragma once

#include "core/entryid.h"

#include <QFrame>
#include <QIcon>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace hermes::widgets {
class Badge;
class CopyButton;
class ElidedLabel;
class KindIcon;
class Theme;
} // namespace hermes::widgets

namespace hermes::editor {

/// What the header shows of a definition.
struct HeaderContent
{
    core::EntryId id;
    QString author;
    QString name;
    QString version;
    QString description;
    QString model;
    QStringList tools;
    QStringList tags;
    QString hermesRange; ///< `>=0.3.0`
    QString state; ///< "modified", "read-only"; empty = nothing to say.
    QString checksum;
    QIcon icon; ///< The entry's own; null = its kind's.
};

/// The head of a definition as the registry's own page has it: icon, name, version, kind,
/// description, id. Thread: UI.
class DefinitionHeader final : public QFrame
{
    Q_OBJECT

public:
    explicit DefinitionHeader(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setContent(const HeaderContent &content);
    /// The texts of the page's head in reading order: author, name, version, kind, description, id.
    [[nodiscard]] QString plainText() const;

private:
    void layOut();
    void applyTheme();

    const widgets::Theme &m_theme;
    HeaderContent m_content;
    widgets::KindIcon *m_icon;
    QLabel *m_author;
    widgets::ElidedLabel *m_name;
    widgets::Badge *m_version;
    widgets::Badge *m_kind;
    widgets::Badge *m_state;
    QLabel *m_description;
    QLabel *m_idLabel;
    QLabel *m_id;
    widgets::CopyButton *m_copyId;
    widgets::ElidedLabel *m_facts;
    widgets::CopyButton *m_copyChecksum;
};

} // namespace hermes::editor
