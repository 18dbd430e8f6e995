#pragma once

#include <QString>

#include <ctime>

namespace hermes::test {

/// What the key with this number types: words of five letters.
inline QString typedKey(int number)
{
    constexpr int wordLength = 5;
    constexpr int letters = 26;
    return number % (wordLength + 1) == wordLength ? QStringLiteral(" ")
                                                   : QString(QChar(u'a' + number % letters));
}

/// What so many keys type.
inline QString typedText(int keys)
{
    QString text;
    for (int number = 0; number < keys; ++number) {
        text += typedKey(number);
    }
    return text;
}

/// A clock that all processes share and nobody sets.
inline qint64 monotonicMilliseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

} // namespace hermes::test
