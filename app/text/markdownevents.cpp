#include "text/markdownevents.h"

#include <QString>

#include <array>
#include <limits>
#include <utility>

namespace hermes::text {

bool parseMarkdown(QByteArrayView text, unsigned flags, MarkdownEvents &events)
{
    if (text.size() > static_cast<qsizetype>(std::numeric_limits<MD_SIZE>::max())) {
        return false;
    }
    MD_PARSER parser{};
    parser.flags = flags;
    parser.enter_block = [](MD_BLOCKTYPE type, void *detail, void *target) {
        static_cast<MarkdownEvents *>(target)->enterBlock(type, detail);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void *detail, void *target) {
        static_cast<MarkdownEvents *>(target)->leaveBlock(type, detail);
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void *detail, void *target) {
        static_cast<MarkdownEvents *>(target)->enterSpan(type, detail);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void *detail, void *target) {
        static_cast<MarkdownEvents *>(target)->leaveSpan(type, detail);
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR *start, MD_SIZE size, void *target) {
        static_cast<MarkdownEvents *>(target)->addText(
            type, QByteArrayView(start, static_cast<qsizetype>(size)));
        return 0;
    };
    // md4c reads from the pointer even if the size is 0.
    const char *const start = text.isEmpty() ? "" : text.data();
    return md_parse(start, static_cast<MD_SIZE>(text.size()), &parser, &events) == 0;
}

QByteArray entityText(QByteArrayView entity)
{
    static constexpr std::array named{
        std::pair{QByteArrayView("&amp;"), QByteArrayView("&")},
        std::pair{QByteArrayView("&lt;"), QByteArrayView("<")},
        std::pair{QByteArrayView("&gt;"), QByteArrayView(">")},
        std::pair{QByteArrayView("&quot;"), QByteArrayView("\"")},
        std::pair{QByteArrayView("&apos;"), QByteArrayView("'")},
        std::pair{QByteArrayView("&nbsp;"), QByteArrayView("\xc2\xa0")},
    };
    for (const auto &[name, text] : named) {
        if (entity == name) {
            return text.toByteArray();
        }
    }
    if (!entity.startsWith("&#") || entity.size() < 4) {
        return entity.toByteArray();
    }
    const bool isHexadecimal = entity[2] == 'x' || entity[2] == 'X';
    const qsizetype digits = isHexadecimal ? 3 : 2;
    bool isNumber = false;
    char32_t code = entity.sliced(digits, entity.size() - digits - 1)
                        .toUInt(&isNumber, isHexadecimal ? 16 : 10);
    if (!isNumber || code == 0 || code > QChar::LastValidCodePoint || QChar::isSurrogate(code)) {
        code = QChar::ReplacementCharacter;
    }
    return QString::fromUcs4(&code, 1).toUtf8();
}

} // namespace hermes::text
