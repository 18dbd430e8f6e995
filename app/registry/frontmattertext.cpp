#include "registry/frontmattertext.h"

#include "core/repopath.h"
#include "registry/frontmatter.h"
#include "registry/frontmatterlines.h"
#include "registry/manifest.h"
#include "registry/manifestwriter.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::registry {

namespace {

using Node = FrontMatterNode;
using Form = FrontMatterNode::Form;

constexpr qint64 usualIndentation = 2;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(FrontMatter)
};

/// The order in which skills of the registry give their fields.
const QStringList &skillFieldOrder()
{
    static const QStringList order =
        u"name description version author license model platforms source compatibility "
        "allowed-tools tags metadata prerequisites"_s.split(u' ');
    return order;
}

std::unexpected<Error> tooIntricate(const QStringList &path)
{
    return failure(ErrorCode::InvalidFormat,
                   Messages::tr("%1 is written in a form that can only be edited as text.")
                       .arg(path.join(u'.')));
}

QByteArray doubleQuoted(const QString &text)
{
    return jsonStringLiteral(text); // YAML 1.2 reads every JSON string
}

QByteArray singleQuoted(const QString &text)
{
    return '\'' + QString(text).replace(u'\'', u"''"_s).toUtf8() + '\'';
}

/// True if the text means itself without quotes, to YAML 1.1 and 1.2 alike.
bool canBePlain(const QString &text)
{
    static const QRegularExpression plain(
        u"\\A[A-Za-z0-9](?:[A-Za-z0-9 _./()+-]*[A-Za-z0-9_./()+-])?\\z"_s);
    static const QRegularExpression otherType(
        u"\\A(?:y|n|yes|no|on|off|true|false|null|[-+]?[0-9_.]+(?:e[-+]?[0-9]+)?|0[xo][0-9a-f_]+|"
        "[0-9]+(?:-[0-9]+)+.*)\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression version(u"\\A[0-9]+\\.[0-9]+\\.[0-9]+\\z"_s);
    return plain.match(text).hasMatch()
        && (version.match(text).hasMatch() || !otherType.match(text).hasMatch());
}

bool hasControl(const QString &text)
{
    return std::ranges::any_of(text, [](QChar c) { return c < u' '; });
}

/// `text` in the style the value had, where that can hold it.
QByteArray literalFor(const QString &text, Form before)
{
    if (before == Form::SingleQuoted && !hasControl(text)) {
        return singleQuoted(text);
    }
    return before != Form::DoubleQuoted && canBePlain(text) ? text.toUtf8() : doubleQuoted(text);
}

Form formOfLiteral(const QByteArray &text, qint64 start)
{
    const char first = text.at(start);
    return first == '"' ? Form::DoubleQuoted : first == '\'' ? Form::SingleQuoted : Form::Plain;
}

QStringList texts(const QJsonArray &array)
{
    QStringList list;
    for (const auto &value : array) {
        list.append(value.toString());
    }
    return list;
}

QByteArray flowList(const QStringList &list)
{
    QByteArrayList literals;
    for (const QString &text : list) {
        literals.append(literalFor(text, Form::Plain));
    }
    return '[' + literals.join(", ") + ']';
}

QByteArray literalOf(const QJsonValue &value, Form before)
{
    return value.isArray() ? flowList(texts(value.toArray()))
                           : literalFor(value.toString(), before);
}

QByteArray lineEndingOf(const QByteArray &text)
{
    const qsizetype end = text.indexOf('\n');
    return end > 0 && text.at(end - 1) == '\r' ? "\r\n" : "\n";
}

struct Kept
{
    qsizetype head = 0;
    qsizetype tail = 0;
};
Kept keptEnds(const QStringList &before, const QStringList &after)
{
    const qsizetype shorter = std::min(before.size(), after.size());
    Kept kept;
    while (kept.head < shorter && before.at(kept.head) == after.at(kept.head)) {
        ++kept.head;
    }
    while (kept.tail < shorter - kept.head
           && before.at(before.size() - 1 - kept.tail) == after.at(after.size() - 1 - kept.tail)) {
        ++kept.tail;
    }
    return kept;
}

/// The edit of `[a, b]` between the elements that stay at both ends.
TextEdit flowListEdit(const QByteArray &text, const Node &node, const QStringList &before,
                      const QStringList &after)
{
    const QList<Node::Element> &elements = node.elements;
    const auto [head, tail] = keptEnds(before, after);
    const QByteArray separator = elements.size() > 1
        ? text.sliced(elements.at(0).end, elements.at(1).start - elements.at(0).end)
        : QByteArray(", ");
    const Form style =
        elements.isEmpty() ? Form::Plain : formOfLiteral(text, elements.first().start);
    QByteArrayList literals;
    for (const auto allElements = after.sliced(head, after.size() - head - tail);
         const QString &element : allElements) {
        literals.append(literalFor(element, style));
    }
    qint64 start = node.valueStart + 1;
    qint64 end = node.valueEnd - 1;
    if (!elements.isEmpty() && !after.isEmpty()) {
        start = head > 0 ? elements.at(head - 1).end : elements.first().start;
        end = tail > 0 ? elements.at(elements.size() - tail).start : elements.last().end;
    }
    QByteArray replacement = literals.join(separator);
    if (head > 0 && (!literals.isEmpty() || tail > 0)) {
        replacement.prepend(separator);
    }
    if (tail > 0 && !literals.isEmpty()) {
        replacement.append(separator);
    }
    return {start, end - start, replacement};
}

/// The same for a list of lines with dashes.
TextEdit blockListEdit(const QByteArray &text, const Node &node, const QStringList &before,
                       const QStringList &after)
{
    if (after.isEmpty()) {
        return {node.afterColon, node.valueEnd - node.afterColon, " []"};
    }
    const QList<Node::Element> &elements = node.elements;
    const auto [head, tail] = keptEnds(before, after);
    const Node::Element &example = elements.first();
    const QByteArray dash = text.sliced(example.lineStart, example.start - example.lineStart);
    const Form style =
        example.start < example.end ? formOfLiteral(text, example.start) : Form::Plain;
    QByteArray lines;
    for (const auto allElements = after.sliced(head, after.size() - head - tail);
         const QString &element : allElements) {
        lines += dash + literalFor(element, style) + lineEndingOf(text);
    }
    const qint64 start = head > 0 ? elements.at(head - 1).linesEnd : example.lineStart;
    const qint64 end =
        tail > 0 ? elements.at(elements.size() - tail).lineStart : elements.last().linesEnd;
    return {start, end - start, lines};
}

/// The edit that gives a node that is there another value.
std::optional<TextEdit> valueEdit(const QByteArray &text, const Node &node,
                                  const QJsonValue &before, const QJsonValue &after)
{
    if (after.isArray() && before.isArray()) {
        const QStringList old = texts(before.toArray());
        if (old.size() == node.elements.size() && node.form == Form::FlowList) {
            return flowListEdit(text, node, old, texts(after.toArray()));
        }
        if (old.size() == node.elements.size() && node.form == Form::BlockList) {
            return blockListEdit(text, node, old, texts(after.toArray()));
        }
    }
    switch (node.form) {
    case Form::Other:
    case Form::Mapping:
        return std::nullopt;
    case Form::Empty:
        return TextEdit{node.afterColon, 0, ' ' + literalOf(after, Form::Plain)};
    case Form::BlockList:
        return TextEdit{node.afterColon, node.valueEnd - node.afterColon,
                        ' ' + literalOf(after, Form::Plain)};
    case Form::Plain:
    case Form::SingleQuoted:
    case Form::DoubleQuoted:
    case Form::BlockText:
    case Form::FlowList:
        return TextEdit{node.valueStart, node.valueEnd - node.valueStart,
                        literalOf(after, node.form)};
    }
    return std::nullopt;
}

const Node *childNamed(const QList<Node> &nodes, const QString &key)
{
    // Of duplicates the last one counts.
    const auto found = std::find_if(nodes.rbegin(), nodes.rend(),
                                    [&](const Node &node) { return node.key == key; });
    return found == nodes.rend() ? nullptr : &*found;
}

/// `a:`, `  b:`, `    c: value` as lines.
QByteArray newLines(const QStringList &keys, const QJsonValue &value, qint64 indentation,
                    const QByteArray &lineEnding)
{
    QByteArray lines;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        lines += QByteArray(indentation + i * usualIndentation, ' ') + keys.at(i).toUtf8() + ':';
        if (i + 1 == keys.size()) {
            lines += ' ' + literalOf(value, Form::Plain);
        }
        lines += lineEnding;
    }
    return lines;
}

