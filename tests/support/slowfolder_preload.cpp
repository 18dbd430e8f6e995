// Loaded before libc (LD_PRELOAD): calls that name something below one folder take a while. See
// slowfolder.h.

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::mutex mutex; // of the folder and the record
char folder[PATH_MAX] = "";
std::string mainCalls;
std::string told; // what was handed out
std::atomic<int> delay = 0; // ms; 0 = off
std::atomic<int> calls = 0;

/// The path that a call names, whole.
void wholePath(int directory, const char *path, char *whole)
{
    *whole = '\0';
    if (path == nullptr) {
        return;
    }
    if (*path == '/') {
        std::snprintf(whole, PATH_MAX, "%s", path);
        return;
    }
    char link[64];
    std::snprintf(link, sizeof link, directory == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d",
                  directory);
    using ReadLink = ssize_t (*)(const char *, char *, size_t);
    static const auto next = reinterpret_cast<ReadLink>(::dlsym(RTLD_NEXT, "readlink"));
    const ssize_t length = next(link, whole, PATH_MAX - 1);
    if (length < 0) {
        *whole = '\0';
        return;
    }
    std::snprintf(whole + length, static_cast<size_t>(PATH_MAX - length), "/%s", path);
}

void passBy(const char *call, int directory, const char *path)
{
    const int milliseconds = delay.load();
    if (milliseconds == 0) {
        return;
    }
    const int error = errno;
    char whole[PATH_MAX];
    wholePath(directory, path, whole);
    {
        const std::lock_guard lock(mutex);
        const size_t length = std::strlen(folder);
        if (length == 0 || std::strncmp(whole, folder, length) != 0) {
            errno = error;
            return;
        }
        ++calls;
        if (::gettid() == ::getpid()) {
            mainCalls += std::string(call) + ' ' + whole + '\n';
        }
    }
    const timespec time{milliseconds / 1000, milliseconds % 1000 * 1'000'000L};
    ::nanosleep(&time, nullptr);
    errno = error;
}

template <typename Function>
Function *real(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" {

void slowfolder_set(const char *path, int milliseconds)
{
    const std::lock_guard lock(mutex);
    std::snprintf(folder, sizeof folder, "%s", path);
    mainCalls.clear();
    calls = 0;
    delay = milliseconds;
}

const char *slowfolder_main_calls()
{
    const std::lock_guard lock(mutex);
    told = mainCalls;
    return told.c_str();
}

int slowfolder_calls()
{
    return calls.load();
}

#define HERMES_OPEN(NAME)                                                                          \
    int NAME(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        const mode_t mode =                                                                        \
            (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;                \
        va_end(arguments);                                                                         \
        static const auto next = real<int(const char *, int, ...)>(#NAME);                         \
        passBy(#NAME, AT_FDCWD, path);                                                             \
        return next(path, flags, mode);                                                            \
    }
#define HERMES_OPENAT(NAME)                                                                        \
    int NAME(int directory, const char *path, int flags, ...)                                      \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        const mode_t mode =                                                                        \
            (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;                \
        va_end(arguments);                                                                         \
        static const auto next = real<int(int, const char *, int, ...)>(#NAME);                    \
        passBy(#NAME, directory, path);                                                            \
        return next(directory, path, flags, mode);                                                 \
    }
#define HERMES_CALL(RESULT, NAME, DIRECTORY, PATH, PARAMETERS, ARGUMENTS)                          \
    RESULT NAME PARAMETERS                                                                         \
    {                                                                                              \
        static const auto next = real<RESULT PARAMETERS>(#NAME);                                   \
        passBy(#NAME, DIRECTORY, PATH);                                                            \
        return next ARGUMENTS;                                                                     \
    }

HERMES_OPEN(open)
HERMES_OPEN(open64)
HERMES_OPENAT(openat)
HERMES_OPENAT(openat64)
HERMES_CALL(int, stat, AT_FDCWD, path, (const char *path, struct stat *state) noexcept,
            (path, state))
HERMES_CALL(int, lstat, AT_FDCWD, path, (const char *path, struct stat *state) noexcept,
            (path, state))
HERMES_CALL(int, fstatat, directory, path,
            (int directory, const char *path, struct stat *state, int flags) noexcept,
            (directory, path, state, flags))
HERMES_CALL(int, statx, directory, path,
            (int directory, const char *path, int flags, unsigned mask,
             struct statx *state) noexcept,
            (directory, path, flags, mask, state))
HERMES_CALL(int, access, AT_FDCWD, path, (const char *path, int mode) noexcept, (path, mode))
HERMES_CALL(int, faccessat, directory, path,
            (int directory, const char *path, int mode, int flags) noexcept,
            (directory, path, mode, flags))
HERMES_CALL(ssize_t, readlink, AT_FDCWD, path,
            (const char *path, char *buffer, size_t size) noexcept, (path, buffer, size))
HERMES_CALL(char *, realpath, AT_FDCWD, path, (const char *path, char *resolved) noexcept,
            (path, resolved))
HERMES_CALL(DIR *, opendir, AT_FDCWD, path, (const char *path), (path))
HERMES_CALL(int, unlink, AT_FDCWD, path, (const char *path) noexcept, (path))
HERMES_CALL(int, mkdir, AT_FDCWD, path, (const char *path, mode_t mode) noexcept, (path, mode))
HERMES_CALL(int, rename, AT_FDCWD, from, (const char *from, const char *to) noexcept, (from, to))
// glibc has no function for openat2 and some others; at most six arguments.
long syscall(long number, ...) noexcept
{
    std::array<long, 6> values{};
    va_list arguments;
    va_start(arguments, number);
    for (long &value : values) {
        value = va_arg(arguments, long);
    }
    va_end(arguments);
    static const auto next = real<long(long, ...)>("syscall");
    if (number == SYS_openat2) {
        passBy("openat2", static_cast<int>(values[0]), reinterpret_cast<const char *>(values[1]));
    }
    return next(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}
// glibc's name is reserved: it is the symbol's alone.
char *realpathChecked(const char *path, char *resolved, size_t size) __asm__("__realpath_chk");
char *realpathChecked(const char *path, char *resolved, size_t size)
{
    static const auto next = real<char *(const char *, char *, size_t)>("__realpath_chk");
    passBy("realpath", AT_FDCWD, path);
    return next(path, resolved, size);
}
HERMES_CALL(int, stat64, AT_FDCWD, path, (const char *path, struct stat64 *state) noexcept,
            (path, state))
HERMES_CALL(int, lstat64, AT_FDCWD, path, (const char *path, struct stat64 *state) noexcept,
            (path, state))
HERMES_CALL(int, statfs64, AT_FDCWD, path, (const char *path, struct statfs64 *state) noexcept,
            (path, state))
HERMES_CALL(int, rmdir, AT_FDCWD, path, (const char *path) noexcept, (path))
HERMES_CALL(int, mkdirat, directory, path, (int directory, const char *path, mode_t mode) noexcept,
            (directory, path, mode))
HERMES_CALL(int, unlinkat, directory, path, (int directory, const char *path, int flags) noexcept,
            (directory, path, flags))
HERMES_CALL(int, renameat2, directory, from,
            (int directory, const char *from, int newDirectory, const char *to,
             unsigned flags) noexcept,
            (directory, from, newDirectory, to, flags))
HERMES_CALL(int, inotify_add_watch, AT_FDCWD, path,
            (int queue, const char *path, uint32_t mask) noexcept, (queue, path, mask))

} // extern "C"
