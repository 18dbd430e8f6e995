#include "workspace/variablechanges.h"

#include "assembly/template.h"
#include "registry/manifesttext.h"
#include "workspace/fragmentuses.h"
#include "workspace/overlaysource.h"
#include "workspace/promptassembly.h"
#include "workspace/templatefiles.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

using assembly::TemplateNode;
using changes::ChangeSet;
using registry::ManifestText;

constexpr qint64 maximumValueBytes = qint64(1) << 20;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Variables)
};

std::unexpected<Error> refusal(const QString &sentence)
{
    return failure(ErrorCode::InvalidArgument, sentence);
}

/// Where one file names the variable. Byte offsets of the name.
struct Mentions
{
    QList<qint64> tags; ///< In order.
    bool isDeclared = false;
    std::optional<qint64>
        declaration; ///< nullopt although it is declared: not by itself in a line.

    [[nodiscard]] bool isEmpty() const { return tags.isEmpty() && !isDeclared; }
};

/// A file of values.
struct ValueText
{
    QString profile; ///< Empty = the registry's own.
    RepoPath file;
    QByteArray before;
    QByteArray text;
    ManifestText json;
};

void addKeys(const QJsonValue &value, QSet<QByteArray> &keys)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field) {
            keys.insert(field.key().toUtf8());
            addKeys(field.value(), keys);
        }
    } else if (value.isArray()) {
        for (const auto items = value.toArray(); const auto &item : items) {
            addKeys(item, keys);
        }
    }
}

QList<ValueText> valueTexts(const FileSource &files)
{
    QList<ValueText> texts;
    const auto add = [&](const RepoPath &file, const QString &profile) {
        const Result<QByteArray> text = files.read(file, maximumValueBytes);
        const Result<ManifestText> json =
            text ? ManifestText::parse(*text) : std::unexpected(text.error());
        if (json && json->value({}).isObject()) {
            texts.append({profile, file, *text, *text, *json});
        }
    };
    add(RepoPath::fromLiteral(u"studio/values.json"_s), {});
    const RepoPath profiles = RepoPath::fromLiteral(u"studio/profiles"_s);
    const QString ending = u".json"_s;
    for (const auto nodes = files.list(profiles).value_or(QList<FileNode>());
         const FileNode &node : nodes) {
        if (node.isFile() && node.name.endsWith(ending)) {
            add(profiles.child(node.name), node.name.chopped(ending.size()));
        }
    }
    return texts;
}

/// JSON's own quoting of a name.
QByteArray quoted(const QString &name)
{
    const QByteArray list = QJsonDocument(QJsonArray{name}).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2);
}

/// Behind the string that begins at an offset.
qint64 stringEnd(const QByteArray &json, qint64 start)
{
    qint64 at = start + 1;
    while (at < json.size() && json.at(at) != '"') {
        at += json.at(at) == '\\' ? 2 : 1;
    }
    return std::min<qint64>(at + 1, json.size());
}

class Renaming
{
public:
    Renaming(const FileSource &files, const QString &root, const QString &from, const QString &to,
             const CancelFlag &cancel)
        : m_files(files)
        , m_root(root)
        , m_from(from)
        , m_to(to)
        , m_cancel(cancel)
        , m_name(from.toUtf8())
        , m_all(TemplateFiles::read(files, cancel))
        , m_values(valueTexts(files))
    {
    }

    Result<ChangeSet> make(const RepoPath &file)
    {
        if (const Result<void> may = goOn(); !may) { // else not all of the files are there
            return std::unexpected(may.error());
        }
        const TemplateText *start = m_all.find(file);
        if (start == nullptr) {
            return failure(ErrorCode::NotFound,
                           Messages::tr("%1 is not there any more.").arg(file.text()));
        }
        collect(*start);
        return obstacle()
            .and_then([this] { return renameInTexts(); })
            .and_then([this] { return renameInValues(); })
            .and_then([this] { return compare(); })
            .transform([this] {
                m_changes.title =
                    Messages::tr("Rename the variable “%1” to “%2”").arg(m_from, m_to);
                return m_changes;
            });
    }

private:
    const FileSource &m_files;
    const QString m_root;
    const QString m_from;
    const QString m_to;
    const CancelFlag m_cancel;
    const QByteArray m_name; ///< Before.
    TemplateFiles m_all;
    QList<ValueText> m_values;
    QHash<const TemplateText *, Mentions> m_mentions;
    QList<const TemplateText *> m_shared; ///< Files whose variable it is.
    ChangeSet m_changes;

    [[nodiscard]] Result<void> goOn() const
    {
        return m_cancel.isCancelled() ? failure(ErrorCode::Cancelled, Messages::tr("Cancelled."))
                                      : Result<void>();
    }

