#pragma once

#include "bundle/bundle.h"
#include "export/exportmodel.h"
#include "workspace/secretplaces.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class BusyBar;
class FilterField;
class MessageBar;
class SegmentedControl;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::bundleexport {

class ExportResult;

/// What the user decided.
struct ExportChoice
{
    QList<core::EntryId> ids; ///< Empty = the whole registry.
    QString name;
    QString version;
    QString path; ///< Absolute.
    QList<workspace::SecretPlace> acceptedSecrets; ///< Of those that showSecrets() told.
};

/// Asks for a bundle, and stays until it is made: then it shows the result, or what went wrong
/// beside what was asked for. Performs nothing itself. Thread: UI.
class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                 const ExportOffer &offer, QWidget *parent);

    /// The bundle is being made: nothing can be changed until one of the next three; closing asks
    /// to cancel.
    void showRunning();
    void showResult(const bundle::BundleSummary &summary, const QString &path);
    void showFailure(const core::Error &error);
    /// Nothing was written because of these; the user may want it all the same.
    void showSecrets(const QList<workspace::SecretPlace> &places);

    [[nodiscard]] ExportChoice choice() const;
    void reject() override;

Q_SIGNALS:
    void exportRequested(); ///< choice() is complete.
    void cancelRequested();
    void revealRequested(const QString &path); ///< The user wants to see the file in its folder.

private:
    enum class State
    {
        Asking,
        Running,
        Done
    };

    void layOut();
    void joinSignals();
    [[nodiscard]] QHBoxLayout *makeScopeRow();
    [[nodiscard]] QFormLayout *makeFields();
    void setState(State state);
    void browse();
    void followName();
    void validate();
    void takeBackQuestion();
    void showSource();
    void start();
    [[nodiscard]] QString obstacle() const;
    [[nodiscard]] bool isWholeRegistry() const;

    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    State m_state = State::Asking;
    QString m_folder;
    QString m_source;
    ExportModel *m_model;
    ExportFilter *m_shown;
    widgets::MessageBar *m_failure;
    QStackedWidget *m_pages;
    QWidget *m_form;
    widgets::SegmentedControl *m_scope;
    QLabel *m_count;
    widgets::FilterField *m_filter;
    QPushButton *m_all;
    QPushButton *m_none;
    QListView *m_list;
    QLineEdit *m_name;
    QLineEdit *m_version;
    QLineEdit *m_path;
    QPushButton *m_browse;
    QLabel *m_committed;
    ExportResult *m_result;
    widgets::BusyBar *m_busy;
    QLabel *m_obstacle;
    QPushButton *m_cancel;
    QPushButton *m_export;
    QString m_agreedPath; ///< The user has agreed that this file is replaced.
    QList<workspace::SecretPlace> m_toldSecrets; ///< The bar has them and asks for consent.
    QList<workspace::SecretPlace> m_acceptedSecrets;
    bool m_hasOwnPath = false; ///< The user chose the file; it no longer follows name and version.
};

} // namespace hermes::bundleexport
