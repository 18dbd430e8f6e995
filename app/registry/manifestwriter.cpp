#include "registry/manifestwriter.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QtNumeric>

#include <algorithm>
#include <utility>
#include <vector>

namespace hermes::registry {

namespace {

/// Aligning costs (old × new) steps; above this, elements between the common ends count as changed.
constexpr qsizetype maximumAlignmentSteps = 1'000'000;

qint64 lastLineBreak(QByteArrayView text)
{
    return std::max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
}

bool hasLineBreak(QByteArrayView text)
{
    return lastLineBreak(text) >= 0;
}

/// White space before a slot without the blank lines that may group what is there.
QByteArray withoutBlankLines(const QByteArray &lead)
{
    qint64 start = lastLineBreak(lead);
    if (start > 0 && lead.at(start) == '\n' && lead.at(start - 1) == '\r') {
        --start;
    }
    return start <= 0 ? lead : lead.sliced(start);
}

QByteArray escapedUnit(char16_t unit)
{
    switch (unit) {
    case u'"':
        return "\\\"";
    case u'\\':
        return "\\\\";
    case u'\b':
        return "\\b";
    case u'\f':
        return "\\f";
    case u'\n':
        return "\\n";
    case u'\r':
        return "\\r";
    case u'\t':
        return "\\t";
    default:
        return "\\u" + QByteArray::number(unit, 16).rightJustified(4, '0');
    }
}

QByteArray scalarLiteral(const QJsonValue &value)
{
    if (value.isString()) {
        return jsonStringLiteral(value.toString());
    }
    if (value.isBool()) {
        return value.toBool() ? "true" : "false";
    }
    const double number = value.toDouble();
    if (!value.isDouble() || !qIsFinite(number)) {
        return "null"; // JSON has no other word for what is not a number
    }
    const QJsonValue integer(value.toInteger());
    return integer == value ? QByteArray::number(integer.toInteger())
                            : QByteArray::number(number, 'g', QLocale::FloatingPointShortest);
}

struct Range
{
    qsizetype begin;
    qsizetype end;
    [[nodiscard]] qsizetype size() const { return end - begin; }
};

/// Pairs (old index, new index) of a longest common subsequence within the given ranges.
std::vector<std::pair<qsizetype, qsizetype>> commonElements(const QList<QJsonValue> &before,
                                                            Range oldRange,
                                                            const QList<QJsonValue> &after,
                                                            Range newRange)
{
    std::vector<std::pair<qsizetype, qsizetype>> pairs;
    const qsizetype rows = oldRange.size();
    const qsizetype columns = newRange.size();
    if (rows == 0 || columns == 0 || rows > maximumAlignmentSteps / columns) {
        return pairs;
    }
    // lengths[r][c]: of the longest common subsequence of the elements from r and from c on.
    std::vector<std::vector<qsizetype>> lengths(
        static_cast<size_t>(rows + 1), std::vector<qsizetype>(static_cast<size_t>(columns + 1)));
    const auto length = [&lengths](qsizetype row, qsizetype column) -> qsizetype & {
        return lengths[static_cast<size_t>(row)][static_cast<size_t>(column)];
    };
    const auto isSame = [&](qsizetype row, qsizetype column) {
        return before.at(oldRange.begin + row) == after.at(newRange.begin + column);
    };
    for (qsizetype row = rows - 1; row >= 0; --row) {
        for (qsizetype column = columns - 1; column >= 0; --column) {
            length(row, column) = isSame(row, column)
                ? length(row + 1, column + 1) + 1
                : std::max(length(row + 1, column), length(row, column + 1));
        }
    }
    qsizetype row = 0;
    qsizetype column = 0;
    while (row < rows && column < columns) {
        if (isSame(row, column)) {
            pairs.emplace_back(oldRange.begin + row++, newRange.begin + column++);
        } else if (length(row + 1, column) >= length(row, column + 1)) {
            ++row;
        } else {
            ++column;
        }
    }
    return pairs;
}

/// The elements that stay, in both orders: common ends first, which is all there is to most edits.
std::vector<std::pair<qsizetype, qsizetype>> alignment(const QList<QJsonValue> &before,
                                                       const QList<QJsonValue> &after)
{
    std::vector<std::pair<qsizetype, qsizetype>> pairs;
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head = 0;
    while (head < shorter && before.at(head) == after.at(head)) {
        pairs.emplace_back(head, head);
        ++head;
    }
    qsizetype tail = 0;
    while (tail < shorter - head
           && before.at(before.size() - 1 - tail) == after.at(after.size() - 1 - tail)) {
        ++tail;
    }
    const auto middle =
        commonElements(before, {head, before.size() - tail}, after, {head, after.size() - tail});
    pairs.insert(pairs.end(), middle.begin(), middle.end());
    for (qsizetype i = tail; i > 0; --i) {
        pairs.emplace_back(before.size() - i, after.size() - i);
    }
    return pairs;
}

} // namespace

QByteArray jsonStringLiteral(const QString &text)
{
    QByteArray literal = "\"";
    const QStringView view(text);
    qsizetype plainStart = 0;
    for (qsizetype i = 0; i < view.size(); ++i) {
        const QChar unit = view.at(i);
        const bool isPair =
            unit.isHighSurrogate() && i + 1 < view.size() && view.at(i + 1).isLowSurrogate();
        if (isPair) {
            ++i;
        } else if (unit < u' ' || unit == u'"' || unit == u'\\' || unit.isSurrogate()) {
            literal +=
                view.sliced(plainStart, i - plainStart).toUtf8() + escapedUnit(unit.unicode());
            plainStart = i + 1;
        }
    }
    return literal + view.sliced(plainStart).toUtf8() + '"';
}

ManifestWriter::ManifestWriter(const ManifestText &text) : m_manifest(text)
{
    const QByteArray &bytes = text.text();
    if (const qsizetype end = bytes.indexOf('\n'); end >= 0) {
        m_lineEnding = end > 0 && bytes.at(end - 1) == '\r' ? "\r\n" : "\n";
    } else if (bytes.contains('\r')) {
        m_lineEnding = "\r";
    }
    const Node &root = text.m_root;
    if (!root.children.isEmpty()) {
        const Slot first = slotsOf(root).constFirst();
        m_rootLayout.isOneLine = !hasLineBreak(first.lead);
        if (m_rootLayout.isOneLine) {
            m_rootLayout.padding = first.lead;
        } else if (lastLineBreak(first.lead) + 1 < first.lead.size()) {
            m_indentation = first.lead.sliced(lastLineBreak(first.lead) + 1);
        }
        if (root.type == Node::Type::Object) {
            const Node &member = root.children.first();
            const QByteArrayView head =
                QByteArrayView(first.body).first(member.span.start - member.span.keyStart);
            m_afterComma = head.endsWith(':') ? "" : " ";
            m_colon = head.endsWith(':') ? ":" : ": ";
        }
    }
    for (const Node &child : root.children) {
        learnStyle(child);
    }
}

/// Takes the first containers with content as the example for new ones.
void ManifestWriter::learnStyle(const Node &node)
{
    if (node.children.isEmpty()) {
        return;
    }
    const bool isObject = node.type == Node::Type::Object;
    bool &isKnown = isObject ? m_knowsObjects : m_knowsArrays;
    if (!isKnown) {
        isKnown = true;
        const QByteArray lead = slotsOf(node).constFirst().lead;
        Layout &layout = isObject ? m_objectLayout : m_arrayLayout;
        layout.isOneLine = !hasLineBreak(lead);
        layout.padding = layout.isOneLine ? lead : QByteArray();
    }
    for (const Node &child : node.children) {
        learnStyle(child);
    }
}

QByteArray ManifestWriter::slice(qint64 start, qint64 end) const
{
    return m_manifest.text().sliced(start, end - start);
}

QList<ManifestWriter::Slot> ManifestWriter::slotsOf(const Node &container) const
{
    QList<Slot> result;
    const qint64 containerEnd = container.span.start + container.span.length - 1;
    qint64 from = container.span.start + 1;
    for (const Node &child : container.children) {
        const bool isLast = &child == &container.children.last();
        const qint64 start = child.span.keyStart >= 0 ? child.span.keyStart : child.span.start;
        const qint64 end = child.span.start + child.span.length;
        const qint64 next = isLast ? containerEnd : m_manifest.text().indexOf(',', end);
        result.append({slice(from, start), slice(start, end), slice(end, next)});
        from = next + 1;
    }
    return result;
}

QByteArray ManifestWriter::rewritten(const Node &node, const QJsonValue &value) const
{
    if (m_manifest.valueOf(node) == value) {
        return slice(node.span.start, node.span.start + node.span.length);
    }
    if (node.type == Node::Type::Array && value.isArray()) {
        return arranged(node, alignedElements(node, value.toArray()));
    }
    if (node.type == Node::Type::Object && value.isObject()) {
        return arranged(node, alignedMembers(node, value.toObject()));
    }
    return fresh(value, indentationAt(node.span.start));
}

QList<ManifestWriter::Piece> ManifestWriter::alignedElements(const Node &array,
                                                             const QJsonArray &value) const
{
    QList<QJsonValue> before;
    for (const Node &element : array.children) {
        before.append(m_manifest.valueOf(element));
    }
    const QList<QJsonValue> after(value.begin(), value.end());
    auto pairs = alignment(before, after);
    pairs.emplace_back(before.size(), after.size());

    QList<Piece> pieces;
    qsizetype oldIndex = 0;
    qsizetype newIndex = 0;
    for (const auto &[oldKept, newKept] : pairs) {
        // Between two elements that stay, the first ones count as changed, the rest as removed or
        // new.
        for (; newIndex < newKept; ++newIndex) {
            if (oldIndex < oldKept) {
                pieces.append(
                    {oldIndex, rewritten(array.children.at(oldIndex), after.at(newIndex))});
                ++oldIndex;
            } else {
                pieces.append({-1, fresh(after.at(newIndex), indentationInside(array))});
            }
        }
        if (newKept < after.size()) {
            pieces.append({oldKept, rewritten(array.children.at(oldKept), after.at(newKept))});
        }
        oldIndex = oldKept + 1;
        newIndex = newKept + 1;
    }
    return pieces;
}

QList<ManifestWriter::Piece> ManifestWriter::alignedMembers(const Node &object,
                                                            const QJsonObject &value) const
{
    QList<Piece> pieces;
    QStringList known;
    for (qsizetype i = 0; i < object.children.size(); ++i) {
        const Node &member = object.children.at(i);
        known.append(member.key);
        if (!value.contains(member.key)) {
            continue;
        }
        // Of duplicates only the last one counts, so only that one is changed.
        const auto isSameKey = [&member](const Node &other) { return other.key == member.key; };
        const bool counts =
            std::none_of(object.children.begin() + i + 1, object.children.end(), isSameKey);
        const QByteArray text = counts
            ? rewritten(member, value.value(member.key))
            : slice(member.span.start, member.span.start + member.span.length);
        pieces.append({i, slice(member.span.keyStart, member.span.start) + text});
    }
    for (auto member = value.begin(); member != value.end(); ++member) {
        if (!known.contains(member.key())) {
            pieces.append({-1, freshMember(object, member.key(), member.value())});
        }
    }
    return pieces;
}

QByteArray ManifestWriter::withMember(const Node &object, const QString &key,
                                      const QJsonValue &value, const QStringList &keyOrder) const
{
    QList<Piece> pieces;
    const QList<Slot> members = slotsOf(object);
    for (qsizetype i = 0; i < members.size(); ++i) {
        pieces.append({i, members.at(i).body});
    }
    const qsizetype rank = keyOrder.indexOf(key);
    qsizetype position = rank < 0 ? pieces.size() : 0;
    qsizetype nearest = -1;
    for (qsizetype i = 0; i < object.children.size(); ++i) {
        const qsizetype other = keyOrder.indexOf(object.children.at(i).key);
        if (other >= 0 && other < rank && other >= nearest) {
            nearest = other;
            position = i + 1;
        }
    }
    pieces.insert(position, {-1, freshMember(object, key, value)});
    return arranged(object, pieces);
}

QByteArray ManifestWriter::withoutMember(const Node &object, const QString &key) const
{
    QList<Piece> pieces;
    const QList<Slot> members = slotsOf(object);
    for (qsizetype i = 0; i < members.size(); ++i) {
        if (object.children.at(i).key != key) {
            pieces.append({i, members.at(i).body});
        }
    }
    return arranged(object, pieces);
}

QByteArray ManifestWriter::arranged(const Node &container, const QList<Piece> &pieces) const
{
    const QList<Slot> before = slotsOf(container);
    if (before.isEmpty() || pieces.isEmpty()) {
        QList<QByteArray> bodies;
        for (const Piece &piece : pieces) {
            bodies.append(piece.body);
        }
        return enclosed(container.type, bodies, indentationAt(container.span.start),
                        layoutFor(container));
    }
    QByteArray result(1, m_manifest.text().at(container.span.start));
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const Piece &piece = pieces.at(i);
        if (i == 0) {
            result += before.first().lead;
        } else if (piece.origin > 0) {
            result += before.at(piece.origin).lead;
        } else {
            result += separatorLead(before, pieces.at(i - 1).origin);
        }
        result += piece.body;
        if (i == pieces.size() - 1) {
            result += before.last().trail;
        } else {
            const bool keepsTrail = piece.origin >= 0 && piece.origin < before.size() - 1;
            result += (keepsTrail ? before.at(piece.origin).trail : QByteArray()) + ',';
        }
    }
    return result + m_manifest.text().at(container.span.start + container.span.length - 1);
}

