#include "preview/previewchoices.h"
#include "preview/valuespanel.h"
#include "scripteduserdialogs.h"
#include "widgets/buttons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <cstdlib>
#include <tuple>

using namespace Qt::StringLiterals;
using namespace hermes;
using preview::PreviewChoices;
using workspace::PreviewContent;

namespace {

PreviewContent contentOf(const QString &id)
{
    PreviewContent made;
    made.id = {core::EntryKind::Agent, id};
    made.sourceFile = core::RepoPath::parse(u"studio/sources/agents/%1.md"_s.arg(id)).value();
    return made;
}

workspace::VariableUse numberUse(int value)
{
    workspace::VariableUse use;
    use.variable.name = u"limit"_s;
    use.variable.type = registry::Variable::Type::Number;
    use.value = {workspace::ValueOrigin::Default, value};
    use.inherited = use.value;
    return use;
}

/// Where the ink of a text begins, from the window's left edge.
int inkedEdge(QWidget &widget)
{
    const QImage image = widget.window()->grab().toImage();
    const QRect place(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size());
    const QRgb ground = image.pixel(place.topLeft());
    for (int x = place.left(); x <= place.right(); ++x) {
        for (int y = place.top() + 3; y <= place.bottom() - 3; ++y) {
            if (std::abs(qGray(image.pixel(x, y)) - qGray(ground)) > 40) {
                return x;
            }
        }
    }
    return -1;
}

/// The choices in a shown window, with a field beside them that can have the focus.
struct Fixture
{
    explicit Fixture(const widgets::Theme &theme) : choices(new PreviewChoices(theme, dialogs))
    {
        auto *column = new QVBoxLayout(&window);
        column->addWidget(choices);
        column->addWidget(&elsewhere);
        window.resize(340, 600);
        window.show();
        window.activateWindow();
        std::ignore = QTest::qWaitForWindowActive(&window);
    }

    [[nodiscard]] QPlainTextEdit *field() const
    {
        return choices->values()->findChild<QPlainTextEdit *>(u"limit"_s);
    }

    test::ScriptedUserDialogs dialogs;
    QWidget window;
    QPlainTextEdit elsewhere;
    PreviewChoices *choices;
};

} // namespace

class TestPreviewChoices final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLinkBeginsWhereTheTextsAroundItDo()
    {
        Fixture fixture(m_theme);
        PreviewContent content = contentOf(u"writer"_s);
        content.prompt.target = assembly::Target::HermesAgent;
        content.prompt.taken.place = u"Hermes"_s;
        fixture.choices->setContent(content);
        auto *add = fixture.choices->findChild<widgets::LinkButton *>(u"atEdge"_s);
        QTRY_VERIFY(add->isVisible());
        QLabel *place = nullptr;
        for (const auto labels = fixture.choices->findChildren<QLabel *>();
             QLabel * label : labels) {
            place = label->isVisible() && label->text().startsWith(u"Hermes") ? label : place;
        }
        QVERIFY(place != nullptr);
        QVERIFY(std::abs(inkedEdge(*add) - inkedEdge(*place)) <= 1);
    }

    void manyContextFilesLeaveRoomForThePrompt()
    {
        Fixture fixture(m_theme);
        PreviewContent content = contentOf(u"writer"_s);
        content.prompt.target = assembly::Target::HermesAgent;
        for (int number = 0; number < 30; ++number) {
            workspace::ContextFile file;
            file.path = u"/files/%1/AGENTS.md"_s.arg(number);
            content.prompt.context.append(file);
        }
        fixture.choices->setContent(content);
        QCOMPARE_LT(fixture.choices->sizeHint().height(), 320);
        // All can be reached and taken away.
        const auto buttons = fixture.choices->findChildren<widgets::IconButton *>();
        QCOMPARE(buttons.size(), 30);
        QString removed;
        connect(fixture.choices, &PreviewChoices::contextRemoved, this,
                [&removed](const QString &path) { removed = path; });
        buttons.last()->setFocus(Qt::TabFocusReason);
        QTest::keyClick(buttons.last(), Qt::Key_Space);
        QCOMPARE(removed, u"/files/29/AGENTS.md"_s);
        content.prompt.context.clear();
        fixture.choices->setContent(content);
        content.prompt.context.resize(1);
        content.prompt.context.first().path = u"/files/AGENTS.md"_s;
        fixture.choices->setContent(content);
        const auto rest = fixture.choices->findChildren<widgets::IconButton *>();
        QCOMPARE_GT(rest.last()->visibleRegion().boundingRect().height(), 10);
    }

    void whatIsHalfTypedStaysWithItsDefinition()
    {
        Fixture fixture(m_theme);
        PreviewContent content = contentOf(u"writer"_s);
        content.uses = {numberUse(5)};
        fixture.choices->setContent(content);
        QVERIFY(fixture.choices->openValues());
        fixture.field()->setFocus();
        fixture.field()->selectAll();
        QTest::keyClicks(fixture.field(), u"abc"_s);
        fixture.elsewhere.setFocus();
        fixture.choices->setContent(content);
        QCOMPARE(fixture.field()->toPlainText(), u"abc"_s); // it is still to be mended
        PreviewContent other = contentOf(u"reader"_s);
        other.uses = {numberUse(7)};
        fixture.choices->setContent(other);
        QTRY_COMPARE(fixture.field()->toPlainText(), u"7"_s); // the other row goes late
    }

    void aLongValueIsSeenWhole()
    {
        Fixture fixture(m_theme);
        PreviewContent content = contentOf(u"writer"_s);
        workspace::VariableUse use = numberUse(0);
        use.variable.type = registry::Variable::Type::Text;
        use.value.value = u"a word and another "_s.repeated(10);
        content.uses = {use};
        fixture.choices->setContent(content);
        QVERIFY(fixture.choices->openValues());
        QTRY_COMPARE_GT(fixture.field()->height(),
                        3 * fixture.field()->fontMetrics().lineSpacing());
    }

    void theFocusDoesNotLeaveWhoTypesForValuesThatComeLater()
    {
        Fixture fixture(m_theme);
        PreviewContent content = contentOf(u"writer"_s);
        fixture.choices->setContent(content);
        QVERIFY(fixture.choices->openValues()); // there are none
        fixture.elsewhere.setFocus();
        content.uses = {numberUse(5)};
        fixture.choices->setContent(content);
        QVERIFY(fixture.field()->isVisible());
        QVERIFY(fixture.elsewhere.hasFocus());
    }

    void theFirstValueTakesTheFocusIfNobodyElseWantedIt()
    {
        Fixture fixture(m_theme);
        PreviewContent content = contentOf(u"writer"_s);
        fixture.choices->setContent(content);
        QVERIFY(fixture.choices->openValues());
        content.uses = {numberUse(5)};
        fixture.choices->setContent(content);
        QVERIFY(fixture.field()->hasFocus());
    }

private:
    QApplication &m_application = *qApp;
    widgets::Theme m_theme{m_application};
};

QTEST_MAIN(TestPreviewChoices)
#include "tst_previewchoices.moc"
