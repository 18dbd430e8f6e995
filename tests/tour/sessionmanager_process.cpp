// A session manager, as a desktop runs one: says its address, on "save" asks its clients to save
// for the end of the session, and on "die" ends them. What happens is told line by line.
//
// It speaks XSMP through the libSM and libICE that Qt's xcb platform needs; their headers are no
// part of the platform, so what is used of them is declared here.

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <vector>

extern "C" {
using Bool = int;
using Pointer = void *;
using SmsConn = void *;
using IceConn = void *;
using IceListenObj = void *;

struct Handler
{
    void (*function)();
    Pointer data;
};
// In the order of libSM's SmsCallbacks.
struct SmsCallbacks
{
    Handler registerClient;
    Handler interactRequest;
    Handler interactDone;
    Handler saveYourselfRequest;
    Handler saveYourselfPhase2Request;
    Handler saveYourselfDone;
    Handler closeConnection;
    Handler setProperties;
    Handler deleteProperties;
    Handler getProperties;
};
}

namespace {

constexpr unsigned long allCallbacks = (1UL << 10U) - 1;
constexpr int saveLocal = 1;
constexpr int saveBoth = 2;
constexpr int interactNone = 0;
constexpr int interactAny = 2;
constexpr int textBytes = 256;

void *library(const char *name)
{
    void *handle = ::dlopen(name, RTLD_NOW | RTLD_GLOBAL);
    if (handle == nullptr) {
        std::fprintf(stderr, "%s\n", ::dlerror());
        std::exit(EXIT_FAILURE);
    }
    return handle;
}

template <typename Function>
Function *named(const char *libraryName, const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(library(libraryName), name));
}

template <typename Function>
Function *sm(const char *name)
{
    return named<Function>("libSM.so.6", name);
}

template <typename Function>
Function *ice(const char *name)
{
    return named<Function>("libICE.so.6", name);
}

void say(const std::string &line)
{
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

std::vector<SmsConn> clients;
bool isEnding = false;

void saveYourself(SmsConn client, int type, Bool isShutdown, int interaction)
{
    sm<void(SmsConn, int, Bool, int, Bool)>("SmsSaveYourself")(client, type, isShutdown,
                                                               interaction, 0);
}

Bool registerClient(SmsConn client, Pointer /*data*/, char *previous)
{
    std::free(previous);
    sm<int(SmsConn, char *)>("SmsRegisterClientReply")(
        client, sm<char *(SmsConn)>("SmsGenerateClientID")(client));
    clients.push_back(client);
    say("registered");
    saveYourself(client, saveLocal, 0, interactNone);
    return 1;
}

void interactRequest(SmsConn client, Pointer /*data*/, int /*dialog*/)
{
    say("interact");
    sm<void(SmsConn)>("SmsInteract")(client);
}

void interactDone(SmsConn /*client*/, Pointer /*data*/, Bool isCancelled)
{
    say(isCancelled != 0 ? "cancelled" : "interacted");
}

void saveYourselfRequest(SmsConn /*client*/, Pointer /*data*/, int, Bool, int, Bool, Bool) { }

void phase2Request(SmsConn client, Pointer /*data*/)
{
    sm<void(SmsConn)>("SmsSaveYourselfPhase2")(client);
}

void saveYourselfDone(SmsConn client, Pointer /*data*/, Bool isSuccess)
{
    say(isSuccess != 0 ? "saved" : "failed");
    if (!isEnding) {
        sm<void(SmsConn)>("SmsSaveComplete")(client);
    }
}

void closeConnection(SmsConn client, Pointer /*data*/, int /*count*/, char ** /*reasons*/)
{
    say("closed");
    auto *connection = sm<IceConn(SmsConn)>("SmsGetIceConnection")(client);
    std::erase(clients, client);
    sm<void(SmsConn)>("SmsCleanUp")(client);
    ice<int(IceConn)>("IceCloseConnection")(connection);
}

void ignoreProperties(SmsConn /*client*/, Pointer /*data*/, int /*count*/, void ** /*properties*/)
{
}

void getProperties(SmsConn client, Pointer /*data*/)
{
    sm<void(SmsConn, int, void **)>("SmsReturnProperties")(client, 0, nullptr);
}

template <typename Function>
Handler handler(Function *function)
{
    return {reinterpret_cast<void (*)()>(function), nullptr};
}

int acceptClient(SmsConn /*client*/, Pointer /*data*/, unsigned long *mask, SmsCallbacks *callbacks,
                 char ** /*reason*/)
{
    *mask = allCallbacks;
    *callbacks = {handler(&registerClient),   handler(&interactRequest),
                  handler(&interactDone),     handler(&saveYourselfRequest),
                  handler(&phase2Request),    handler(&saveYourselfDone),
                  handler(&closeConnection),  handler(&ignoreProperties),
                  handler(&ignoreProperties), handler(&getProperties)};
    return 1;
}

Bool letIn(char * /*host*/)
{
    return 1;
}

/// Does what a line on the standard input says; false at its end.
bool takeOrder()
{
    std::array<char, textBytes> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), stdin) == nullptr) {
        return false;
    }
    const bool isSave = std::strcmp(line.data(), "save\n") == 0;
    isEnding = isSave;
    for (SmsConn client : clients) {
        if (isSave) {
            saveYourself(client, saveBoth, 1, interactAny);
        } else {
            sm<void(SmsConn)>("SmsDie")(client);
        }
    }
    return true;
}

