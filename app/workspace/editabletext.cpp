#include "workspace/editabletext.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include <algorithm>
#include <array>
#include <vector>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

/// On the block that follows it: the line ending before this block, where it is not the file's
/// usual one.
constexpr int endingProperty = QTextFormat::UserProperty + 1;

/// Characters that a QTextDocument takes for its own structure, and the one that marks them as
/// escaped.
constexpr QChar escapeMark(0xFDD2);
struct Escape
{
    QChar character;
    QChar code;
};
constexpr std::array escapes{Escape{QChar(0x2029), u'p'}, Escape{QChar(0xFDD0), u'0'},
                             Escape{QChar(0xFDD1), u'1'}, Escape{escapeMark, u'2'}};

QString escaped(QStringView text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar character : text) {
        const auto *found =
            std::find_if(escapes.begin(), escapes.end(),
                         [character](const Escape &e) { return e.character == character; });
        if (found == escapes.end()) {
            result += character;
        } else {
            result += escapeMark;
            result += found->code;
        }
    }
    return result;
}

QString unescaped(const QString &text)
{
    if (!text.contains(escapeMark)) {
        return text;
    }
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto *found = escapes.end();
        if (text.at(i) == escapeMark && i + 1 < text.size()) {
            found =
                std::find_if(escapes.begin(), escapes.end(),
                             [code = text.at(i + 1)](const Escape &e) { return e.code == code; });
        }
        if (found == escapes.end()) {
            result += text.at(i); // also half a pair, left by an edit between its two parts
        } else {
            result += found->character;
            ++i;
        }
    }
    return result;
}

/// Length of the UTF-8 sequence at `at`, 0 if it is not one (RFC 3629: shortest form, no
/// surrogates).
int sequenceLength(QByteArrayView bytes, qsizetype at)
{
    const auto byte = [&](qsizetype i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
    };
    const unsigned first = byte(at);
    if (first < 0x80) {
        return 1;
    }
    const int length = first >= 0xC2 && first <= 0xDF ? 2
        : (first & 0xF0) == 0xE0                      ? 3
        : first >= 0xF0 && first <= 0xF4              ? 4
                                                      : 0;
    for (int i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    const unsigned second = byte(at + 1);
    const bool isOverlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool isOutside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return isOverlong || isOutside ? 0 : length;
}

/// Offset of the first byte that is not text; -1 if all are.
qint64 firstNonText(QByteArrayView bytes)
{
    const qsizetype nul = bytes.indexOf('\0');
    if (nul < 0 && bytes.isValidUtf8()) {
        return -1;
    }
    qsizetype at = 0;
    while (at < bytes.size() && bytes[at] != '\0') {
        const int length = sequenceLength(bytes, at);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return at;
}

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

/// QString::fromUtf8() drops a byte order mark wherever a slice begins with one; this keeps it.
QString decoded(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless
                               | QStringDecoder::Flag::ConvertInitialBom);
    return decoder(bytes);
}

} // namespace

/// Cuts decoded text into lines and their endings.
class EditableText::Decoder
{
public:
    struct Line
    {
        QStringView text;
        LineEnding ending; ///< Of this line; of the last one it says nothing.
    };

    explicit Decoder(QStringView text)
    {
        qsizetype start = 0;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const QChar character = text.at(i);
            if (character != u'\n' && character != u'\r') {
                continue;
            }
            const bool isPair =
                character == u'\r' && i + 1 < text.size() && text.at(i + 1) == u'\n';
            m_lines.push_back({text.sliced(start, i - start),
                               isPair                   ? LineEnding::CrLf
                                   : character == u'\r' ? LineEnding::Cr
                                                        : LineEnding::Lf});
            i += isPair ? 1 : 0;
            start = i + 1;
        }
        m_lines.push_back({text.sliced(start), LineEnding::Lf});
    }

    [[nodiscard]] const std::vector<Line> &lines() const { return m_lines; }
    [[nodiscard]] qsizetype endings() const { return static_cast<qsizetype>(m_lines.size()) - 1; }

    /// The ending most lines have.
    [[nodiscard]] LineEnding usualEnding() const
    {
        std::array<qsizetype, 3> counts{};
        for (qsizetype i = 0; i < endings(); ++i) {
            ++counts.at(static_cast<size_t>(m_lines.at(static_cast<size_t>(i)).ending));
        }
        return static_cast<LineEnding>(
            std::distance(counts.begin(), std::max_element(counts.begin(), counts.end())));
    }

private:
    std::vector<Line> m_lines;
};

EditableText::EditableText(QObject *parent) : QObject(parent), m_document(new QTextDocument(this))
{
    // contentsChange() says more but is silent until an editor has given the document a layout.
    connect(m_document, &QTextDocument::contentsChanged, this, [this] {
        ++m_revision;
        Q_EMIT changed();
    });
    connect(m_document, &QTextDocument::modificationChanged, this,
            &EditableText::modificationChanged);
}

EditableText::~EditableText() = default;

Result<void> EditableText::setBytes(const QByteArray &bytes)
{
    const qint64 bad = firstNonText(bytes);
    m_hasByteOrderMark = bad < 0 && bytes.startsWith(byteOrderMark);
    load(bad < 0 ? decoded(bytes.sliced(m_hasByteOrderMark ? byteOrderMark.size() : 0))
                 : QString());
    if (bad >= 0) {
        return failure(
            ErrorCode::NotText,
            QCoreApplication::translate(
                "EditableText",
                "Not UTF-8 text at byte %1. The file is shown read-only and is never rewritten.")
                .arg(bad));
    }
    return {};
}

