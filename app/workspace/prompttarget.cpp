#include "workspace/prompttarget.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace hermes::workspace {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(PromptTarget)
};

} // namespace

QStringList TargetPrompt::objections() const
{
    QStringList objections;
    for (const core::Problem &problem : taken.problems) {
        if (problem.severity == core::Problem::Severity::Error) {
            objections.append(problem.message);
        }
    }
    for (const ContextFile &file : context) {
        if (!file.fault.isEmpty()) {
            objections.append(file.fault);
        }
    }
    return objections;
}

QByteArray withContext(const QByteArray &prompt, const QList<ContextFile> &context)
{
    QByteArray text = prompt;
    for (const ContextFile &file : context) {
        if (file.fault.isEmpty()) {
            if (!text.isEmpty()) {
                text += text.endsWith('\n') ? "\n" : "\n\n";
            }
            text += file.text;
        }
    }
    return text;
}

std::optional<ContextPlace> contextPlaceAt(const QByteArray &prompt,
                                           const QList<ContextFile> &context, qint64 offset)
{
    if (offset < prompt.size() || (offset == prompt.size() && !prompt.isEmpty())) {
        return std::nullopt;
    }
    std::optional<ContextPlace> place;
    QList<ContextFile> above;
    for (const ContextFile &file : context) {
        above.append(file);
        const qint64 end = withContext(prompt, above).size();
        const qint64 inFile = offset - (end - file.text.size()); // below 0: in the line above it
        if (file.fault.isEmpty() && (!place || inFile >= 0)) {
            const qint64 before = std::clamp<qint64>(inFile, 0, file.text.size());
            const bool isWhole = file.text.size() == file.bytes;
            place = {file.path,
                     isWhole ? static_cast<int>(file.text.first(before).count('\n')) + 1 : 0};
        }
    }
    return place;
}

TargetPrompt targetPrompt(const assembly::Assembly &assembly, const PromptTarget &target,
                          ContextWindow window, const core::RepoPath &promptFile,
                          const QList<ContextFile> &before)
{
    window.target = target.target;
    TargetPrompt prompt;
    prompt.target = target.target;
    prompt.taken = assembly::forTarget(assembly, target.target, window.contextTokens, promptFile);
    if (takesContext(target.target)) {
        prompt.context = readContextFiles(target.contextFiles, window, before);
    }
    prompt.sent = withContext(prompt.taken.text(assembly), prompt.context);
    return prompt;
}

QString shownTarget(const TargetPrompt &prompt)
{
    QStringList names;
    for (const ContextFile &file : prompt.context) {
        if (file.fault.isEmpty()) {
            names.append(contextName(file.path));
        }
    }
    const QString program = assembly::targetLabel(prompt.target);
    return names.isEmpty() ? program
                           : Messages::tr("%1 with %2", "program, files")
                                 .arg(program, QLocale().createSeparatedList(names));
}

} // namespace hermes::workspace
