#include "keys/secret.h"

#include <QDebug>
#include <QFile>
#include <QTest>

#include <concepts>
#include <optional>
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

/// How often the unmasked key is in the heap of this process.
int copiesInHeap(const QByteArray &masked)
{
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
        const quint64 begin = range.value(0).toULongLong(nullptr, 16);
        const quint64 end = range.value(1).toULongLong(nullptr, 16);
        memory.seek(static_cast<qint64>(begin));
        QByteArray bytes = memory.read(static_cast<qint64>(end - begin));
        for (char &byte : bytes) {
            byte ^= mask; // the copy that is searched shows no key either
        }
        copies += static_cast<int>(bytes.count(masked));
    }
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
