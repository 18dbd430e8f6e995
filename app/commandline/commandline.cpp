#include "commandline/commandline.h"

#include "commandline/commands.h"
#include "commandline/report.h"
#include "workspace/knownmodels.h"
#include "workspace/performchanges.h"
#include "workspace/registryhold.h"
#include "workspace/release.h"
#include "workspace/settings.h"

#include <QCommandLineParser>
#include <QDir>

#include <algorithm>
#include <array>
#include <optional>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

struct Command
{
    QLatin1StringView name;
    QLatin1StringView arguments;
    QLatin1StringView purpose;
    qsizetype minimum; ///< Positional arguments.
    qsizetype maximum; ///< -1 = any number.
    bool needsRegistry;
    Outcome (*run)(const Invocation &);
};

constexpr std::array commands{
    Command{"list"_L1, "[--kind KIND]…"_L1, "entries with version and state"_L1, 0, 0, true,
            listEntries},
    Command{"show"_L1, "ENTRY"_L1, "one entry: fields, checksum, problems"_L1, 1, 1, true,
            showEntry},
    Command{"find"_L1, "[--limit N] QUERY…"_L1,
            "entries whose prompts or fields answer a query, best first"_L1, 1, -1, true,
            findEntries},
    Command{"assemble"_L1,
            "ENTRY [--at STATE] [--profile P] [--set NAME=VALUE]… [--target T [--context FILE]…] "
            "[--check | --write]"_L1,
            "the prompt as a model receives it, byte for byte"_L1, 1, 1, true, assemblePrompt},
    Command{
        "run"_L1,
        "ENTRY --input TEXT|- WHERE… [--at STATE]… [--differences] [--target T [--context FILE]…] [--param NAME=VALUE]… [--tool-answer NAME=GIVEN]… [--attach FILE]… [--turns FILE] [--show-thinking] [--exchange FILE] [--no-history] [SHOW]"_L1,
        "send the assembled prompt and a message to a model, print the answer"_L1, 1, 1, true,
        runPrompt},
    Command{"tokens"_L1,
            "FILE|ENTRY [--at STATE] [--model M | --encoding E] [--count-at CONNECTION]"_L1,
            "how many tokens a text or an assembled prompt is"_L1, 1, 1, false, countTokens},
    Command{"diff"_L1, "ENTRY [LEFT [RIGHT]]"_L1,
            "what differs; default: newest version against saved"_L1, 1, 3, true, compareStates},
    Command{"history"_L1, "ENTRY"_L1, "commits and versions"_L1, 1, 1, true, showHistory},
    Command{"new"_L1, "ID [--from STARTER|ENTRY] [FIELD]…"_L1,
            "make an agent from a starter, or a copy of an entry"_L1, 1, 1, true, createEntry},
    Command{"rename"_L1, "ENTRY ID [--name N] [--mentions]"_L1,
            "give an entry another id, with every reference to it"_L1, 2, 2, true, renameEntry},
    Command{"delete"_L1, "ENTRY…"_L1, "put entries into the trash"_L1, 1, -1, true, deleteEntries},
    Command{"edit"_L1, "[ENTRY]… [--kind KIND]… FIELD…"_L1, "edit many manifests at once"_L1, 0, -1,
            true, editEntries},
    Command{"replace"_L1, "TEXT BY [ENTRY]… [HOW]…"_L1,
            "replace text in prompts: prints a patch, with --write does it"_L1, 2, -1, true,
            replaceText},
    Command{"undo"_L1, ""_L1, "take back the newest new, rename, delete, edit or replace"_L1, 0, 0,
            true, undoLastChange},
    Command{"release"_L1,
            "ENTRY --changelog TEXT [--set-version V] [--allow-secrets] [--dry-run]"_L1,
            "save, commit and tag the next version"_L1, 1, 1, true, releaseVersion},
    Command{"export"_L1,
            "[ENTRY]… --output FILE [--name N] [--set-version V] [--at STATE] [--allow-secrets]"_L1,
            "write a bundle; without entries: all"_L1, 0, -1, true, exportBundle},
    Command{"verify"_L1, "FILE"_L1, "check a bundle"_L1, 1, 1, false, verifyBundle},
    Command{"index"_L1, "[--kind KIND]… [--check | --write]"_L1,
            "the generated catalog: print, compare or write index.json"_L1, 0, 0, true, writeIndex},
};

