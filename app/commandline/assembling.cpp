#include "commandline/commands.h"
#include "commandline/report.h"
#include "core/directoryfilesource.h"
#include "tokens/tokenizer.h"
#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

using workspace::PromptAssembly;

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

QString originName(assembly::Origin::Kind kind)
{
    switch (kind) {
    case assembly::Origin::Kind::Prompt:
        return u"prompt"_s;
    case assembly::Origin::Kind::Fragment:
        return u"fragment"_s;
    case assembly::Origin::Kind::Variable:
        return u"variable"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject segmentJson(const assembly::Segment &segment)
{
    QJsonObject json{{u"start"_s, segment.start},
                     {u"length"_s, segment.length},
                     {u"origin"_s, originName(segment.origin.kind)},
                     {u"file"_s, segment.origin.file.text()},
                     {u"fileStart"_s, segment.origin.start},
                     {u"promptStart"_s, segment.inPrompt.start},
                     {u"promptLength"_s, segment.inPrompt.length}};
    if (segment.origin.kind != assembly::Origin::Kind::Prompt) {
        json.insert(u"name"_s, segment.origin.name);
    }
    if (!segment.origin.version.isEmpty()) {
        json.insert(u"version"_s, segment.origin.version);
    }
    return json;
}

/// What `--profile` and `--set` say. Errors: InvalidArgument.
Result<workspace::ValueChoice> chosenValues(const Invocation &invocation)
{
    workspace::ValueChoice choice;
    choice.profile = invocation.parser->value(u"profile"_s);
    for (const auto settings = invocation.parser->values(u"set"_s);
         const QString &setting : settings) {
        const qsizetype sign = setting.indexOf(u'=');
        if (sign <= 0) {
            return failure(ErrorCode::InvalidArgument,
                           translated("--set takes a name and a value: --set language=Go"));
        }
        choice.given.insert(setting.first(sign), {setting.sliced(sign + 1), {}, 0});
    }
    return choice;
}

/// The first name that was given a value and that neither the source nor a fragment of it
/// declares; empty if none.
QString undeclared(const PromptAssembly &assembled, const workspace::ValueChoice &choice)
{
    for (auto given = choice.given.cbegin(); given != choice.given.cend(); ++given) {
        const bool isDeclared = std::ranges::any_of(
            assembled.uses, [&](const auto &use) { return use.variable.name == given.key(); });
        if (!isDeclared) {
            return given.key();
        }
    }
    return {};
}

tokens::TokenCount countOf(const TakenPrompt &taken)
{
    return {tokens::Tokenizer(taken.counting.encoding).count(taken.prompt.sent), taken.counting};
}

QJsonObject takenJson(const TakenPrompt &taken, const assembly::Assembly &whole)
{
    const assembly::TargetText &text = taken.prompt.taken;
    QJsonArray kept;
    for (const assembly::ByteRange &range : text.kept) {
        kept.append(QJsonObject{{u"start"_s, range.start}, {u"length"_s, range.length}});
    }
    QJsonArray context;
    for (const workspace::ContextFile &file : taken.prompt.context) {
        context.append(QJsonObject{{u"file"_s, file.path},
                                   {u"characters"_s, file.characters},
                                   {u"keptCharacters"_s, file.keptCharacters},
                                   {u"tokens"_s, countJson(file.tokens)}});
    }
    return {{u"name"_s, assembly::targetName(taken.prompt.target)},
            {u"place"_s, text.place},
            {u"characters"_s, text.characters},
            {u"keptCharacters"_s, text.keptCharacters},
            {u"limit"_s, text.limit},
            {u"isWhole"_s, text.isWhole(whole)},
            {u"kept"_s, kept},
            {u"context"_s, context},
            {u"windowTokens"_s, taken.contextTokens},
            {u"usedTokens"_s, countOf(taken).tokens}};
}

Outcome printedFor(const Invocation &invocation, const AssembledEntry &entry,
                   const TakenPrompt &taken)
{
    const assembly::Assembly &whole = entry.assembled.assembly;
    const QList<Problem> problems = whole.problems + taken.prompt.taken.problems;
    Outcome outcome{Success, taken.prompt.sent, problemLines(whole.problems) + takenLines(taken)};
    if (invocation.form == OutputForm::Json) {
        QJsonArray told;
        for (const Problem &problem : problems) {
            told.append(problemJson(problem));
        }
        outcome = succeededWith(QJsonObject{{u"text"_s, QString::fromUtf8(taken.prompt.sent)},
                                            {u"source"_s, entry.assembled.sourceFile.text()},
                                            {u"problems"_s, told},
                                            {u"tokens"_s, countJson(countOf(taken))},
                                            {u"target"_s, takenJson(taken, whole)}});
    }
    outcome.exitCode = hasErrors(problems) ? Different : Success;
    return outcome;
}

Outcome printed(const Invocation &invocation, const AssembledEntry &entry)
{
    if (invocation.parser->isSet(u"target"_s)) {
        const Result<TakenPrompt> taken = takenAsAsked(invocation, entry);
        return taken ? printedFor(invocation, entry, *taken) : failedWith(taken.error());
    }
    const PromptAssembly &assembled = entry.assembled;
    const assembly::Assembly &assembly = assembled.assembly;
    const int exitCode = hasErrors(assembly.problems) ? Different : Success;
    if (invocation.form == OutputForm::Text) {
        return {exitCode, assembly.text, problemLines(assembly.problems)};
    }
    QJsonArray problems;
    for (const Problem &problem : assembly.problems) {
        problems.append(problemJson(problem));
    }
    QJsonArray segments;
    for (const assembly::Segment &segment : assembly.segments) {
        segments.append(segmentJson(segment));
    }
    const tokens::CountingMethod counting = tokens::methodFor(entry.definition.manifest.model);
    Outcome outcome = succeededWith(QJsonObject{
        {u"text"_s, QString::fromUtf8(assembly.text)},
        {u"source"_s, assembled.sourceFile.text()},
        {u"segments"_s, segments},
        {u"problems"_s, problems},
        {u"tokens"_s,
         countJson({tokens::Tokenizer(counting.encoding).count(assembly.text), counting})}});
    outcome.exitCode = exitCode;
    return outcome;
}

/// Compares the prompt's file with what its source gives, or writes it.
Outcome generated(const Invocation &invocation, const AssembledEntry &entry)
{
    const registry::Definition &definition = entry.definition;
    const PromptAssembly &assembled = entry.assembled;
    const QString file = definition.promptFile.text();
    if (assembled.sourceFile.isRoot()) {
        return succeeded(translated("%1 is its own source.").arg(shown(file)) + u'\n');
    }
    if (definition.promptText == assembled.assembly.text) {
        return succeeded(translated("%1 is what its source gives.").arg(shown(file)) + u'\n');
    }
    if (!invocation.parser->isSet(u"write"_s)) {
        return {Different,
                {},
                translated("%1 is not what its source gives.").arg(shown(file)).toUtf8() + '\n'};
    }
    const bool isThere =
        DirectoryFileSource(invocation.registryRoot).node(definition.promptFile).has_value();
    const auto expected =
        isThere ? std::optional(workspace::fingerprint(definition.promptText)) : std::nullopt;
    const auto saved = workspace::saveFile(
        {invocation.registryRoot, definition.promptFile, assembled.assembly.text, expected});
    return saved ? succeeded(translated("%1 is written.").arg(shown(file)) + u'\n')
                 : failedWith(saved.error());
}

} // namespace

Result<AssembledEntry> assembledEntry(const Invocation &invocation, const QString &argument,
                                      const QString &state, const workspace::ValueChoice &choice)
{
    const Result<registry::EntrySummary> entry = findEntry(invocation, argument);
    const auto content = entry.and_then(
        [&](const registry::EntrySummary &found) { return stateNamed(invocation, found, state); });
    if (!content) {
        return std::unexpected(content.error());
    }
    const auto definition =
        workspace::readContent(invocation.registryRoot, entry->id.kind, entry->folder, *content);
    const auto files = workspace::filesOf(invocation.registryRoot, *content);
    if (!definition || !files) {
        return std::unexpected(definition ? files.error() : definition.error());
    }
    return workspace::assemblePrompt(**files, invocation.registryRoot, *definition, choice)
        .transform([&](const PromptAssembly &assembled) {
            return AssembledEntry{*definition, assembled, content->label};
        });
}

Result<AssembledEntry> assembledAsAsked(const Invocation &invocation, const QString &argument,
                                        const QString &state)
{
    const Result<workspace::ValueChoice> choice = chosenValues(invocation);
    if (!choice) {
        return std::unexpected(choice.error());
    }
    Result<AssembledEntry> entry = assembledEntry(invocation, argument, state, *choice);
    const QString name = entry ? undeclared(entry->assembled, *choice) : QString();
    if (name.isEmpty()) {
        return entry;
    }
    const core::RepoPath &source = entry->assembled.sourceFile;
    return failure(
        ErrorCode::InvalidArgument,
        source.isRoot()
            ? translated("This prompt has no source, so it has no variables.")
            : translated("%1 declares no variable “%2”.").arg(shown(source.text()), shown(name)));
}

Result<TakenPrompt> takenAsAsked(const Invocation &invocation, const AssembledEntry &entry)
{
    const bool isAsked = invocation.parser->isSet(u"target"_s);
    const QString name = invocation.parser->value(u"target"_s);
    const auto target =
        isAsked ? assembly::targetFromName(name) : std::optional(assembly::Target::AsWritten);
    if (!target) {
        return failure(ErrorCode::InvalidArgument,
                       translated("There is no target “%1”: it is as-written, hermes-agent, "
                                  "claude-code or copilot.")
                           .arg(shown(name)));
    }
    QStringList paths;
    for (const auto files = invocation.parser->values(u"context"_s); const QString &file : files) {
        paths.append(QFileInfo(file).absoluteFilePath());
    }
    if (!paths.isEmpty() && !workspace::takesContext(*target)) {
        return failure(ErrorCode::InvalidArgument,
                       translated("%1 puts no files beside a prompt: --context is for hermes-agent "
                                  "and claude-code.")
                           .arg(assembly::targetLabel(*target)));
    }
    const QString modelId = entry.definition.manifest.model;
    const auto facts = isAsked ? factsOf(invocation, modelId) : std::nullopt;
    TakenPrompt taken;
    taken.counting = tokens::methodFor(modelId);
    taken.contextTokens = facts ? facts->model.contextTokens : 0;
    taken.prompt = workspace::targetPrompt(entry.assembled.assembly, {*target, paths},
                                           {*target, taken.counting, taken.contextTokens},
                                           entry.definition.promptFile, {});
    for (const workspace::ContextFile &file : std::as_const(taken.prompt.context)) {
        if (!file.fault.isEmpty()) {
            return failure(ErrorCode::NotReadable, file.fault);
        }
    }
    return taken;
}

QByteArray takenLines(const TakenPrompt &taken)
{
    QStringList lines;
    if (const QString &place = taken.prompt.taken.place; !place.isEmpty()) {
        lines.append(translated("goes to %1").arg(place));
    }
    for (const workspace::ContextFile &file : taken.prompt.context) {
        lines.append(translated("beside it %1: %2").arg(shown(file.path), shownCount(file.tokens)));
    }
    const tokens::TokenCount count = countOf(taken);
    lines.append(taken.contextTokens > 0
                     ? translated("%1 of a window of %2")
                           .arg(shownCount(count), QLocale().toString(taken.contextTokens))
                     : shownCount(count));
    return problemLines(taken.prompt.taken.problems) + (lines.join(u'\n') + u'\n').toUtf8();
}

bool hasErrors(const QList<Problem> &problems)
{
    return std::ranges::contains(problems, Problem::Severity::Error, &Problem::severity);
}

QByteArray problemLines(const QList<Problem> &problems)
{
    QList<QStringList> rows;
    for (const Problem &problem : problems) {
        rows.append({severityName(problem.severity),
                     shown(problem.message) + u" ("_s + shown(placeOf(problem)) + u')'});
    }
    return table(rows).toUtf8();
}

Outcome assemblePrompt(const Invocation &invocation)
{
    const bool isFile =
        invocation.parser->isSet(u"check"_s) || invocation.parser->isSet(u"write"_s);
    const bool hasValues =
        invocation.parser->isSet(u"profile"_s) || invocation.parser->isSet(u"set"_s);
    if (isFile && (hasValues || invocation.parser->isSet(u"at"_s))) {
        return wrongUsage(
            translated("The prompt's file is what its source gives with the registry's "
                       "own values now: --check and --write take no other."));
    }
    const bool hasTarget = invocation.parser->isSet(u"target"_s);
    if ((isFile && hasTarget) || (!hasTarget && invocation.parser->isSet(u"context"_s))) {
        return wrongUsage(translated("--target prints what a program takes of a prompt; it goes "
                                     "with --context, and not with --check or --write."));
    }
    const Result<AssembledEntry> entry = assembledAsAsked(invocation, invocation.arguments.first(),
                                                          invocation.parser->value(u"at"_s));
    if (!entry) {
        return failedWith(entry.error());
    }
    return isFile ? generated(invocation, *entry) : printed(invocation, *entry);
}

} // namespace hermes::commandline