/// Takes what clients and whoever gives orders say, until the latter is gone.
void serve(IceListenObj *listeners, int listenerCount)
{
    std::vector<IceConn> connections;
    bool goesOn = true;
    while (goesOn) {
        std::vector<pollfd> waiting{{STDIN_FILENO, POLLIN, 0}};
        for (int i = 0; i < listenerCount; ++i) {
            waiting.push_back(
                {ice<int(IceListenObj)>("IceGetListenConnectionNumber")(listeners[i]), POLLIN, 0});
        }
        for (IceConn connection : connections) {
            waiting.push_back({ice<int(IceConn)>("IceConnectionNumber")(connection), POLLIN, 0});
        }
        if (::poll(waiting.data(), waiting.size(), -1) < 0) {
            return;
        }
        const auto firstConnection = 1 + static_cast<size_t>(listenerCount);
        std::vector<IceConn> gone;
        for (size_t i = firstConnection; i < waiting.size(); ++i) {
            IceConn connection = connections[i - firstConnection];
            if (waiting[i].revents != 0
                && ice<int(IceConn, Pointer, Bool *)>("IceProcessMessages")(connection, nullptr,
                                                                            nullptr)
                    != 0) {
                gone.push_back(connection); // an error, or closed
            }
        }
        for (IceConn connection : gone) {
            std::erase(connections, connection);
            std::erase_if(clients, [connection](SmsConn client) {
                return sm<IceConn(SmsConn)>("SmsGetIceConnection")(client) == connection;
            });
        }
        for (int i = 0; i < listenerCount; ++i) {
            if (waiting[1 + static_cast<size_t>(i)].revents != 0) {
                int status = 0;
                if (auto *connection = ice<IceConn(IceListenObj, int *)>("IceAcceptConnection")(
                        listeners[i], &status)) {
                    connections.push_back(connection);
                }
            }
        }
        goesOn = waiting.front().revents == 0 || takeOrder();
    }
}

} // namespace

int main()
{
    std::array<char, textBytes> error{};
    using NewClient = int(SmsConn, Pointer, unsigned long *, SmsCallbacks *, char **);
    using LetIn = Bool(char *);
    if (sm<int(const char *, const char *, NewClient *, Pointer, LetIn *, int, char *)>(
            "SmsInitialize")("hermes-test", "1", &acceptClient, nullptr, &letIn, textBytes,
                             error.data())
        == 0) {
        std::fprintf(stderr, "%s\n", error.data());
        return EXIT_FAILURE;
    }
    std::signal(SIGPIPE, SIG_IGN);
    // A client that goes away is not the end of this program.
    using IoError = void(IceConn);
    ice<IoError *(IoError *)>("IceSetIOErrorHandler")([](IceConn) { });
    int count = 0;
    IceListenObj *listeners = nullptr;
    if (ice<int(int *, IceListenObj **, int, char *)>("IceListenForConnections")(
            &count, &listeners, textBytes, error.data())
        == 0) {
        std::fprintf(stderr, "%s\n", error.data());
        return EXIT_FAILURE;
    }
    for (int i = 0; i < count; ++i) {
        ice<void(IceListenObj, LetIn *)>("IceSetHostBasedAuthProc")(listeners[i], &letIn);
    }
    say(std::string("address ")
        + ice<char *(int, IceListenObj *)>("IceComposeNetworkIdList")(count, listeners));
    serve(listeners, count);
    return EXIT_SUCCESS;
}
