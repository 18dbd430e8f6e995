#include "registry/manifesttext.h"

#include "registry/manifest.h"
#include "registry/manifestparser.h"
#include "registry/manifestwriter.h"
#include "registry/place.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QUtf8StringView>

#include <algorithm>

namespace hermes::registry {

using core::ErrorCode;
using core::failure;

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(ManifestText)
};

bool isContinuationByte(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The smallest edit, in whole characters, that turns `before` (which starts at `offset`) into
/// `after`.
TextEdit difference(const QByteArray &before, const QByteArray &after, qint64 offset)
{
    const qint64 shorter = std::min(before.size(), after.size());
    qint64 prefix = std::mismatch(before.begin(), before.begin() + shorter, after.begin()).first
        - before.begin();
    while (prefix > 0 && prefix < before.size() && isContinuationByte(before.at(prefix))) {
        --prefix;
    }
    qint64 suffix = 0;
    while (suffix < shorter - prefix
           && before.at(before.size() - 1 - suffix) == after.at(after.size() - 1 - suffix)) {
        ++suffix;
    }
    while (suffix > 0 && isContinuationByte(before.at(before.size() - suffix))) {
        --suffix;
    }
    return {offset + prefix, before.size() - prefix - suffix,
            after.sliced(prefix, after.size() - prefix - suffix)};
}

QJsonValue scalarValue(QByteArrayView text)
{
    switch (text.front()) {
    case '"':
        return stringOfLiteral(text);
    case 't':
        return true;
    case 'f':
        return false;
    case 'n':
        return QJsonValue::Null;
    default:
        break;
    }
    bool isInteger = false;
    const qint64 integer = text.toLongLong(&isInteger);
    return isInteger ? QJsonValue(integer) : QJsonValue(text.toDouble());
}

QString shownPath(const QStringList &path)
{
    return path.join(u'.');
}

} // namespace

QByteArray TextEdit::appliedTo(const QByteArray &text) const
{
    QByteArray result = text;
    return result.replace(start, length, replacement);
}

TextEdit TextEdit::narrowed(const QByteArray &text) const
{
    return difference(text.sliced(start, length), replacement, start);
}

core::Result<ManifestText> ManifestText::parse(const QByteArray &text)
{
    if (!QUtf8StringView(text).isValidUtf8() || text.contains('\0')) {
        return failure(ErrorCode::NotText,
                       Messages::tr("The manifest is not UTF-8 text. It was left as it is; convert "
                                    "it with a text editor."));
    }
    std::expected<ManifestText, SyntaxFault> parsed = ManifestParser::parse(text);
    if (!parsed) {
        const Place place = placeOf(text, parsed.error().offset);
        return failure(ErrorCode::InvalidFormat,
                       Messages::tr("The manifest is not valid JSON in line %1, column %2: %3.")
                           .arg(place.line)
                           .arg(place.column)
                           .arg(parsed.error().reason));
    }
    return std::move(*parsed);
}

const ManifestText::Node *ManifestText::find(const QStringList &path) const
{
    const Node *node = &m_root;
    for (const QString &key : path) {
        if (node->type != Node::Type::Object) {
            return nullptr;
        }
        const auto member = std::find_if(node->children.crbegin(), node->children.crend(),
                                         [&key](const Node &child) { return child.key == key; });
        if (member == node->children.crend()) {
            return nullptr;
        }
        node = &*member;
    }
    return node;
}

QJsonValue ManifestText::valueOf(const Node &node) const
{
    switch (node.type) {
    case Node::Type::Object: {
        QJsonObject object;
        for (const Node &member : node.children) {
            object.insert(member.key, valueOf(member));
        }
        return object;
    }
    case Node::Type::Array: {
        QJsonArray array;
        for (const Node &element : node.children) {
            array.append(valueOf(element));
        }
        return array;
    }
    case Node::Type::Scalar:
        return scalarValue(QByteArrayView(m_text).sliced(node.span.start, node.span.length));
    }
    Q_UNREACHABLE();
}

