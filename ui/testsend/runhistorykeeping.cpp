#include "testsend/runhistoryview.h"

#include "widgets/buttons.h"
#include "widgets/userdialogs.h"

#include <QLabel>
#include <QLocale>
#include <QMenu>

namespace hermes::testsend {

namespace {

constexpr int goOn = 1; ///< The button of a question; 0 is the safe one.

} // namespace

void RunHistoryView::setUpKeeping()
{
    m_count->setForegroundRole(QPalette::PlaceholderText);
    showLimits();
    QMenu *menu = m_keeping->menu();
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const auto add = [this, menu](const QString &text, const runs::RunLimits &limits) {
            QAction *action = menu->addAction(text, this, [this, limits] { askToLimit(limits); });
            action->setCheckable(true);
            action->setChecked(limits == m_limits);
        };
        for (const qsizetype number : {200, 2000, 20'000}) {
            runs::RunLimits limits = m_limits;
            limits.number = number;
            add(tr("Keep at most %Ln runs", nullptr, static_cast<int>(number)), limits);
        }
        menu->addSeparator();
        for (const int days : {30, 365, 3650}) {
            runs::RunLimits limits = m_limits;
            limits.age = std::chrono::days(days);
            add(tr("Keep them for %Ln days", nullptr, days), limits);
        }
    });
}

void RunHistoryView::readLimits()
{
    m_history.limits().then(this, [this](const core::Result<runs::RunLimits> &limits) {
        if (limits) {
            m_limits = *limits;
            showLimits();
        } else {
            tell(limits.error());
        }
    });
}

void RunHistoryView::showLimits()
{
    const QString number = QLocale().toString(m_limits.number);
    m_keeping->setText(
        tr("Keeps %1, %2", "number, days")
            .arg(number, tr("%Ln days", nullptr, static_cast<int>(m_limits.age.count()))));
    m_keeping->setToolTip(
        tr("Of texts at most %1 are kept, of pictures and PDFs %2: the oldest go first.")
            .arg(QLocale().formattedDataSize(m_limits.textBytes),
                 QLocale().formattedDataSize(m_limits.fileBytes)));
    m_keeping->setAccessibleName(
        tr("How many runs are kept, and for how long: %1, %2")
            .arg(tr("%Ln runs", nullptr, static_cast<int>(m_limits.number)),
                 tr("%Ln days", nullptr, static_cast<int>(m_limits.age.count()))));
}

void RunHistoryView::askToLimit(const runs::RunLimits &limits)
{
    const auto set = [this, limits] {
        m_history.setLimits(limits).then(this, [this](const core::Result<void> &done) {
            if (!done) {
                tell(done.error());
            }
            readLimits();
        });
    };
    if (limits.number >= m_limits.number && limits.age >= m_limits.age) {
        set();
        return;
    }
    m_dialogs.choose(
        this,
        {tr("Keep fewer runs?"),
         tr("Of all entries, at most %1 of the last %2 stay. The others go for good; there is no "
            "way back.")
             .arg(tr("%Ln runs", nullptr, static_cast<int>(limits.number)),
                  tr("%Ln days", nullptr, static_cast<int>(limits.age.count()))),
         {tr("Keep"), tr("Erase")},
         0},
        [set](int button) {
            if (button == goOn) {
                set();
            }
        });
}

} // namespace hermes::testsend
