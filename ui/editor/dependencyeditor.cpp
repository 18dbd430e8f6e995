#include "editor/dependencyeditor.h"

#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace hermes::editor {

DependencyEditor::DependencyEditor(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_rows(new QVBoxLayout)
{
    auto *add = new widgets::LinkButton(tr("Add dependency"));
    connect(add, &QPushButton::clicked, this, [this] {
        m_dependencies.append(registry::Dependency());
        rebuild();
    });
    m_rows->setSpacing(widgets::space::tiny);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(widgets::space::tiny);
    column->addLayout(m_rows);
    column->addWidget(add, 0, Qt::AlignLeading);
}

void DependencyEditor::setSuggestions(const QStringList &ids)
{
    m_suggestions = ids;
    rebuild();
}

void DependencyEditor::setDependencies(const QList<registry::Dependency> &dependencies)
{
    // A row that was added and has no id yet is only here; it stays while the text says the same
    // otherwise.
    QList<registry::Dependency> complete = m_dependencies;
    complete.removeIf([](const registry::Dependency &d) { return d.id.isEmpty(); });
    if (complete != dependencies) {
        m_dependencies = dependencies;
        rebuild();
    }
}

void DependencyEditor::rebuild()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->deleteLater(); // one of its buttons may be what brought us here
        delete item;
    }
    for (qsizetype i = 0; i < m_dependencies.size(); ++i) {
        addRow(i);
    }
}

void DependencyEditor::addRow(qsizetype index)
{
    const registry::Dependency &dependency = m_dependencies.at(index);
    auto *id = new QLineEdit(dependency.id);
    id->setPlaceholderText(tr("agent/code-reviewer"));
    id->setAccessibleName(tr("Dependency %1, id").arg(index + 1));
    id->setCompleter(new QCompleter(m_suggestions, id));
    auto *version = new QLineEdit(dependency.version);
    version->setPlaceholderText(tr(">=1.0.0"));
    version->setAccessibleName(tr("Dependency %1, version range").arg(index + 1));
    auto *remove =
        new widgets::IconButton(m_theme, u"x"_s, tr("Remove dependency %1").arg(index + 1));
    const auto tell = [this, index, id, version] {
        m_dependencies[index] = {id->text(), version->text()};
        QList<registry::Dependency> complete = m_dependencies;
        complete.removeIf([](const registry::Dependency &d) { return d.id.isEmpty(); });
        Q_EMIT dependenciesChanged(complete);
    };
    connect(id, &QLineEdit::editingFinished, this, tell);
    connect(version, &QLineEdit::editingFinished, this, tell);
    connect(remove, &QToolButton::clicked, this, [this, index] {
        m_dependencies.removeAt(index);
        rebuild();
        Q_EMIT dependenciesChanged(m_dependencies);
    });
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(widgets::space::small);
    layout->addWidget(id, 2);
    layout->addWidget(version, 1);
    layout->addWidget(remove);
    m_rows->addWidget(row);
}

} // namespace hermes::editor
