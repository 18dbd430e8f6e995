#include "registry/frontmatter.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QUtf8StringView>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace hermes::registry {

namespace {

constexpr qsizetype maximumBlockBytes = qsizetype(1) << 20;
constexpr size_t maximumDepth = 32;
constexpr int maximumAliasNodes = 100;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(FrontMatter)
};

/// A line of a text with any line ending: its content without, its end with the ending.
struct Line
{
    qint64 start = 0;
    qint64 contentEnd = 0;
    qint64 end = 0;
};

Line lineAt(QByteArrayView text, qint64 start)
{
    Line line{start, start, start};
    while (line.contentEnd < text.size() && text.at(line.contentEnd) != '\n'
           && text.at(line.contentEnd) != '\r') {
        ++line.contentEnd;
    }
    const QByteArrayView rest = text.sliced(line.contentEnd);
    line.end = line.contentEnd + (rest.startsWith("\r\n") ? 2 : (rest.isEmpty() ? 0 : 1));
    return line;
}

bool isFence(QByteArrayView text, const Line &line)
{
    const QByteArrayView content = text.sliced(line.start, line.contentEnd - line.start);
    if (!content.startsWith("---")) {
        return false;
    }
    return std::ranges::all_of(content.sliced(3), [](char c) { return c == ' ' || c == '\t'; });
}

/// True if there is nothing but white space and comments.
bool isBlank(QByteArrayView text)
{
    for (qint64 start = 0; start < text.size();) {
        const Line line = lineAt(text, start);
        const QByteArrayView content =
            text.sliced(line.start, line.contentEnd - line.start).trimmed();
        if (!content.isEmpty() && !content.startsWith('#')) {
            return false;
        }
        start = line.end;
    }
    return true;
}

QJsonValue plainScalar(const std::string &text)
{
    const QString value = QString::fromStdString(text);
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
        return QJsonValue::Null;
    }
    if (text == "true" || text == "True" || text == "TRUE") {
        return true;
    }
    if (text == "false" || text == "False" || text == "FALSE") {
        return false;
    }
    return value;
}

/// Builds JSON from yaml-cpp's events. Events instead of its nodes: aliases are counted before they
/// are expanded.
class MappingBuilder final : public YAML::EventHandler
{
public:
    [[nodiscard]] bool hasMapping() const { return m_hasMapping; }
    [[nodiscard]] YamlMapping takeMapping() { return std::move(m_mapping); }

