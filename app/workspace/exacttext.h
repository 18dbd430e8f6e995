#pragma once

#include "core/error.h"
#include "workspace/textchange.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <array>

namespace hermes::workspace {

enum class LineEnding
{
    Lf,
    CrLf,
    Cr
};

/// What a text file has once.
struct TextTraits
{
    LineEnding usualEnding = LineEnding::Lf; ///< That of new lines.
    bool hasByteOrderMark = false;

    bool operator==(const TextTraits &) const = default;
};

/// A text file as edits see it: a sequence of units, one for each position of a QTextDocument that
/// shows it, from which the file's bytes can be made at any time.
///
/// A unit is a UTF-16 code unit, or a whole line ending of the file's own kind; characters that a
/// document cannot hold have a stand-in. The units lie in chunks that copies share: a copy costs
/// next to nothing and may be read on another thread, and an edit costs what it touches. Thread: a
/// value.
class ExactText
{
public:
    ExactText() = default;
    /// Errors: NotText, with the byte at which it stops being UTF-8 text.
    [[nodiscard]] static core::Result<ExactText> fromBytes(const QByteArray &bytes);
    /// Of bytes that are no UTF-8 text what can be read: in the encoding that a byte order mark
    /// tells, else UTF-8, with U+FFFD for the rest. To be looked at; its bytes() are not the
    /// file's.
    [[nodiscard]] static ExactText readable(const QByteArray &bytes);
    /// Of units as mid() gives them.
    [[nodiscard]] static ExactText fromUnits(const QString &units, const TextTraits &traits);
    /// The exact file. Linear in the text.
    [[nodiscard]] QByteArray bytes() const;

    /// Units of a piece of a file's bytes, which must be UTF-8.
    [[nodiscard]] static QString unitsOf(QByteArrayView bytes);

    [[nodiscard]] qsizetype size() const { return m_size; } ///< In units.
    [[nodiscard]] QString mid(qsizetype position, qsizetype length) const;
    [[nodiscard]] QString units() const { return mid(0, m_size); }
    /// What a document is given to show: units with LF for every line ending.
    [[nodiscard]] QString shown() const { return withLineEnds(units(), lineend::lf); }
    void apply(const TextChange &change);

    /// Of a file's bytes: the ending most lines have is the usual one, LF if there is none.
    [[nodiscard]] const TextTraits &traits() const { return m_traits; }
    void setTraits(const TextTraits &traits) { m_traits = traits; }
    /// The endings that are there.
    [[nodiscard]] QList<LineEnding> endings() const;
    [[nodiscard]] static QChar unitOf(LineEnding ending);

    /// What becomes of CR and LF, two line ends, that a change would bring together: in a file they
    /// are one.
    enum class Meeting
    {
        KeepsLines, ///< One of them takes the other's kind, so both stay; for what people type.
        KeepsBytes ///< They become one ending; for edits that are told as bytes.
    };
    /// The change that does it, with removed and inserted text grown by a neighbour if need be.
    [[nodiscard]] TextChange withoutSplitEnding(TextChange change, Meeting meeting) const;

private:
    struct Place
    {
        qsizetype chunk;
        qsizetype offset;
    };
    [[nodiscard]] Place placeOf(qsizetype position) const;
    void replace(qsizetype position, qsizetype length, const QString &text);
    void evenOut(qsizetype chunk);
    void count(QStringView units, qsizetype sign);

    QList<QString> m_chunks;
    qsizetype m_size = 0;
    std::array<qsizetype, 3> m_endings{}; ///< How many of each LineEnding.
    TextTraits m_traits;
};

} // namespace hermes::workspace