/// The white space between a comma and what comes after it, as the neighbour or any other slot has
/// it.
QByteArray ManifestWriter::separatorLead(const QList<Slot> &members, qsizetype neighbour) const
{
    if (neighbour > 0) {
        return withoutBlankLines(members.at(neighbour).lead);
    }
    if (members.size() > 1) {
        return withoutBlankLines(members.at(1).lead);
    }
    const QByteArray &only = members.first().lead;
    return hasLineBreak(only) ? withoutBlankLines(only) : m_afterComma;
}

QByteArray ManifestWriter::fresh(const QJsonValue &value, const QByteArray &indentation) const
{
    QList<QByteArray> bodies;
    if (value.isArray()) {
        const QJsonArray elements = value.toArray();
        for (const auto &element : elements) {
            bodies.append(fresh(element, indentation + m_indentation));
        }
        return enclosed(Node::Type::Array, bodies, indentation, m_arrayLayout);
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            bodies.append(jsonStringLiteral(member.key()) + m_colon
                          + fresh(member.value(), indentation + m_indentation));
        }
        return enclosed(Node::Type::Object, bodies, indentation, m_objectLayout);
    }
    return scalarLiteral(value);
}

QByteArray ManifestWriter::freshMember(const Node &object, const QString &key,
                                       const QJsonValue &value) const
{
    return jsonStringLiteral(key) + m_colon + fresh(value, indentationInside(object));
}

