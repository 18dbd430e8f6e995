#include "connections/keypanel.h"

#include "widgets/buttons.h"
#include "widgets/flowlayout.h"
#include "widgets/icons.h"
#include "widgets/theme.h"
#include "workspace/keystatetext.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::connections {

namespace space = widgets::space;

using keys::KeyState;

namespace {

constexpr int iconSide = 16;

/// A line that can be typed into and pasted into, and gives nothing away: its text is neither drawn
/// nor told, copied or dragged out (that is what QLineEdit's Password means), and no input method
/// learns from it.
QLineEdit *secretLine()
{
    auto *line = new QLineEdit;
    line->setEchoMode(QLineEdit::Password);
    line->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                              | Qt::ImhNoAutoUppercase);
    line->setAccessibleName(KeyPanel::tr("Key"));
    return line;
}

QString iconOf(KeyState state)
{
    switch (state) {
    case KeyState::Stored:
    case KeyState::ThisSession:
        return u"key"_s;
    case KeyState::Locked:
        return u"lock"_s;
    case KeyState::Absent:
    case KeyState::Unanswered:
        return u"info"_s;
    default:
        return u"triangle-alert"_s;
    }
}

} // namespace

KeyPanel::KeyPanel(const widgets::Theme &theme, const QStringList &variables)
    : m_theme(theme)
    , m_icon(new QLabel)
    , m_words(new QLabel)
    , m_field(secretLine())
    , m_store(new QPushButton(tr("Store in keyring")))
    , m_session(new QPushButton(tr("Use for this session only")))
    , m_import(new QPushButton(tr("From environment")))
    , m_unlock(new QPushButton(tr("Unlock keyring")))
    , m_replace(new QPushButton(tr("Replace")))
    , m_delete(new QPushButton(tr("Delete key")))
    , m_look(new QPushButton(tr("Look again")))
{
    layOut(variables);
    connect(m_field, &QLineEdit::textEdited, this, [this] {
        m_imported = {};
        refresh();
    });
    connect(m_field, &QLineEdit::returnPressed, m_store, &QPushButton::click);
    connect(m_store, &QPushButton::clicked, this, &KeyPanel::storeRequested);
    connect(m_session, &QPushButton::clicked, this, &KeyPanel::sessionRequested);
    connect(m_unlock, &QPushButton::clicked, this, &KeyPanel::unlockRequested);
    connect(m_delete, &QPushButton::clicked, this, &KeyPanel::deleteRequested);
    connect(m_look, &QPushButton::clicked, this, &KeyPanel::lookRequested);
    connect(m_replace, &QPushButton::clicked, this, [this] {
        m_isReplacing = true;
        refresh();
        m_field->setFocus();
    });
    connect(&theme, &widgets::Theme::changed, this, &KeyPanel::refresh);
    refresh();
}

void KeyPanel::layOut(const QStringList &variables)
{
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setAccessibleDescription(tr("Where the key is"));
    m_icon->setFixedSize(iconSide, iconSide);
    auto *menu = new QMenu(m_import);
    for (const QString &variable : variables) {
        // an underscore is no mnemonic, an ampersand would be; names of variables have none
        menu->addAction(variable, this, [this, variable] { Q_EMIT importRequested(variable); });
    }
    if (!variables.isEmpty()) {
        menu->addSeparator();
    }
    menu->addAction(tr("Another variable…"), this, [this] { Q_EMIT importRequested({}); });
    m_import->setMenu(menu);

    auto *state = new QHBoxLayout;
    state->setSpacing(space::small);
    state->addWidget(m_icon, 0, Qt::AlignTop);
    state->addWidget(m_words, 1);
    auto *buttons = new widgets::FlowLayout(space::small);
    for (QPushButton *button :
         {m_store, m_session, m_import, m_unlock, m_replace, m_delete, m_look}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::small);
    column->addLayout(state);
    column->addWidget(m_field);
    column->addLayout(buttons);
}

bool KeyPanel::isGiven() const
{
    return !m_field->text().isEmpty() || !m_imported.isEmpty();
}

bool KeyPanel::isStored() const
{
    return m_state.state == KeyState::Stored || m_state.state == KeyState::ThisSession;
}

void KeyPanel::refresh()
{
    const bool isTyping = !isStored() || m_isReplacing;
    const bool hasKeyring = m_state.state != KeyState::NoService;
    const QString words =
        m_isWaiting ? tr("Asking the keyring…") : workspace::keyStateText(m_state);
    if (m_words->text() != words) {
        m_words->setText(words);
        QAccessibleEvent alert(m_words, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
    m_words->setToolTip(m_state.detail);
    m_icon->setPixmap(
        widgets::themedIcon(m_theme, iconOf(m_state.state)).pixmap(QSize(iconSide, iconSide)));
    m_field->setVisible(isTyping);
    m_store->setVisible(isTyping && hasKeyring);
    m_store->setEnabled(!m_isWaiting && isGiven());
    m_session->setVisible(isTyping);
    m_session->setEnabled(!m_isWaiting && isGiven());
    m_import->setVisible(isTyping);
    m_import->setEnabled(!m_isWaiting);
    m_unlock->setVisible(m_state.state == KeyState::Locked || m_state.state == KeyState::Dismissed);
    m_unlock->setEnabled(!m_isWaiting);
    m_replace->setVisible(isStored() && !m_isReplacing);
    m_replace->setEnabled(!m_isWaiting);
    // a key that is locked away or elsewhere can be deleted as well: the keyring asks
    m_delete->setVisible(m_state.state != KeyState::Absent && hasKeyring
                         && m_state.state != KeyState::Elsewhere);
    m_delete->setEnabled(!m_isWaiting);
    m_look->setVisible(!isStored() && m_state.state != KeyState::Absent
                       && m_state.state != KeyState::Locked);
    Q_EMIT changed();
}

void KeyPanel::showState(const keys::KeyReply &reply)
{
    m_state = reply;
    // not the last word: the keyring's own window is still open
    m_isWaiting = false;
    if (isStored()) {
        m_isReplacing = false;
    }
    refresh();
}

void KeyPanel::showWaiting()
{
    m_isWaiting = true;
    refresh();
}

void KeyPanel::clear()
{
    const keys::Secret forgotten = takeKey();
    m_state = {KeyState::Absent, {}, {}, {}};
    m_isReplacing = false;
    m_isWaiting = false;
    refresh();
}

void KeyPanel::showImported(const QString &variable, keys::Secret key)
{
    m_field->clear();
    m_imported = std::move(key);
    m_field->setPlaceholderText(tr("The key from %1, ready to be stored").arg(variable));
    refresh();
    m_store->setFocus();
}

keys::Secret KeyPanel::takeKey()
{
    QString text = m_field->text().trimmed();
    m_field->clear();
    m_field->setPlaceholderText(tr("Paste or type a key"));
    keys::Secret typed = keys::Secret::takenFrom(text);
    keys::Secret taken = typed.isEmpty() ? std::move(m_imported) : std::move(typed);
    m_imported = {};
    refresh();
    return taken;
}

keys::Secret KeyPanel::copyOfKey() const
{
    QString text = m_field->text().trimmed();
    keys::Secret typed = keys::Secret::takenFrom(text);
    return typed.isEmpty() ? m_imported.clone() : std::move(typed);
}

} // namespace hermes::connections
