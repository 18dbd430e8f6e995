#include "keys/secret.h"

#include <QDebug>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <type_traits>

using namespace hermes;
using namespace Qt::StringLiterals;
using keys::Secret;

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);
template <typename T>
concept Printable = requires(QDebug debug, const T &value) { debug << value; };
static_assert(Printable<int> && !Printable<Secret>);

namespace {

constexpr char mask = 0x55;
/// Lies in memory masked, so that what a search finds is a key and not this.
QByteArray maskedKey()
{
    QByteArray text("sk-marker-0123456789-abcdefghijklmnopqrstuvwxyz");
    for (char &byte : text) {
        byte ^= mask;
    }
    return text;
}

/// How often the unmasked key is in the heap of this process. What is searched is never copied to
/// the heap: in a copy of it the masked key, too, would be found by the next search, or the key.
int copiesInHeap(const QByteArray &masked)
{
    static std::array<char, 1 << 16> window;
    QFile maps(u"/proc/self/maps"_s);
    QFile memory(u"/proc/self/mem"_s);
    if (!maps.open(QIODevice::ReadOnly)
        || !memory.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return -1;
    }
    int copies = 0;
    for (const auto lines = maps.readAll().split('\n'); const QByteArray &line : lines) {
        if (!line.endsWith("[heap]")) {
            continue;
        }
        const QByteArrayList range = line.split(' ').first().split('-');
        const qint64 end = range.value(1).toLongLong(nullptr, 16);
        // windows overlap by all but one byte of the key, so that none is counted twice or missed
        const qint64 step = std::ssize(window) - masked.size() + 1;
        for (qint64 at = range.value(0).toLongLong(nullptr, 16); at < end; at += step) {
            memory.seek(at);
            const qint64 size =
                memory.read(window.data(), std::min<qint64>(std::ssize(window), end - at));
            const std::span read(window.data(), static_cast<size_t>(std::max(size, qint64(0))));
            const auto isKeyByte = [](char found, char byte) {
                return static_cast<char>(found ^ mask) == byte;
            };
            for (auto from = read.begin(); from != read.end();) {
                from = std::search(from, read.end(), masked.begin(), masked.end(), isKeyByte);
                if (from != read.end()) {
                    ++copies;
                    ++from;
                }
            }
        }
    }
    window.fill(0);
    return copies;
}

} // namespace

class TestSecret final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsBytesAreGoneWithIt()
    {
        const QByteArray masked = maskedKey();
        std::optional<Secret> secret;
        {
            QByteArray key = masked;
            for (char &byte : key) {
                byte ^= mask;
            }
            secret = Secret::takenFrom(key);
            QVERIFY(key.isEmpty());
        }
        if (copiesInHeap(masked) == 0) {
            QSKIP("this allocator keeps nothing in the heap that can be looked at");
        }
        QCOMPARE(copiesInHeap(masked), 1);
        secret.reset();
        QCOMPARE(copiesInHeap(masked), 0);
    }

    void textIsTakenOver()
    {
        QString text = u"sk-"_s + QString(20, u'x');
        const Secret secret = Secret::takenFrom(text);
        QVERIFY(text.isEmpty());
        QCOMPARE(secret.reveal(), QByteArrayView("sk-xxxxxxxxxxxxxxxxxxxx"));
    }

    void movedFromIsEmpty()
    {
        Secret first = Secret::copyOf("one");
        Secret second = std::move(first);
        QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): what it is about
        QCOMPARE(second.reveal(), QByteArrayView("one"));
        second = Secret::copyOf("two");
        QVERIFY(second == Secret::copyOf("two"));
        QVERIFY(second == second.clone());
        QVERIFY(!(second == Secret::copyOf("tw")));
    }
};

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
