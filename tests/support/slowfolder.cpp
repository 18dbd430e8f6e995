#include "slowfolder.h"

#include <QFile>

#include <dlfcn.h>

namespace hermes::test {

namespace {

/// A function of the preloaded library; nullptr where it is not loaded.
template <typename Function>
Function *preloaded(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_DEFAULT, name));
}

void set(const QByteArray &folder, int milliseconds)
{
    preloaded<void(const char *, int)>("slowfolder_set")(folder.constData(), milliseconds);
}

} // namespace

SlowFolder::SlowFolder(const QString &folder, int milliseconds)
{
    set(QFile::encodeName(folder), milliseconds);
}

SlowFolder::~SlowFolder()
{
    set({}, 0);
}

bool SlowFolder::isPossible()
{
    return preloaded<void(const char *, int)>("slowfolder_set") != nullptr;
}

QStringList SlowFolder::callsOfMainThread()
{
    QStringList calls = QString::fromLocal8Bit(preloaded<const char *()>("slowfolder_main_calls")())
                            .split(u'\n', Qt::SkipEmptyParts);
    calls.removeDuplicates();
    return calls;
}

int SlowFolder::slowCalls()
{
    return preloaded<int()>("slowfolder_calls")();
}

} // namespace hermes::test