/// Where a new top-level key goes: after the nearest field before it in the usual order.
qint64 placeOfNewKey(const QList<Node> &nodes, const QString &key, qint64 blockEnd)
{
    const qsizetype rank = skillFieldOrder().indexOf(key);
    qsizetype bestRank = -1;
    qint64 place = blockEnd;
    for (const Node &node : nodes) {
        const qsizetype other = skillFieldOrder().indexOf(node.key);
        if (other >= 0 && other < rank && other > bestRank) {
            bestRank = other;
            place = node.linesEnd;
        }
    }
    return place;
}

QJsonObject withValue(QJsonObject object, const QStringList &path, const QJsonValue &value)
{
    object.insert(path.first(),
                  path.size() == 1
                      ? value
                      : withValue(object.value(path.first()).toObject(), path.sliced(1), value));
    return object;
}

QJsonObject withoutValue(QJsonObject object, const QStringList &path)
{
    QJsonObject inner = object.value(path.first()).toObject();
    if (path.size() > 1) {
        inner = withoutValue(inner, path.sliced(1));
    }
    if (path.size() == 1 || inner.isEmpty()) {
        object.remove(path.first());
    } else {
        object.insert(path.first(), inner);
    }
    return object;
}

QJsonObject readFields(const QByteArray &text)
{
    return readSkillFrontMatter(text, RepoPath()).manifest.all;
}

} // namespace

