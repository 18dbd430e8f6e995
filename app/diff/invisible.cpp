#include "diff/invisible.h"

namespace hermes::diff {

namespace {

/// Characters without a shape whose Unicode category is that of letters or marks: joiners, fillers,
/// variation selectors.
bool isShapeless(char32_t c)
{
    return c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f) || c == 0x3164 || c == 0xffa0
        || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

bool isInvisible(char32_t c)
{
    if (c > 0x20 && c < 0x7f) {
        return false;
    }
    const QChar::Category category = QChar::category(c);
    return QChar::isSpace(c) || category == QChar::Other_Format || category == QChar::Other_Control
        || isShapeless(c);
}

} // namespace

QString visiblePart(QStringView line)
{
    QString visible;
    visible.reserve(line.size());
    for (qsizetype i = 0; i < line.size(); ++i) {
        const bool isPair =
            line[i].isHighSurrogate() && i + 1 < line.size() && line[i + 1].isLowSurrogate();
        const char32_t c =
            isPair ? QChar::surrogateToUcs4(line[i], line[i + 1]) : line[i].unicode();
        const qsizetype length = isPair ? 2 : 1;
        if (!isInvisible(c)) {
            visible.append(line.sliced(i, length));
        }
        i += length - 1;
    }
    return visible;
}

} // namespace hermes::diff
