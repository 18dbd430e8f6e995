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
class FlowLayout;
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
    QString fragmentFile; ///< Of a fragment, which has no id; empty = it is an entry.
    QString sourceNote; ///< Where the prompt has a source, what that means; empty = it has none.
    QIcon icon; ///< The entry's own; null = its kind's.
};

/// The head of a definition as the registry's own page has it: icon, name, version, kind,
/// description, id. Facts take as many lines as the width needs; the header is never lower than its
/// texts. Thread: UI.
class DefinitionHeader final : public QFrame
{
    Q_OBJECT

public:
    explicit DefinitionHeader(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setContent(const HeaderContent &content);
    /// In a low window: name, badges and id alone.
    void setCompact(bool isCompact);
    /// The texts of the page's head in reading order: author, name, version, kind, description, id.
    [[nodiscard]] QString plainText() const;

protected:
    bool event(QEvent *event) override;

private:
    void layOut();
    void addFacts(widgets::FlowLayout &flow);
    void applyTheme();
    void applyDirection();
    void showKind();
    void showFacts();

    const widgets::Theme &m_theme;
    HeaderContent m_content;
    bool m_isCompact = false;
    widgets::KindIcon *m_icon;
    QLabel *m_author;
    widgets::ElidedLabel *m_name;
    widgets::Badge *m_version;
    widgets::Badge *m_kind;
    widgets::Badge *m_source;
    widgets::Badge *m_state;
    QLabel *m_description;
    QLabel *m_idLabel;
    QLabel *m_id;
    widgets::CopyButton *m_copyId;
    // Facts, in order of weight; those that have nothing to say are hidden.
    widgets::ElidedLabel *m_model;
    widgets::ElidedLabel *m_tools;
    QLabel *m_hermes;
    widgets::ElidedLabel *m_tags;
    QWidget *m_checksumGroup;
    QLabel *m_checksum;
    widgets::CopyButton *m_copyChecksum;
};

} // namespace hermes::editor