QJsonValue ManifestText::value(const QStringList &path) const
{
    const Node *node = find(path);
    return node == nullptr ? QJsonValue(QJsonValue::Undefined) : valueOf(*node);
}

QStringList ManifestText::keys(const QStringList &path) const
{
    QStringList keys;
    if (const Node *node = find(path); node != nullptr) {
        for (const Node &member : node->children) {
            if (node->type == Node::Type::Object && !keys.contains(member.key)) {
                keys.append(member.key);
            }
        }
    }
    return keys;
}

core::Result<JsonSpan> ManifestText::span(const QStringList &path) const
{
    const Node *node = find(path);
    if (node == nullptr) {
        return failure(ErrorCode::NotFound,
                       Messages::tr("The manifest has no field “%1”.").arg(shownPath(path)));
    }
    return node->span;
}

core::Result<TextEdit> ManifestText::edited(const QStringList &path, const QJsonValue &value) const
{
    if (value.isUndefined()) {
        return failure(ErrorCode::InvalidArgument,
                       Messages::tr("There is no value to write into “%1”. Nothing was changed.")
                           .arg(shownPath(path)));
    }
    const ManifestWriter writer(*this);
    if (const Node *node = find(path); node != nullptr) {
        const QByteArray before = m_text.sliced(node->span.start, node->span.length);
        const QByteArray after = writer.rewritten(*node, value);
        if (before == after) {
            return TextEdit{node->span.start, 0, {}};
        }
        return node->type == Node::Type::Scalar
            ? TextEdit{node->span.start, node->span.length, after}
            : difference(before, after, node->span.start);
    }
    return insertion(path, value);
}

core::Result<TextEdit> ManifestText::insertion(const QStringList &path,
                                               const QJsonValue &value) const
{
    qsizetype depth = path.size() - 1;
    QJsonValue inserted = value;
    while (find(path.first(depth)) == nullptr) {
        inserted = QJsonObject{{path.at(depth), inserted}};
        --depth;
    }
    const Node &object = *find(path.first(depth));
    if (object.type != Node::Type::Object) {
        return failure(
            ErrorCode::InvalidArgument,
            Messages::tr("“%1” cannot be set, because “%2” is not an object. Nothing was "
                         "changed; correct “%2” in the JSON text first.")
                .arg(shownPath(path), shownPath(path.first(depth))));
    }
    const QStringList keyOrder = depth == 0 ? manifestFieldOrder() : QStringList();
    return difference(m_text.sliced(object.span.start, object.span.length),
                      ManifestWriter(*this).withMember(object, path.at(depth), inserted, keyOrder),
                      object.span.start);
}

core::Result<TextEdit> ManifestText::removed(const QStringList &path) const
{
    if (path.isEmpty() || find(path) == nullptr) {
        return failure(ErrorCode::NotFound,
                       Messages::tr("The manifest has no field “%1”. Nothing was changed.")
                           .arg(shownPath(path)));
    }
    const Node &object = *find(path.first(path.size() - 1));
    return difference(m_text.sliced(object.span.start, object.span.length),
                      ManifestWriter(*this).withoutMember(object, path.last()), object.span.start);
}

namespace {

bool endsLine(QByteArrayView text, qint64 at)
{
    return text.at(at) == '\n'
        || (text.at(at) == '\r' && (at + 1 == text.size() || text.at(at + 1) != '\n'));
}

} // namespace

TextPosition positionAt(QByteArrayView text, qint64 offset)
{
    TextPosition position;
    qint64 lineStart = 0;
    const qint64 end = std::min<qint64>(offset, text.size());
    for (qint64 i = 0; i < end; ++i) {
        if (endsLine(text, i)) {
            ++position.line;
            lineStart = i + 1;
        }
    }
    position.column = static_cast<int>(end - lineStart) + 1;
    return position;
}

qint64 offsetOfLine(QByteArrayView text, int line)
{
    qint64 offset = 0;
    for (int passed = 1; passed < line && offset < text.size(); ++offset) {
        passed += endsLine(text, offset) ? 1 : 0;
    }
    return offset;
}

} // namespace hermes::registry
