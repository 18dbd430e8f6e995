#include "entries/entrynamefields.h"

#include "widgets/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace hermes::entries {

EntryNameFields::EntryNameFields(const widgets::Theme &theme, core::EntryKind kind,
                                 const changes::EntryNames &names, IdSource source, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_names(names)
    , m_source(source)
    , m_name(new QLineEdit)
    , m_id(new QLineEdit)
    , m_note(new QLabel)
{
    m_name->setAccessibleName(tr("Name"));
    m_name->setPlaceholderText(tr("Backend Engineer"));
    m_id->setAccessibleName(tr("Id"));
    m_id->setPlaceholderText(tr("backend-engineer"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setAccessibleDescription(tr("About the id"));
    widgets::keepFont(*m_note, theme, &widgets::Theme::labelFont);

    auto *nameLabel = new QLabel(tr("&Name"));
    nameLabel->setBuddy(m_name);
    auto *idLabel = new QLabel(tr("&Id"));
    idLabel->setBuddy(m_id);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(widgets::space::medium);
    grid->setVerticalSpacing(widgets::space::tiny);
    grid->addWidget(nameLabel, 0, 0);
    grid->addWidget(m_name, 1, 0);
    grid->addWidget(idLabel, 0, 1);
    grid->addWidget(m_id, 1, 1);
    grid->addWidget(m_note, 2, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    if (kind == core::EntryKind::Skill) {
        nameLabel->hide();
        m_name->hide();
        grid->setColumnStretch(0, 0);
    }
    setFocusProxy(kind == core::EntryKind::Skill ? m_id : m_name);
    connect(m_name, &QLineEdit::textEdited, this, &EntryNameFields::takeName);
    connect(m_id, &QLineEdit::textEdited, this, [this] {
        m_source =
            m_id->text().isEmpty() && !m_name->isHidden() ? IdSource::Name : IdSource::Itself;
        check();
        Q_EMIT edited();
    });
    check();
}

void EntryNameFields::setNameAndId(const QString &name, const QString &id)
{
    m_name->setText(name);
    m_id->setText(id);
    check();
}

QString EntryNameFields::name() const
{
    return m_name->text().trimmed();
}

QString EntryNameFields::id() const
{
    return m_id->text().trimmed();
}

void EntryNameFields::takeName(const QString &name)
{
    if (m_source == IdSource::Name) {
        m_id->setText(changes::idFromName(name));
    }
    check();
    Q_EMIT edited();
}

QString EntryNameFields::obstacle() const
{
    if (m_kind != core::EntryKind::Skill && name().isEmpty()) {
        return tr("Enter a name.");
    }
    return m_names.problem(m_kind, id()).value_or(QString());
}

void EntryNameFields::check()
{
    if (id().isEmpty()) {
        m_note->setText(tr("The id names the folder, as name or author/name."));
        return;
    }
    const std::optional<QString> problem = m_names.problem(m_kind, id());
    m_note->setText(problem ? *problem : tr("This id is free."));
}

} // namespace hermes::entries
