#include "entries/bulkeditdialog.h"
#include "entries/copydialog.h"
#include "entries/newagentdialog.h"
#include "entries/renamedialog.h"
#include "widgets/buttons.h"
#include "widgets/chipeditor.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "windowchecks.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

#include <memory>

using namespace hermes;
using namespace hermes::entries;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using core::RepoPath;

namespace {

registry::EntrySummary entry(EntryKind kind, const QString &id, const QString &name)
{
    registry::EntrySummary summary;
    summary.id = {kind, id};
    summary.folder = RepoPath::fromLiteral(core::kindFolder(kind) + u'/' + id);
    summary.name = name;
    summary.version = u"1.0.0"_s;
    return summary;
}

QList<registry::EntrySummary> someEntries()
{
    return {entry(EntryKind::Agent, u"writer"_s, u"Writer"_s),
            entry(EntryKind::Agent, u"reader"_s, u"Reader"_s),
            entry(EntryKind::Skill, u"spelling"_s, u"spelling"_s)};
}

NewAgentOffer offer()
{
    changes::Habits habits;
    habits.author = {u"Ada"_s, u"https://ada.example.org"_s};
    habits.license = u"MIT"_s;
    habits.model = u"claude-sonnet-4-6"_s;
    habits.sections = {{u"Method"_s, 2, 9}, {u"Output"_s, 2, 8}};
    QList<changes::Starter> starters = changes::builtInStarters();
    if (const auto usual = changes::usualStarter(habits)) {
        starters.prepend(*usual);
    }
    return {changes::EntryNames(someEntries()),
            starters,
            habits,
            {u"claude-opus-4-8"_s, u"claude-sonnet-4-6"_s, u"gpt-5.2"_s}};
}

changes::ChangeSet someChanges()
{
    changes::ChangeSet changes;
    changes.writes = {
        {RepoPath::fromLiteral(u"agents/writer/manifest.json"_s), "a\n", "b\n", false}};
    return changes;
}

} // namespace

class EntryDialogsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aNewAgentIsMadeByTyping();
    void theIdFollowsTheNameUntilItIsWritten();
    void badIdsAreToldAtEachKey_data();
    void badIdsAreToldAtEachKey();
    void theStarterIsShownWithTheNameInIt();
    void escapeLeavesTheDialog();
    void aCopyHasAFreeIdToBeginWith();
    void aCopiedSkillHasNoNameOfItsOwn();
    void renamingAsksForWhatItWouldChange();
    void renamingWaitsForTheAnswer();
    void mentionsAreChosenOneByOneOrAll();
    void anEditOfManyIsPutTogether();
    void emptyFieldsRemoveWhenTheirBoxIsChecked();
    void noEditIsNothingToApply();
    void looks_data();
    void looks();

private:
    template <typename Dialog, typename... Arguments>
    Dialog *open(const Arguments &...arguments)
    {
        auto dialog = std::make_unique<Dialog>(*m_theme, arguments..., nullptr);
        Dialog *result = dialog.get();
        m_dialog = std::move(dialog);
        m_dialog->show();
        [&] { QVERIFY(QTest::qWaitForWindowActive(m_dialog.get())); }();
        return result;
    }
    [[nodiscard]] QLineEdit *line(const QString &name) const;
    [[nodiscard]] QPushButton *primary() const;
    [[nodiscard]] QString visibleTexts() const;
    void type(QWidget *field, const QString &text) const;

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<QDialog> m_dialog;
};

void EntryDialogsTest::initTestCase()
{
    m_theme = std::make_unique<widgets::Theme>(*qApp);
}

QLineEdit *EntryDialogsTest::line(const QString &name) const
{
    for (const auto lines = m_dialog->findChildren<QLineEdit *>(); QLineEdit * line : lines) {
        const auto *box = qobject_cast<QComboBox *>(line->parentWidget());
        if (line->accessibleName() == name || (box != nullptr && box->accessibleName() == name)) {
            return line;
        }
    }
    return nullptr;
}

QPushButton *EntryDialogsTest::primary() const
{
    return m_dialog->findChild<widgets::PrimaryButton *>();
}

QString EntryDialogsTest::visibleTexts() const
{
    QString texts;
    for (const auto labels = m_dialog->findChildren<QLabel *>(); const QLabel *label : labels) {
        texts += label->isVisible() ? label->text() + u'\n' : QString();
    }
    return texts;
}

void EntryDialogsTest::type(QWidget *field, const QString &text) const
{
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_Delete);
    QTest::keyClicks(field, text);
}

