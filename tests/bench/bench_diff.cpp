// Compares two generated prompts in this process and with git, in turns, and prints medians and
// their ratio.

#include "diff/linediff.h"
#include "editedpair.h"
#include "scratchfolder.h"

#include "timing.h"

#include <QElapsedTimer>
#include <QTextStream>

#include <algorithm>
#include <functional>
#include <vector>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

using bench::median;
using bench::milliseconds;

namespace {

constexpr int rounds = 7;

struct Contest
{
    QString name;
    std::function<void()> ours;
    QStringList gitOptions;
};

void run(const Contest &contest, const ScratchFolder &folder, QTextStream &out)
{
    std::vector<double> ours;
    std::vector<double> git;
    const QStringList arguments = QStringList{u"diff"_s, u"--no-index"_s} + contest.gitOptions
        + QStringList{u"--output=/dev/null"_s, u"left.md"_s, u"right.md"_s};
    // One unmeasured turn each warms the caches.
    for (int round = -1; round < rounds; ++round) {
        const double oursNow = milliseconds(contest.ours);
        const double gitNow = milliseconds([&] {
            if (folder.gitExitCode(arguments) != 1) {
                qFatal("git found no difference");
            }
        });
        if (round >= 0) {
            ours.push_back(oursNow);
            git.push_back(gitNow);
        }
    }
    out << contest.name << u": "_s << QString::number(median(ours), 'f', 2) << u" ms, git "_s
        << QString::number(median(git), 'f', 2) << u" ms, ratio "_s
        << QString::number(median(ours) / median(git), 'f', 3) << Qt::endl;
}

void compare(qsizetype megabytes, int percent, QTextStream &out)
{
    const QStringList lines = promptLines(megabytes * 1'000'000, 20251122);
    const QString left = lines.join(u'\n') + u'\n';
    const QString right = editedLines(lines, percent, 7).join(u'\n') + u'\n';
    const ScratchFolder folder;
    folder.write(u"left.md"_s, left.toUtf8());
    folder.write(u"right.md"_s, right.toUtf8());
    const QString load = u"%1 MB, %2 percent edited, "_s.arg(megabytes).arg(percent);
    run({load + u"lines"_s,
         [&] {
             const QList<diff::DiffHunk> hunks = diff::diffLines(
                 diff::splitLinesKeepingEnds(left), diff::splitLinesKeepingEnds(right));
             if (hunks.isEmpty()) {
                 qFatal("no difference found");
             }
         },
         {}},
        folder, out);
    run({load + u"rows and words"_s,
         [&] {
             if (diff::compareTexts(left, right).wordsAdded == 0) {
                 qFatal("no word added");
             }
         },
         {u"--word-diff"_s}},
        folder, out);
}

} // namespace

int main()
{
    QTextStream out(stdout);
    for (const qsizetype megabytes : {1, 10}) {
        for (const int percent : {1, 20}) {
            compare(megabytes, percent, out);
        }
    }
    return 0;
}
