#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QFontInfo>
#include <QPalette>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>

#include <memory>

using namespace hermes::widgets;
using namespace Qt::StringLiterals;
using hermes::core::EntryKind;

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void textIsReadableOnEverySurface_data();
    void textIsReadableOnEverySurface();
    void contrastOfBlackAndWhiteIsTwentyOne();
    void schemeChangesColoursAndTellsWhoPaints();
    void sameSchemeAgainTellsNobody();
    void paletteHasTheRoles();
    void systemsHighContrastIsKept();
    void onlyExtremePalettesAreHighContrast();
    void styleSheetHasNoRoleLeft();
    void styleSheetIsUnderstood();
    void fontsFollowTheApplicationsSize();
    void shownWidgetsFollowTheApplicationsSize();
    void kindsHaveNames();

private:
    std::unique_ptr<Theme> m_theme;
};

namespace {

struct NamedColor
{
    const char *name;
    QColor color;
};

void addRows(const char *scheme, const ThemeColors &c)
{
    const auto add = [scheme](const NamedColor &text, const NamedColor &surface) {
        QTest::addRow("%s: %s on %s", scheme, text.name, surface.name)
            << text.color << surface.color;
    };
    const NamedColor background{"background", c.background};
    const NamedColor panel{"panel", c.panel};
    const NamedColor edit{"edit", c.edit};
    const QList<NamedColor> words{
        {"text", c.text},         {"muted", c.muted},     {"accent", c.accent},
        {"agent", c.agent},       {"skill", c.skill},     {"mcp", c.mcp},
        {"workflow", c.workflow}, {"removed", c.removed}, {"added", c.added},
        {"warning", c.warning},   {"error", c.error}};
    for (const NamedColor &word : words)
        for (const NamedColor &surface : {background, panel, edit})
            add(word, surface);
    for (const NamedColor &surface :
         {NamedColor{"accentSoft", c.accentSoft}, NamedColor{"hover", c.hover},
          NamedColor{"removedSoft", c.removedSoft}, NamedColor{"addedSoft", c.addedSoft},
          NamedColor{"warningSoft", c.warningSoft}})
        add({"text", c.text}, surface);
    add({"muted", c.muted}, {"accentSoft", c.accentSoft});
    add({"muted", c.muted}, {"hover", c.hover});
    add({"accent", c.accent}, {"accentSoft", c.accentSoft});
    add({"accent", c.accent}, {"hover", c.hover});
    add({"accentText", c.accentText}, {"accent", c.accent});
    add({"removed", c.removed}, {"removedSoft", c.removedSoft});
    add({"added", c.added}, {"addedSoft", c.addedSoft});
    add({"warning", c.warning}, {"warningSoft", c.warningSoft});
}

} // namespace

void ThemeTest::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
}

void ThemeTest::textIsReadableOnEverySurface_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("surface");
    addRows("light", lightColors());
    addRows("dark", darkColors());
    for (const Theme::Scheme scheme : {Theme::Scheme::Light, Theme::Scheme::Dark}) {
        m_theme->setScheme(scheme);
        for (const EntryKind kind : hermes::core::allEntryKinds)
            QTest::addRow("%s: %s on its tint", m_theme->isDark() ? "dark" : "light",
                          qPrintable(hermes::core::kindName(kind)))
                << m_theme->kindColor(kind) << m_theme->kindSoftColor(kind);
    }
}

void ThemeTest::textIsReadableOnEverySurface()
{
    QFETCH(const QColor, text);
    QFETCH(const QColor, surface);
    const double ratio = contrastRatio(text, surface);
    QVERIFY2(ratio >= 4.5,
             qPrintable(u"%1 on %2 has %3:1"_s.arg(text.name(), surface.name()).arg(ratio)));
}

void ThemeTest::contrastOfBlackAndWhiteIsTwentyOne()
{
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
    QCOMPARE(contrastRatio(Qt::gray, Qt::gray), 1.0);
}

void ThemeTest::schemeChangesColoursAndTellsWhoPaints()
{
    m_theme->setScheme(Theme::Scheme::Light);
    QSignalSpy changed(m_theme.get(), &Theme::changed);
    m_theme->setScheme(Theme::Scheme::Dark);
    QCOMPARE(changed.count(), 1);
    QVERIFY(m_theme->isDark());
    QCOMPARE(m_theme->colors(), darkColors());
    m_theme->setScheme(Theme::Scheme::Light);
    QCOMPARE(changed.count(), 2);
    QVERIFY(!m_theme->isDark());
    QCOMPARE(m_theme->colors(), lightColors());
}

