// One recovery, as a process that can be killed or starved: recovery_process JOURNAL-FOLDER
// Takes over what a dead run left for a text and stores it again, as a document does. Exit code 0 =
// stored.

#include "journaledtext.h"
#include "recoveredtext.h"
#include "workspace/editjournal.h"

#include <QCoreApplication>

#include <cstdlib>

using namespace hermes;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc < 2) {
        return EXIT_FAILURE;
    }
    workspace::EditJournal journal(QCoreApplication::arguments().at(1), test::journaledRegistry);
    const workspace::EditJournal::Recovery found =
        journal.reader().recover(test::journaledFile, test::journaledOnDisk());
    if (!found.state) {
        return EXIT_FAILURE;
    }
    test::JournaledText text(journal, test::journaledFile, test::journaledBytes, found);
    return text.waitUntilStored() ? EXIT_SUCCESS : EXIT_FAILURE;
}
