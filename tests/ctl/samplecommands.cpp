#include "samplecommands.h"

#include "workspace/sampleregistry.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace hermes::test {

void SampleCommands::prepare()
{
    QVERIFY(workspace::createSampleRegistry(m_folder.path(u"sample"_s)));
    m_folder.git({u"-C"_s, u"sample"_s, u"config"_s, u"user.name"_s, u"Ada"_s});
    m_folder.git({u"-C"_s, u"sample"_s, u"config"_s, u"user.email"_s, u"ada@example.org"_s});
}

Ended SampleCommands::run(const QStringList &arguments) const
{
    return runIn(m_folder.path(u"sample"_s), arguments);
}

Ended SampleCommands::runIn(const QString &folder, const QStringList &arguments) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, m_folder.path(u"data"_s));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral(HERMESCTL), arguments);
    process.waitForFinished(60'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray SampleCommands::status() const
{
    return m_folder.git({u"-C"_s, u"sample"_s, u"status"_s, u"--porcelain"_s, u"-uall"_s});
}

} // namespace hermes::test
