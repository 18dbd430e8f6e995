#pragma once

#include "accessibletree.h"
#include "modelserver.h"
#include "runs/run.h"
#include "scratchfolder.h"
#include "screenrobot.h"
#include "studioprocess.h"

#include <chrono>
#include <functional>
#include <memory>

namespace hermes::tour {

/// The real program, driven by keys to where a test-send is in some phase, and closed there.
class SendingStudio
{
public:
    enum class Phase : std::uint8_t
    {
        Idle, ///< Nothing was asked.
        Connecting, ///< The server's machine does not answer.
        FirstByte, ///< The server has the question and says nothing.
        Streaming,
        EightColumns, ///< Eight answers stream.
        RetryWait, ///< The server was busy; another attempt follows.
        Question, ///< The program asks whether it may send.
        HistoryHeld, ///< As Streaming; another program has the history's file.
        StoresHeld ///< Another program has the files of connections and of settings.
    };
    enum class Way : std::uint8_t
    {
        Window, ///< By its manager, as the button in its frame does.
        Keys, ///< Ctrl+Q
        Signal ///< SIGTERM, as at the end of a session.
    };
    struct Ending
    {
        int exitCode = -1;
        std::chrono::microseconds time{}; ///< From the wish to the end of the process.
    };

    SendingStudio();
    ~SendingStudio();
    Q_DISABLE_COPY_MOVE(SendingStudio)

    /// False with what() where the program does not come so far.
    [[nodiscard]] bool reach(Phase phase);
    [[nodiscard]] const QString &what() const { return m_what; }
    /// What was held is let go of afterwards.
    [[nodiscard]] Ending close(Way way);

    /// Whether the server has seen the connections end; true where there was none.
    [[nodiscard]] bool isServerLeft();
    /// What the history holds afterwards.
    [[nodiscard]] QList<runs::Run> history() const;
    [[nodiscard]] QString connectionName() const; ///< In the file, afterwards.
    [[nodiscard]] static QString question();
    [[nodiscard]] static QString beginning(); ///< Of every answer.
    [[nodiscard]] static QString newName(); ///< Of the connection, after Phase::StoresHeld.

private:
    class Held;

    [[nodiscard]] QString config(const QString &file) const;
    [[nodiscard]] QString historyFile() const;
    void prepare();
    [[nodiscard]] bool ask();
    [[nodiscard]] bool addColumns();
    [[nodiscard]] bool renameConnection();
    [[nodiscard]] bool isThere();
    [[nodiscard]] bool expect(const QString &name, const QString &role = {});
    [[nodiscard]] bool click(const QString &name, const QString &role = {});
    [[nodiscard]] bool comes(const QString &what, const std::function<bool()> &isSo);

    test::ScratchFolder m_home;
    test::ModelServer m_server;
    AccessibleTree m_tree;
    ScreenRobot m_robot;
    std::unique_ptr<Held> m_held;
    StudioProcess m_studio;
    Phase m_phase = Phase::Idle;
    QString m_what;
};

} // namespace hermes::tour
