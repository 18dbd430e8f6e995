#pragma once

#include "registry/catalog.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace hermes::widgets {
class FilterField;
class SegmentedControl;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::bundleexport {

/// What there is to export.
struct ExportOffer
{
    QList<registry::EntrySummary> entries;
    QList<core::EntryId> chosen; ///< Checked to begin with; empty = the whole registry.
    QString registryName;
    QString folder; ///< Where the file is suggested.
    QString source; ///< "main at 3f2c1ab"
    int drafts = 0; ///< Entries whose work tree differs from the commit.
};

/// What the user decided.
struct ExportChoice
{
    QList<core::EntryId> ids; ///< Empty = the whole registry.
    QString name;
    QString version;
    QString path;
};

/// Asks for a bundle. Performs nothing: accepted() means that choice() is complete. Thread: UI.
class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                 const ExportOffer &offer, QWidget *parent);

    [[nodiscard]] ExportChoice choice() const;

private:
    void layOut();
    void fillList();
    void filterList(const QString &text);
    void browse();
    void followName();
    void validate();
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] QList<core::EntryId> checkedIds() const;
    [[nodiscard]] bool isWholeRegistry() const;

    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    ExportOffer m_offer;
    widgets::SegmentedControl *m_scope;
    widgets::FilterField *m_filter;
    QListWidget *m_list;
    QLabel *m_count;
    QLineEdit *m_name;
    QLineEdit *m_version;
    QLineEdit *m_path;
    QLabel *m_obstacle;
    QPushButton *m_export;
    bool m_hasOwnPath = false; ///< The user chose the file; it no longer follows name and version.
};

} // namespace hermes::bundleexport
