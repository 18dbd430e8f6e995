#include "text/meaning.h"

#include "text/markdownevents.h"
#include "text/wordbreaks.h"

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

/// Stands for the end of a line until it is known what is around it. Not a character of any text.
constexpr char lineEnd = '\x01';

QByteArray attribute(const MD_ATTRIBUTE &value)
{
    return QByteArray(value.text, static_cast<qsizetype>(value.size)).simplified();
}

/// What Markdown says, as a text in which nothing of its layout is left.
class MeaningReader final : public MarkdownEvents
{
public:
    void enterBlock(MD_BLOCKTYPE type, const void *detail) override
    {
        finishText();
        m_meaning += "\x02" + QByteArray::number(type);
        switch (type) {
        case MD_BLOCK_UL:
            m_meaning +=
                QByteArray::number(static_cast<const MD_BLOCK_UL_DETAIL *>(detail)->is_tight);
            break;
        case MD_BLOCK_OL:
            m_meaning +=
                QByteArray::number(static_cast<const MD_BLOCK_OL_DETAIL *>(detail)->is_tight) + ' '
                + QByteArray::number(static_cast<const MD_BLOCK_OL_DETAIL *>(detail)->start);
            break;
        case MD_BLOCK_LI:
            if (static_cast<const MD_BLOCK_LI_DETAIL *>(detail)->is_task != 0) {
                m_meaning += static_cast<const MD_BLOCK_LI_DETAIL *>(detail)->task_mark;
            }
            break;
        case MD_BLOCK_H:
            m_meaning += QByteArray::number(static_cast<const MD_BLOCK_H_DETAIL *>(detail)->level);
            break;
        case MD_BLOCK_CODE:
            m_meaning += attribute(static_cast<const MD_BLOCK_CODE_DETAIL *>(detail)->info);
            break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            m_meaning += QByteArray::number(static_cast<const MD_BLOCK_TD_DETAIL *>(detail)->align);
            break;
        default:
            break;
        }
        m_isVerbatim = type == MD_BLOCK_CODE || type == MD_BLOCK_HTML;
    }
    void leaveBlock(MD_BLOCKTYPE type, const void * /*detail*/) override
    {
        finishText();
        m_meaning += "\x03" + QByteArray::number(type);
        m_isVerbatim = false;
    }
    void enterSpan(MD_SPANTYPE type, const void *detail) override
    {
        m_text += "\x04" + QByteArray::number(type) + '\x05';
        if (type == MD_SPAN_A) {
            const auto *const link = static_cast<const MD_SPAN_A_DETAIL *>(detail);
            m_text += attribute(link->href) + '\x05' + attribute(link->title) + '\x05';
        } else if (type == MD_SPAN_IMG) {
            const auto *const image = static_cast<const MD_SPAN_IMG_DETAIL *>(detail);
            m_text += attribute(image->src) + '\x05' + attribute(image->title) + '\x05';
        }
    }
    void leaveSpan(MD_SPANTYPE type, const void * /*detail*/) override
    {
        m_text += "\x06" + QByteArray::number(type) + '\x05';
    }
    void addText(MD_TEXTTYPE type, QByteArrayView text) override
    {
        switch (type) {
        case MD_TEXT_SOFTBR:
            m_text += lineEnd;
            break;
        case MD_TEXT_BR:
            m_text += '\x07';
            break;
        case MD_TEXT_NULLCHAR:
            m_text += "\uFFFD";
            break;
        default:
            m_text += text;
        }
    }

    [[nodiscard]] QByteArray meaning()
    {
        finishText();
        return m_meaning;
    }

private:
    void finishText();

    QByteArray m_meaning;
    QByteArray m_text; ///< Of the block that is being read.
    bool m_isVerbatim = false;
};

void MeaningReader::finishText()
{
    if (m_isVerbatim || m_text.isEmpty()) {
        m_meaning += m_text;
        m_text.clear();
        return;
    }
    const QString text = QString::fromUtf8(m_text);
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar character = text.at(i);
        if (character.unicode() == lineEnd) {
            const bool isJoined = i > 0 && i + 1 < text.size()
                && !needsBlankBetween(characterBefore(text, i), characterAt(text, i + 1));
            if (!isJoined && !result.endsWith(u' ')) {
                result += u' ';
            }
            continue;
        }
        const bool isBlank = character == u' ' || character == u'\t' || character == u'\n';
        if (!isBlank) {
            result += character;
        } else if (!result.endsWith(u' ')) {
            result += u' ';
        }
    }
    m_meaning += result.toUtf8();
    m_text.clear();
}

QByteArray meaningOf(const QByteArray &text, unsigned dialect)
{
    MeaningReader reader;
    if (!parseMarkdown(text, dialect, reader)) {
        return text;
    }
    return reader.meaning();
}

} // namespace

Meaning::Meaning(const QString &markdown)
{
    const QByteArray text = markdown.toUtf8();
    m_commonMark = meaningOf(text, MD_DIALECT_COMMONMARK);
    m_extended = meaningOf(text, MD_DIALECT_GITHUB);
}

} // namespace hermes::text