void EntryDialogsTest::aNewAgentIsMadeByTyping()
{
    const auto *dialog = open<NewAgentDialog>(offer());
    QVERIFY(!primary()->isEnabled());
    QCOMPARE(m_dialog->focusWidget(), line(u"Name"_s));
    QTest::keyClicks(m_dialog->focusWidget(), u"Proof Reader"_s);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
    QCOMPARE(m_dialog->focusWidget(), line(u"Description"_s));
    QTest::keyClicks(m_dialog->focusWidget(), u"Reads proofs."_s);
    QVERIFY(primary()->isEnabled());
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);

    const changes::NewAgent agent = dialog->agent();
    QCOMPARE(agent.id, u"proof-reader"_s);
    QCOMPARE(agent.name, u"Proof Reader"_s);
    QCOMPARE(agent.description, u"Reads proofs."_s);
    QCOMPARE(agent.version, u"0.1.0"_s);
    QCOMPARE(agent.author, (registry::Author{u"Ada"_s, u"https://ada.example.org"_s}));
    QCOMPARE(agent.license, u"MIT"_s);
    QCOMPARE(agent.model, u"claude-sonnet-4-6"_s);
    QCOMPARE(dialog->starter().key, u"usual"_s);
}

void EntryDialogsTest::theIdFollowsTheNameUntilItIsWritten()
{
    open<NewAgentDialog>(offer());
    type(line(u"Name"_s), u"Großer Test"_s);
    QCOMPARE(line(u"Id"_s)->text(), u"grosser-test"_s);
    type(line(u"Id"_s), u"ada/test"_s);
    type(line(u"Name"_s), u"Other"_s);
    QCOMPARE(line(u"Id"_s)->text(), u"ada/test"_s);
    QTest::keyClick(line(u"Id"_s), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(line(u"Id"_s), Qt::Key_Delete);
    type(line(u"Name"_s), u"Again"_s); // an emptied id follows again
    QCOMPARE(line(u"Id"_s)->text(), u"again"_s);
}

void EntryDialogsTest::badIdsAreToldAtEachKey_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("word");
    QTest::newRow("taken") << u"writer"_s << u"already"_s;
    QTest::newRow("capitals") << u"Free"_s << u"“free”"_s;
    QTest::newRow("device") << u"con"_s << u"Windows"_s;
    QTest::newRow("space") << u"a b"_s << u"cannot hold"_s;
}

void EntryDialogsTest::badIdsAreToldAtEachKey()
{
    QFETCH(QString, id);
    QFETCH(QString, word);
    open<NewAgentDialog>(offer());
    type(line(u"Name"_s), u"Name"_s);
    QVERIFY(primary()->isEnabled());
    type(line(u"Id"_s), id);
    QVERIFY2(visibleTexts().contains(word), qPrintable(visibleTexts()));
    QVERIFY(!primary()->isEnabled());
    QTest::keyClick(line(u"Id"_s), Qt::Key_Return);
    QVERIFY(m_dialog->isVisible());
    type(line(u"Id"_s), u"quite-free"_s);
    QVERIFY(visibleTexts().contains(u"This id is free."_s));
    QVERIFY(primary()->isEnabled());
}

void EntryDialogsTest::theStarterIsShownWithTheNameInIt()
{
    const auto *dialog = open<NewAgentDialog>(offer());
    type(line(u"Name"_s), u"Proof <Reader>"_s);
    const auto *preview = m_dialog->findChild<QTextBrowser *>();
    QVERIFY(preview->toPlainText().contains(u"Proof <Reader>"_s));
    QVERIFY(preview->toPlainText().contains(u"Method"_s));
    auto *list = m_dialog->findChild<QListWidget *>();
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(dialog->starter().key, u"reviewer"_s);
    QVERIFY(preview->toPlainText().contains(u"Finds faults"_s));
    QVERIFY(preview->toPlainText().contains(u"Proof <Reader>"_s));
    QVERIFY(!preview->toPlainText().contains(u"{{"_s));
}

void EntryDialogsTest::escapeLeavesTheDialog()
{
    open<NewAgentDialog>(offer());
    QSignalSpy rejected(m_dialog.get(), &QDialog::rejected);
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
}