void ThemeTest::sameSchemeAgainTellsNobody()
{
    m_theme->setScheme(Theme::Scheme::Dark);
    QSignalSpy changed(m_theme.get(), &Theme::changed);
    m_theme->setScheme(Theme::Scheme::Dark);
    QCOMPARE(changed.count(), 0);
}

void ThemeTest::paletteHasTheRoles()
{
    m_theme->setScheme(Theme::Scheme::Dark);
    const QPalette palette = QApplication::palette();
    QCOMPARE(palette.color(QPalette::Window), darkColors().panel);
    QCOMPARE(palette.color(QPalette::Base), darkColors().edit);
    QCOMPARE(palette.color(QPalette::Text), darkColors().text);
    QCOMPARE(palette.color(QPalette::Disabled, QPalette::Text), darkColors().muted);
}

void ThemeTest::systemsHighContrastIsKept()
{
    QPalette system(Qt::white, Qt::black, Qt::white, Qt::black, Qt::gray, Qt::white, Qt::white,
                    Qt::black, Qt::black);
    system.setColor(QPalette::Highlight, Qt::yellow);
    system.setColor(QPalette::HighlightedText, Qt::black);
    QVERIFY(isHighContrast(system));
    const ThemeColors colors = highContrastColors(system);
    QCOMPARE(colors.background, QColor(Qt::black));
    QCOMPARE(colors.muted, QColor(Qt::white));
    QCOMPARE(colors.line, QColor(Qt::white));
    QCOMPARE(colors.accent, QColor(Qt::yellow));
    QCOMPARE(colors.accentText, QColor(Qt::black));
}

void ThemeTest::onlyExtremePalettesAreHighContrast()
{
    QVERIFY(!isHighContrast(QPalette(QColor(0xefefef))));
    QVERIFY(!isHighContrast(paletteOf(lightColors())));
    QVERIFY(!isHighContrast(paletteOf(darkColors())));
}

void ThemeTest::styleSheetHasNoRoleLeft()
{
    const QString sheet = styleSheetOf(lightColors());
    QVERIFY(sheet.contains(lightColors().accent.name()));
    QVERIFY(!sheet.contains(u'@'));
}

void ThemeTest::styleSheetIsUnderstood()
{
    QSplitter splitter;
    splitter.addWidget(new QWidget);
    splitter.addWidget(new QWidget);
    splitter.ensurePolished();
    QCOMPARE(splitter.handleWidth(), 1);
    QPushButton button(u"Compare"_s);
    button.ensurePolished();
    QVERIFY2(button.sizeHint().height() >= space::row,
             qPrintable(QString::number(button.sizeHint().height())));
}

void ThemeTest::fontsFollowTheApplicationsSize()
{
    const QFont before = QApplication::font();
    QVERIFY(QFontInfo(before).pixelSize() >= 13);
    QSignalSpy changed(m_theme.get(), &Theme::changed);
    QFont doubled = before;
    doubled.setPointSizeF(before.pointSizeF() * 2);
    QApplication::setFont(doubled);
    QVERIFY(changed.count() >= 1);
    QCOMPARE(m_theme->editorFont().pointSizeF(), doubled.pointSizeF());
    QCOMPARE(m_theme->titleFont().pointSizeF(), doubled.pointSizeF() * 19 / 13);
    QCOMPARE(m_theme->labelFont().pointSizeF(), doubled.pointSizeF() * 11 / 13);
    QCOMPARE(m_theme->readingFont().pointSizeF(), doubled.pointSizeF() * 13.5 / 13);
    QVERIFY(QFontInfo(m_theme->editorFont()).fixedPitch());
    QApplication::setFont(before);
}

void ThemeTest::shownWidgetsFollowTheApplicationsSize()
{
    QPushButton button(u"Compare"_s);
    button.show();
    const int before = button.fontMetrics().height();
    const QFont usual = QApplication::font();
    QFont doubled = usual;
    doubled.setPointSizeF(usual.pointSizeF() * 2);
    QApplication::setFont(doubled);
    QTRY_COMPARE_GE(button.fontMetrics().height(), 2 * before - 2);
    QApplication::setFont(usual);
    QTRY_COMPARE(button.fontMetrics().height(), before);
}

void ThemeTest::kindsHaveNames()
{
    QCOMPARE(kindLabel(EntryKind::Mcp), u"MCP server"_s);
    QCOMPARE(kindGroupLabel(EntryKind::Mcp), u"MCP servers"_s);
    QCOMPARE(kindLabel(EntryKind::Agent), u"Agent"_s);
    QCOMPARE(kindGroupLabel(EntryKind::Workflow), u"Workflows"_s);
}

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
