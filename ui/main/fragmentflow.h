#pragma once

#include "assembly/assembly.h"
#include "core/entryid.h"
#include "core/error.h"
#include "workspace/fragmentuses.h"

#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
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

/// What is done with fragments: made of a selection or a section, put back into the text, renamed,
/// and looked for. Each is one operation of EntryFlow, shown before and taken back there.
/// Thread: UI.
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
    void rename();
    void showUses();

Q_SIGNALS:
    void told(const QString &text);

private:
    /// The document that is shown if it is an agent's and can be edited; else says why not.
    [[nodiscard]] workspace::DefinitionDocument *agent();
    void extract(workspace::DefinitionDocument &document, const assembly::ByteRange &stretch,
                 const QString &name);
    void askForName(const QString &from);
    /// The tag that the caret stands in.
    struct Tag
    {
        QString name;
        bool isFragment = false;
    };
    [[nodiscard]] std::optional<Tag> tagAtCaret() const;
    void open(const workspace::TemplateUse &use);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    DocumentArea &m_documents;
    EntryFlow &m_entries;
    QWidget *m_window;
};

} // namespace hermes::mainwindow
