#include "commandline/toolanswers.h"

#include "commandline/report.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <iterator>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

constexpr qint64 longestAnswer = 64LL * 1024 * 1024; ///< Bytes.

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

Result<QString> given(const QString &text)
{
    if (!text.startsWith(u'@')) {
        return text;
    }
    QFile file(text.sliced(1));
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::NotReadable,
                       translated("%1 cannot be read: %2. Nothing was sent.")
                           .arg(shown(file.fileName()), file.errorString()));
    }
    const QByteArray bytes = file.read(longestAnswer + 1);
    if (bytes.size() > longestAnswer) {
        return failure(
            ErrorCode::TooLarge,
            translated("%1 is longer than 64 MiB. Nothing was sent.").arg(shown(file.fileName())));
    }
    if (!QUtf8StringView(bytes).isValidUtf8()) {
        return failure(
            ErrorCode::NotText,
            translated("%1 is no UTF-8 text. Nothing was sent.").arg(shown(file.fileName())));
    }
    return QString::fromUtf8(bytes);
}

} // namespace

Result<ToolAnswers> ToolAnswers::parse(const QStringList &options,
                                       const QList<modelapi::ToolDefinition> &tools)
{
    ToolAnswers answers;
    for (const QString &option : options) {
        const QString tool = option.section(u'=', 0, 0);
        const QString name = tool.section(u'#', 0, 0);
        const bool isNumbered = tool.contains(u'#');
        const int number = tool.section(u'#', 1).toInt();
        if (!option.contains(u'=') || (isNumbered && number < 1)
            || !std::ranges::contains(tools, name, &modelapi::ToolDefinition::name)) {
            QStringList names;
            std::ranges::transform(tools, std::back_inserter(names),
                                   &modelapi::ToolDefinition::name);
            return failure(ErrorCode::InvalidArgument,
                           translated("--tool-answer “%1” is no NAME=TEXT, NAME=@FILE or "
                                      "NAME#2=TEXT of a tool of this entry. Its tools are: %2.")
                               .arg(shown(option), names.join(u", "_s)));
        }
        const Result<QString> text = given(option.section(u'=', 1));
        if (!text) {
            return std::unexpected(text.error());
        }
        answers.m_all.append({name, *text});
        if (isNumbered) {
            answers.m_numbered[name].insert(number, *text);
        } else {
            answers.m_inOrder[name].append(*text);
        }
    }
    return answers;
}

QStringList ToolAnswers::next(const QList<modelapi::ToolCall> &calls)
{
    QStringList answers;
    for (const modelapi::ToolCall &call : calls) {
        const auto text = answer(call.name, ++m_calls[call.name]);
        if (!text) {
            break;
        }
        answers.append(*text);
    }
    return answers;
}

std::optional<QString> ToolAnswers::answer(const QString &name, int number) const
{
    const QHash<int, QString> numbered = m_numbered.value(name);
    if (const auto own = numbered.constFind(number); own != numbered.constEnd()) {
        return *own;
    }
    const QStringList inOrder = m_inOrder.value(name);
    return inOrder.isEmpty()
        ? std::nullopt
        : std::optional(inOrder.at(std::min<qsizetype>(number, inOrder.size()) - 1));
}

} // namespace hermes::commandline
