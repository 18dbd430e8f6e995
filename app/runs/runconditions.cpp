#include "runs/runconditions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::runs {

namespace {

QString pattern(const QString &word)
{
    QString escaped = word.toCaseFolded();
    escaped.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + escaped + u'%';
}

} // namespace

QString wordsOf(const Run &run)
{
    QStringList texts{run.entry.id,       run.version, run.modelId,  run.provider, run.host,
                      run.connectionName, run.answer,  run.thinking, run.failure,  run.target};
    texts += run.contextFiles;
    if (run.stop) {
        texts.append({run.stop->name, run.stop->detail});
    }
    for (const modelapi::Turn &turn : run.turns) {
        texts.append(turn.text);
        for (const modelapi::Document &document : turn.documents) {
            texts.append(document.name);
        }
    }
    for (const modelapi::ToolCall &call : run.toolCalls) {
        texts.append(call.name + u' ' + QString::fromUtf8(call.arguments));
    }
    return texts.join(u'\n').toCaseFolded();
}

void Condition::add(const QString &part, const QVariant &value)
{
    parts.append(part);
    values.append(value);
}

void Condition::addEntry(const std::optional<core::EntryId> &entry, const QString &registry)
{
    if (entry) {
        add(u"entry = ?"_s, entry->toString());
    }
    if (!registry.isEmpty()) {
        add(u"registry = ?"_s, registry);
    }
}

void Condition::addWords(const QString &words)
{
    for (const auto each = words.simplified().split(u' ', Qt::SkipEmptyParts);
         const QString &word : each) {
        add(u"words LIKE ? ESCAPE '\\'"_s, pattern(word));
    }
}

QString Condition::text() const
{
    return parts.join(u" AND "_s);
}

Condition conditionOf(const RunQuery &query)
{
    Condition condition;
    condition.addEntry(query.entry, query.registry);
    condition.addWords(query.words);
    return condition;
}

Condition conditionOf(const ErasedRuns &erased)
{
    Condition condition;
    condition.addEntry(erased.entry, erased.registry);
    condition.addWords(erased.words);
    if (!erased.ids.isEmpty()) {
        const QStringList places(erased.ids.size(), u"?"_s);
        condition.parts.append(u"id IN (%1)"_s.arg(places.join(u", "_s)));
        for (const QString &id : erased.ids) {
            condition.values.append(id);
        }
    }
    return condition;
}

bool isAll(const ErasedRuns &erased)
{
    return erased.ids.isEmpty() && !erased.entry && erased.registry.isEmpty()
        && erased.words.simplified().isEmpty();
}

bool isAmong(const Run &run, const ErasedRuns &erased)
{
    const QString text = wordsOf(run);
    return (erased.ids.isEmpty() || erased.ids.contains(run.id))
        && (!erased.entry || *erased.entry == run.entry)
        && (erased.registry.isEmpty() || erased.registry == run.registry)
        && std::ranges::all_of(
               erased.words.simplified().split(u' ', Qt::SkipEmptyParts),
               [&text](const QString &word) { return text.contains(word.toCaseFolded()); });
}

} // namespace hermes::runs
