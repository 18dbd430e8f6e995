#pragma once

#include "core/error.h"
#include "workspace/definitionfiles.h"

#include <QWidget>

namespace hermes::widgets {
class FieldLine;
class Theme;
} // namespace hermes::widgets

namespace hermes::editor {

class FieldNote;
class IconStrip;

/// The file of an entry's icon, with how it looks from 16 to 256 pixels. A picture dropped here is
/// copied into the entry's folder. Thread: UI; pictures are read on a worker.
class IconField final : public QWidget
{
    Q_OBJECT

public:
    explicit IconField(const widgets::Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] widgets::FieldLine *line() const { return m_line; }
    /// Shows the picture that the line names. `location`: of the entry.
    void showIcon(const workspace::DefinitionLocation &location);
    /// Copies a picture into the entry's folder; chosen() tells its name there.
    void adopt(const QString &path);

Q_SIGNALS:
    void chosen(const QString &name);
    void fileRequested(); ///< A picture is to be chosen, then adopted.

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void take(const QString &name, const core::Result<QByteArray> &picture);
    void tell(const core::Error &error);

    widgets::FieldLine *m_line;
    IconStrip *m_strip;
    FieldNote *m_note;
    workspace::DefinitionLocation m_location;
    QString m_wanted; ///< The name whose picture is being read or shown.
};

} // namespace hermes::editor
