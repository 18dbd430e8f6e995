#pragma once

#include "core/entryid.h"
#include "core/latesttask.h"
#include "main/templatetag.h"

#include <QObject>
#include <QStringList>

namespace hermes::workspace {
class DefinitionDocument;
struct DefinitionHistory;
class Workspace;
} // namespace hermes::workspace

namespace hermes::mainwindow {

class ActionCatalog;
class DocumentArea;

/// Leads to fragments and sources: from a tag, a place in the preview, a problem, a list. Knows
/// which fragments there are. Thread: UI.
class FragmentNavigation final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives this.
    FragmentNavigation(workspace::Workspace &workspace, DocumentArea &documents, QObject *parent);

    void connectActions(const ActionCatalog &actions);
    /// Shows it as soon as its document is read. Of a version that is not the present one: what
    /// differs from it.
    void open(const TemplatePlace &place);
    void openFragment(const QString &name);
    /// The same, as soon as the one that was made is known, unless the user goes elsewhere.
    void openOnceThere(const QString &name);
    /// To what the tag at the caret names.
    void followTag();

Q_SIGNALS:
    /// Names of all fragments, sorted.
    void namesChanged(const QStringList &names);
    void told(const QString &text);
    void fragmentMissing(const QString &name); ///< That a tag asks for.

private:
    void readNames();
    void takeNames(const QStringList &names);
    void goTo(workspace::DefinitionDocument &document, const TemplatePlace &place);
    void showVersion(const core::EntryId &id, const QString &version);
    void compareWith(const workspace::DefinitionHistory &history, const QString &version);
    void followVariable(const QString &name);

    workspace::Workspace &m_workspace;
    DocumentArea &m_documents;
    QStringList m_names;
    QString m_awaited; ///< To be opened once it is among them; empty = none is.
    core::LatestTask<QStringList> m_namesTask;
    QMetaObject::Connection m_waiting; ///< For a document to be read, to go to a place of it.
};

} // namespace hermes::mainwindow