void EditableText::load(const QString &text)
{
    const Decoder decoder(text);
    m_lineEnding = decoder.usualEnding();
    QString shown;
    shown.reserve(text.size());
    for (const Decoder::Line &line : decoder.lines()) {
        shown += escaped(line.text);
        shown += u'\n';
    }
    shown.chop(1);

    m_document->setUndoRedoEnabled(false);
    m_document->setPlainText(shown);
    QTextBlock block = m_document->begin().next();
    for (qsizetype i = 0; i < decoder.endings(); ++i, block = block.next()) {
        if (const LineEnding ending = decoder.lines().at(static_cast<size_t>(i)).ending;
            ending != m_lineEnding) {
            QTextBlockFormat format;
            format.setProperty(endingProperty, static_cast<int>(ending));
            QTextCursor(block).setBlockFormat(format);
        }
    }
    m_document->setUndoRedoEnabled(true);
    m_document->setModified(false);
}

QString EditableText::documentText(const QString &text)
{
    return escaped(text);
}

QString EditableText::fileText(const QString &selectedText)
{
    QString text = selectedText;
    text.replace(QChar::ParagraphSeparator, u'\n');
    return unescaped(text);
}

QByteArray EditableText::bytes() const
{
    static constexpr std::array<QStringView, 3> endingTexts{u"\n", u"\r\n", u"\r"};
    QString text;
    text.reserve(m_document->characterCount());
    for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
        if (block.position() > 0) {
            const QVariant own = block.blockFormat().property(endingProperty);
            text +=
                endingTexts.at(own.isValid() ? own.toUInt() : static_cast<size_t>(m_lineEnding));
        }
        text += unescaped(block.text());
    }
    QByteArray bytes = m_hasByteOrderMark ? byteOrderMark.toByteArray() : QByteArray();
    bytes += text.toUtf8();
    return bytes;
}

void EditableText::apply(const registry::TextEdit &edit)
{
    const QByteArray all = bytes();
    const qsizetype skipped = m_hasByteOrderMark ? byteOrderMark.size() : 0;
    const auto shownLength = [&](qint64 start, qint64 length) {
        const QString text = decoded(all.sliced(start, length));
        const Decoder decoder(text);
        qsizetype shown = decoder.endings();
        for (const Decoder::Line &line : decoder.lines()) {
            shown += escaped(line.text).size();
        }
        return static_cast<int>(shown);
    };
    const int position = shownLength(skipped, edit.start - skipped);
    QTextCursor cursor(m_document);
    cursor.setPosition(position);
    cursor.setPosition(position + shownLength(edit.start, edit.length), QTextCursor::KeepAnchor);
    cursor.beginEditBlock();
    // Removing from a line's start on would leave it the format, and so the line ending before it,
    // of the last line removed.
    const QTextBlockFormat kept = m_document->findBlock(position).blockFormat();
    cursor.removeSelectedText();
    if (cursor.blockFormat() != kept) {
        cursor.setBlockFormat(kept);
    }
    const QString inserted = decoded(edit.replacement);
    const Decoder decoder(inserted);
    for (qsizetype i = 0; i <= decoder.endings(); ++i) {
        const Decoder::Line &line = decoder.lines().at(static_cast<size_t>(i));
        cursor.insertText(escaped(line.text));
        if (i < decoder.endings()) {
            QTextBlockFormat format;
            if (line.ending != m_lineEnding) {
                format.setProperty(endingProperty, static_cast<int>(line.ending));
            }
            cursor.insertBlock(format);
        }
    }
    cursor.endEditBlock();
}

Result<void> EditableText::become(const QByteArray &bytes)
{
    if (const qint64 bad = firstNonText(bytes); bad >= 0) {
        return failure(
            ErrorCode::NotText,
            QCoreApplication::translate("EditableText", "Not UTF-8 text at byte %1.").arg(bad));
    }
    const bool hasMark = bytes.startsWith(byteOrderMark);
    const QByteArray now = this->bytes();
    const QByteArray before = m_hasByteOrderMark ? now.sliced(byteOrderMark.size()) : now;
    const QByteArray after = hasMark ? bytes.sliced(byteOrderMark.size()) : bytes;
    m_hasByteOrderMark = hasMark;
    const qsizetype offset = hasMark ? byteOrderMark.size() : 0;

    // A cut lies before a character, and never between CR and LF.
    const auto isCut = [](const QByteArray &text, qsizetype at) {
        if (at <= 0 || at >= text.size()) {
            return true;
        }
        return (static_cast<unsigned char>(text.at(at)) & 0xC0) != 0x80
            && !(text.at(at - 1) == '\r' && text.at(at) == '\n');
    };
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head =
        std::distance(before.begin(),
                      std::mismatch(before.begin(), before.begin() + shorter, after.begin()).first);
    while (!isCut(before, head) || !isCut(after, head)) {
        --head;
    }
    qsizetype tail = 0;
    while (tail < shorter - head
           && before.at(before.size() - 1 - tail) == after.at(after.size() - 1 - tail)) {
        ++tail;
    }
    while (tail > 0
           && (!isCut(before, before.size() - tail) || !isCut(after, after.size() - tail))) {
        --tail;
    }
    if (head + tail < before.size() || head + tail < after.size()) {
        apply({offset + head, before.size() - head - tail,
               after.sliced(head, after.size() - head - tail)});
    }
    return {};
}

bool EditableText::isModified() const
{
    return m_document->isModified();
}

void EditableText::markSaved()
{
    m_document->setModified(false);
}

QString EditableText::lineEndingName() const
{
    static constexpr std::array names{"LF", "CRLF", "CR"};
    for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().hasProperty(endingProperty)) {
            return QCoreApplication::translate("EditableText", "mixed line endings");
        }
    }
    return QString::fromLatin1(names.at(static_cast<size_t>(m_lineEnding)));
}

} // namespace hermes::workspace