QString runHelp()
{
    return uR"(run streams the answer to standard output and tells tokens, times and cost on standard error. It takes --profile, --set,
--target and --context as assemble does: sent is what assemble prints. WHERE is --connection NAME, one of the window's connections with its key from the keyring; or --type T,
--base-url URL (default: the provider's own), --model M (default: the entry's), --api-version V, --bearer (Anthropic and
Azure: the key goes as Authorization: Bearer), --ca-file FILE, --proxy none|http://HOST:PORT|socks5://HOST:PORT (default: what
the environment says; the proxy on the way is told), --header NAME=VALUE (may be repeated), --time-out SECONDS (until the
answer begins, and from there to its end) and --key-from VARIABLE, the environment variable that holds the key: a key is never an argument, and the variable is removed
from the environment. --at, --connection and --model may be repeated: each state is sent to each connection and model, at most 8
in all, at the same time (at a server of one's own one after the other), and printed in their order, each under its heading
(with --json, a list); --differences then prints how each answer differs from
the first. T is anthropic, openai-responses, openai-chat, openai-compatible, azure, gemini or ollama.
--input - reads the message from standard input. --turns reads what was said before it: a JSON list of objects with "role", user or
assistant, and "text". --attach sends a picture (PNG, JPEG, GIF, WebP), a PDF or a UTF-8 text with it
and may be repeated; pictures and PDFs are not looked through for keys. Ollama takes no PDFs, and neither does a server of --type
openai-compatible, unless it is OpenRouter or a models.json says so of the model. What is sent and answered is kept in the window's history of runs, without the key; --no-history keeps nothing.
--show-thinking prints what the model thinks on standard error, apart from the answer; --exchange writes requests and answers as
they were on the wire into a file, without the key. --param is temperature, topP, topK, maxOutputTokens, seed, contextTokens,
thinkingBudget, effort, thinking (on, off) or stopSequences (one, may be repeated), over what the window has for the definition and for the connection; what the model does not take is left out
and named. The entry's tools are declared by their names, and what the model calls is told on standard error. Where --tool-answer
says what each called tool gives, as NAME=TEXT or NAME=@FILE (a UTF-8 text), the run goes on with it; else it ends with the calls. Of several
for one tool each answers the next call, the last one all that follow; NAME#2=TEXT answers the second call alone. SHOW is
--dry-run (what would be sent, and where; long files are cut, but with --json) or --curl (the same as a command): nothing is sent then, and no key is shown. Ctrl+C closes the connection at once.
)"_s;
}

