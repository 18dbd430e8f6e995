#include "workspace/editabletext.h"
#include "workspace/filesave.h"
#include "workspace/journalformat.h"

#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::EditableText;
using workspace::EditOperation;
using workspace::JournalEnd;
using workspace::JournalReading;
using workspace::JournalState;
using workspace::JournalText;
using Condition = workspace::JournalReading::Condition;

namespace {

const core::RepoPath file = core::RepoPath::fromLiteral(u"agents/a/AGENT.md"_s);

/// A journal as it is written while a text is edited, and what it says after each frame.
class WrittenJournal
{
public:
    explicit WrittenJournal(const QByteArray &bytes)
        : m_state{file, {}, {}, workspace::fingerprint(bytes), {}}
    {
        QVERIFY(m_text.setBytes(bytes));
        QObject::connect(&m_text, &EditableText::operated, &m_text,
                         [this](EditOperation operation) {
                             if (operation.changesSaved()) {
                                 operation.fingerprint = m_state.savedFingerprint =
                                     workspace::fingerprint(m_text.bytes());
                             }
                             m_waiting.append(operation);
                         });
        m_journal = journalBytes(state(), JournalText::Stored, m_end);
        noteFrame();
    }

    EditableText &text() { return m_text; }
    [[nodiscard]] const QByteArray &journal() const { return m_journal; }
    [[nodiscard]] const QList<JournalState> &states() const { return m_states; }
    [[nodiscard]] const QList<qsizetype> &ends() const { return m_ends; }

    void type(const QString &typed)
    {
        QTextCursor cursor(m_text.document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(typed);
        append();
    }

    void append()
    {
        m_journal += journalFrame(std::exchange(m_waiting, {}), m_end);
        noteFrame();
    }

    JournalState state()
    {
        m_state.text = m_text.exact();
        m_state.history = m_text.history();
        return m_state;
    }

private:
    void noteFrame()
    {
        m_states.append(state());
        m_ends.append(m_journal.size());
    }

    EditableText m_text;
    JournalState m_state;
    QList<EditOperation> m_waiting;
    JournalEnd m_end;
    QByteArray m_journal;
    QList<JournalState> m_states;
    QList<qsizetype> m_ends;
};

bool isSame(const JournalState &left, const JournalState &right)
{
    return left.file == right.file && left.text.units() == right.text.units()
        && left.text.traits() == right.text.traits()
        && left.history.parts() == right.history.parts()
        && left.savedFingerprint == right.savedFingerprint && left.savedBytes == right.savedBytes;
}

/// A reading gives a state that there was, the newest of those before `length`, or none.
void verifyReading(const JournalReading &reading, const WrittenJournal &written, qsizetype length)
{
    qsizetype whole = 0;
    while (whole < written.ends().size() && written.ends().at(whole) <= length) {
        ++whole;
    }
    QCOMPARE(reading.state.has_value(), whole > 0);
    if (whole > 0) {
        QVERIFY(isSame(*reading.state, written.states().at(whole - 1)));
    }
}

WrittenJournal &editedJournal()
{
    static WrittenJournal written("# A\r\nb\xC2\xA0\n\xE2\x80\xA9 end");
    if (written.ends().size() == 1) {
        written.type(u"x"_s);
        written.type(u" word\n"_s);
        written.text().undo();
        written.append();
        written.text().markSaved();
        written.append();
        written.type(u"é😀"_s);
    }
    return written;
}

} // namespace

class TestJournalFormat final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasWrittenIsRead()
    {
        const WrittenJournal &written = editedJournal();
        const JournalReading reading = workspace::readJournal(written.journal(), {});
        QCOMPARE(reading.condition, Condition::Whole);
        verifyReading(reading, written, written.journal().size());
        QVERIFY(reading.state->isModified());
        QCOMPARE(reading.state->saved(),
                 std::optional(QByteArray("# A\r\nb\xC2\xA0\n\xE2\x80\xA9 endx")));
    }

    void aTornTailIsCut()
    {
        const WrittenJournal &written = editedJournal();
        for (qsizetype length = 0; length < written.journal().size(); ++length) {
            const JournalReading reading =
                workspace::readJournal(written.journal().first(length), {});
            verifyReading(reading, written, length);
            if (reading.state) {
                QCOMPARE(reading.condition,
                         written.ends().contains(length) ? Condition::Whole : Condition::Torn);
            }
            // The file was made longer, and what belongs there never came.
            const QByteArray padded = written.journal().first(length) + QByteArray(100, '\0');
            if (written.ends().contains(length)) {
                QCOMPARE(workspace::readJournal(padded, {}).condition, Condition::Torn);
            }
        }
    }

