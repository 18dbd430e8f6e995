#pragma once

#include "registry/promptsource.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QSet>
#include <QString>

namespace hermes::assembly {

/// The values of variables while a template is rendered, and the parts of them that sections have
/// opened: the context stack of the Mustache specification. Internal to this folder.
class ValueStack
{
public:
    /// A value, and the variable that it is, or is a part of.
    struct Found
    {
        QJsonValue value = QJsonValue::Undefined;
        QString variable;
        registry::VariableValue root;
    };

    registry::VariableValues &variables() { return m_variables; }

    void open(const QJsonValue &item, const Found &of)
    {
        m_opened.append({item, of.variable, of.root});
    }
    void close() { m_opened.removeLast(); }

    /// `name`, `name.key.key`, or `.` for what was opened last. Undefined if there is none.
    [[nodiscard]] Found find(const QByteArray &name) const;

private:
    [[nodiscard]] Found findRoot(const QString &name) const;

    registry::VariableValues m_variables;
    QList<Found> m_opened;
};

/// As a template shows it.
[[nodiscard]] QByteArray shownBytes(const QJsonValue &value);
/// Whether a section of it is shown: not for false, null, an empty list or an empty text.
[[nodiscard]] bool isTrue(const QJsonValue &value);
/// The keys of a list's items, all the way down: variables within its sections.
void addItemKeys(const QJsonValue &value, QSet<QByteArray> &names);

} // namespace hermes::assembly
