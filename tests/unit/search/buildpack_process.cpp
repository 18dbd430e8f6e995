#include "core/directoryfilesource.h"
#include "search/packbuild.h"

#include <QCoreApplication>
#include <QTextStream>

/// buildpack_process ROOT PACK-FILE THREADS: indexes every agents/*/AGENT.md once, as a process
/// that can be killed or starved. Exit code 0 = built, else 1 + ErrorCode with the message on
/// standard output.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4) {
        return 255;
    }
    using namespace hermes;
    const core::DirectoryFileSource files(arguments.at(1));
    const core::RepoPath agents = core::RepoPath::fromLiteral(QStringLiteral("agents"));
    QList<core::RepoPath> prompts;
    for (const auto nodes = files.list(agents).value_or(QList<core::FileNode>());
         const core::FileNode &node : nodes) {
        prompts.append(agents.child(node.name).child(QStringLiteral("AGENT.md")));
    }
    search::BuildOptions options;
    options.threads = arguments.at(3).toInt();
    const auto pack = search::buildPack(files, prompts, arguments.at(2), options);
    if (!pack) {
        QTextStream(stdout) << pack.error().message << Qt::endl;
        return 1 + static_cast<int>(pack.error().code);
    }
    return 0;
}
