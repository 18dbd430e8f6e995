#pragma once

#include "core/error.h"

#include <QPointer>
#include <QWidget>

namespace hermes::widgets {
class MessageBar;
class Theme;
} // namespace hermes::widgets

namespace hermes::workspace {
class DefinitionDocument;
}

namespace hermes::editor {

/// What a document has to say about its files, as bars above the text with what can be done:
/// changed on disk, gone, not saved, read-only, recovered, too large. Thread: UI.
class DiskMessages final : public QWidget
{
    Q_OBJECT

public:
    DiskMessages(const widgets::Theme &theme, workspace::DefinitionDocument *document,
                 QWidget *parent = nullptr);

Q_SIGNALS:
    void comparisonRequested(); ///< The draft against what is on disk.
    void copyRequested(); ///< The draft's text, when it cannot be written.
    void saveElsewhereRequested(); ///< The same, to a file.

private:
    void showState();
    void showDiskState();
    void showChanged();
    void showGone();
    void showFailure(const core::Error &error);
    void showRecovered();
    void showKeptAside(const QStringList &files, bool isDamaged);
    void offerToSaveAgain(widgets::MessageBar &bar);
    void offerOtherPlaces(widgets::MessageBar &bar);
    void showMerged(int conflicts);

    QPointer<workspace::DefinitionDocument> m_document;
    widgets::MessageBar *m_state; ///< Lasting: how the document can be used at all.
    widgets::MessageBar *m_disk; ///< What became of the file on disk.
    widgets::MessageBar *m_event; ///< What happened last.
    widgets::MessageBar *m_journal; ///< That unsaved text is not safe now.
    widgets::MessageBar *m_aside; ///< Unsaved text that is not in the document.
};

} // namespace hermes::editor
