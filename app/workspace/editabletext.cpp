#include "workspace/editabletext.h"

#include "workspace/documentcharacters.h"
#include "workspace/textreplacement.h"

#include <QCoreApplication>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;
using namespace hermes::core;

namespace hermes::workspace {

namespace {

/// Line endings other than the usual one are object types of the character that ends the line. Of a
/// character's format it is the one part that Qt never hands on to what is inserted beside it.
constexpr int firstEndingType = QTextFormat::UserObject + 1;

/// Of the root frame.
constexpr int usualEndingProperty = QTextFormat::UserProperty + 1;
constexpr int byteOrderMarkProperty = QTextFormat::UserProperty + 2;

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

} // namespace

/// Cuts decoded text into lines and their endings.
class EditableText::Decoder
{
public:
    explicit Decoder(const QString &text)
    {
        m_text.reserve(text.size());
        qsizetype start = 0;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const QChar character = text.at(i);
            if (character != u'\n' && character != u'\r') {
                continue;
            }
            const bool isPair =
                character == u'\r' && i + 1 < text.size() && text.at(i + 1) == u'\n';
            m_text += withStandIns(QStringView(text).sliced(start, i - start));
            m_text += QChar::ParagraphSeparator;
            m_endings.push_back(isPair                   ? LineEnding::CrLf
                                    : character == u'\r' ? LineEnding::Cr
                                                         : LineEnding::Lf);
            i += isPair ? 1 : 0;
            start = i + 1;
        }
        m_text += withStandIns(QStringView(text).sliced(start));
    }

    /// As a document holds it, lines ended by U+2029.
    [[nodiscard]] const QString &text() const { return m_text; }
    /// Of each line but the last, which has none.
    [[nodiscard]] const std::vector<LineEnding> &endings() const { return m_endings; }

    /// The ending most lines have.
    [[nodiscard]] LineEnding usualEnding() const
    {
        std::array<qsizetype, 3> counts{};
        for (const LineEnding ending : m_endings) {
            ++counts.at(static_cast<size_t>(ending));
        }
        return static_cast<LineEnding>(
            std::distance(counts.begin(), std::ranges::max_element(counts)));
    }

private:
    QString m_text;
    std::vector<LineEnding> m_endings;
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

// --- what a file has beside its text

EditableText::FileTraits EditableText::traits() const
{
    const QTextFormat format = m_document->rootFrame()->frameFormat();
    return {static_cast<LineEnding>(format.intProperty(usualEndingProperty)),
            format.boolProperty(byteOrderMarkProperty)};
}

void EditableText::setTraits(const FileTraits &traits)
{
    if (traits == this->traits()) {
        return;
    }
    QTextFrameFormat format = m_document->rootFrame()->frameFormat();
    format.setProperty(usualEndingProperty, static_cast<int>(traits.usualEnding));
    format.setProperty(byteOrderMarkProperty, traits.hasByteOrderMark);
    m_document->rootFrame()->setFrameFormat(format);
}

bool EditableText::hasByteOrderMark() const
{
    return traits().hasByteOrderMark;
}

/// A block's character format is that of the character before it: the end of the line above.
EditableText::LineEnding EditableText::endingBefore(const QTextBlock &block, LineEnding usual)
{
    const int type = block.charFormat().objectType();
    return type < firstEndingType ? usual : static_cast<LineEnding>(type - firstEndingType);
}

void EditableText::setEndingBefore(const QTextBlock &block, LineEnding ending, LineEnding usual)
{
    if (endingBefore(block, usual) != ending) {
        QTextCharFormat format;
        format.setObjectType(firstEndingType + static_cast<int>(ending));
        QTextCursor(block).setBlockCharFormat(format);
    }
}

// --- bytes in and out

Result<void> EditableText::setBytes(const QByteArray &bytes)
{
    const qint64 bad = firstNonText(bytes);
    const bool hasMark = bad < 0 && bytes.startsWith(byteOrderMark);
    load(Decoder(bad < 0 ? decoded(bytes.sliced(hasMark ? byteOrderMark.size() : 0)) : QString()),
         hasMark);
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

void EditableText::load(const Decoder &decoder, bool hasByteOrderMark)
{
    const FileTraits traits{decoder.usualEnding(), hasByteOrderMark};
    m_document->setUndoRedoEnabled(false);
    m_document->setPlainText(decoder.text());
    setTraits(traits);
    QTextCursor endings(m_document);
    endings.beginEditBlock();
    QTextBlock block = m_document->begin();
    for (const LineEnding ending : decoder.endings()) {
        block = block.next();
        setEndingBefore(block, ending, traits.usualEnding);
    }
    endings.endEditBlock();
    m_document->setUndoRedoEnabled(true);
    m_document->setModified(false);
}

QString EditableText::documentText(const QString &text)
{
    return withStandIns(text);
}

QString EditableText::fileText(const QString &selectedText)
{
    QString text = selectedText;
    text.replace(QChar::ParagraphSeparator, u'\n');
    return withoutStandIns(text);
}

QByteArray EditableText::bytes() const
{
    static const std::array endingTexts{u"\n"_s, u"\r\n"_s, u"\r"_s};
    const FileTraits traits = this->traits();
    const QString &usualEnding = endingTexts.at(static_cast<size_t>(traits.usualEnding));
    QString text = m_document->toRawText();
    if (hasOtherEndings()) {
        QString joined;
        joined.reserve(text.size());
        for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
            if (block.position() > 0) {
                joined +=
                    endingTexts.at(static_cast<size_t>(endingBefore(block, traits.usualEnding)));
            }
            joined += QStringView(text).sliced(block.position(), block.length() - 1);
        }
        text = joined;
    } else {
        text.replace(QChar::ParagraphSeparator, usualEnding);
    }
    const QByteArray mark = traits.hasByteOrderMark ? byteOrderMark.toByteArray() : QByteArray();
    return mark + withoutStandIns(text).toUtf8();
}

/// True if a line may end otherwise than usual; costs no time in proportion to the text.
bool EditableText::hasOtherEndings() const
{
    return std::ranges::any_of(m_document->allFormats(), [](const QTextFormat &format) {
        return format.objectType() >= firstEndingType;
    });
}

// --- edits

/// Where an offset in bytes() is in the document. Inside a line ending: before it.
int EditableText::positionOf(qint64 offset) const
{
    const FileTraits traits = this->traits();
    qint64 rest = offset - (traits.hasByteOrderMark ? byteOrderMark.size() : 0);
    for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
        const QByteArray line = withoutStandIns(block.text()).toUtf8();
        const QTextBlock next = block.next();
        const int endingLength =
            next.isValid() && endingBefore(next, traits.usualEnding) == LineEnding::CrLf ? 2 : 1;
        if (rest < line.size() + endingLength || !next.isValid()) {
            return block.position()
                + static_cast<int>(
                       withStandIns(decoded(line.first(std::min(rest, line.size())))).size());
        }
        rest -= line.size() + endingLength;
    }
    return 0;
}

