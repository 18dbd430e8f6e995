#pragma once

#include "assembly/assembly.h"
#include "core/cancelflag.h"
#include "core/entryid.h"
#include "core/error.h"
#include "entries/fragmentdialog.h"
#include "main/templatetag.h"
#include "workspace/fragmentuses.h"

#include <QObject>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QMenu;
class QWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::workspace {
class DefinitionDocument;
class Workspace;
} // namespace hermes::workspace

namespace hermes::mainwindow {

class ActionCatalog;
class DocumentArea;
class EntryFlow;

/// What is done with fragments and variables: made of a selection or a section, put back into the
/// text, renamed, and looked for. Each is one operation of EntryFlow, shown before and taken back
/// there. Thread: UI.
class FragmentFlow final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives the flow.
    FragmentFlow(workspace::Workspace &workspace, const widgets::Theme &theme,
                 DocumentArea &documents, EntryFlow &entries, QWidget *window);

    void connectActions(const ActionCatalog &actions);
    void extractSelection();
    /// Of lines of the shown text, from 0: from `first` to the one before `end`; -1 = to the end.
    void extractLines(int first, int end, const QString &title);
    void inlineAtCaret();
    void make(const QString &name); ///< Without text; fragmentMade() once it is there.
    void rename();
    void renameNamed(const QString &name);
    void renameVariable();
    void showUses();
    void showUsesOf(const QString &name);
    /// Puts it into the trash; while it is included, only once its text stands in the place of its
    /// tags, if the user wants that.
    void remove(const QString &name);

Q_SIGNALS:
    void told(const QString &text);
    void fragmentMade(const QString &name);
    /// A use was chosen.
    void placeRequested(const hermes::mainwindow::TemplatePlace &place);

private:
    /// The document that is shown if it is an agent's or a fragment and can be edited; else says
    /// why not.
    [[nodiscard]] workspace::DefinitionDocument *shownTemplate();
    void extract(workspace::DefinitionDocument &document, const assembly::ByteRange &stretch,
                 const QString &name);
    using Renaming = std::function<core::Result<changes::ChangeSet>(
        const core::FileSource &, const QString &to, const core::CancelFlag &cancel)>;
    void ask(entries::FragmentDialog::Purpose purpose, const QString &from,
             const Renaming &renamed);
    using Work = std::function<core::Result<changes::ChangeSet>(const core::FileSource &)>;
    void removeBy(const QString &name, const Work &work);
    void askToInline(const QString &name, int uses, const core::Result<changes::ChangeSet> &made);
    void showUsesOf(const std::optional<TemplateTagText> &tag);
    void askForVariable(const core::RepoPath &file, const QString &from);
    /// The tag at a place of the shown text, or the variable that its line declares.
    [[nodiscard]] std::optional<TemplateTagText> subjectAt(const QTextCursor &place) const;
    /// What the caret is about: the same, else the fragment whose text is shown.
    [[nodiscard]] std::optional<TemplateTagText> subjectAtCaret() const;
    void fillMenu(const ActionCatalog &actions, QMenu *menu, int position);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    DocumentArea &m_documents;
    EntryFlow &m_entries;
    QWidget *m_window;
};

} // namespace hermes::mainwindow