QByteArray ManifestWriter::enclosed(Node::Type type, const QList<QByteArray> &bodies,
                                    const QByteArray &indentation, const Layout &layout) const
{
    const char *brackets = type == Node::Type::Object ? "{}" : "[]";
    if (bodies.isEmpty()) {
        return brackets;
    }
    const QByteArray inner = m_lineEnding + indentation + m_indentation;
    const QByteArray lead = layout.isOneLine ? layout.padding : inner;
    const QByteArray separator = ',' + (layout.isOneLine ? m_afterComma : inner);
    const QByteArray closing = layout.isOneLine ? layout.padding : m_lineEnding + indentation;
    return brackets[0] + lead + bodies.join(separator) + closing + brackets[1];
}

QByteArray ManifestWriter::indentationInside(const Node &container) const
{
    const QList<Slot> members = slotsOf(container);
    const auto onOwnLine = std::find_if(members.begin(), members.end(), [](const Slot &member) {
        return hasLineBreak(member.lead);
    });
    if (onOwnLine != members.end()) {
        return onOwnLine->lead.sliced(lastLineBreak(onOwnLine->lead) + 1);
    }
    const QByteArray outside = indentationAt(container.span.start);
    return members.isEmpty() && !layoutFor(container).isOneLine ? outside + m_indentation : outside;
}

/// The white space at the beginning of the line that holds this offset.
QByteArray ManifestWriter::indentationAt(qint64 offset) const
{
    const QByteArray &text = m_manifest.text();
    const qint64 start = lastLineBreak(QByteArrayView(text).first(offset)) + 1;
    qint64 end = start;
    while (end < offset && (text.at(end) == ' ' || text.at(end) == '\t')) {
        ++end;
    }
    return slice(start, end);
}

const ManifestWriter::Layout &ManifestWriter::layoutFor(const Node &container) const
{
    if (&container == &m_manifest.m_root) {
        return m_rootLayout;
    }
    return container.type == Node::Type::Object ? m_objectLayout : m_arrayLayout;
}

} // namespace hermes::registry
