#pragma once

#include "registryfixture.h"
#include "scratchfolder.h"
#include "widgets/theme.h"
#include "workspace/definitiondocument.h"
#include "workspace/editjournal.h"

#include <QStringList>

#include <memory>

QT_BEGIN_NAMESPACE
class QPushButton;
QT_END_NAMESPACE

namespace hermes::widgets {
class MessageBar;
}

namespace hermes::test {

/// A document on real files: the entry `writer` of a small registry in git, with a journal.
class DocumentFixture
{
public:
    /// Makes no document: what the test lays out first is what load() finds.
    DocumentFixture();

    /// Another document, as in another run of the program.
    void make();
    /// Loads it and waits for this state.
    void load(workspace::DefinitionDocument::State state);
    void open(workspace::DefinitionDocument::State state);
    void open() { open(workspace::DefinitionDocument::State::Ready); }

    [[nodiscard]] const RegistryFixture &registry() const { return m_registry; }
    [[nodiscard]] workspace::DefinitionDocument &document() { return *m_document; }
    [[nodiscard]] widgets::Theme &theme() { return m_theme; }
    [[nodiscard]] QString promptPath() const;
    void writeManifest(const QByteArray &text) const;
    /// Writes the prompt as another program does, and tells the document that something changed.
    void changeOutside(const QByteArray &prompt);
    /// Puts text before the prompt, as typing at its start does.
    void type(const QString &text);
    /// Whether the document's save ends well.
    [[nodiscard]] bool save();

private:
    widgets::Theme m_theme;
    RegistryFixture m_registry;
    ScratchFolder m_state;
    std::unique_ptr<workspace::EditJournal> m_journal;
    std::unique_ptr<workspace::DefinitionDocument> m_document;
};

/// The bar below `parent` that is shown and holds the words; nullptr if there is none.
[[nodiscard]] widgets::MessageBar *shownBar(const QWidget &parent, const QString &words);
/// The captions of a bar's buttons, in their order.
[[nodiscard]] QStringList captions(const widgets::MessageBar &bar);
/// Clicks a button of a bar with the mouse.
void clickButton(const widgets::MessageBar &bar, const QString &caption);
/// Shows a window and waits until it is active.
void activate(QWidget &window, QSize size);
/// The control of that name which can be seen; nullptr if there is none.
[[nodiscard]] QWidget *control(const QWidget &window, const QString &accessibleName);

} // namespace hermes::test