QString help()
{
    QString text = u"hermesctl "_s + QStringLiteral(HERMES_VERSION)
        + u"\n\nusage: hermesctl [--registry FOLDER] [--json] COMMAND [arguments]\n\n"_s;
    QList<QStringList> rows;
    for (const Command &command : commands) {
        rows.append({u"  "_s + command.name + u' ' + command.arguments, QString(command.purpose)});
    }
    return text + table(rows) + uR"(
ENTRY is kind/id, such as agent/backend-engineer; without a kind it is an agent.
STARTER is usual (what this registry's agents have in common), builder, reviewer, researcher, writer, coordinator or blank.
FIELD of new is --name N, --description D, --author A, --license L, --model M or --set-version V;
FIELD of edit is --add-tag T, --remove-tag T, --model M, --author A, --license L, --category C or --bump STEP,
where STEP is patch, minor or major and an empty model, author or license removes the field.
HOW is --regex (BY may have groups: $1, ${name}), --ignore-case, --words, --manifests (not only prompts), --kind KIND or --write;
without entries and kinds the whole registry is looked through, and fragments too.
new, rename, delete, edit, undo and release take --dry-run; the first five then print a patch for `git apply`.
QUERY is what the window's search understands: words, "phrases", /expressions/, -without, tag:T, tool:T, model:M, kind:KIND,
author:A, status:STATUS, has:problem and changed:7d; kind:fragment finds in fragments alone. Put -- before it if it begins with a
minus.
STATE is saved, a version (1.1.0), or a commit, branch or tag.
assemble takes values of variables from a profile (studio/profiles/P.json) and from --set; --check compares the prompt's file
with what its source gives, --write writes it. T is as-written, hermes-agent, claude-code or copilot: printed is what that
program takes of the prompt and below it the FILEs (project context, skills), and told where it goes, what is cut, and how much of
the window each takes. What a program adds of its own is not included.
tokens counts by the entry's model, by M or by E (o200k_base, cl100k_base, qwen2 or deepseek_v3), and says whether that is exact.
Windows and prices are those of the registry's models/, then of your own hermes-studio/models.json in the configuration folder,
then the program's.
--count-at sends the text to the provider of one of the window's connections to be counted, with a message of one full stop;
nothing is generated or billed. An OpenAI-compatible server is asked at each address where such servers count; where it counts
the bare text alone, that is told.
)"_s + runHelp()
        + uR"(Nothing is changed while another user or computer has the registry open.
The registry is the current folder unless --registry (-C) names another.

exit codes
  0  done
  1  differences: diff found some, index --check found rows that are not up to date, show and assemble found errors,
     assemble --check found a prompt that is not what its source gives, find or replace found nothing,
     run found errors in the prompt and sent nothing, or the model called a tool that --tool-answer does not answer
  2  wrong usage
  3  something could not be read or written, or run got no whole answer
  4  refused: the bundle does not verify, the release is not allowed, something looks like a secret, or a file was changed
     meanwhile
)"_s;
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {{u"C"_s, u"registry"_s}, u"The registry's folder."_s, u"folder"_s},
        {u"json"_s, u"Print JSON."_s},
        {{u"h"_s, u"help"_s}, u"Print help."_s},
        {u"version"_s, u"Print the version of hermesctl."_s},
        {u"kind"_s, u"Only entries of this kind."_s, u"kind"_s},
        {u"at"_s, u"The state to read."_s, u"state"_s},
        {u"from"_s, u"What to begin with."_s, u"starter or entry"_s},
        {u"description"_s, u"The description."_s, u"text"_s},
        {u"author"_s, u"The author's name."_s, u"name"_s},
        {u"license"_s, u"The licence, as SPDX writes it."_s, u"id"_s},
        {u"model"_s, u"The model."_s, u"model"_s},
        {u"encoding"_s, u"Count by this encoding."_s, u"name"_s},
        {u"mentions"_s, u"Rename what prompts say, too."_s},
        {u"add-tag"_s, u"Add a tag."_s, u"tag"_s},
        {u"remove-tag"_s, u"Remove a tag."_s, u"tag"_s},
        {u"bump"_s, u"Raise the version."_s, u"step"_s},
        {u"category"_s, u"Move skills to a category."_s, u"name"_s},
        {u"changelog"_s, u"What changed."_s, u"text"_s},
        {u"allow-secrets"_s, u"Release, export or send what looks like a secret, too."_s},
        {u"set-version"_s, u"The version, instead of the proposed one."_s, u"version"_s},
        {u"dry-run"_s, u"Say what would be done."_s},
        {u"output"_s, u"The file to write."_s, u"file"_s},
        {u"name"_s, u"The name of the bundle, or of the entry."_s, u"name"_s},
        {u"limit"_s, u"At most so many entries."_s, u"number"_s},
        {u"check"_s, u"Compare with the generated file."_s},
        {u"write"_s, u"Write the generated file, or what replace shows without it."_s},
        {u"profile"_s, u"Values of variables by the profile's name."_s, u"name"_s},
        {u"set"_s, u"The value of a variable."_s, u"name=value"_s},
        {u"count-at"_s, u"A connection whose provider counts, too."_s, u"name"_s},
        {u"target"_s, u"The program that takes the prompt."_s, u"name"_s},
        {u"context"_s, u"A file that it puts beside the prompt."_s, u"file"_s},
        {u"input"_s, u"The message; - reads standard input."_s, u"text"_s},
        {u"connection"_s, u"A connection of the window."_s, u"name"_s},
        {u"type"_s, u"What the server speaks."_s, u"type"_s},
        {u"base-url"_s, u"The server's address."_s, u"url"_s},
        {u"api-version"_s, u"Anthropic's version of its API."_s, u"version"_s},
        {u"ca-file"_s, u"Certificates that are trusted, too."_s, u"file"_s},
        {u"bearer"_s, u"Send the key as Authorization: Bearer."_s},
        {u"key-from"_s, u"The environment variable that holds the key."_s, u"variable"_s},
        {u"param"_s, u"A parameter of the model."_s, u"name=value"_s},
        {u"tool-answer"_s, u"What a tool gives; @ reads a file. Repeated: one after the other."_s,
         u"name=text"_s},
        {u"attach"_s, u"A picture, a PDF or a text that goes with the message."_s, u"file"_s},
        {u"differences"_s, u"After the answers, what differs of each from the first."_s},
        {u"turns"_s, u"A conversation that goes before the message."_s, u"file"_s},
        {u"show-thinking"_s, u"Print what the model thinks on standard error."_s},
        {u"exchange"_s, u"Write requests and answers as they were on the wire."_s, u"file"_s},
        {u"proxy"_s, u"The proxy on the way, or none."_s, u"url"_s},
        {u"header"_s, u"A further header; never a key."_s, u"name=value"_s},
        {u"time-out"_s, u"How long the whole answer may take."_s, u"seconds"_s},
        {u"no-history"_s, u"Keep nothing of it in the history of runs."_s},
        {u"curl"_s, u"Print the request as a curl command."_s},
        {u"regex"_s, u"TEXT is a regular expression."_s},
        {u"ignore-case"_s, u"Upper and lower case do not differ."_s},
        {u"words"_s, u"Whole words."_s},
        {u"manifests"_s, u"Replace in manifests too."_s},
    });
}