void EntryDialogsTest::aCopyHasAFreeIdToBeginWith()
{
    QList<registry::EntrySummary> entries = someEntries();
    entries.append(entry(EntryKind::Agent, u"writer-copy"_s, u"Writer copy"_s));
    const auto *dialog = open<CopyDialog>(entries.first(), changes::EntryNames(entries));
    QVERIFY(primary()->isEnabled());
    QCOMPARE(dialog->copy().id, u"writer-copy-2"_s);
    QCOMPARE(dialog->copy().name, u"Writer copy"_s);
    QCOMPARE(dialog->copy().version, u"0.1.0"_s);
    QTest::mouseClick(m_dialog->findChild<widgets::SegmentedControl *>()->segment(1),
                      Qt::LeftButton);
    QCOMPARE(dialog->copy().version, u"1.0.0"_s);
    type(line(u"Id"_s), u"reader"_s);
    QVERIFY(!primary()->isEnabled());
}

void EntryDialogsTest::aCopiedSkillHasNoNameOfItsOwn()
{
    const auto *dialog =
        open<CopyDialog>(someEntries().constLast(), changes::EntryNames(someEntries()));
    QVERIFY(!line(u"Name"_s)->isVisible());
    QCOMPARE(m_dialog->focusWidget(), line(u"Id"_s));
    type(line(u"Id"_s), u"orthography"_s);
    QCOMPARE(dialog->copy().id, u"orthography"_s);
    QVERIFY(primary()->isEnabled());
}

void EntryDialogsTest::renamingAsksForWhatItWouldChange()
{
    const EntryId writer{EntryKind::Agent, u"writer"_s};
    auto *dialog =
        open<RenameDialog>(someEntries().constFirst(), changes::EntryNames(someEntries(), writer));
    QVERIFY(!primary()->isEnabled()); // nothing is different yet
    const auto wanted = std::make_shared<QList<changes::Renaming>>();
    connect(dialog, &RenameDialog::changesWanted, this,
            [wanted](const changes::Renaming &renaming) { wanted->append(renaming); });
    type(line(u"Id"_s), u"author"_s);
    QTRY_COMPARE(wanted->size(), 1); // one question for six keys
    QCOMPARE(wanted->constFirst().id, u"author"_s);
    QCOMPARE(wanted->constFirst().name, u"Writer"_s);
    QVERIFY(!primary()->isEnabled());
    dialog->setChanges(someChanges());
    QVERIFY(primary()->isEnabled());
    QCOMPARE(dialog->changes(), someChanges());
    type(line(u"Id"_s), u"reader"_s);
    QVERIFY(!primary()->isEnabled());
    QVERIFY(dialog->changes().isEmpty());
    QVERIFY(visibleTexts().contains(u"already"_s));
}

void EntryDialogsTest::renamingWaitsForTheAnswer()
{
    auto *dialog = open<RenameDialog>(
        someEntries().constFirst(),
        changes::EntryNames(someEntries(), EntryId{EntryKind::Agent, u"writer"_s}));
    type(line(u"Id"_s), u"author"_s);
    dialog->setChanges(core::failure(core::ErrorCode::InvalidFormat, u"It is broken."_s));
    QVERIFY(!primary()->isEnabled());
    QVERIFY(visibleTexts().contains(u"It is broken."_s));
}

void EntryDialogsTest::mentionsAreChosenOneByOneOrAll()
{
    auto *dialog = open<RenameDialog>(
        someEntries().constFirst(),
        changes::EntryNames(someEntries(), EntryId{EntryKind::Agent, u"writer"_s}));
    auto *list = m_dialog->findChild<QListWidget *>();
    QVERIFY(!list->isVisible());
    const RepoPath file = RepoPath::fromLiteral(u"agents/reader/AGENT.md"_s);
    const changes::Mention first{file, 3, 20, u"Ask writer."_s};
    const changes::Mention second{file, 9, 90, u"The writer knows."_s};
    dialog->setMentions({{first, second}, 2});
    QVERIFY(list->isVisible());
    QCOMPARE(dialog->renaming().mentions, QList<changes::Mention>());
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_End);
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(dialog->renaming().mentions, QList{second});
    QTest::mouseClick(m_dialog->findChild<widgets::LinkButton *>(), Qt::LeftButton);
    QCOMPARE(dialog->renaming().mentions, (QList{first, second}));
}

