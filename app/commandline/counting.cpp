#include "commandline/commands.h"
#include "commandline/report.h"
#include "core/directoryfilesource.h"
#include "tokens/tokenizer.h"
#include "workspace/knownmodels.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::commandline {

namespace {

constexpr qint64 mostBytes = qint64(1024) * 1024 * 1024;

QString translated(const char *text)
{
    return QCoreApplication::translate("hermesctl", text);
}

/// A text to be counted, and the model it is for.
struct Text
{
    QByteArray bytes;
    QString modelId; ///< Empty = none is named.
};

/// A file by its path, else the assembled prompt of an entry.
Result<Text> textOf(const Invocation &invocation, const QString &argument)
{
    const QFileInfo file(argument);
    if (file.exists() && !file.isDir()) {
        return RepoPath::parse(file.fileName())
            .and_then([&](const RepoPath &name) {
                return DirectoryFileSource(file.absolutePath()).read(name, mostBytes);
            })
            .and_then([&](const QByteArray &bytes) -> Result<Text> {
                if (!QUtf8StringView(bytes).isValidUtf8()) {
                    return failure(ErrorCode::NotText,
                                   translated("%1 is no UTF-8 text: nothing was counted.")
                                       .arg(shown(argument)));
                }
                return Text{bytes, {}};
            });
    }
    return assembledEntry(invocation, argument, invocation.parser->value(u"at"_s), {})
        .transform([](const AssembledEntry &entry) {
            return Text{entry.assembled.assembly.text, entry.definition.manifest.model};
        });
}

/// What servers of the window's connections told; a file that cannot be read tells nothing.
workspace::NamedWindows toldByServers()
{
    return workspace::smallestWindows(workspace::readConnections(workspace::connectionsFile())
                                          .value_or(QList<workspace::Connection>()));
}

QJsonObject reportJson(const tokens::TokenCount &count, const QString &modelId,
                       const std::optional<registry::ModelFacts> &facts, const QString &toldBy,
                       const std::optional<CountAtConnection> &provider)
{
    QJsonObject json = countJson(count);
    if (provider) {
        const bool isBare = provider->reply.scope == modelapi::CountScope::BarePrompt;
        json.insert(u"countedByProvider"_s, provider->reply.inputTokens);
        json.insert(u"countedText"_s, isBare ? u"prompt"_s : u"request"_s);
        json.insert(u"countedByModel"_s, provider->modelId);
    }
    if (!modelId.isEmpty()) {
        json.insert(u"model"_s, modelId);
    }
    if (facts) {
        json.insert(u"contextTokens"_s, facts->model.contextTokens);
        json.insert(u"maxOutputTokens"_s, facts->model.maxOutputTokens);
        if (!toldBy.isEmpty()) {
            json.insert(u"contextToldBy"_s, toldBy);
        }
    }
    if (const auto cost = facts ? facts->costOfInput(count.tokens) : std::nullopt;
        cost && facts && facts->model.price) {
        json.insert(u"inputCost"_s, *cost);
        json.insert(u"currency"_s, facts->model.price->currency);
        json.insert(u"pricesFrom"_s, facts->model.pricesFrom.toString(Qt::ISODate));
    }
    return json;
}

QString reportText(const tokens::TokenCount &count, const QString &modelId,
                   const std::optional<registry::ModelFacts> &facts, const QString &toldBy,
                   const std::optional<CountAtConnection> &provider)
{
    QString text = shownCount(count) + u'\n' + inWords(count.method) + u'\n';
    if (provider) {
        const QString told = provider->reply.scope == modelapi::CountScope::BarePrompt
            ? translated("The server counts %1 by %2 for the bare text: what its chat template "
                         "adds is not in it.")
            : translated("The provider counts %1 by %2, with a message of one full stop.");
        text += told.arg(QLocale().toString(provider->reply.inputTokens), shown(provider->modelId))
            + u'\n';
    }
    if (facts && !toldBy.isEmpty()) {
        text +=
            translated("%1: a window of %2 tokens, as the server of the connection “%3” told.")
                .arg(shown(modelId), QLocale().toString(facts->model.contextTokens), shown(toldBy))
            + u'\n';
    } else if (facts && facts->model.contextTokens > 0) {
        text += translated("%1: a window of %2 tokens, at most %3 of them output.")
                    .arg(shown(modelId), QLocale().toString(facts->model.contextTokens),
                         QLocale().toString(facts->model.maxOutputTokens))
            + u'\n';
    }
    if (const auto cost = facts ? facts->costOfInput(count.tokens) : std::nullopt;
        cost && facts && facts->model.price) {
        text += translated("%1 %2 as input that is not cached (price of %3).")
                    .arg(shown(facts->model.price->currency), QLocale().toString(*cost, 'g', 4),
                         facts->model.pricesFrom.toString(Qt::ISODate))
            + u'\n';
    }
    return text;
}

} // namespace

std::optional<registry::ModelFacts> factsOf(const Invocation &invocation, const QString &modelId,
                                            const std::optional<QString> &seller)
{
    QList<Problem> problems;
    const QList<registry::ModelInfo> own =
        registry::loadModels(DirectoryFileSource(invocation.registryRoot), &problems);
    return registry::factsOf(modelId, own, (*invocation.readModels)().table, seller);
}

Outcome countTokens(const Invocation &invocation)
{
    const QCommandLineParser &options = *invocation.parser;
    if (options.isSet(u"model"_s) && options.isSet(u"encoding"_s)) {
        return wrongUsage(translated("--model says which encoding counts: give one of the two."));
    }
    const QString asked = options.value(u"encoding"_s);
    const std::optional<tokens::Encoding> encoding = tokens::encodingNamed(asked);
    if (options.isSet(u"encoding"_s) && !encoding) {
        return wrongUsage(translated("There is no encoding “%1”: it is one of %2.")
                              .arg(shown(asked), tokens::encodingNames()));
    }
    const Result<Text> text = textOf(invocation, invocation.arguments.first());
    if (!text) {
        return failedWith(text.error());
    }
    const QString modelId = options.isSet(u"model"_s) ? options.value(u"model"_s) : text->modelId;
    const tokens::CountingMethod method = encoding
        ? tokens::CountingMethod{*encoding, tokens::CountingMethod::Reason::Asked}
        : tokens::methodFor(modelId);
    const tokens::TokenCount count{tokens::Tokenizer(method.encoding).count(text->bytes), method};
    auto facts = encoding ? std::nullopt : factsOf(invocation, modelId);
    std::optional<CountAtConnection> provider;
    std::optional<workspace::NamedWindow> window;
    if (options.isSet(u"count-at"_s)) {
        const auto counted = countedAtConnection(invocation, text->bytes, modelId);
        if (!counted) {
            return failedWith(counted.error());
        }
        provider = *counted;
        window = counted->window;
    } else {
        window = windowInstead(facts, modelId, toldByServers());
    }
    if (window && !encoding) {
        facts = workspace::withWindow(facts, modelId, window->tokens);
    }
    const QString toldBy = window ? window->connection : QString();
    return invocation.form == OutputForm::Json
        ? succeededWith(reportJson(count, encoding ? QString() : modelId, facts, toldBy, provider))
        : succeeded(reportText(count, modelId, facts, toldBy, provider));
}

} // namespace hermes::commandline
