#pragma once

#include "editor/textsearch.h"

#include <QAbstractListModel>
#include <QDialog>
#include <QStyledItemDelegate>

namespace hermes::editor {

/// Lines that a replacement changes, one row each. Thread: UI.
class ReplacementModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    ReplacementModel(const QList<text::ChangedLines> &lines, QObject *parent);

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] const text::ChangedLines &lines(int row) const { return m_lines.at(row); }

private:
    QList<text::ChangedLines> m_lines;
};

/// Paints a line before and after, with what goes and what comes marked. Thread: UI.
class ReplacementDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ReplacementDelegate(const ReplacementModel *model, const widgets::Theme &theme,
                        QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    const ReplacementModel *m_model;
    const widgets::Theme &m_theme;
};

/// Shows every replacement before it is made. Accepted: they are wanted. Thread: UI.
class ReplacePreview final : public QDialog
{
    Q_OBJECT

public:
    ReplacePreview(const PreparedReplacements &prepared, const widgets::Theme &theme,
                   QWidget *parent);
};

} // namespace hermes::editor
