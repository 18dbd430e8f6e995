#include "registry/promptsource.h"

#include "registry/frontmatter.h"
#include "registry/frontmatterlines.h"
#include "registry/manifesttext.h"
#include "registry/place.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::registry {

using core::Problem;

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(PromptSource)
};

/// Names of types, in the order of Variable::Type.
const QStringList &typeNames()
{
    static const QStringList names{u"text"_s, u"number"_s, u"flag"_s, u"list"_s};
    return names;
}

class HeadReader
{
public:
    HeadReader(const QByteArray &text, const core::RepoPath &file) : m_text(text), m_file(file) { }

    SourceHead read()
    {
        const FrontMatterSpan span = frontMatterSpan(m_text);
        if (span.state == FrontMatterSpan::State::Unterminated) {
            complain(0, Messages::tr("The front matter has no closing line ---."));
        }
        if (span.state != FrontMatterSpan::State::Complete) {
            m_head.bodyStart = m_text.startsWith("\xef\xbb\xbf") ? 3 : 0;
            return m_head;
        }
        m_head.bodyStart = span.bodyStart;
        const auto mapping = readYamlMapping(
            QByteArrayView(m_text).sliced(span.blockStart, span.blockEnd - span.blockStart));
        if (!mapping) {
            complain(
                span.blockStart + mapping.error().offset,
                Messages::tr("The front matter is not valid YAML: %1").arg(mapping.error().reason));
            return m_head;
        }
        m_nodes = frontMatterNodes(m_text, span.blockStart, span.blockEnd);
        m_head.version = mapping->fields.value(u"version"_s).toString();
        m_head.description = mapping->fields.value(u"description"_s).toString();
        readVariables(mapping->fields.value(u"variables"_s));
        return m_head;
    }

private:
    const QByteArray &m_text;
    const core::RepoPath &m_file;
    QList<FrontMatterNode> m_nodes;
    SourceHead m_head;

    void complain(qint64 offset, const QString &message)
    {
        const Place place = placeOf(m_text, offset);
        Problem problem;
        problem.rule = u"source.front-matter"_s;
        problem.message = message;
        problem.file = m_file;
        problem.line = place.line;
        problem.column = place.column;
        m_head.problems.append(problem);
    }

    [[nodiscard]] qint64 offsetOf(const QString &variable) const
    {
        const auto variables = std::ranges::find(m_nodes, u"variables"_s, &FrontMatterNode::key);
        if (variables == m_nodes.end()) {
            return 0;
        }
        const auto node = std::ranges::find(variables->children, variable, &FrontMatterNode::key);
        return node == variables->children.end() ? variables->lineStart
                                                 : node->lineStart + node->indentation;
    }

    void readVariables(const QJsonValue &declared)
    {
        if (declared.isUndefined() || declared.isNull()) {
            return;
        }
        if (!declared.isObject()) {
            complain(offsetOf({}),
                     Messages::tr("“variables” must hold names with their values or "
                                  "descriptions, one on each line."));
            return;
        }
        const QJsonObject variables = declared.toObject();
        for (auto entry = variables.begin(); entry != variables.end(); ++entry) {
            m_head.variables.append(variableOf(entry.key(), entry.value()));
        }
        std::ranges::sort(m_head.variables, {}, &Variable::declaredAt);
    }

