#include "workspace/contextfiles.h"

#include "tokens/tokenizer.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <numeric>

namespace hermes::workspace {

namespace {

constexpr qint64 maximumBytes = qint64(1) << 20;

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(ContextFile)
};

void readInto(ContextFile &context, const ContextWindow &window)
{
    const auto refuse = [&context](const QString &why) {
        context.fault = Messages::tr("%1 could not be read: %2").arg(context.path, why);
    };
    const QFileInfo info(context.path);
    if (info.exists() && !info.isFile()) { // opening a pipe would wait for whoever writes
        refuse(info.isDir() ? Messages::tr("it is a folder.") : Messages::tr("it is no file."));
        return;
    }
    QFile file(context.path);
    if (!file.open(QIODevice::ReadOnly)) {
        refuse(file.errorString());
        return;
    }
    const QByteArray bytes = file.read(maximumBytes + 1);
    if (bytes.size() > maximumBytes) {
        context.fault = Messages::tr("%1 is larger than %2.")
                            .arg(context.path, QLocale().formattedDataSize(maximumBytes, 0));
        return;
    }
    if (!QUtf8StringView(bytes).isValidUtf8() || bytes.contains('\0')) {
        context.fault = Messages::tr("%1 is no UTF-8 text.").arg(context.path);
        return;
    }
    const assembly::Assembly whole = assembly::assemble({{}, bytes, 0});
    const assembly::TargetText taken =
        assembly::forTarget(whole, window.target, window.contextTokens, {});
    context.text = taken.text(whole);
    context.characters = taken.characters;
    context.keptCharacters = taken.keptCharacters;
    context.tokens.tokens = tokens::Tokenizer(window.method.encoding).count(context.text);
}

} // namespace

bool takesContext(assembly::Target target)
{
    return target == assembly::Target::HermesAgent || target == assembly::Target::ClaudeCode;
}

QList<ContextFile> readContextFiles(const QStringList &paths, const ContextWindow &window,
                                    const QList<ContextFile> &before)
{
    QList<ContextFile> files;
    for (const QString &path : paths) {
        const QFileInfo info(path);
        const auto known = std::ranges::find(before, path, &ContextFile::path);
        // A fault may be mended without a trace in the file: by its permissions.
        if (known != before.cend() && known->fault.isEmpty()
            && known->modified == info.lastModified() && known->bytes == info.size()) {
            files.append(*known);
            continue;
        }
        ContextFile file;
        file.path = path;
        file.modified = info.lastModified();
        file.bytes = info.size();
        file.tokens.method = window.method;
        readInto(file, window);
        files.append(file);
    }
    return files;
}

QString contextName(const QString &path)
{
    const QFileInfo file(path);
    return file.fileName() == u"SKILL.md"
        ? Messages::tr("skill %1").arg(QFileInfo(file.path()).fileName())
        : file.fileName();
}

qint64 tokensOf(const QList<ContextFile> &files)
{
    return std::accumulate(
        files.cbegin(), files.cend(), qint64(0),
        [](qint64 sum, const ContextFile &file) { return sum + file.tokens.tokens; });
}

} // namespace hermes::workspace
