// One fault of each kind that the sanitizers must find: a build that lets these pass would let
// others pass. plantedfault race|overrun|overflow|leak

#include <QFuture>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <barrier>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace {

/// Two workers write one number, at the same time and unguarded.
int race()
{
    QThreadPool pool;
    pool.setMaxThreadCount(2);
    std::barrier meeting(2); // or one thread might do both, one after the other
    int shared = 0;
    const auto work = [&] {
        meeting.arrive_and_wait();
        for (int i = 0; i < 1000; ++i) {
            ++shared;
        }
    };
    QFuture<void> first = QtConcurrent::run(&pool, work);
    QFuture<void> second = QtConcurrent::run(&pool, work);
    first.waitForFinished();
    second.waitForFinished();
    return shared;
}

/// `beyond`: the compiler must not know that it is too far.
int overrun(size_t beyond)
{
    const std::vector<int> numbers(beyond);
    return numbers.data()[beyond];
}

int overflow(int step)
{
    return std::numeric_limits<int>::max() + step;
}

int leak(size_t size)
{
    std::vector<int> *lost = new std::vector<int>(size);
    return static_cast<int>(lost->size());
}

} // namespace

int main(int argc, char **argv)
{
    const std::span arguments(argv, static_cast<size_t>(argc));
    const std::string_view fault = arguments.size() > 1 ? arguments[1] : "";
    if (fault == "race") {
        return race();
    }
    if (fault == "overrun") {
        return overrun(arguments.size());
    }
    if (fault == "overflow") {
        return overflow(argc);
    }
    return leak(arguments.size());
}