    void anyDamagedByteIsNoticed()
    {
        const WrittenJournal &written = editedJournal();
        for (qsizetype at = 0; at < written.journal().size(); ++at) {
            QByteArray damaged = written.journal();
            damaged[at] = static_cast<char>(damaged.at(at) ^ 0x41);
            const JournalReading reading = workspace::readJournal(damaged, {});
            verifyReading(reading, written, at);
            QVERIFY(reading.condition != Condition::Whole);
            const bool isInLastFrame = at >= written.ends().at(written.ends().size() - 2);
            QVERIFY(reading.condition == Condition::Damaged || isInLastFrame);
        }
    }

    void framesCannotChangePlaces()
    {
        const WrittenJournal &written = editedJournal();
        const qsizetype first = written.ends().at(0);
        const qsizetype second = written.ends().at(1);
        const qsizetype third = written.ends().at(2);
        const QByteArray &whole = written.journal();
        const QByteArray swapped = whole.first(first) + whole.sliced(second, third - second)
            + whole.sliced(first, second - first) + whole.sliced(third);
        const JournalReading reading = workspace::readJournal(swapped, {});
        QCOMPARE(reading.condition, Condition::Damaged);
        QVERIFY(isSame(*reading.state, written.states().first()));
    }

    void aHistoryWithoutTextNeedsTheFileItBelongsTo()
    {
        const QByteArray bytes = "# A\r\nx";
        WrittenJournal written("# A\r\n");
        written.type(u"x"_s);
        written.text().markSaved();
        JournalState state = written.state();
        state.savedFingerprint = workspace::fingerprint(bytes);
        JournalEnd end;
        const QByteArray journal = journalBytes(state, JournalText::InFile, end);
        QCOMPARE(end.length, journal.size());
        const JournalReading reading = workspace::readJournal(journal, bytes);
        QCOMPARE(reading.condition, Condition::Whole);
        QVERIFY(isSame(*reading.state, state));
        QCOMPARE(workspace::readJournal(journal, "# A\ny").condition, Condition::TextElsewhere);
        QCOMPARE(workspace::readJournal(journal, {}).condition, Condition::TextElsewhere);
    }

    void theSavedBytesAreKeptWhereNoUndoLeadsToThem()
    {
        WrittenJournal written("one");
        written.type(u"x"_s);
        written.text().markSavedElsewhere();
        JournalState state = written.state();
        state.savedBytes = "theirs";
        JournalEnd end;
        const QByteArray journal = journalBytes(state, JournalText::Stored, end);
        const JournalReading reading = workspace::readJournal(journal, {});
        QCOMPARE(reading.state->saved(), std::optional(QByteArray("theirs")));
        QVERIFY(reading.state->isModified());
    }

    void halfACharacterSurvives()
    {
        WrittenJournal written("a");
        written.type(QString(QChar(0xD83D)));
        const JournalReading reading = workspace::readJournal(written.journal(), {});
        QCOMPARE(reading.condition, Condition::Whole);
        QCOMPARE(reading.state->text.units(), u"a"_s + QChar(0xD83D));
    }

    void aKeyCostsBytesHoweverLongTheText()
    {
        WrittenJournal written(QByteArray("a line of a long text\n").repeated(500'000));
        const qsizetype before = written.journal().size();
        written.type(u"x"_s);
        QVERIFY2(written.journal().size() - before < 150,
                 qPrintable(QString::number(written.journal().size() - before)));
    }

    void otherFilesAreNoJournals_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("# A\n");
        QTest::newRow("magicAlone") << QByteArray("hermes-journal 2\n");
        QTest::newRow("zeros") << QByteArray(1000, '\0');
        QTest::newRow("operationsFirst") << [] {
            JournalEnd end;
            QByteArray bytes = journalBytes({}, JournalText::Stored, end).first(17);
            end = {bytes.size(), {}};
            EditOperation undo;
            undo.kind = EditOperation::Kind::Undo;
            return bytes + workspace::journalFrame({undo}, end);
        }();
    }
    void otherFilesAreNoJournals()
    {
        QFETCH(QByteArray, bytes);
        const JournalReading reading = workspace::readJournal(bytes, {});
        QVERIFY(!reading.state);
        QCOMPARE(reading.condition, Condition::Damaged);
    }
};

QTEST_GUILESS_MAIN(TestJournalFormat)
#include "tst_journalformat.moc"