    // --- where it is meant

    const Mentions &mentionsIn(const TemplateText &text)
    {
        const auto known = m_mentions.constFind(&text);
        if (known != m_mentions.constEnd()) {
            return *known;
        }
        Mentions found;
        for (const registry::Variable &variable : text.head.variables) {
            if (variable.name == m_from) {
                found.isDeclared = true;
                found.declaration = declarationAt(text.text, variable.declaredAt);
            }
        }
        look(text.text, assembly::parseTemplate(text.text, text.head.bodyStart).nodes, {},
             found.tags);
        std::ranges::sort(found.tags);
        return *m_mentions.insert(&text, found);
    }

    /// Where the name stands, with or without quotes.
    [[nodiscard]] std::optional<qint64> declarationAt(const QByteArray &text, qint64 at) const
    {
        const QByteArrayView rest = QByteArrayView(text).sliced(at);
        if (rest.startsWith(m_name)) {
            return at;
        }
        const bool isQuoted =
            (rest.startsWith('"') || rest.startsWith('\'')) && rest.sliced(1).startsWith(m_name);
        return isQuoted ? std::optional(at + 1) : std::nullopt;
    }

    void look(const QByteArray &text, const QList<TemplateNode> &nodes,
              const QList<QByteArray> &sections, QList<qint64> &tags)
    {
        for (const TemplateNode &node : nodes) {
            const QByteArray root = node.name.split('.').constFirst();
            const bool isSection = node.kind == TemplateNode::Kind::Section
                || node.kind == TemplateNode::Kind::InvertedSection;
            const bool isAsked = isSection || node.kind == TemplateNode::Kind::Variable;
            if (isAsked && root == m_name && !isKeyOf(sections)) {
                tags.append(text.indexOf(node.name, node.start));
                if (isSection) {
                    tags.append(text.indexOf(node.name, node.endTagStart));
                }
            }
            if (isSection) {
                look(text, node.children, sections + QList{root}, tags);
            }
        }
    }

    /// Whether the items of one of these sections have a key of that name.
    [[nodiscard]] bool isKeyOf(const QList<QByteArray> &sections) const
    {
        QSet<QByteArray> keys;
        for (const QByteArray &section : sections) {
            const QString name = QString::fromUtf8(section);
            for (const TemplateText &text : m_all.all()) {
                for (const registry::Variable &variable : text.head.variables) {
                    if (variable.name == name) {
                        addKeys(variable.defaultValue, keys);
                    }
                }
            }
            for (const ValueText &values : m_values) {
                addKeys(values.json.value({name}), keys);
            }
        }
        return keys.contains(m_name);
    }

    void collect(const TemplateText &start)
    {
        QList<const TemplateText *> open{&start};
        while (!open.isEmpty()) {
            const TemplateText *text = open.takeLast();
            if (m_shared.contains(text) || (text != &start && mentionsIn(*text).isEmpty())) {
                continue;
            }
            m_shared.append(text);
            for (const QSet<QString> names = m_all.includedBy(text->file);
                 const QString &name : names) {
                const Result<RepoPath> file = fragmentFileOf(name);
                if (const TemplateText *fragment = file ? m_all.find(*file) : nullptr) {
                    open.append(fragment);
                }
            }
            if (text->entry.id.isEmpty()) {
                open += m_all.includersOf(fragmentNameOf(text->file));
            }
        }
        m_shared.removeIf([this](const TemplateText *text) { return mentionsIn(*text).isEmpty(); });
    }

    // --- what is in the way

    Result<void> obstacle()
    {
        static const QRegularExpression form(u"\\A[\\p{L}_][\\p{L}\\p{N}_-]*\\z"_s);
        if (!form.match(m_to).hasMatch()) {
            return refusal(Messages::tr("“%1” is no name of a variable: begin with a letter, then "
                                        "use letters, digits, - and _.")
                               .arg(m_to));
        }
        const bool isDeclared = std::ranges::any_of(
            m_shared, [this](const TemplateText *text) { return mentionsIn(*text).isDeclared; });
        if (!isDeclared) {
            return failure(ErrorCode::NotFound,
                           Messages::tr("Nobody declares the variable “%1”.").arg(m_from));
        }
        for (const TemplateText *text : std::as_const(m_shared)) {
            if (std::ranges::contains(text->head.variables, m_to, &registry::Variable::name)) {
                return refusal(
                    Messages::tr("%1 has a variable “%2” already.").arg(text->file.text(), m_to));
            }
            if (mentionsIn(*text).isDeclared && !mentionsIn(*text).declaration) {
                return refusal(Messages::tr("%1 declares “%2” in one line with others. Give it a "
                                            "line of its own first.")
                                   .arg(text->file.text(), m_from));
            }
        }
        for (const ValueText &values : std::as_const(m_values)) {
            if (values.json.keys({}).contains(m_to)) {
                return refusal(
                    Messages::tr("%1 has a value for “%2” already.").arg(values.file.text(), m_to));
            }
        }
        return {};
    }

