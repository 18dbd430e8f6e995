#include "changes/entrytext.h"

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::changes {

using registry::FrontMatterText;
using registry::ManifestText;

namespace {

QString keyOf(EntryField field)
{
    switch (field) {
    case EntryField::Id:
        return u"id"_s;
    case EntryField::Name:
        return u"name"_s;
    case EntryField::Version:
        return u"version"_s;
    case EntryField::Description:
        return u"description"_s;
    case EntryField::Tags:
        return u"tags"_s;
    case EntryField::Model:
        return u"model"_s;
    case EntryField::Author:
        return u"author"_s;
    case EntryField::License:
        return u"license"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Result<EntryText> EntryText::parse(EntryKind kind, const QByteArray &text)
{
    EntryText result;
    result.m_kind = kind;
    if (kind == EntryKind::Skill) {
        return FrontMatterText::parse(text).transform([&](const FrontMatterText &parsed) {
            result.m_text = parsed;
            return result;
        });
    }
    return ManifestText::parse(text).transform([&](const ManifestText &parsed) {
        result.m_text = parsed;
        return result;
    });
}

const QByteArray &EntryText::text() const
{
    if (const auto *skill = std::get_if<FrontMatterText>(&m_text)) {
        return skill->text();
    }
    return std::get<ManifestText>(m_text).text();
}

QStringList EntryText::pathOf(EntryField field) const
{
    if (m_kind != EntryKind::Skill) {
        return {keyOf(field)};
    }
    if (field == EntryField::Id) {
        return {u"name"_s};
    }
    // The registry's own place; other tools' skills may have them at the top.
    if (field == EntryField::Tags && value(QStringList{u"tags"_s}).isUndefined()) {
        return {u"metadata"_s, u"hermes"_s, u"tags"_s};
    }
    return {keyOf(field)};
}

QJsonValue EntryText::value(EntryField field) const
{
    return value(pathOf(field));
}

QJsonValue EntryText::value(const QStringList &path) const
{
    if (const auto *skill = std::get_if<FrontMatterText>(&m_text)) {
        return skill->value(path);
    }
    return std::get<ManifestText>(m_text).value(path);
}

Result<void> EntryText::set(EntryField field, const QJsonValue &value)
{
    return set(pathOf(field), value);
}

Result<void> EntryText::set(const QStringList &path, const QJsonValue &value)
{
    if (const auto *skill = std::get_if<FrontMatterText>(&m_text)) {
        return apply(skill->edited(path, value));
    }
    return apply(std::get<ManifestText>(m_text).edited(path, value));
}

Result<void> EntryText::remove(EntryField field)
{
    const QStringList path = pathOf(field);
    if (value(path).isUndefined()) {
        return {};
    }
    if (const auto *skill = std::get_if<FrontMatterText>(&m_text)) {
        return apply(skill->removed(path));
    }
    return apply(std::get<ManifestText>(m_text).removed(path));
}

Result<void> EntryText::apply(const Result<registry::TextEdit> &edit)
{
    if (!edit) {
        return std::unexpected(edit.error());
    }
    Result<EntryText> changed = parse(m_kind, edit->appliedTo(text()));
    if (!changed) {
        return std::unexpected(changed.error());
    }
    *this = std::move(*changed);
    return {};
}

} // namespace hermes::changes