void EntryDialogsTest::anEditOfManyIsPutTogether()
{
    const BulkEditOffer offer{{{EntryKind::Agent, u"writer"_s}, {EntryKind::Skill, u"spelling"_s}},
                              {u"old"_s},
                              {u"old"_s, u"api"_s},
                              {u"m-1"_s},
                              {u"general"_s}};
    auto *dialog = open<BulkEditDialog>(offer);
    QCOMPARE(m_dialog->windowTitle(), u"Edit 2 entries"_s);
    QVERIFY(!primary()->isEnabled());
    const auto wanted = std::make_shared<QList<changes::BulkEdit>>();
    connect(dialog, &BulkEditDialog::changesWanted, this,
            [wanted](const changes::BulkEdit &edit) { wanted->append(edit); });
    const auto chips = m_dialog->findChildren<widgets::ChipEditor *>();
    QTest::keyClicks(chips.first()->input(), u"audited,api,"_s);
    QTest::keyClicks(chips.last()->input(), u"old,"_s);
    QTest::mouseClick(m_dialog->findChild<widgets::SegmentedControl *>()->segment(2),
                      Qt::LeftButton);
    QTest::keyClicks(line(u"Model"_s), u"m-2"_s);
    QTest::keyClicks(line(u"Author"_s), u"Eve"_s);
    QTest::keyClicks(line(u"Category"_s), u"writing"_s);
    QTRY_VERIFY(!wanted->isEmpty());
    changes::BulkEdit expected;
    expected.addedTags = {u"audited"_s, u"api"_s};
    expected.removedTags = {u"old"_s};
    expected.bump = changes::VersionBump::Minor;
    expected.model = u"m-2"_s;
    expected.author = registry::Author{u"Eve"_s, QString()};
    expected.category = u"writing"_s;
    QTRY_COMPARE(wanted->constLast(), expected);
    dialog->setChanges(someChanges());
    QVERIFY(primary()->isEnabled());
    QSignalSpy accepted(m_dialog.get(), &QDialog::accepted);
    QTest::mouseClick(primary(), Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(dialog->changes(), someChanges());
}

void EntryDialogsTest::emptyFieldsRemoveWhenTheirBoxIsChecked()
{
    const auto *dialog =
        open<BulkEditDialog>(BulkEditOffer{{{EntryKind::Agent, u"writer"_s}}, {}, {}, {}, {}});
    for (const auto boxes = m_dialog->findChildren<QCheckBox *>(); QCheckBox * box : boxes) {
        if (box->text().contains(u"icence"_s)) {
            box->setFocus();
            QTest::keyClick(box, Qt::Key_Space);
        }
        QVERIFY(!box->text().contains(u"ategory"_s) || !box->isVisible()); // no skill is chosen
    }
    QCOMPARE(dialog->edit().license, std::optional(QString()));
    QCOMPARE(line(u"Licence"_s)->placeholderText(), u"Removed"_s);
}

void EntryDialogsTest::noEditIsNothingToApply()
{
    auto *dialog =
        open<BulkEditDialog>(BulkEditOffer{{{EntryKind::Agent, u"writer"_s}}, {}, {}, {}, {}});
    dialog->setChanges(changes::ChangeSet());
    QVERIFY(!primary()->isEnabled());
    QVERIFY(visibleTexts().contains(u"Nothing would change."_s));
}

void EntryDialogsTest::looks_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : {u"newagent"_s, u"copy"_s, u"rename"_s, u"bulkedit"_s}) {
        QTest::newRow(qPrintable(name)) << name;
    }
}

void EntryDialogsTest::looks()
{
    QFETCH(QString, name);
    QSize size(760, 640);
    if (name == u"newagent") {
        open<NewAgentDialog>(offer());
        type(line(u"Name"_s), u"Proof Reader"_s);
        type(line(u"Description"_s), u"Reads proofs and says what is wrong with them."_s);
    } else if (name == u"copy") {
        open<CopyDialog>(someEntries().constFirst(), changes::EntryNames(someEntries()));
        size = {520, 230};
    } else if (name == u"rename") {
        auto *dialog = open<RenameDialog>(
            someEntries().constFirst(),
            changes::EntryNames(someEntries(), EntryId{EntryKind::Agent, u"writer"_s}));
        const RepoPath file = RepoPath::fromLiteral(u"agents/reader/AGENT.md"_s);
        dialog->setMentions({{{file, 3, 20, u"Ask writer before you begin."_s},
                              {file, 9, 90, u"The writer knows."_s}},
                             2});
        type(line(u"Id"_s), u"author"_s);
        dialog->setChanges(someChanges());
    } else {
        auto *dialog = open<BulkEditDialog>(BulkEditOffer{
            {{EntryKind::Agent, u"writer"_s}, {EntryKind::Skill, u"spelling"_s}}, {}, {}, {}, {}});
        QTest::keyClicks(m_dialog->findChild<widgets::ChipEditor *>()->input(), u"audited,"_s);
        dialog->setChanges(someChanges());
        size = {760, 700};
    }
    test::expectGoodLooks(*m_dialog, *m_theme, size, u"dialog-"_s + name);
}

QTEST_MAIN(EntryDialogsTest)
#include "tst_entrydialogs.moc"
