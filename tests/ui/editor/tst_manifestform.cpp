#include "editor/manifestform.h"

#include "documentfixture.h"
#include "registry/fieldvalues.h"
#include "registry/manifesttext.h"
#include "vcs/repository.h"
#include "widgets/chipeditor.h"
#include "widgets/messagebar.h"
#include "windowchecks.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QDragEnterEvent>
#include <QFile>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <sys/stat.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::ManifestForm;
using test::DocumentFixture;
using workspace::DefinitionDocument;

namespace {

constexpr QSize windowSize(900, 1000);

const QByteArray manyFields = R"({
  "schemaVersion": "1",
  "type": "agent", "id": "writer",
  "name": "Writer",
  "version": "1.0.0",
  "description": "Writes.",
  "author": "Ada",
  "tags": [ "a", 7, {"deep": [1,2]}, "b" ],
  "compatibility": {"hermes": ">=0.3.0", "desktop": ">=0.6.0", "cli":"*"},
  "entry": "AGENT.md",
  "dependencies": [
    { "id":  "agent/reader", "version": "^1.0.0", "optional": true },
    "a word",
    {"id": "skill/spelling",   "why": "letters"}
  ],
  "x-unknown": { "kept":  true },
  "tools": ["Read"]
}
)";

const editor::FormSuggestions suggestions{
    {{u"claude-sonnet-4-6"_s, u"anthropic"_s, u"Claude Sonnet 4.6"_s, 200'000, 64'000, false,
      registry::ModelPrice{3, 15, u"USD"_s}, QDate(2026, 5, 12)},
     {u"claude-2"_s, u"anthropic"_s, u"Claude 2"_s, 100'000, 4'000, true},
     {u"gpt-5.2"_s, u"openai"_s, u"GPT 5.2"_s, 400'000, 128'000}},
    {u"Bash"_s, u"Read"_s, u"Write"_s},
    {u"api"_s, u"backend"_s},
    {u"agent/reader"_s, u"skill/spelling"_s}};

} // namespace