    // --- the files

    Result<void> renameInTexts()
    {
        for (const TemplateText *text : std::as_const(m_shared)) {
            const Mentions &found = mentionsIn(*text);
            QList<qint64> places = found.tags;
            if (found.declaration) {
                places.prepend(*found.declaration);
            }
            QByteArray after = text->text;
            for (auto place = places.crbegin(); place != places.crend(); ++place) {
                after.replace(*place, m_name.size(), m_to.toUtf8());
            }
            m_changes.writes.append({text->file, text->text, after, false});
        }
        return {};
    }

    Result<void> renameInValues()
    {
        QStringList others;
        for (const TemplateText &text : m_all.all()) {
            if (!m_shared.contains(&text)
                && std::ranges::contains(text.head.variables, m_from, &registry::Variable::name)) {
                others.append(text.file.text());
            }
        }
        for (ValueText &values : m_values) {
            if (!values.json.keys({}).contains(m_from)) {
                continue;
            }
            const Result<QByteArray> after = others.isEmpty() ? renamed(values) : doubled(values);
            if (!after) {
                return std::unexpected(after.error());
            }
            values.text = *after;
            m_changes.writes.append({values.file, values.before, values.text, false});
            if (!others.isEmpty()) {
                m_changes.remarks.append(
                    {{},
                     Messages::tr("%1 keeps its value for “%2” as well: %3 uses it.")
                         .arg(values.file.text(), m_from, others.constFirst())});
            }
        }
        return {};
    }

    /// With another key; of several equal ones, all.
    [[nodiscard]] Result<QByteArray> renamed(const ValueText &values) const
    {
        QByteArray text = values.text;
        for (auto json = ManifestText::parse(text); json && json->keys({}).contains(m_from);
             json = ManifestText::parse(text)) {
            const auto span = json->span({m_from});
            if (!span || span->keyStart < 0) {
                return refusal(Messages::tr("%1 could not be changed.").arg(values.file.text()));
            }
            text.replace(span->keyStart, stringEnd(text, span->keyStart) - span->keyStart,
                         quoted(m_to));
        }
        return text;
    }

    [[nodiscard]] Result<QByteArray> doubled(const ValueText &values) const
    {
        return values.json.edited({m_to}, values.json.value({m_from}))
            .transform([&](const registry::TextEdit &edit) { return edit.appliedTo(values.text); });
    }

    // --- the same prompts

    Result<void> compare()
    {
        OverlaySource::Contents contents;
        for (const changes::FileWrite &write : std::as_const(m_changes.writes)) {
            contents.insert(write.file, write.after);
        }
        const OverlaySource then(m_files, contents);
        QStringList profiles{QString()};
        for (const ValueText &values : std::as_const(m_values)) {
            if (!values.profile.isEmpty()) {
                profiles.append(values.profile);
            }
        }
        for (const TemplateText &source : m_all.all()) {
            const bool isConcerned = !source.entry.id.isEmpty() && speaksOf(source);
            const QStringList compared = isConcerned ? profiles : QStringList();
            for (const QString &profile : compared) {
                if (const Result<void> may = goOn(); !may) {
                    return may;
                }
                const QByteArray after = contents.contains(source.file)
                    ? contents.value(source.file).value_or(QByteArray())
                    : source.text;
                if (isSame({then, source, after}, {profile, {}}, {profile, {}})) {
                    continue;
                }
                // A tag that has no value stays in the prompt, under its new name.
                const bool isUnfilled = lacksValue(source, profile)
                    && isSame({then, source, after}, {profile, {{m_from, someValue()}}},
                              {profile, {{m_to, someValue()}}});
                if (!isUnfilled) {
                    return refusal(difference(source, profile));
                }
                if (profile.isEmpty()) { // a profile that gives it none either says nothing new
                    m_changes.remarks.append(
                        {source.entry,
                         Messages::tr("The prompt of %1 changes: it has no value for the variable, "
                                      "and shows %3 then where it shows %2.")
                             .arg(source.entry.toString(), u"{{%1}}"_s.arg(m_from),
                                  u"{{%1}}"_s.arg(m_to))});
                }
            }
        }
        return {};
    }

