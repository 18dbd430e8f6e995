#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace hermes::registry {

/// What a form shows of one value of a manifest.
struct FieldValue
{
    QString text; ///< The text; of anything else its JSON on one line. Empty if absent.
    bool isText = true; ///< It is a text or absent: what a line of text can edit.

    bool operator==(const FieldValue &) const = default;
};

[[nodiscard]] FieldValue fieldValue(const QJsonValue &value);
/// The value at a path of keys. An author who is only a name has it at {"author", "name"}, too. A
/// path that leads through something else than objects gives that, as no text.
[[nodiscard]] FieldValue fieldValue(const QJsonObject &manifest, const QStringList &path);

/// The items of a list as words, those that are no texts as JSON.
[[nodiscard]] QStringList listWords(const QJsonArray &items);
/// The list that has these words: items that stay are what they were, new words are texts.
[[nodiscard]] QJsonArray listWithWords(const QJsonArray &items, const QStringList &words);

} // namespace hermes::registry
