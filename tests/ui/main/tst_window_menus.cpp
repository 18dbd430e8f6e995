#include "registryfixture.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "windowfixture.h"

#include <QMenu>
#include <QMenuBar>
#include <QTest>

#include <utility>

using namespace Qt::StringLiterals;
using namespace hermes;

namespace {

/// Letters that more than one action of a menu answers to, with the menu's name.
QStringList doubledLetters(const QMenu &menu)
{
    QHash<QChar, QString> known;
    QStringList doubled;
    for (const auto actions = menu.actions(); const QAction *action : actions) {
        const QString text = action->text();
        const qsizetype sign = text.indexOf(u'&');
        if (action->isSeparator() || sign < 0 || sign + 1 >= text.size()) {
            continue;
        }
        const QChar letter = text.at(sign + 1).toLower();
        if (known.contains(letter)) {
            doubled.append(u"%1: %2, %3"_s.arg(menu.title(), known.value(letter), text));
        }
        known.insert(letter, text);
        if (action->menu() != nullptr) {
            doubled += doubledLetters(*action->menu());
        }
    }
    return doubled;
}

} // namespace

class TestWindowMenus final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void noLetterLeadsToTwoActions()
    {
        const test::RegistryFixture registry;
        test::WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QStringList doubled;
        QList<QAction *> menus;
        for (const auto bars = fixture.window().findChildren<QMenuBar *>(); QMenuBar * bar : bars) {
            menus += bar->actions();
        }
        QCOMPARE_GT(menus.size(), 4);
        for (const QAction *menu : std::as_const(menus)) {
            doubled += doubledLetters(*menu->menu());
        }
        QVERIFY2(doubled.isEmpty(), qPrintable(doubled.join(u"; "_s)));
    }

private:
    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
};

QTEST_MAIN(TestWindowMenus)
#include "tst_window_menus.moc"
