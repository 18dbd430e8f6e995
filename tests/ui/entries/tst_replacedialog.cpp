#include "entries/difftext.h"
#include "entries/replacedialog.h"
#include "entries/replacementtree.h"
#include "widgets/buttons.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include <memory>

using namespace hermes;
using namespace hermes::entries;
using namespace Qt::StringLiterals;
using core::EntryKind;
using core::RepoPath;
using workspace::FileReplacements;
using workspace::FoundReplacements;
using workspace::ReplaceRequest;
using Syntax = text::SearchQuery::Syntax;

namespace {

FileReplacements file(const QString &id, bool isManifest, const QByteArray &before,
                      const QByteArray &pattern, const QString &replacement)
{
    FileReplacements result;
    result.entry = {EntryKind::Agent, id};
    result.file = RepoPath::fromLiteral(
        u"agents/%1/%2"_s.arg(id, isManifest ? u"manifest.json"_s : u"AGENT.md"_s));
    result.isManifest = isManifest;
    result.before = before;
    for (qsizetype at = before.indexOf(pattern); at >= 0;
         at = before.indexOf(pattern, at + pattern.size())) {
        result.edits.append({at, pattern.size(), replacement});
        result.lines.append(before.first(at).count('\n'));
    }
    return result;
}

FoundReplacements found()
{
    FoundReplacements found;
    found.files = {file(u"reader"_s, false, "# Reader\n\nThe colour, and the colours.\n", "colour",
                        u"color"_s),
                   file(u"writer"_s, false,
                        "# Writer\n\nYou write in colour.\n\n## Method\n\n- A colour\n- A colour\n",
                        "colour", u"color"_s)};
    found.remarks = {{{EntryKind::Agent, u"broken"_s}, u"Left as it is: not UTF-8."_s}};
    return found;
}

} // namespace

class ReplaceDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp); }
    void init() { open({}); }

    void whatIsTypedIsAskedFor()
    {
        QVERIFY(!primary()->isEnabled());
        QVERIFY(texts().contains(u"Type what is to be replaced."_s));
        const QSignalSpy wanted(m_dialog.get(), &ReplaceDialog::searchWanted);
        QCOMPARE(m_dialog->focusWidget(), line(u"Find"_s));
        QTest::keyClicks(line(u"Find"_s), u"(co)lour"_s);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_R, Qt::AltModifier);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_C, Qt::AltModifier);
        QTest::keyClick(m_dialog->focusWidget(), Qt::Key_W, Qt::AltModifier);
        QTest::keyClicks(line(u"Replace by"_s), u"$1lor"_s);
        QTest::keyClicks(m_dialog->findChildren<QLineEdit *>().at(2), u"tag:api"_s);
        m_dialog->findChild<QCheckBox *>()->click();
        QTRY_COMPARE(wanted.size(), 1); // a pause in typing is waited for
        const ReplaceRequest asked{
            {u"(co)lour"_s, Syntax::RegularExpression, Qt::CaseSensitive, true},
            u"$1lor"_s,
            ReplaceRequest::Scope::PromptsAndManifests};
        QCOMPARE(wanted.first().at(0).value<ReplaceRequest>(), asked);
        QCOMPARE(wanted.first().at(1).toString(), u"tag:api"_s);
        QVERIFY(!primary()->isEnabled()); // what is shown is not the answer to it
    }

    void theOfferFillsTheFields()
    {
        open({{u"co.our"_s, Syntax::RegularExpression, Qt::CaseSensitive, false},
              u"kind:agent"_s,
              {}});
        const QSignalSpy wanted(m_dialog.get(), &ReplaceDialog::searchWanted);
        QCOMPARE(m_dialog->focusWidget(), line(u"Replace by"_s));
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(m_dialog->request().find.syntax, Syntax::RegularExpression);
        QCOMPARE(m_dialog->entries(), u"kind:agent"_s);
    }

    void everythingFoundIsShownAndChosen()
    {
        answer(found());
        QVERIFY(primary()->isEnabled());
        QCOMPARE(primary()->text(), u"Replace 5"_s);
        QVERIFY2(texts().contains(u"5 replacements in 2 files"_s), qPrintable(texts()));
        QVERIFY(texts().contains(u"agent/broken: Left as it is: not UTF-8."_s));
        QCOMPARE(rows(),
                 (QStringList{u"agents/reader/AGENT.md: 2"_s,
                              u"3: The [colour>color], and the colours."_s,
                              u"3: The colour, and the [colour>color]s."_s,
                              u"agents/writer/AGENT.md: 3"_s, u"3: You write in [colour>color]."_s,
                              u"7: - A [colour>color]"_s, u"8: - A [colour>color]"_s}));
        QCOMPARE(
            tree()->model()->index(0, 0, tree()->model()->index(1, 0)).data(Qt::AccessibleTextRole),
            u"Line 3: You write in colour. becomes You write in color."_s);
        QTRY_VERIFY(diff().contains(u"+ The color, and the colors."_s));
    }

    void aChangeIsSeenInARowThatIsTooNarrow()
    {
        FoundReplacements wide;
        wide.files = {file(u"reader"_s, false,
                           QByteArray("word ").repeated(12) + "colour "
                               + QByteArray("word ").repeated(40) + "\n",
                           "colour", u"color"_s)};
        answer(wide);
        tree()->clearSelection();
        tree()->setCurrentIndex({});
        const QModelIndex row = tree()->model()->index(0, 0, tree()->model()->index(0, 0));
        const auto addedColumns = [&] {
            const QRect place = tree()->visualRect(row);
            const QImage image = tree()->viewport()->grab(place).toImage();
            int columns = 0; // with the colour behind what comes
            for (int x = 0; x < image.width(); ++x) {
                bool isAdded = false;
                for (int y = 0; y < image.height(); ++y) {
                    isAdded |= image.pixelColor(x, y) == m_theme->colors().addedSoft;
                }
                columns += isAdded ? 1 : 0;
            }
            return columns;
        };
        const int whole = QFontMetrics(tree()->font()).horizontalAdvance(u"color"_s);
        QTRY_VERIFY2(addedColumns() >= whole - 2, qPrintable(QString::number(addedColumns())));
    }

    void spaceLeavesOneOut()
    {
        answer(found());
        const QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
        tree()->setFocus();
        QTest::keyClick(tree(), Qt::Key_Down);
        QTest::keyClick(tree(), Qt::Key_Space);
        QCOMPARE(primary()->text(), u"Replace 4"_s);
        QCOMPARE(rows().constFirst(), u"agents/reader/AGENT.md: 1 of 2"_s);
        QCOMPARE(tree()->model()->index(0, 0).data(Qt::CheckStateRole).toInt(),
                 Qt::PartiallyChecked);
        QTRY_VERIFY(diff().contains(u"+ The colour, and the colors."_s));
        QTest::keyClick(tree(), Qt::Key_Up);
        QTest::keyClick(tree(), Qt::Key_Space); // a part becomes all
        QCOMPARE(primary()->text(), u"Replace 5"_s);
        QTest::keyClick(tree(), Qt::Key_Space);
        QCOMPARE(primary()->text(), u"Replace 3"_s);
        QVERIFY(texts().contains(u"3 replacements in 1 files"_s));
        QTRY_COMPARE(diff(), u"Nothing of this file is chosen."_s);
        QTest::mouseClick(primary(), Qt::LeftButton);
        QCOMPARE(accepted.size(), 1);
        QCOMPARE(m_dialog->chosen().files, QList{found().files.last()});
        QVERIFY(workspace::changesOf(m_dialog->chosen()).has_value());
    }

    void allAndNone()
    {
        answer(found());
        QTest::mouseClick(link(u"None"_s), Qt::LeftButton);
        QVERIFY(!primary()->isEnabled());
        QVERIFY(texts().contains(u"Nothing is chosen."_s));
        QVERIFY(m_dialog->chosen().files.isEmpty());
        QTest::mouseClick(link(u"Choose all"_s), Qt::LeftButton);
        QCOMPARE(primary()->text(), u"Replace 5"_s);
    }

    void aChoiceThatBreaksAManifestCannotBeMade()
    {
        FileReplacements manifest =
            file(u"writer"_s, true, R"({"id":"writer","name":"xy"})", "\"id\"", u"\"id\""_s);
        manifest.edits = {{6, 0, u" "_s}, {14, 1, u";"_s}};
        manifest.lines = {0, 0};
        FoundReplacements both;
        both.files = {manifest};
        answer(both);
        tree()->setFocus();
        QTest::keyClick(tree(), Qt::Key_Down);
        QTest::keyClick(tree(), Qt::Key_Space); // what is left is the edit that breaks it
        QVERIFY(!primary()->isEnabled());
        QVERIFY2(texts().contains(u"could not be read any more"_s), qPrintable(texts()));
        QVERIFY(diff().contains(u"could not be read any more"_s));
    }

    void draftsAreSaid()
    {
        open({{}, {}, {{EntryKind::Agent, u"writer"_s}}});
        answer(found());
        QVERIFY2(texts().contains(u"1 files have unsaved text."_s), qPrintable(texts()));
    }

    void nothingAndErrorsAreSaid()
    {
        QTest::keyClicks(line(u"Find"_s), u"colour"_s);
        m_dialog->setFound(FoundReplacements());
        QVERIFY(texts().contains(u"No prompt holds “colour”."_s));
        QVERIFY(!primary()->isEnabled());
        m_dialog->setFound(core::failure(core::ErrorCode::InvalidArgument, u"A wrong pattern."_s));
        QVERIFY(texts().contains(u"A wrong pattern."_s));
        QVERIFY(!primary()->isEnabled());
    }

    void theTreeIsAModel()
    {
        ReplacementTree tree;
        const QAbstractItemModelTester tester(
            &tree, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tree.setFound(found());
        QVERIFY(tree.setData(tree.index(1, 0, tree.index(0, 0, {})), Qt::Unchecked,
                             Qt::CheckStateRole));
        tree.chooseAll(false);
        QCOMPARE(tree.chosenCount(), 0);
        tree.setFound({});
    }

    void longLinesAreShortened()
    {
        ReplacementTree tree;
        tree.setFound(
            {{file(u"writer"_s, false, QByteArray(300, 'a') + "colour" + QByteArray(300, 'b'),
                   "colour", u"co\nlor"_s)},
             {}});
        const ReplacementTree::Shown shown = tree.shown(tree.index(0, 0, tree.index(0, 0, {})));
        QCOMPARE(shown.before, u"…"_s + QString(40, u'a'));
        QCOMPARE(shown.removed, u"colour"_s);
        QCOMPARE(shown.inserted, u"co⏎lor"_s);
        QCOMPARE(shown.after, QString(200, u'b') + u"…"_s);
    }

    void looks()
    {
        open({{u"colour"_s, Syntax::Literal, Qt::CaseInsensitive, false},
              {},
              {{EntryKind::Agent, u"writer"_s}}});
        QTest::keyClicks(line(u"Replace by"_s), u"color"_s);
        answer(found());
        QTRY_VERIFY(diff().contains(u"color"_s));
        test::expectGoodLooks(*m_dialog, *m_theme, {820, 640}, u"dialog-replace"_s);
    }

private:
    void open(const ReplaceOffer &offer)
    {
        m_dialog = std::make_unique<ReplaceDialog>(*m_theme, offer, nullptr);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }

    void answer(const FoundReplacements &found) { m_dialog->setFound(found); }

    [[nodiscard]] QLineEdit *line(const QString &name) const
    {
        for (const auto lines = m_dialog->findChildren<QLineEdit *>(); auto *line : lines) {
            if (line->accessibleName() == name) {
                return line;
            }
        }
        return nullptr;
    }
    [[nodiscard]] QPushButton *link(const QString &text) const
    {
        for (const auto buttons = m_dialog->findChildren<widgets::LinkButton *>();
             auto *button : buttons) {
            if (button->text() == text) {
                return button;
            }
        }
        return nullptr;
    }
    [[nodiscard]] QPushButton *primary() const
    {
        return m_dialog->findChild<widgets::PrimaryButton *>();
    }
    [[nodiscard]] QTreeView *tree() const { return m_dialog->findChild<QTreeView *>(); }
    [[nodiscard]] QString diff() const { return m_dialog->findChild<DiffText *>()->toPlainText(); }

    [[nodiscard]] QString texts() const
    {
        QString texts;
        for (const auto labels = m_dialog->findChildren<QLabel *>(); const auto *label : labels) {
            texts += label->isVisible() ? label->text() + u'\n' : QString();
        }
        return texts;
    }

    /// As they are painted: a replacement as `before[removed>inserted]after`.
    [[nodiscard]] QStringList rows() const
    {
        const auto *model = static_cast<ReplacementTree *>(tree()->model());
        QStringList rows;
        for (int row = 0; row < model->rowCount({}); ++row) {
            const QModelIndex parent = model->index(row, 0, {});
            rows.append(parent.data().toString() + u": "_s + model->note(parent));
            for (int child = 0; child < model->rowCount(parent); ++child) {
                const auto shown = model->shown(model->index(child, 0, parent));
                rows.append(u"%1: %2[%3>%4]%5"_s.arg(QString::number(shown.line), shown.before,
                                                     shown.removed, shown.inserted, shown.after));
            }
        }
        return rows;
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<ReplaceDialog> m_dialog;
};

QTEST_MAIN(ReplaceDialogTest)
#include "tst_replacedialog.moc"