/// Completes what was interrupted, as the window does when it opens a registry. What of it is to be
/// told; empty = nothing. Errors: RepositoryLocked.
Result<QString> finishedFirst(const workspace::ChangePlace &place)
{
    // A folder without git has no release to finish.
    if (const auto finished = workspace::finishRelease(place.registryRoot);
        !finished && finished.error().code == ErrorCode::RepositoryLocked) {
        return std::unexpected(finished.error());
    }
    using UnfinishedChange = workspace::UnfinishedChange;
    const auto unfinished = workspace::finishChanges(place);
    if (!unfinished) {
        return unfinished.error().message;
    }
    switch (unfinished->outcome) {
    case UnfinishedChange::Outcome::Completed:
        return QCoreApplication::translate("hermesctl", "“%1” was interrupted and is complete now.")
            .arg(unfinished->title);
    case UnfinishedChange::Outcome::TakenBack:
        return QCoreApplication::translate("hermesctl", "“%1” was interrupted and was taken back.")
            .arg(unfinished->title);
    default:
        return QString();
    }
}

/// Whether the command is about to change files of the registry.
bool writes(const Command &command, const Invocation &invocation)
{
    constexpr std::array changing{"new"_L1,  "rename"_L1, "delete"_L1,
                                  "edit"_L1, "undo"_L1,   "release"_L1};
    return invocation.parser->isSet(u"write"_s)
        || (std::ranges::find(changing, command.name) != changing.end()
            && !invocation.parser->isSet(u"dry-run"_s));
}