/// The form writes what one types into the manifest's text, and nothing else.
class TestManifestForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_form.reset();
        m_fixture = std::make_unique<DocumentFixture>();
        m_fixture->writeManifest(manyFields);
    }
    void cleanup()
    {
        m_form.reset();
        m_fixture.reset();
    }

    void typingChangesTheFieldsOwnBytes_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const QString &field, const QByteArray &before,
                            const QByteArray &after) {
            QTest::newRow(qPrintable(field)) << field << before << after;
        };
        row(u"Name"_s, "\"Writer\"", "\"Writerx\"");
        row(u"Version"_s, "\"1.0.0\"", "\"1.0.0x\"");
        row(u"Hermes"_s, "\">=0.3.0\"", "\">=0.3.0x\"");
        row(u"Hermes Desktop"_s, "\">=0.6.0\"", "\">=0.6.0x\"");
        row(u"Author"_s, "\"Ada\"", "\"Adax\"");
        row(u"Author's page"_s, "\"author\": \"Ada\"",
            "\"author\": {\"name\": \"Ada\", \"url\": \"x\"}");
        row(u"Licence"_s, "\"author\": \"Ada\",\n",
            "\"author\": \"Ada\",\n  \"license\": \"x\",\n");
        row(u"Source"_s, "\"author\": \"Ada\",\n", "\"author\": \"Ada\",\n  \"source\": \"x\",\n");
        row(u"Icon"_s, "{\"deep\": [1,2]}, \"b\" ],\n",
            "{\"deep\": [1,2]}, \"b\" ],\n  \"icon\": \"x\",\n");
        row(u"Model"_s, "\"entry\": \"AGENT.md\",\n",
            "\"entry\": \"AGENT.md\",\n  \"model\": \"x\",\n");
        row(u"Description"_s, "\"Writes.\"", "\"Writes.x\"");
    }
    void typingChangesTheFieldsOwnBytes()
    {
        QFETCH(QString, field);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        show();
        QTest::keyClick(focused(field), Qt::Key_End);
        QTest::keyClicks(focused(field), u"x"_s);
        QCOMPARE(bytes(), replaced(before, after));
        undo();
        QCOMPARE(bytes(), manyFields);
    }

    void emptyingAFieldRemovesItAndLeavesWhatIsRequired()
    {
        show();
        auto *author = static_cast<QLineEdit *>(focused(u"Author"_s));
        author->selectAll();
        QTest::keyClick(author, Qt::Key_Delete);
        QCOMPARE(bytes(), replaced("  \"author\": \"Ada\",\n", ""));
        undo();
        auto *name = static_cast<QLineEdit *>(focused(u"Name"_s));
        name->selectAll();
        QTest::keyClick(name, Qt::Key_Delete);
        QCOMPARE(bytes(), replaced("\"Writer\"", "\"\""));
        QTRY_VERIFY(texts().contains(u"needs a name"_s));
    }

    // --- one undo for all fields and the text ---------------------------------------------------

    void undoIsTheDocumentsOwnInEveryField()
    {
        show();
        QTest::keyClicks(focused(u"Name"_s), u"A"_s);
        QTest::keyClicks(focused(u"Version"_s), u"2"_s);
        const QByteArray both = bytes();
        QWidget *description = focused(u"Description"_s);
        QTest::keyClick(description, Qt::Key_Z, Qt::ControlModifier); // not the field's own
        QCOMPARE(line(u"Version"_s)->text(), u"1.0.0"_s);
        QCOMPARE(QApplication::focusWidget(), line(u"Version"_s)); // undo shows what it changed
        undo();
        QCOMPARE(bytes(), manyFields);
        QCOMPARE(line(u"Name"_s)->text(), u"Writer"_s);
        QCOMPARE(QApplication::focusWidget(), line(u"Name"_s));
        undo(); // there is no more
        QCOMPARE(bytes(), manyFields);
        QTest::keyClick(line(u"Name"_s), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(line(u"Name"_s)->text(), u"WriterA"_s);
        QTest::keyClick(line(u"Name"_s), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(bytes(), both);
    }

    void aWordIsUndoneAsOne()
    {
        show();
        QTest::keyClicks(focused(u"Name"_s), u"ing"_s);
        undo();
        QCOMPARE(line(u"Name"_s)->text(), u"Writer"_s);
    }

    void editsOfTheJsonAreUndoneInTheForm()
    {
        show();
        QTextCursor text(m_fixture->document().manifest()->document());
        text.setPosition(static_cast<int>(manyFields.indexOf("Writer\"")));
        text.insertText(u"Good "_s);
        QCOMPARE(line(u"Name"_s)->text(), u"Good Writer"_s);
        focused(u"Version"_s);
        undo();
        QCOMPARE(bytes(), manyFields);
        QCOMPARE(line(u"Name"_s)->text(), u"Writer"_s);
    }

    void theMenusUndoIsTheDocumentsToo()
    {
        show();
        for (const QString &field : {u"Name"_s, u"Description"_s, u"Model"_s, u"Add to Tools"_s}) {
            QTest::keyClicks(focused(u"Name"_s), u"x"_s);
            QWidget *widget = focused(field);
            // As the window's menu does: it calls the slot of the widget with the focus.
            QVERIFY(QMetaObject::invokeMethod(widget, "undo"));
            QCOMPARE(bytes(), manyFields);
            QVERIFY(QMetaObject::invokeMethod(QApplication::focusWidget(), "redo"));
            QVERIFY(bytes() != manyFields);
            undo();
        }
        QVERIFY(QMetaObject::invokeMethod(m_form.get(), "undo")); // for what has no text
    }

    void chipsAreUndoneOneByOne()
    {
        show();
        QTest::keyClicks(focused(u"Add to Tools"_s), u"Bash,Write,"_s);
        QCOMPARE(bytes(), replaced("[\"Read\"]", "[\"Read\", \"Bash\", \"Write\"]"));
        QTest::keyClicks(focused(u"Add to Tools"_s), u"Gr"_s);
        undo(); // what is typed and not added yet is the input's own
        undo();
        QCOMPARE(static_cast<QLineEdit *>(focused(u"Add to Tools"_s))->text(), QString());
        const QByteArray two = bytes();
        undo();
        QVERIFY(bytes() != two);
        QTest::keyClick(focused(u"Add to Tools"_s), Qt::Key_Left); // to the chip
        QVERIFY(qobject_cast<QAbstractButton *>(QApplication::focusWidget()));
        undo();
        QCOMPARE(bytes(), manyFields);
    }

    void undoOfADependencyIsTheDocuments()
    {
        show();
        auto *version = static_cast<QLineEdit *>(focused(u"Dependency 1, version range"_s));
        version->selectAll();
        QTest::keyClicks(version, u"~2.0"_s);
        QTest::keyClick(version, Qt::Key_Return);
        QVERIFY(bytes().contains("~2.0"));
        while (bytes() != manyFields && m_fixture->document().manifest()->canUndo()) {
            undo();
        }
        QCOMPARE(bytes(), manyFields);
        QCOMPARE(line(u"Dependency 1, version range"_s)->text(), u"^1.0.0"_s);
    }

    // --- what the form does not know ------------------------------------------------------------

    void aListKeepsWhatIsNoText()
    {
        show();
        QTest::keyClicks(focused(u"Add to Tags"_s), u"c,"_s);
        QCOMPARE(bytes(), replaced("\"b\" ]", "\"b\", \"c\" ]"));
        QTest::keyClick(focused(u"Add to Tags"_s), Qt::Key_Backspace);
        QCOMPARE(bytes(), manyFields);
        QTest::keyClick(focused(u"Add to Tags"_s), Qt::Key_Backspace);
        QCOMPARE(bytes(), replaced(", \"b\" ]", " ]"));
    }

    void whatIsNoTextInAListIsSeenAndRemoved()
    {
        show();
        auto *tags = m_form->findChild<widgets::ChipEditor *>(u"tags"_s);
        QCOMPARE(tags->chips(), (QStringList{u"a"_s, u"7"_s, u"{\"deep\":[1,2]}"_s, u"b"_s}));
        focused(u"Add to Tags"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QCOMPARE(bytes(), replaced("\"a\", 7, ", "\"a\", "));
    }

    void aDependencyKeepsItsUnknownKeys()
    {
        show();
        auto *version = static_cast<QLineEdit *>(focused(u"Dependency 1, version range"_s));
        version->selectAll();
        QTest::keyClicks(version, u"~2.0"_s);
        QTest::keyClick(version, Qt::Key_Return);
        QCOMPARE(bytes(), replaced("\"^1.0.0\"", "\"~2.0\""));
        auto *other = static_cast<QLineEdit *>(focused(u"Dependency 3, id"_s));
        QTest::keyClick(other, Qt::Key_End);
        QTest::keyClicks(other, u"s"_s);
        QTest::keyClick(other, Qt::Key_Return);
        QCOMPARE(bytes(),
                 replaced("\"^1.0.0\"", "\"~2.0\"").replace("skill/spelling", "skill/spellings"));
    }

    void removingADependencyLeavesTheOthersBytes()
    {
        show();
        QTest::mouseClick(control(u"Remove dependency 1"_s), Qt::LeftButton);
        QCOMPARE(
            bytes(),
            replaced(
                "{ \"id\":  \"agent/reader\", \"version\": \"^1.0.0\", \"optional\": true },\n    ",
                ""));
        undo();
        QCOMPARE(bytes(), manyFields);
        QTest::mouseClick(control(u"Remove dependency 2"_s), Qt::LeftButton); // no object at all
        QCOMPARE(bytes(), replaced("    \"a word\",\n", ""));
    }

    void addingADependencyLeavesTheOthersBytes()
    {
        show();
        QTest::mouseClick(button(u"Add dependency"_s), Qt::LeftButton);
        QCOMPARE(bytes(), manyFields); // nothing yet
        auto *id = static_cast<QLineEdit *>(focused(u"Dependency 4, id"_s));
        QTest::keyClicks(id, u"mcp/github"_s);
        QTest::keyClick(id, Qt::Key_Return);
        QCOMPARE(bytes(),
                 replaced("\"why\": \"letters\"}\n",
                          "\"why\": \"letters\"},\n    {\"id\": \"mcp/github\"}\n"));
    }

    void aFieldOfAnotherTypeIsShownAndNotOverwritten_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("shown");
        QTest::newRow("number") << u"Name"_s << QByteArray("\"name\": \"Writer\"")
                                << QByteArray("\"name\": 42") << u"42"_s;
        QTest::newRow("object") << u"Version"_s << QByteArray("\"version\": \"1.0.0\"")
                                << QByteArray("\"version\": {\"major\": 1}") << u"{\"major\":1}"_s;
        QTest::newRow("author") << u"Author"_s << QByteArray("\"Ada\"") << QByteArray("[\"Ada\"]")
                                << u"[\"Ada\"]"_s;
        QTest::newRow("list") << u"Add to Tools"_s << QByteArray("[\"Read\"]")
                              << QByteArray("{\"Read\": true}") << QString();
        QTest::newRow("description")
            << u"Description"_s << QByteArray("\"Writes.\"") << QByteArray("[1]") << u"[1]"_s;
        QTest::newRow("model") << u"Model"_s << QByteArray("\"entry\"")
                               << QByteArray("\"model\": 5, \"entry\"") << u"5"_s;
    }
    void aFieldOfAnotherTypeIsShownAndNotOverwritten()
    {
        QFETCH(QString, field);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, shown);
        const QByteArray odd = replaced(before, after);
        m_fixture->writeManifest(odd);
        show();
        QWidget *widget = control(field);
        QVERIFY(widget);
        QTest::keyClicks(widget, u"x,"_s);
        QTest::keyClick(widget, Qt::Key_Backspace);
        QCOMPARE(bytes(), odd);
        if (!shown.isEmpty()) {
            const auto *text = qobject_cast<QPlainTextEdit *>(widget);
            QCOMPARE(text != nullptr ? text->toPlainText() : lineOf(widget)->text(), shown);
        }
        QVERIFY2(texts().contains(u"must be"_s), qPrintable(texts()));
    }

    void dependenciesThatAreNoListAreLeftAlone()
    {
        const QByteArray odd = "{\"id\": \"writer\", \"dependencies\": {\"agent/reader\": \"*\"}}";
        m_fixture->writeManifest(odd);
        show();
        QVERIFY(!button(u"Add dependency"_s)->isEnabled());
        QVERIFY2(texts().contains(u"must be"_s), qPrintable(texts()));
        QCOMPARE(bytes(), odd);
    }

    // --- advice and completion ------------------------------------------------------------------

    void theIdIsCheckedAgainstTheFolderAndMended()
    {
        m_fixture->writeManifest(replaced("\"id\": \"writer\"", "\"id\": \"editor\""));
        show();
        QVERIFY2(texts().contains(u"The folder is called writer"_s), qPrintable(texts()));
        QTest::mouseClick(button(u"Use writer"_s), Qt::LeftButton);
        QCOMPARE(bytes(), manyFields);
        QVERIFY(!texts().contains(u"The folder is called"_s));
        QCOMPARE(QApplication::focusWidget(), line(u"ID"_s));
        undo();
        QVERIFY(texts().contains(u"The folder is called"_s));
    }

    void fieldsAreJudgedWhileOneTypes()
    {
        show();
        QVERIFY(texts().contains(u"Hermes 0.3.0 or newer"_s));
        QTest::keyClicks(focused(u"Hermes"_s), u" <1"_s);
        QVERIFY2(texts().contains(u"Hermes 0.3.0 or newer, but older than 1.0.0"_s),
                 qPrintable(texts()));
        QTest::keyClicks(focused(u"Hermes"_s), u"x"_s);
        QVERIFY(texts().contains(u"Not a range of versions"_s));
        QVERIFY(control(u"Hermes"_s)->accessibleDescription().contains(u"Not a range"_s));
        QTest::keyClick(focused(u"Version"_s), Qt::Key_Backspace);
        QTest::keyClick(focused(u"Version"_s), Qt::Key_Backspace);
        QVERIFY(texts().contains(u"Not a semantic version"_s));
        QVERIFY(button(u"Use 1.0.0"_s)->isVisible());
    }

    void aModelIsFoundByWhatItIsCalled()
    {
        show();
        auto *model = static_cast<QLineEdit *>(focused(u"Model"_s));
        QTest::keyClicks(model, u"sonnet 4.6"_s);
        QAbstractItemView *popup = model->completer()->popup();
        QTRY_VERIFY(popup->isVisible());
        QCOMPARE(popup->model()->rowCount(), 1);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QTRY_VERIFY(bytes().contains("\"model\": \"claude-sonnet-4-6\""));
        QCOMPARE(model->text(), u"claude-sonnet-4-6"_s);
        QVERIFY2(texts().contains(u"200,000 tokens · USD 3 / 15 per million (2026-05-12)"_s),
                 qPrintable(texts()));
    }

    void theDownArrowShowsEveryModelAndItsState()
    {
        show();
        auto *model = static_cast<QLineEdit *>(focused(u"Model"_s));
        QTest::keyClick(model, Qt::Key_Down);
        QAbstractItemView *popup = model->completer()->popup();
        QTRY_VERIFY(popup->isVisible());
        QCOMPARE(popup->model()->rowCount(), 3);
        const QString read = popup->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(read.contains(u"200,000 tokens"_s) && read.contains(u"USD 3 / 15"_s),
                 qPrintable(read));
        test::keepPicture(*popup, u"models"_s);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QTRY_VERIFY(bytes().contains("\"model\": \"claude-2\""));
        QVERIFY2(texts().contains(u"deprecated"_s), qPrintable(texts()));
    }

    void licencesCompleteByTheListOfSpdx()
    {
        show();
        auto *licence = static_cast<QLineEdit *>(focused(u"Licence"_s));
        QTest::keyClicks(licence, u"apache-2"_s);
        QAbstractItemView *popup = licence->completer()->popup();
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QTRY_VERIFY(bytes().contains("\"license\": \"Apache-2.0\""));
        QVERIFY(!texts().contains(u"SPDX"_s));
    }

    void dependenciesCompleteAndOpen()
    {
        show();
        const QSignalSpy asked(m_form.get(), &ManifestForm::entryRequested);
        QVERIFY2(texts().contains(u"agent/reader, 1.0.0 or newer, but older than 2.0.0"_s),
                 qPrintable(texts()));
        QTest::keyClick(focused(u"Dependency 1, id"_s), Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.last().first().value<core::EntryId>().toString(), u"agent/reader"_s);
        QTest::mouseClick(control(u"Open dependency 3"_s), Qt::LeftButton);
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked.last().first().value<core::EntryId>().toString(), u"skill/spelling"_s);

        auto *id = static_cast<QLineEdit *>(focused(u"Dependency 3, id"_s));
        id->selectAll();
        QTest::keyClicks(id, u"read"_s);
        QVERIFY(!control(u"Open dependency 3"_s)->isEnabled());
        QVERIFY(texts().contains(u"read is not in this registry"_s));
        QAbstractItemView *popup = id->completer()->popup();
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QTRY_COMPARE(bytes(), replaced("skill/spelling", "agent/reader"));
        QCOMPARE(asked.size(), 2); // choosing opens nothing
        QVERIFY(control(u"Open dependency 3"_s)->isEnabled());
    }

    void aDroppedPictureBecomesTheIcon()
    {
        const test::ScratchFolder outside;
        outside.write(u"face.svg"_s,
                      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>"
                      "<circle cx='12' cy='12' r='9' fill='teal'/></svg>");
        outside.write(u"wide.svg"_s, "<svg viewBox='0 0 24 12'/>");
        show();
        drop(outside.path(u"wide.svg"_s));
        QTRY_VERIFY2(texts().contains(u"not square"_s), qPrintable(texts()));
        QCOMPARE(bytes(), manyFields);
        drop(outside.path(u"face.svg"_s));
        QTRY_VERIFY(bytes().contains("\"icon\": \"icon.svg\""));
        QTRY_VERIFY(control(u"icon.svg in several sizes"_s));
        QVERIFY(!texts().contains(u"not square"_s));
        QCOMPARE(m_fixture->registry().folder().read(u"agents/writer/icon.svg"_s),
                 outside.read(u"face.svg"_s));
        test::keepPicture(*m_form, u"icon"_s);
        QTest::keyClicks(focused(u"Icon"_s), u"x"_s);
        QTRY_VERIFY2(texts().contains(u"icon.svgx is not in the entry's folder"_s),
                     qPrintable(texts()));
        const QSignalSpy asked(m_form.get(), &ManifestForm::iconFileRequested);
        QTest::mouseClick(control(u"Choose an icon"_s), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
    }

    void unknownFieldsAreEditedAsJson()
    {
        show();
        auto *json = qobject_cast<QPlainTextEdit *>(focused(u"x-unknown, JSON"_s));
        QVERIFY(json);
        QCOMPARE(json->toPlainText(), u"{ \"kept\":  true }"_s); // as it is written
        QTest::keyClick(json, Qt::Key_End, Qt::ControlModifier);
        QTest::keyClick(json, Qt::Key_Backspace);
        QCOMPARE(bytes(), manyFields); // no JSON
        QVERIFY2(texts().contains(u"Not JSON, and not written yet"_s), qPrintable(texts()));
        QTest::keyClicks(json, u", \"more\": [1]}"_s);
        QVERIFY(!texts().contains(u"Not JSON"_s));
        QCOMPARE(bytes(), replaced("{ \"kept\":  true }", "{ \"kept\":  true , \"more\": [1]}"));
        while (bytes() != manyFields && m_fixture->document().manifest()->canUndo()) {
            undo();
        }
        QCOMPARE(bytes(), manyFields);
        QCOMPARE(json->toPlainText(), u"{ \"kept\":  true }"_s);
        QTest::mouseClick(control(u"Remove x-unknown"_s), Qt::LeftButton);
        QCOMPARE(bytes(), replaced("  \"x-unknown\": { \"kept\":  true },\n", ""));
        QVERIFY(!control(u"x-unknown, JSON"_s));
    }

    void fieldsTheFormDoesNotKnowAreAdded()
    {
        show();
        QWidget *name = focused(u"Name of another field"_s);
        QTest::keyClicks(name, u"funding"_s);
        QTest::keyClick(name, Qt::Key_Return);
        auto *json = qobject_cast<QPlainTextEdit *>(QApplication::focusWidget());
        QVERIFY(json);
        QCOMPARE(json->accessibleName(), u"funding, JSON"_s);
        json->selectAll();
        QTest::keyClicks(json, u"{\"address\": 1}"_s);
        const QByteArray before = "  ],\n  \"x-unknown\"";
        QCOMPARE(bytes(),
                 replaced(before, "  ],\n  \"funding\": {\"address\": 1},\n  \"x-unknown\""));
        QTest::keyClicks(focused(u"Name of another field"_s), u"name"_s); // there is a control
        QTest::keyClick(control(u"Name of another field"_s), Qt::Key_Return);
        QCOMPARE(QApplication::focusWidget(), line(u"Name"_s));
        while (m_fixture->document().manifest()->canUndo()) {
            undo();
        }
        QCOMPARE(bytes(), manyFields);
        QVERIFY(!control(u"funding, JSON"_s));
    }

    void randomEditsUndoneLeaveTheFile_data()
    {
        QTest::addColumn<quint32>("seed");
        for (const quint32 seed : {1U, 2U, 3U}) {
            QTest::addRow("seed %u", seed) << seed;
        }
    }
    /// Form and text never disagree, whatever is done in which order.
    void randomEditsUndoneLeaveTheFile()
    {
        QFETCH(quint32, seed);
        show();
        QRandomGenerator random(seed);
        const QStringList names{
            u"Name"_s,         u"Version"_s,          u"Description"_s, u"Model"_s,
            u"Author"_s,       u"Author's page"_s,    u"Licence"_s,     u"Add to Tags"_s,
            u"Add to Tools"_s, u"Dependency 1, id"_s, u"Hermes"_s,      u"x-unknown, JSON"_s};
        constexpr int steps = 120;
        for (int step = 0; step < steps; ++step) {
            QWidget *widget = control(names.at(random.bounded(static_cast<int>(names.size()))));
            if (widget == nullptr) {
                continue; // it was taken away
            }
            widget->setFocus(Qt::OtherFocusReason);
            switch (random.bounded(6)) {
            case 0:
                QTest::keyClick(widget, Qt::Key_Backspace);
                break;
            case 1:
                undo();
                break;
            case 2:
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z,
                                Qt::ControlModifier | Qt::ShiftModifier);
                break;
            case 3:
                QTest::keyClick(widget, Qt::Key_Home);
                break;
            default:
                QTest::keyClicks(widget, QString(QChar(u'a' + random.bounded(26))) + u',');
            }
            QVERIFY2(registry::ManifestText::parse(bytes()), bytes().constData());
            const QJsonObject all = registry::readManifestJson(bytes(), {}).manifest.all;
            QCOMPARE(line(u"Name"_s)->text(), all.value(u"name").toString());
            QCOMPARE(line(u"Version"_s)->text(), all.value(u"version").toString());
            QCOMPARE(line(u"Model"_s)->text(), all.value(u"model").toString());
            QCOMPARE(m_form->findChild<widgets::ChipEditor *>(u"tags"_s)->chips(),
                     registry::listWords(all.value(u"tags").toArray()));
            QVERIFY(bytes().contains("\"schemaVersion\": \"1\",\n  \"type\": \"agent\", \"id\": "));
        }
        while (m_fixture->document().manifest()->canUndo()) {
            m_form->undo();
        }
        QCOMPARE(bytes(), manyFields);
    }

    void unknownFieldsKeepTheFilesLineEndings()
    {
        m_fixture->writeManifest(
            "{\r\n  \"id\": \"writer\",\r\n  \"x\": [\r\n    1\r\n  ]\r\n}\r\n");
        show();
        auto *json = qobject_cast<QPlainTextEdit *>(focused(u"x, JSON"_s));
        QVERIFY(json);
        QTest::keyClick(json, Qt::Key_Down);
        QTest::keyClick(json, Qt::Key_End);
        QTest::keyClicks(json, u","_s);
        QTest::keyClick(json, Qt::Key_Return);
        QTest::keyClicks(json, u"    2"_s);
        QCOMPARE(bytes(),
                 "{\r\n  \"id\": \"writer\",\r\n  \"x\": [\r\n    1,\r\n    2\r\n  ]\r\n}\r\n");
    }

    // --- what the file allows -------------------------------------------------------------------

    void aReadOnlyFileCanBeEditedAsItsBarSays()
    {
        QVERIFY(::chmod(QFile::encodeName(m_fixture->registry().folder().path(
                                              test::RegistryFixture::manifestFile))
                            .constData(),
                        0444)
                == 0);
        show();
        QVERIFY(!m_fixture->document().readOnlyReason().isEmpty());
        QTest::keyClicks(focused(u"Name"_s), u"x"_s);
        QCOMPARE(bytes(), replaced("\"Writer\"", "\"Writerx\""));
    }

    void aLargePromptThatWaitsLeavesTheFormWaiting()
    {
        m_fixture->registry().writePrompt(QByteArray("line of text\n").repeated(1'500'000));
        show(DefinitionDocument::State::TooLarge);
        QVERIFY(!control(u"Name"_s)->isEnabled());
        m_fixture->document().loadAnyway();
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture->document().state(), DefinitionDocument::State::Ready,
                                  60'000);
        QVERIFY(control(u"Name"_s)->isEnabled());
        QCOMPARE(line(u"Name"_s)->text(), u"Writer"_s);
    }

    void aDefinitionThatCannotBeSavedIsShownAndNotEdited()
    {
        m_fixture->registry().writePrompt("caf\xE9");
        show(DefinitionDocument::State::Unreadable);
        QCOMPARE(line(u"Name"_s)->text(), u"Writer"_s);
        QVERIFY(!line(u"Name"_s)->isEnabled());
    }

    void aManifestThatDoesNotParseLeadsToItsText()
    {
        m_fixture->writeManifest("{ \"id\": \"writer\", broken");
        show();
        QVERIFY(!control(u"Name"_s)->isEnabled());
        const QSignalSpy asked(m_form.get(), &ManifestForm::textRequested);
        const widgets::MessageBar *bar = test::shownBar(*m_form, u"does not parse"_s);
        QVERIFY(bar);
        test::clickButton(*bar, u"Edit as text"_s);
        QCOMPARE(asked.size(), 1);
        QVERIFY(m_fixture->document().manifest()->become(manyFields));
        QVERIFY(control(u"Name"_s)->isEnabled());
        QVERIFY(!test::shownBar(*m_form, u"does not parse"_s));
    }

    void everythingIsNamedAndReachedByKeys()
    {
        show();
        QCOMPARE(test::controlsWithoutName(*m_form), QStringList());
        QCOMPARE(test::controlsOutOfTabOrder(*m_form), QStringList());
    }

    void looksRightEverywhere()
    {
        show();
        test::expectGoodLooks(*m_form, m_fixture->theme(), {700, 1000}, u"manifestform"_s);
    }