    Variable variableOf(const QString &name, const QJsonValue &declaration)
    {
        Variable variable;
        variable.name = name;
        variable.declaredAt = offsetOf(name);
        if (!declaration.isObject()) { // `name: default`
            variable.type = declaration.isBool() ? Variable::Type::Flag
                : declaration.isArray()          ? Variable::Type::List
                                                 : Variable::Type::Text;
            if (!declaration.isNull()) {
                variable.defaultValue = declaration;
            }
            return variable;
        }
        const QJsonObject fields = declaration.toObject();
        variable.description = fields.value(u"description"_s).toString();
        const QJsonValue example = fields.value(u"example"_s);
        variable.example =
            example.isBool() ? (example.toBool() ? u"true"_s : u"false"_s) : example.toString();
        variable.isRequired = fields.value(u"required"_s).toBool();
        const QString typeName = fields.value(u"type"_s).toString(typeNames().first());
        const qsizetype type = typeNames().indexOf(typeName);
        if (type < 0) {
            complain(variable.declaredAt,
                     Messages::tr("Variable “%1” has the type “%2”. Types are: %3. It counts as a "
                                  "text.")
                         .arg(name, typeName, typeNames().join(u", "_s)));
        }
        variable.type = static_cast<Variable::Type>(std::max<qsizetype>(type, 0));
        const QJsonValue written = fields.value(u"default"_s);
        if (!written.isUndefined() && !written.isNull()) {
            variable.defaultValue = valueOfType(variable.type, written);
            if (variable.defaultValue.isUndefined()) {
                complain(variable.declaredAt,
                         Messages::tr("The default of variable “%1” is no %2. It was left out.")
                             .arg(name, typeNames().at(static_cast<int>(variable.type))));
            }
        }
        return variable;
    }
};

QJsonValue numberOf(const QJsonValue &value)
{
    if (value.isDouble()) {
        return value;
    }
    bool isNumber = false;
    const QString text = value.toString().trimmed();
    std::ignore = text.toDouble(&isNumber);
    // As written: a price of 1.10 stays 1.10.
    return value.isString() && isNumber ? QJsonValue(text) : QJsonValue(QJsonValue::Undefined);
}

QJsonValue flagOf(const QJsonValue &value)
{
    const QString text = value.toString().trimmed().toLower();
    if (value.isBool()) {
        return value;
    }
    if (text == "true"_L1 || text == "yes"_L1 || text == "1"_L1) {
        return true;
    }
    if (text == "false"_L1 || text == "no"_L1 || text == "0"_L1) {
        return false;
    }
    return QJsonValue::Undefined;
}

QJsonValue listOf(const QJsonValue &value)
{
    if (value.isArray()) {
        return value;
    }
    if (!value.isString()) {
        return QJsonValue::Undefined;
    }
    QJsonArray items;
    for (const auto parts = value.toString().split(u',', Qt::SkipEmptyParts);
         const QString &part : parts) {
        items.append(part.trimmed());
    }
    return items;
}

} // namespace

QJsonValue valueOfType(Variable::Type type, const QJsonValue &value)
{
    switch (type) {
    case Variable::Type::Number:
        return numberOf(value);
    case Variable::Type::Flag:
        return flagOf(value);
    case Variable::Type::List:
        return listOf(value);
    case Variable::Type::Text:
        break;
    }
    if (value.isBool()) {
        return value.toBool() ? u"true"_s : u"false"_s;
    }
    return value.isString() || value.isDouble() ? value : QJsonValue(QJsonValue::Undefined);
}

SourceHead readSourceHead(const QByteArray &text, const core::RepoPath &file)
{
    return HeadReader(text, file).read();
}

ValueFile readValueFile(const QByteArray &text, const core::RepoPath &file)
{
    ValueFile result;
    const auto complain = [&](const QString &message) {
        Problem problem;
        problem.rule = u"source.values"_s;
        problem.message = message;
        problem.file = file;
        result.problems.append(problem);
    };
    const core::Result<ManifestText> json = ManifestText::parse(text);
    if (!json) {
        complain(json.error().message);
        return result;
    }
    if (!json->value({}).isObject()) {
        complain(
            Messages::tr("%1 must hold one object: names with their values.").arg(file.text()));
        return result;
    }
    for (const auto names = json->keys({}); const QString &name : names) {
        const core::Result<JsonSpan> span = json->span({name});
        const QJsonValue value = json->value({name});
        // A text begins behind its quote.
        const qint64 start = span ? span->start + (value.isString() ? 1 : 0) : 0;
        result.values.insert(name, {value, file, start});
    }
    return result;
}

} // namespace hermes::registry