/// Only who may change the registry's files finishes what was interrupted.
Outcome runInRegistry(const Command &command, const Invocation &invocation)
{
    const workspace::ChangePlace place{invocation.registryRoot, workspace::stateFolder()};
    const bool isWriting = writes(command, invocation);
    std::optional<workspace::RegistryHold> hold;
    QString note;
    if (isWriting || workspace::isChangePending(place)
        || workspace::isReleasePending(place.registryRoot)) {
        hold.emplace(place.registryRoot);
        hold->take();
        if (const QString &obstacle = hold->obstacle(); obstacle.isEmpty()) {
            const Result<QString> finished = finishedFirst(place);
            if (!finished) {
                return failedWith(finished.error());
            }
            note = *finished;
        } else if (isWriting) {
            return failedWith(
                {ErrorCode::ReadOnly,
                 QCoreApplication::translate("hermesctl", "%1 Nothing was changed.").arg(obstacle),
                 {}});
        } else {
            note = QCoreApplication::translate(
                       "hermesctl", "%1 A change that was not completed is left to them.")
                       .arg(obstacle);
        }
    }
    if (!isWriting) {
        hold.reset(); // a run may take minutes
    }
    Outcome outcome = command.run(invocation);
    if (!note.isEmpty()) {
        outcome.errors.prepend((u"hermesctl: "_s + shown(note) + u'\n').toUtf8());
    }
    return outcome;
}

Outcome runCommand(const Command &command, const Invocation &invocation)
{
    if (invocation.arguments.size() < command.minimum
        || (command.maximum >= 0 && invocation.arguments.size() > command.maximum)) {
        return wrongUsage(u"usage: hermesctl %1 %2"_s.arg(command.name, command.arguments));
    }
    if (command.needsRegistry && !QFileInfo(invocation.registryRoot).isDir()) {
        return failedWith({ErrorCode::NotFound,
                           QCoreApplication::translate("hermesctl", "%1 is not a folder.")
                               .arg(invocation.registryRoot),
                           {}});
    }
    return command.needsRegistry ? runInRegistry(command, invocation) : command.run(invocation);
}

} // namespace

Outcome run(const QStringList &arguments, const Streams &streams, const ModelsReader &readModels)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QStringList{u"hermesctl"_s} + arguments)) {
        return wrongUsage(parser.errorText());
    }
    if (parser.isSet(u"version"_s)) {
        return succeeded(u"hermesctl "_s + QStringLiteral(HERMES_VERSION) + u'\n');
    }
    const QStringList words = parser.positionalArguments();
    if (parser.isSet(u"help"_s) || words.isEmpty()) {
        return parser.isSet(u"help"_s) ? succeeded(help())
                                       : Outcome{WrongUsage, {}, help().toUtf8()};
    }
    const QString &name = words.first();
    if (name == "help"_L1) {
        return succeeded(words.value(1) == "run"_L1 ? runHelp() : help());
    }
    const auto *command =
        std::ranges::find(commands, name, [](const Command &c) { return QString(c.name); });
    if (command == commands.end()) {
        return wrongUsage(
            QCoreApplication::translate("hermesctl", "There is no command “%1”.").arg(name));
    }
    std::optional<workspace::KnownModels> known;
    const ModelsReader readOnce = [&known, &streams, &readModels] {
        if (!known) {
            known = readModels();
            if (known->fault) {
                streams.errors((u"hermesctl: "_s + shown(known->fault->message) + u'\n').toUtf8());
            }
        }
        return *known;
    };
    const QString registry =
        parser.isSet(u"registry"_s) ? parser.value(u"registry"_s) : QDir::currentPath();
    return runCommand(*command,
                      {QDir(registry).absolutePath(),
                       parser.isSet(u"json"_s) ? OutputForm::Json : OutputForm::Text,
                       words.sliced(1), &parser, &streams, &readOnce});
}

} // namespace hermes::commandline