private:
    void show(DefinitionDocument::State state = DefinitionDocument::State::Ready)
    {
        m_fixture->open(state);
        m_form = std::make_unique<ManifestForm>(m_fixture->theme());
        m_form->setSuggestions(suggestions);
        m_form->setDocument(&m_fixture->document());
        test::activate(*m_form, windowSize);
    }
    [[nodiscard]] QWidget *control(const QString &name) const
    {
        return test::control(*m_form, name);
    }
    /// The control of that name, after it was given the focus.
    QWidget *focused(const QString &name) const
    {
        QWidget *widget = control(name);
        if (widget == nullptr) {
            qFatal("no control of that name");
        }
        widget->setFocus(Qt::OtherFocusReason);
        return lineOf(widget) != nullptr ? lineOf(widget) : widget;
    }
    [[nodiscard]] static QLineEdit *lineOf(QWidget *widget)
    {
        return qobject_cast<QLineEdit *>(widget);
    }
    [[nodiscard]] QLineEdit *line(const QString &name) const { return lineOf(control(name)); }
    [[nodiscard]] QAbstractButton *button(const QString &text) const
    {
        for (const auto buttons = m_form->findChildren<QAbstractButton *>();
             auto *button : buttons) {
            if (button->text() == text) {
                return button;
            }
        }
        return nullptr;
    }
    static void undo()
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
    }
    /// Drops a file on the icon's row, as the window system tells it.
    void drop(const QString &path) const
    {
        QWidget *target = line(u"Icon"_s)->parentWidget();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        const QPoint place = target->rect().center();
        QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent dropped(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &dropped);
    }
    [[nodiscard]] QByteArray bytes() const { return m_fixture->document().manifest()->bytes(); }
    [[nodiscard]] static QByteArray replaced(const QByteArray &before, const QByteArray &after)
    {
        if (manyFields.count(before) != 1) {
            qFatal("not there, or not once: %s", before.constData());
        }
        return QByteArray(manyFields).replace(before, after);
    }
    /// The texts of all labels that are seen.
    [[nodiscard]] QString texts() const
    {
        QStringList texts;
        for (const auto allLabels = m_form->findChildren<QLabel *>();
             const auto *label : allLabels) {
            if (label->isVisible()) {
                texts.append(label->text());
            }
        }
        return texts.join(u'\n');
    }

    std::unique_ptr<DocumentFixture> m_fixture;
    std::unique_ptr<ManifestForm> m_form;
};

QTEST_MAIN(TestManifestForm)
#include "tst_manifestform.moc"
