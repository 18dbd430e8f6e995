#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QFile>
#include <QTextStream>

/// savefile_process ROOT FILE CONTENT-FILE EXPECTED-HEX: one save; the error's code and message on
/// standard output, its code as exit code (0 = saved, else 1 + ErrorCode).
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    QFile content(arguments.value(3));
    const auto path = hermes::core::RepoPath::parse(arguments.value(2));
    if (arguments.size() != 5 || !path || !content.open(QIODevice::ReadOnly)) {
        return 255;
    }
    const QByteArray expected = QByteArray::fromHex(arguments.at(4).toLatin1());
    const auto saved =
        hermes::workspace::saveFile({arguments.at(1), *path, content.readAll(),
                                     expected.isEmpty() ? std::nullopt : std::optional(expected)});
    QTextStream out(stdout);
    if (!saved) {
        out << saved.error().message << Qt::endl;
        return 1 + static_cast<int>(saved.error().code);
    }
    return 0;
}
