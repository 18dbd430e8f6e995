// Counts a generated prompt in every encoding, alone and, in OpenAI's, beside Debian's
// python3-tiktoken where that is installed, and counts again after key presses.

#include "editedpair.h"
#include "patterns.h"
#include "scratchfolder.h"
#include "sourcefolder.h"
#include "timing.h"
#include "tokens/countedtext.h"

#include <QProcess>
#include <QTextStream>

#include <random>

using namespace hermes;
using namespace Qt::StringLiterals;

using bench::median;
using bench::milliseconds;
using tokens::Encoding;

namespace {

constexpr int rounds = 5;
constexpr qsizetype largeText = qsizetype(8) * 1000 * 1000; // characters
constexpr qsizetype editedText = qsizetype(100) * 1000;
constexpr int keyPresses = 500;
constexpr int notInstalled = 3;
constexpr int peerTimeout = 10 * 60 * 1000; // ms

QByteArray promptText(qsizetype characters)
{
    return test::promptLines(characters, 1).join(u'\n').toUtf8();
}

QByteArray originalFileOf(const tokens::Vocabulary &vocabulary)
{
    QByteArray lines;
    for (quint32 rank = 0; rank < vocabulary.size(); ++rank) {
        lines += vocabulary.bytesOf(rank).toByteArray().toBase64() + ' ' + QByteArray::number(rank)
            + '\n';
    }
    return lines;
}

void compareWithPeer(Encoding encoding, const QByteArray &text, qint64 count, double ours,
                     QTextStream &out)
{
    const test::ScratchFolder folder;
    folder.write(u"text.md"_s, text);
    folder.write(u"pattern"_s, test::patternOf(encoding).toUtf8());
    folder.write(u"vocabulary"_s, originalFileOf(tokens::vocabularyOf(encoding)));
    QProcess peer;
    peer.start(u"python3"_s,
               {test::sourceFolder() + u"/tests/bench/tiktoken_peer.py"_s,
                folder.path(u"text.md"_s), folder.path(u"pattern"_s), folder.path(u"vocabulary"_s),
                QString::number(rounds)});
    if (!peer.waitForFinished(peerTimeout) || peer.exitCode() == notInstalled) {
        out << u"  python3-tiktoken is not installed: nothing is compared"_s << Qt::endl;
        return;
    }
    const QByteArrayList answer = peer.readAllStandardOutput().trimmed().split(' ');
    if (peer.exitCode() != 0 || answer.size() != 2 || answer.first().toLongLong() != count) {
        qFatal("tiktoken: %s %s, not %lld", answer.join(' ').constData(),
               peer.readAllStandardError().constData(), count);
    }
    const double theirs = answer.last().toDouble();
    out << u"  tiktoken %1 ms, %2 times as fast"_s.arg(theirs, 0, 'f', 0)
               .arg(theirs / ours, 0, 'f', 1)
        << Qt::endl;
}

void countWhole(Encoding encoding, QTextStream &out)
{
    const double loading = milliseconds([&] { (void)tokens::vocabularyOf(encoding); });
    const QByteArray text = promptText(largeText);
    tokens::Tokenizer tokenizer(encoding);
    qint64 count = 0;
    std::vector<double> times;
    times.reserve(rounds);
    for (int round = 0; round < rounds; ++round) {
        times.push_back(milliseconds([&] { count = tokenizer.count(text); }));
    }
    const double ours = median(times);
    out << u"%1: unpacked in %2 ms; %3 tokens of %4 MB in %5 ms, %6 MB/s"_s.arg(nameOf(encoding))
               .arg(loading, 0, 'f', 0)
               .arg(count)
               .arg(static_cast<double>(text.size()) / 1e6, 0, 'f', 1)
               .arg(ours, 0, 'f', 0)
               .arg(static_cast<double>(text.size()) / 1e3 / ours, 0, 'f', 0)
        << Qt::endl;
    if (encoding == Encoding::O200kBase || encoding == Encoding::Cl100kBase) {
        compareWithPeer(encoding, text, count, ours, out);
    }
}

void countEdits(Encoding encoding, QTextStream &out)
{
    QByteArray text = promptText(editedText);
    tokens::CountedText counted(encoding);
    const double whole = milliseconds([&] { counted.setText(text); });
    std::mt19937 random(2);
    std::vector<double> times;
    for (int press = 0; press < keyPresses; ++press) {
        text.insert(test::below(random, text.size()), "a e\n"[press % 4]);
        times.push_back(milliseconds([&] { counted.setText(text); }));
    }
    out << u"  %1 KB whole: %2 ms; after a key press: median %3 ms, longest %4 ms"_s
               .arg(text.size() / 1000)
               .arg(whole, 0, 'f', 2)
               .arg(median(times), 0, 'f', 3)
               .arg(*std::ranges::max_element(times), 0, 'f', 3)
        << Qt::endl;
}

} // namespace

int main()
{
    QTextStream out(stdout);
    for (const Encoding encoding : tokens::allEncodings) {
        countWhole(encoding, out);
        countEdits(encoding, out);
    }
    return 0;
}