    void OnDocumentStart(const YAML::Mark & /*mark*/) override { }
    void OnDocumentEnd() override { }
    void OnAnchor(const YAML::Mark & /*mark*/, const std::string & /*name*/) override { }

    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add(mark, QJsonValue::Null, anchor, 1);
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        // yaml-cpp's tag of a scalar without one: "?" if plain, "!" if quoted.
        add(mark, tag == "?" ? plainScalar(value) : QJsonValue(QString::fromStdString(value)),
            anchor, 1);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.constFind(anchor);
        if (found == m_anchors.constEnd()) {
            refuse(mark, Messages::tr("a value contains itself"));
        }
        m_aliasNodes += found->nodes;
        if (m_aliasNodes > maximumAliasNodes) {
            refuse(mark, Messages::tr("aliases repeat more than %1 values").arg(maximumAliasNodes));
        }
        add(mark, found->value, 0, found->nodes);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string & /*tag*/, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value /*style*/) override
    {
        open(mark, Container::Kind::Sequence, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string & /*tag*/, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value /*style*/) override
    {
        open(mark, Container::Kind::Mapping, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Container
    {
        enum class Kind
        {
            Sequence,
            Mapping
        };
        Kind kind = Kind::Mapping;
        YAML::Mark mark;
        YAML::anchor_t anchor = 0;
        int nodes = 1;
        QJsonArray array;
        QJsonObject object;
        std::optional<QString> key;
    };
    struct Anchored
    {
        QJsonValue value;
        int nodes = 1;
    };

    [[noreturn]] static void refuse(const YAML::Mark &mark, const QString &reason)
    {
        throw YAML::ParserException(mark, reason.toStdString());
    }

    void open(const YAML::Mark &mark, Container::Kind kind, YAML::anchor_t anchor)
    {
        if (m_open.size() >= maximumDepth) {
            refuse(mark, Messages::tr("it is nested deeper than %1 levels").arg(maximumDepth));
        }
        Container container;
        container.kind = kind;
        container.mark = mark;
        container.anchor = anchor;
        m_open.push_back(std::move(container));
    }

    void close()
    {
        const Container done = std::move(m_open.back());
        m_open.pop_back();
        if (m_open.empty() && done.kind == Container::Kind::Mapping) {
            m_mapping.fields = done.object;
            m_hasMapping = true;
        }
        add(done.mark,
            done.kind == Container::Kind::Mapping ? QJsonValue(done.object)
                                                  : QJsonValue(done.array),
            done.anchor, done.nodes);
    }

    void add(const YAML::Mark &mark, const QJsonValue &value, YAML::anchor_t anchor, int nodes)
    {
        if (anchor != 0) {
            m_anchors.insert(anchor, {value, nodes});
        }
        if (m_open.empty()) {
            return;
        }
        Container &parent = m_open.back();
        parent.nodes += nodes;
        if (parent.kind == Container::Kind::Sequence) {
            parent.array.append(value);
        } else if (!parent.key) {
            takeKey(parent, mark, value);
        } else {
            parent.object.insert(*std::exchange(parent.key, std::nullopt), value);
        }
    }

    void takeKey(Container &parent, const YAML::Mark &mark, const QJsonValue &value)
    {
        if (value.isObject() || value.isArray()) {
            refuse(mark, Messages::tr("a key must be a text"));
        }
        parent.key = value.isString() ? value.toString() : value.toVariant().toString();
        if (m_open.size() == 1) {
            if (parent.object.contains(*parent.key)) {
                m_mapping.duplicateKeys.append(*parent.key);
            }
            m_mapping.keyOffsets.insert(*parent.key, mark.pos);
        }
    }

    YamlMapping m_mapping;
    std::vector<Container> m_open;
    QHash<YAML::anchor_t, Anchored> m_anchors;
    int m_aliasNodes = 0;
    bool m_hasMapping = false;
};

/// A piece of a block that begins with a known key in column 0.
struct Piece
{
    QString key;
    qint64 start = 0;
    qint64 valueStart = 0; ///< After the colon.
    qint64 end = 0;
};

/// The key of a line `key: …`, `key:`; empty if it has none in column 0.
QByteArrayView keyOfLine(QByteArrayView text, const Line &line, qint64 *valueStart)
{
    const QByteArrayView content = text.sliced(line.start, line.contentEnd - line.start);
    const qint64 colon = content.indexOf(':');
    if (colon <= 0
        || (colon + 1 < content.size() && content.at(colon + 1) != ' '
            && content.at(colon + 1) != '\t')) {
        return {};
    }
    QByteArrayView key = content.first(colon);
    while (key.endsWith(' ') || key.endsWith('\t')) {
        key.chop(1);
    }
    *valueStart = line.start + colon + 1;
    return key;
}

std::vector<Piece> piecesOf(QByteArrayView block, const QStringList &knownKeys)
{
    std::vector<Piece> pieces;
    QStringList seen;
    for (qint64 start = 0; start < block.size();) {
        const Line line = lineAt(block, start);
        qint64 valueStart = 0;
        const QString key = QString::fromUtf8(keyOfLine(block, line, &valueStart));
        if (knownKeys.contains(key) && !seen.contains(key)) {
            seen.append(key);
            pieces.push_back({key, line.start, valueStart, line.end});
        } else if (!pieces.empty()) {
            pieces.back().end = line.end;
        }
        start = line.end;
    }
    return pieces;
}

} // namespace

FrontMatterSpan frontMatterSpan(QByteArrayView text)
{
    FrontMatterSpan span;
    const Line first = lineAt(text, text.startsWith("\xEF\xBB\xBF") ? 3 : 0);
    if (!isFence(text, first) || first.end == first.contentEnd) {
        return span;
    }
    span.state = FrontMatterSpan::State::Unterminated;
    span.blockStart = first.end;
    span.blockEnd = text.size();
    for (qint64 start = first.end; start < text.size();) {
        const Line line = lineAt(text, start);
        if (isFence(text, line)) {
            return {FrontMatterSpan::State::Complete, first.end, line.start, line.end};
        }
        start = line.end;
    }
    return span;
}

std::expected<YamlMapping, YamlFault> readYamlMapping(QByteArrayView block)
{
    if (block.size() > maximumBlockBytes) {
        return std::unexpected(YamlFault{0, Messages::tr("it is larger than 1 MiB")});
    }
    // yaml-cpp guesses UTF-16 and UTF-32 from NUL bytes; those are no text here.
    if (!QUtf8StringView(block).isValidUtf8() || block.contains('\0')) {
        return std::unexpected(YamlFault{0, Messages::tr("it is not UTF-8 text")});
    }
    // The end mark makes yaml-cpp notice a quote that is never closed.
    std::string text(block.data(), static_cast<size_t>(block.size()));
    text += block.endsWith('\n') ? "...\n" : "\n...\n";
    MappingBuilder builder;
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        if (parser || (!builder.hasMapping() && !isBlank(block))) {
            return std::unexpected(
                YamlFault{0, Messages::tr("fields are expected, as in “name: value”")});
        }
    } catch (const YAML::Exception &exception) {
        return std::unexpected(
            YamlFault{std::max(exception.mark.pos, 0), QString::fromStdString(exception.msg)});
    }
    return builder.takeMapping();
}

RepairedMapping repairYamlMapping(QByteArrayView block, const QStringList &knownKeys)
{
    RepairedMapping repaired;
    for (const Piece &piece : piecesOf(block, knownKeys)) {
        const auto alone = readYamlMapping(block.sliced(piece.start, piece.end - piece.start));
        if (alone && alone->fields.size() == 1 && alone->fields.contains(piece.key)) {
            repaired.mapping.fields.insert(piece.key, alone->fields.value(piece.key));
        } else {
            const QByteArrayView value =
                block.sliced(piece.valueStart, piece.end - piece.valueStart);
            repaired.mapping.fields.insert(piece.key, QString::fromUtf8(value).trimmed());
            repaired.repairedKeys.append(piece.key);
        }
        repaired.mapping.keyOffsets.insert(piece.key, piece.start);
    }
    return repaired;
}

} // namespace hermes::registry