Result<FrontMatterText> FrontMatterText::parse(const QByteArray &text)
{
    const FrontMatterSpan span = frontMatterSpan(text);
    if (span.state != FrontMatterSpan::State::Complete) {
        return failure(ErrorCode::InvalidFormat,
                       Messages::tr("There is no front matter with name and description."));
    }
    FrontMatterText result;
    result.m_text = text;
    result.m_blockStart = span.blockStart;
    result.m_blockEnd = span.blockEnd;
    result.m_fields = readFields(text);
    return result;
}

QJsonValue FrontMatterText::value(const QStringList &path) const
{
    QJsonValue value = m_fields;
    for (const QString &key : path) {
        value = value.toObject().value(key);
    }
    return value;
}

Result<TextEdit> FrontMatterText::edited(const QStringList &path, const QJsonValue &value) const
{
    const bool isTexts = value.isArray()
        && std::ranges::all_of(value.toArray(), [](const QJsonValue &v) { return v.isString(); });
    if (path.isEmpty() || (!value.isString() && !isTexts)) {
        return failure(ErrorCode::InvalidArgument,
                       Messages::tr("A front matter takes texts and lists of texts."));
    }
    const QJsonValue before = this->value(path);
    if (before == value) {
        return TextEdit{};
    }
    const QList<Node> nodes = frontMatterNodes(m_text, m_blockStart, m_blockEnd);
    const QList<Node> *level = &nodes;
    const Node *parent = nullptr;
    TextEdit edit;
    for (qsizetype depth = 0; depth < path.size(); ++depth) {
        const Node *node = childNamed(*level, path.at(depth));
        if (node == nullptr) {
            const QByteArray lineEnding = lineEndingOf(m_text);
            const qint64 indentation = level->isEmpty() ? (parent ? parent->indentation + 2 : 0)
                                                        : level->first().indentation;
            edit = {parent != nullptr ? parent->linesEnd
                                      : placeOfNewKey(nodes, path.first(), m_blockEnd),
                    0, newLines(path.sliced(depth), value, indentation, lineEnding)};
            break;
        }
        if (depth + 1 == path.size()) {
            const std::optional<TextEdit> found = valueEdit(m_text, *node, before, value);
            if (!found) {
                return tooIntricate(path);
            }
            edit = *found;
            break;
        }
        if (node->form != Form::Mapping && node->form != Form::Empty) {
            return tooIntricate(path);
        }
        parent = node;
        level = &node->children;
    }
    return verified(edit, withValue(m_fields, path, value)).or_else([&](const Error &) {
        return Result<TextEdit>(tooIntricate(path));
    });
}

Result<TextEdit> FrontMatterText::removed(const QStringList &path) const
{
    if (path.isEmpty() || value(path).isUndefined()) {
        return failure(ErrorCode::NotFound,
                       Messages::tr("There is no field %1.").arg(path.join(u'.')));
    }
    const QList<Node> nodes = frontMatterNodes(m_text, m_blockStart, m_blockEnd);
    const QList<Node> *level = &nodes;
    const Node *victim = nullptr;
    for (const QString &key : path) {
        const Node *node = childNamed(*level, key);
        if (node == nullptr) {
            return tooIntricate(path);
        }
        // A mapping that holds nothing else goes as a whole.
        if (victim == nullptr || level->size() > 1) {
            victim = node;
        }
        level = &node->children;
    }
    return verified({victim->lineStart, victim->linesEnd - victim->lineStart, {}},
                    withoutValue(m_fields, path))
        .or_else([&](const Error &) { return Result<TextEdit>(tooIntricate(path)); });
}

Result<TextEdit> FrontMatterText::verified(const TextEdit &edit, const QJsonObject &expected) const
{
    const QByteArray after = edit.appliedTo(m_text);
    const FrontMatterSpan span = frontMatterSpan(after);
    const bool isSame = span.state == FrontMatterSpan::State::Complete
        && QByteArrayView(after).sliced(span.blockEnd) == QByteArrayView(m_text).sliced(m_blockEnd)
        && readFields(after) == expected;
    if (!isSame) {
        return failure(ErrorCode::InvalidFormat, {});
    }
    return edit;
}

} // namespace hermes::registry
