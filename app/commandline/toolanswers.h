#pragma once

#include "core/error.h"
#include "modelapi/modelrequest.h"

#include <QHash>
#include <QStringList>

#include <optional>

namespace hermes::commandline {

/// What tools are said to give, by their names and the order of their calls.
class ToolAnswers
{
public:
    /// Each `NAME=TEXT`, `NAME=@FILE`, or `NAME#N=…` for the N-th call alone. Of several for one
    /// name each answers the next call, the last one all that follow. Errors: InvalidArgument where
    /// that is none, or of no tool of these; NotReadable, NotText,
    /// TooLarge for a file.
    [[nodiscard]] static core::Result<ToolAnswers>
    parse(const QStringList &options, const QList<modelapi::ToolDefinition> &tools);

    /// What each of these calls gets; fewer: that many, and the next one has none.
    [[nodiscard]] QStringList next(const QList<modelapi::ToolCall> &calls);
    /// All of a tool, in the order of the options.
    [[nodiscard]] QList<std::pair<QString, QString>> all() const { return m_all; }

private:
    [[nodiscard]] std::optional<QString> answer(const QString &name, int number) const;

    QHash<QString, QStringList> m_inOrder;
    QHash<QString, QHash<int, QString>> m_numbered; ///< From 1.
    QHash<QString, int> m_calls; ///< Answered so far.
    QList<std::pair<QString, QString>> m_all; ///< Name of the tool, and the text.
};

} // namespace hermes::commandline
