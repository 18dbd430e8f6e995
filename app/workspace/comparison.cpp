#include "workspace/comparison.h"

#include "assembly/assembly.h"
#include "tokens/tokenizer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringDecoder>

#include <algorithm>
#include <utility>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

QString shownValue(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Undefined:
    case QJsonValue::Null:
        return {};
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array: {
        QStringList parts;
        const QJsonArray items = value.toArray();
        for (const auto &item : items) {
            parts.append(shownValue(item));
        }
        return parts.join(QStringLiteral(", "));
    }
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    default:
        return value.toVariant().toString();
    }
}

/// Fields by dotted path; nested objects are opened, so that `compatibility.hermes` is a field of
/// its own.
void flatten(const QJsonObject &object, const QString &prefix, QHash<QString, QString> &fields)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString path = prefix.isEmpty() ? it.key() : prefix + u'.' + it.key();
        if (it->isObject()) {
            flatten(it->toObject(), path, fields);
        } else {
            fields.insert(path, shownValue(*it));
        }
    }
}

QList<FieldChange> compareManifests(const QJsonObject &left, const QJsonObject &right)
{
    QHash<QString, QString> before;
    QHash<QString, QString> after;
    flatten(left, {}, before);
    flatten(right, {}, after);
    QStringList paths = before.keys();
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (!before.contains(it.key())) {
            paths.append(it.key());
        }
    }
    const auto rank = [](const QString &path) {
        const qsizetype position = registry::manifestFieldOrder().indexOf(path.section(u'.', 0, 0));
        return std::pair(position < 0 ? registry::manifestFieldOrder().size() : position, path);
    };
    std::ranges::sort(paths, {}, rank);
    QList<FieldChange> changes;
    for (const QString &path : std::as_const(paths)) {
        if (before.value(path) != after.value(path)
            || before.contains(path) != after.contains(path)) {
            changes.append({path, before.value(path), after.value(path)});
        }
    }
    return changes;
}

/// With the byte order mark, which QString::fromUtf8() leaves out.
QString wholeText(const QByteArray &utf8)
{
    return QStringDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom)(utf8);
}

std::shared_ptr<const diff::LineDiff> compareBytes(const QByteArray &left, const QByteArray &right,
                                                   const CancelFlag &cancel)
{
    return std::make_shared<const diff::LineDiff>(
        diff::compareTexts(wholeText(left), wholeText(right), cancel));
}

/// Of the prompt as a model receives it.
tokens::TokenCount tokensOf(const registry::Definition &definition)
{
    const qint64 start = definition.id.kind == EntryKind::Skill
        ? registry::frontMatterEnd(definition.promptText)
        : 0;
    const tokens::CountingMethod method = tokens::methodFor(definition.manifest.model);
    const assembly::Assembly assembled =
        assembly::assemble({definition.promptFile, definition.promptText, start});
    return {tokens::Tokenizer(method.encoding).count(assembled.text), method};
}

} // namespace

Comparison compareDefinitions(const registry::Definition &left, const registry::Definition &right,
                              const CancelFlag &cancel)
{
    Comparison comparison;
    comparison.prompt = compareBytes(left.promptText, right.promptText, cancel);
    comparison.manifestText = compareBytes(left.manifestText, right.manifestText, cancel);
    comparison.promptFile = right.promptFile.isRoot() ? left.promptFile : right.promptFile;
    comparison.manifestFile = right.manifestText.isEmpty() ? left.manifestFile : right.manifestFile;
    const auto isUnreadable = [](const registry::Definition &definition) {
        return !definition.manifestText.isEmpty() && definition.manifest.all.isEmpty();
    };
    if (isUnreadable(left) || isUnreadable(right)) {
        comparison.manifestChange = comparison.manifestText->hunks.isEmpty()
            ? ManifestChange::None
            : ManifestChange::Unreadable;
    } else {
        comparison.manifest = compareManifests(left.manifest.all, right.manifest.all);
        comparison.manifestChange = !comparison.manifest.isEmpty() ? ManifestChange::Fields
            : comparison.manifestText->hunks.isEmpty()             ? ManifestChange::None
                                                                   : ManifestChange::Layout;
    }
    if (!cancel.isCancelled()) {
        comparison.tokensBefore = tokensOf(left);
        comparison.tokensAfter = tokensOf(right);
    }
    return comparison;
}

QString patchOf(const Comparison &comparison, int context)
{
    const auto patch = [context](const diff::LineDiff &diff, const RepoPath &file) {
        return diff::unifiedPatch(diff, file.text(), file.text(), context);
    };
    return patch(*comparison.manifestText, comparison.manifestFile)
        + patch(*comparison.prompt, comparison.promptFile);
}

} // namespace hermes::workspace
