#pragma once

#include "workspace/registryreplace.h"

#include <QAbstractItemModel>
#include <QBitArray>
#include <QCache>

#include <vector>

namespace hermes::entries {

/// Files and the replacements in them, each of which can be left out. Thread: UI.
class ReplacementTree final : public QAbstractItemModel
{
    Q_OBJECT

public:
    /// A replacement within what stands around it, shortened, on one line.
    struct Shown
    {
        qsizetype line = 1; ///< 1-based.
        QString before; ///< What stands before the match in its line.
        QString removed;
        QString inserted;
        QString after;
    };

    static constexpr int allFiles = -1;

    explicit ReplacementTree(QObject *parent = nullptr);

    /// All of them are chosen.
    void setFound(const workspace::FoundReplacements &found);
    [[nodiscard]] const workspace::FoundReplacements &found() const { return m_found; }
    void chooseAll(bool isChosen);

    /// What is chosen, without the files in which nothing is.
    [[nodiscard]] workspace::FoundReplacements chosen() const;
    /// A file with what is chosen of it.
    [[nodiscard]] workspace::FileReplacements chosenOf(int file) const;
    [[nodiscard]] qsizetype chosenCount() const { return m_chosenCount; }
    [[nodiscard]] qsizetype chosenFiles() const;

    /// The file that a row is or belongs to; -1 = none.
    [[nodiscard]] static int fileOf(const QModelIndex &index);
    /// Of a row that is a replacement.
    [[nodiscard]] Shown shown(const QModelIndex &index) const;
    /// Of a row that is a file: "2 of 3".
    [[nodiscard]] QString note(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void chosenChanged(int file); ///< Or allFiles.

private:
    [[nodiscard]] QString textOf(int file) const;
    [[nodiscard]] Qt::CheckState stateOf(const QModelIndex &index) const;
    void choose(int file, bool isChosen);

    workspace::FoundReplacements m_found;
    std::vector<QBitArray> m_chosen; ///< For each file, its edits.
    qsizetype m_chosenCount = 0;
    mutable QCache<int, QString> m_texts; ///< Of the files whose rows were asked for last.
};

} // namespace hermes::entries
