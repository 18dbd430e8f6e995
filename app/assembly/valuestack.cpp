#include "assembly/valuestack.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace hermes::assembly {

ValueStack::Found ValueStack::find(const QByteArray &name) const
{
    const QString text = QString::fromUtf8(name);
    if (text == "."_L1) {
        if (m_opened.isEmpty()) {
            const registry::VariableValue whole =
                m_variables.value(text, {QJsonValue::Undefined, {}, 0});
            return {whole.value, text, whole};
        }
        const Found &frame = m_opened.last();
        return {frame.value, frame.variable, frame.root};
    }
    const QStringList parts = text.split(u'.');
    Found found = findRoot(parts.first());
    for (qsizetype i = 1; i < parts.size(); ++i) {
        found.value = found.value.isObject() ? found.value.toObject().value(parts.at(i))
                                             : QJsonValue(QJsonValue::Undefined);
    }
    return found;
}

ValueStack::Found ValueStack::findRoot(const QString &name) const
{
    for (auto frame = m_opened.crbegin(); frame != m_opened.crend(); ++frame) {
        const QJsonObject object = frame->value.toObject();
        const auto field = object.constFind(name);
        if (field != object.constEnd()) {
            return {*field, frame->variable, frame->root};
        }
    }
    const auto value = m_variables.constFind(name);
    return value == m_variables.constEnd() ? Found{} : Found{value->value, name, *value};
}

QByteArray shownBytes(const QJsonValue &value)
{
    if (value.isBool()) {
        return value.toBool() ? "true" : "false";
    }
    if (value.isDouble()) {
        const double number = value.toDouble();
        const qint64 whole = value.toInteger();
        return static_cast<double>(whole) == number
            ? QByteArray::number(whole)
            : QString::number(number, 'g', QLocale::FloatingPointShortest).toUtf8();
    }
    return value.toString().toUtf8();
}

bool isTrue(const QJsonValue &value)
{
    if (value.isString()) {
        return !value.toString().isEmpty();
    }
    return !(value.isUndefined() || value.isNull() || (value.isBool() && !value.toBool())
             || (value.isArray() && value.toArray().isEmpty()));
}

void addItemKeys(const QJsonValue &value, QSet<QByteArray> &names)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto field = object.begin(); field != object.end(); ++field) {
            names.insert(field.key().toUtf8());
            addItemKeys(field.value(), names);
        }
    } else if (value.isArray()) {
        for (const auto items = value.toArray(); const auto &item : items) {
            addItemKeys(item, names);
        }
    }
}

} // namespace hermes::assembly