    /// A source, and how it will be.
    struct Compared
    {
        const FileSource &then;
        const TemplateText &source;
        const QByteArray &after;
    };
    [[nodiscard]] bool isSame(const Compared &compared, const ValueChoice &before,
                              const ValueChoice &after) const
    {
        const RepoPath &file = compared.source.file;
        const auto was = assembleSource(m_files, m_root, file, compared.source.text, before);
        const auto becomes = assembleSource(compared.then, m_root, file, compared.after, after);
        return was && becomes && was->assembly.text == becomes->assembly.text
            && becomes->assembly.problems.size() <= was->assembly.problems.size();
    }

    [[nodiscard]] bool lacksValue(const TemplateText &source, const QString &profile) const
    {
        const auto was = assembleSource(m_files, m_root, source.file, source.text, {profile, {}});
        return was && std::ranges::any_of(was->assembly.problems, [](const Problem &problem) {
                   return problem.rule == "template.missing-value"_L1;
               });
    }

    /// One that fits the variable's type.
    [[nodiscard]] registry::VariableValue someValue() const
    {
        using Type = registry::Variable::Type;
        for (const TemplateText *text : m_shared) {
            for (const registry::Variable &variable : text->head.variables) {
                if (variable.name != m_from) {
                    continue;
                }
                switch (variable.type) {
                case Type::Number:
                    return {1, {}, 0};
                case Type::Flag:
                    return {true, {}, 0};
                case Type::List:
                    return {QJsonArray{u"a"_s}, {}, 0};
                case Type::Text:
                    break;
                }
            }
        }
        return {u"a"_s, {}, 0};
    }

    /// Whether either name occurs in a source or what it includes.
    [[nodiscard]] bool speaksOf(const TemplateText &source) const
    {
        const auto occursIn = [this](const QByteArray &text) {
            return text.contains(m_name) || text.contains(m_to.toUtf8());
        };
        if (occursIn(source.text)) {
            return true;
        }
        const QSet<QString> names = m_all.includedBy(source.file);
        return std::ranges::any_of(names, [&](const QString &name) {
            const Result<RepoPath> file = fragmentFileOf(name);
            const TemplateText *fragment = file ? m_all.find(*file) : nullptr;
            return fragment != nullptr && occursIn(fragment->text);
        });
    }

    /// The sentence that says why not, as far as it is known.
    [[nodiscard]] QString difference(const TemplateText &source, const QString &profile) const
    {
        const QString entry = source.entry.toString();
        if (const QString reference = pinnedIn(source); !reference.isEmpty()) {
            return Messages::tr("The prompt of %1 would not be the same: {{> %2}} asks for a "
                                "version that only the history has, under the old names.")
                .arg(entry, reference);
        }
        if (!std::ranges::contains(source.head.variables, m_from, &registry::Variable::name)) {
            return Messages::tr("The prompt of %1 would not be the same: a fragment in it uses "
                                "“%2”, which %3 does not declare, so that the tag itself is shown.")
                .arg(entry, m_from, source.file.text());
        }
        return profile.isEmpty()
            ? Messages::tr("With the name “%1” the prompt of %2 would not be the same.")
                  .arg(m_to, entry)
            : Messages::tr("With the name “%1” the prompt of %2 would not be the same with the "
                           "values of %3.")
                  .arg(m_to, entry, profile);
    }

    /// A fragment's version from the history that a source includes; empty if there is none.
    [[nodiscard]] QString pinnedIn(const TemplateText &source) const
    {
        QList<const TemplateText *> texts{&source};
        for (const QSet<QString> names = m_all.includedBy(source.file);
             const QString &name : names) {
            const Result<RepoPath> file = fragmentFileOf(name);
            texts.append(file ? m_all.find(*file) : nullptr);
        }
        texts.removeAll(nullptr);
        for (const TemplateText *text : std::as_const(texts)) {
            const QString found =
                pinnedAmong(assembly::parseTemplate(text->text, text->head.bodyStart).nodes);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return {};
    }

    [[nodiscard]] QString pinnedAmong(const QList<TemplateNode> &nodes) const
    {
        for (const TemplateNode &node : nodes) {
            QString reference = QString::fromUtf8(node.name);
            const QString version = reference.section(u'@', 1);
            if (node.kind == TemplateNode::Kind::Partial && !version.isEmpty()) {
                const Result<RepoPath> file = fragmentFileOf(reference.section(u'@', 0, 0));
                const TemplateText *fragment = file ? m_all.find(*file) : nullptr;
                if (fragment == nullptr || fragment->head.version != version) {
                    return reference;
                }
            }
            if (QString within = pinnedAmong(node.children); !within.isEmpty()) {
                return within;
            }
        }
        return {};
    }
};

} // namespace

Result<ChangeSet> renameVariable(const FileSource &files, const QString &registryRoot,
                                 const RepoPath &file, const QString &from, const QString &to,
                                 const CancelFlag &cancel)
{
    return Renaming(files, registryRoot, from, to, cancel).make(file);
}

} // namespace hermes::workspace