void EditableText::apply(const registry::TextEdit &edit)
{
    const Decoder inserted(decoded(edit.replacement));
    const LineEnding usual = traits().usualEnding;
    QTextCursor cursor(m_document);
    const int start = positionOf(edit.start);
    cursor.setPosition(start);
    cursor.setPosition(positionOf(edit.start + edit.length), QTextCursor::KeepAnchor);
    cursor.beginEditBlock();
    cursor.insertText(inserted.text());
    QTextBlock block = m_document->findBlock(start);
    for (const LineEnding ending : inserted.endings()) {
        block = block.next();
        setEndingBefore(block, ending, usual);
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
    if (bytes == this->bytes()) {
        return {};
    }
    const bool hasMark = bytes.startsWith(byteOrderMark);
    const Decoder after(decoded(bytes.sliced(hasMark ? byteOrderMark.size() : 0)));
    const FileTraits traits{after.usualEnding(), hasMark};
    QTextCursor step(m_document);
    step.beginEditBlock();
    setTraits(traits);
    replaceText(after.text());
    QTextBlock block = m_document->begin();
    for (const LineEnding ending : after.endings()) {
        block = block.next();
        setEndingBefore(block, ending, traits.usualEnding);
    }
    step.endEditBlock();
    return {};
}

/// Texts as documents hold them; which bytes end the lines is another matter.
void EditableText::replaceText(const QString &after)
{
    const QString before = m_document->toRawText();
    for (const TextReplacement &each : textReplacements(before, after)) {
        QTextCursor cursor(m_document);
        cursor.setPosition(static_cast<int>(each.start));
        cursor.setPosition(static_cast<int>(each.start + each.length), QTextCursor::KeepAnchor);
        cursor.insertText(each.text.toString());
    }
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
    LineEnding ending = traits().usualEnding;
    if (hasOtherEndings()) {
        const LineEnding usual = ending;
        ending = endingBefore(m_document->begin().next(), usual);
        for (QTextBlock block = m_document->begin().next(); block.isValid(); block = block.next()) {
            if (endingBefore(block, usual) != ending) {
                return QCoreApplication::translate("EditableText", "mixed line endings");
            }
        }
    }
    return QString::fromLatin1(names.at(static_cast<size_t>(ending)));
}

} // namespace hermes::workspace
