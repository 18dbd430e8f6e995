#pragma once

#include "ended.h"
#include "modelserver.h"
#include "runs/run.h"
#include "scratchfolder.h"

#include <QProcess>

namespace hermes::test {

/// `hermesctl` beside the sample registry and a model's server on loopback, with a history, a
/// configuration and prices of its own.
class RunFixture
{
public:
    /// Before each program's first test.
    void prepare();

    [[nodiscard]] const ScratchFolder &folder() const { return m_folder; }
    [[nodiscard]] ModelServer &server() { return m_server; }

    /// Beginning of a command that runs the sample's agent at a server that speaks OpenAI's API.
    [[nodiscard]] static QStringList at(const QString &base);
    void start(QProcess &process, const QStringList &arguments,
               const QList<std::pair<QString, QString>> &variables) const;
    [[nodiscard]] Ended run(const QStringList &arguments, const QByteArray &input = {}) const;
    /// The newest run in the history that has these words, without its files.
    [[nodiscard]] std::optional<runs::Run> keptWith(const QString &words) const;

private:
    ScratchFolder m_folder;
    ModelServer m_server;
};

constexpr int patience = 60000; ///< ms

[[nodiscard]] QByteArray chunk(const QByteArray &text);
/// Two pieces of text, and 1000 tokens in, 200 out.
[[nodiscard]] QJsonArray goodReply();
/// The call of a tool, and 50 tokens in, 5 out.
[[nodiscard]] QJsonArray callingReply();

} // namespace hermes::test
