#include "registry/fieldvalues.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace hermes::registry {

namespace {

QString jsonOf(const QJsonValue &value)
{
    // QJsonDocument writes only lists and objects.
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

} // namespace

FieldValue fieldValue(const QJsonValue &value)
{
    return value.isUndefined() || value.isString() ? FieldValue{value.toString(), true}
                                                   : FieldValue{jsonOf(value), false};
}

FieldValue fieldValue(const QJsonObject &manifest, const QStringList &path)
{
    if (path == QStringList{u"author"_s, u"name"_s} && manifest.value(u"author"_s).isString()) {
        return fieldValue(manifest.value(u"author"_s));
    }
    QJsonValue value = manifest;
    for (const QString &key : path) {
        if (!value.isObject()) {
            const bool isShortAuthor = path.first() == u"author" && value.isString();
            return value.isUndefined() || isShortAuthor ? FieldValue()
                                                        : FieldValue{jsonOf(value), false};
        }
        value = value.toObject().value(key);
    }
    return fieldValue(value);
}

QStringList listWords(const QJsonArray &items)
{
    QStringList words;
    words.reserve(items.size());
    for (const auto &item : items) {
        words.append(fieldValue(item).text);
    }
    return words;
}

QJsonArray listWithWords(const QJsonArray &items, const QStringList &words)
{
    const QStringList before = listWords(items);
    QJsonArray result;
    qsizetype next = 0;
    for (const QString &word : words) {
        const qsizetype found = before.indexOf(word, next);
        result.append(found < 0 ? QJsonValue(word) : items.at(found));
        next = found < 0 ? next : found + 1;
    }
    return result;
}

} // namespace hermes::registry
