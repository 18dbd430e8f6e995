#pragma once

#include "entries/entrydialog.h"
#include "workspace/registryreplace.h"

#include <QMap>
#include <QSet>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QGridLayout;
class QLineEdit;
class QModelIndex;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QTreeView;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
}

namespace hermes::entries {

class DiffText;
class ReplacementTree;

/// What the fields hold to begin with, and what is to be said about entries.
struct ReplaceOffer
{
    text::SearchQuery find;
    QString entries; ///< A query that narrows them; empty = all.
    QSet<core::EntryId> drafts; ///< With unsaved text.
};

/// Asks what is to be replaced in the registry, and shows each replacement before it is made.
/// Thread: UI.
class ReplaceDialog final : public EntryDialog
{
    Q_OBJECT

public:
    ReplaceDialog(const widgets::Theme &theme, const ReplaceOffer &offer, QWidget *parent);

    [[nodiscard]] workspace::ReplaceRequest request() const;
    /// In which entries, as a query; empty = in all, and in what prompts are made of.
    [[nodiscard]] QString entries() const;
    /// The answer to searchWanted().
    void setFound(const core::Result<workspace::FoundReplacements> &found);
    /// What is to be done when the dialog is accepted.
    [[nodiscard]] workspace::FoundReplacements chosen() const;

Q_SIGNALS:
    /// A moment after the user changed something.
    void searchWanted(const hermes::workspace::ReplaceRequest &request, const QString &entries);

private:
    QGridLayout *makeFields();
    QWidget *makeResult();
    void joinSignals();
    void edited();
    void noteChosen(int file);
    void showCounts();
    void showFile(const QModelIndex &index);
    void showSentence(const QString &title, const QString &sentence);
    [[nodiscard]] QString remarksText() const;

    QSet<core::EntryId> m_drafts;
    QLineEdit *m_pattern;
    QLineEdit *m_replacement;
    QLineEdit *m_entries;
    QToolButton *m_case;
    QToolButton *m_words;
    QToolButton *m_expression;
    QCheckBox *m_manifests;
    QLabel *m_summary;
    QStackedWidget *m_pages;
    QSplitter *m_columns;
    QTreeView *m_tree;
    ReplacementTree *m_model;
    DiffText *m_diff;
    QLabel *m_remarks;
    widgets::EmptyState *m_empty;
    QMap<int, QString> m_broken; ///< Files that the choice would break, and how.
    QTimer m_delay;
};

} // namespace hermes::entries
