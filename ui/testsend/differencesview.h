#pragma once

#include "core/latesttask.h"

#include <QList>
#include <QTextBrowser>

namespace hermes::widgets {
class Theme;
}

namespace hermes::testsend {

/// How the answers of several columns differ: each from that of the first. Thread: UI.
class DifferencesView final : public QTextBrowser
{
    Q_OBJECT

public:
    struct NamedAnswer
    {
        QString name; ///< "Draft · claude-sonnet-4-6"
        QString answer;

        bool operator==(const NamedAnswer &) const = default;
    };

    explicit DifferencesView(const widgets::Theme &theme, QWidget *parent = nullptr);

    void setAnswers(const QList<NamedAnswer> &answers);

protected:
    [[nodiscard]] QVariant loadResource(int type, const QUrl &name) override;

private:
    void compare();

    const widgets::Theme &m_theme;
    QList<NamedAnswer> m_answers;
    core::LatestTask<QString> m_comparing;
};

} // namespace hermes::testsend
