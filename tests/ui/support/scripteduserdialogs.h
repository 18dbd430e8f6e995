#pragma once

#include "widgets/userdialogs.h"

#include <QList>

#include <functional>

namespace hermes::test {

/// Answers questions with what a test has prepared, in order, and keeps what was asked. Fails the
/// test if asked more.
class ScriptedUserDialogs final : public widgets::UserDialogs
{
public:
    void answer(const QString &text) { m_texts.append(text); }
    void answerButton(int index) { m_buttons.append(index); }
    /// What happens while the next question with buttons waits for its answer.
    void meanwhile(const std::function<void()> &event) { m_meanwhile = event; }

    /// Titles of the questions so far.
    [[nodiscard]] const QStringList &asked() const { return m_asked; }
    [[nodiscard]] const QString &lastSuggestion() const { return m_lastSuggestion; }
    /// What the last question with buttons said.
    [[nodiscard]] const QString &lastText() const { return m_lastText; }

    void chooseSaveFile(QWidget *parent, const widgets::FileQuestion &question,
                        TextAnswer answered) override;
    void chooseOpenFile(QWidget *parent, const widgets::FileQuestion &question,
                        TextAnswer answered) override;
    void chooseFolder(QWidget *parent, const widgets::FileQuestion &question,
                      TextAnswer answered) override;
    void askText(QWidget *parent, const widgets::TextQuestion &question,
                 TextAnswer answered) override;
    void choose(QWidget *parent, const widgets::ButtonQuestion &question,
                ButtonAnswer answered) override;

private:
    void reply(const QString &title, const QString &suggestion, const TextAnswer &answered);

    QStringList m_texts;
    QList<int> m_buttons;
    std::function<void()> m_meanwhile;
    QStringList m_asked;
    QString m_lastSuggestion;
    QString m_lastText;
};

} // namespace hermes::test
