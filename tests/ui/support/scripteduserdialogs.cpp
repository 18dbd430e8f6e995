#include "scripteduserdialogs.h"

#include <QTest>

#include <utility>

namespace hermes::test {

void ScriptedUserDialogs::reply(const QString &title, const QString &suggestion,
                                const TextAnswer &answered)
{
    m_asked.append(title);
    m_lastSuggestion = suggestion;
    if (m_texts.isEmpty()) {
        QTest::qFail(qPrintable(QStringLiteral("unexpected question: ") + title), __FILE__,
                     __LINE__);
        return;
    }
    answered(m_texts.takeFirst());
}

void ScriptedUserDialogs::chooseSaveFile(QWidget *, const widgets::FileQuestion &question,
                                         TextAnswer answered)
{
    reply(question.title, question.suggestion, answered);
}

void ScriptedUserDialogs::chooseOpenFile(QWidget *, const widgets::FileQuestion &question,
                                         TextAnswer answered)
{
    reply(question.title, question.suggestion, answered);
}

void ScriptedUserDialogs::chooseFolder(QWidget *, const widgets::FileQuestion &question,
                                       TextAnswer answered)
{
    reply(question.title, question.suggestion, answered);
}

void ScriptedUserDialogs::askText(QWidget *, const widgets::TextQuestion &question,
                                  TextAnswer answered)
{
    reply(question.title, question.suggestion, answered);
}

void ScriptedUserDialogs::choose(QWidget *, const widgets::ButtonQuestion &question,
                                 ButtonAnswer answered)
{
    m_asked.append(question.title);
    m_lastText = question.text;
    if (m_buttons.isEmpty()) {
        QTest::qFail(qPrintable(QStringLiteral("unexpected question: ") + question.title), __FILE__,
                     __LINE__);
        return;
    }
    if (const auto event = std::exchange(m_meanwhile, {})) {
        event();
    }
    answered(m_buttons.takeFirst());
}

} // namespace hermes::test
