#include "registry/fieldreader.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace hermes::registry {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Manifest)
};

} // namespace

FieldReader::FieldReader(core::RepoPath file, Null nullMeans, Locate locate)
    : m_file(std::move(file)), m_null(nullMeans), m_locate(std::move(locate))
{
}

bool FieldReader::isAbsent(const QJsonValue &value) const
{
    return value.isUndefined() || (value.isNull() && m_null == Null::IsAbsent);
}

void FieldReader::wrongType(const QString &field, const QString &expected)
{
    const Place place = m_locate(field);
    core::Problem problem;
    problem.rule = u"manifest.type"_s;
    problem.message = Messages::tr("%1 must be %2.").arg(field, expected);
    problem.file = m_file;
    problem.line = place.line;
    problem.column = place.column;
    problem.field = field;
    m_problems.append(problem);
}

QString FieldReader::text(const QJsonObject &object, const QString &field)
{
    const QJsonValue value = object.value(field);
    if (!value.isString() && !isAbsent(value)) {
        wrongType(field, Messages::tr("a text"));
    }
    return value.toString();
}

std::optional<QStringList> FieldReader::texts(const QJsonObject &object, const QString &field)
{
    const QJsonValue value = object.value(field);
    if (isAbsent(value)) {
        return std::nullopt;
    }
    QStringList result;
    bool isRight = value.isArray();
    const QJsonArray elements = value.toArray();
    result.reserve(elements.size());
    for (const auto &element : elements) {
        if (element.isString()) {
            result.append(element.toString());
        } else {
            isRight = false;
        }
    }
    if (!isRight) {
        wrongType(field, Messages::tr("a list of texts"));
        return value.isArray() ? std::optional(result) : std::nullopt;
    }
    return result;
}

QJsonObject FieldReader::object(const QJsonObject &object, const QString &field)
{
    const QJsonValue value = object.value(field);
    if (!value.isObject() && !isAbsent(value)) {
        wrongType(field, Messages::tr("an object"));
    }
    return value.toObject();
}

QJsonArray FieldReader::array(const QJsonObject &object, const QString &field)
{
    const QJsonValue value = object.value(field);
    if (!value.isArray() && !isAbsent(value)) {
        wrongType(field, Messages::tr("a list"));
    }
    return value.toArray();
}

std::optional<Author> FieldReader::author(const QJsonObject &object)
{
    const QString field = u"author"_s;
    const QJsonValue value = object.value(field);
    if (isAbsent(value)) {
        return std::nullopt;
    }
    if (value.isString()) {
        return Author{value.toString(), {}};
    }
    if (value.isArray() && m_null == Null::IsAbsent) {
        // Skills are written with several authors; manifests' schema does not allow it.
        const std::optional<QStringList> names = texts(object, field);
        return names ? std::optional(Author{names->join(u", "), {}}) : std::nullopt;
    }
    const QJsonObject parts = value.toObject();
    const QJsonValue name = parts.value(u"name");
    const QJsonValue url = parts.value(u"url");
    if (!name.isString() || !(url.isString() || isAbsent(url))) {
        wrongType(field, Messages::tr("a text, or an object with a name and perhaps a url"));
    }
    return name.isString() ? std::optional(Author{name.toString(), url.toString()}) : std::nullopt;
}

std::optional<Compatibility> FieldReader::compatibility(const QJsonObject &object)
{
    const QString field = u"compatibility"_s;
    if (isAbsent(object.value(field))) {
        return std::nullopt;
    }
    const QJsonObject ranges = this->object(object, field);
    for (const auto &range : ranges) {
        if (!range.isString()) {
            wrongType(field, Messages::tr("an object of version ranges"));
            break;
        }
    }
    return Compatibility{ranges.value(u"hermes").toString(), ranges.value(u"desktop").toString()};
}

QList<Dependency> FieldReader::dependencies(const QJsonObject &object)
{
    const QString field = u"dependencies"_s;
    QList<Dependency> result;
    bool isRight = true;
    const QJsonArray elements = array(object, field);
    for (const auto &element : elements) {
        const QJsonValue id = element.toObject().value(u"id");
        const QJsonValue version = element.toObject().value(u"version");
        if (id.isString()) {
            result.append({id.toString(), version.toString()});
        }
        isRight = isRight && id.isString() && (version.isString() || isAbsent(version));
    }
    if (!isRight) {
        wrongType(field, Messages::tr("a list of objects with an id and perhaps a version"));
    }
    return result;
}

} // namespace hermes::registry
