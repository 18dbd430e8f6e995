#include "origincheck.h"

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

using assembly::Assembly;
using assembly::Origin;
using assembly::Segment;

QString otherBytes(const Segment &segment, QByteArrayView bytes, const OriginTexts &texts)
{
    const Origin &origin = segment.origin;
    if (origin.kind == Origin::Kind::Variable) {
        const auto value = texts.values.constFind(origin.name);
        const bool isOfIt = value == texts.values.cend() || value->contains(bytes);
        return isOfIt ? QString() : u"no value of %1"_s.arg(origin.name);
    }
    const QString file =
        origin.version.isEmpty() ? origin.file.text() : origin.file.text() + u'@' + origin.version;
    const auto text = texts.files.constFind(file);
    if (text == texts.files.cend()) {
        return u"no file %1"_s.arg(file);
    }
    if (text->mid(origin.start, segment.length) != bytes) {
        return u"other bytes in %1"_s.arg(file);
    }
    const assembly::ByteRange own{origin.start, segment.length};
    return origin.kind == Origin::Kind::Prompt && segment.inPrompt != own ? u"other place"_s
                                                                          : QString();
}

} // namespace

QString originFault(const Assembly &assembly, const OriginTexts &texts)
{
    QHash<qint64, qint64> firstFrom; // a place of the prompt's file: the first byte it became
    qint64 position = 0;
    for (const Segment &segment : assembly.segments) {
        if (segment.start != position || segment.length <= 0) {
            return u"gap at %1"_s.arg(position);
        }
        position += segment.length;
        const QByteArrayView bytes =
            QByteArrayView(assembly.text).sliced(segment.start, segment.length);
        if (const QString fault = otherBytes(segment, bytes, texts); !fault.isEmpty()) {
            return u"%1 at %2"_s.arg(fault).arg(segment.start);
        }
        for (qint64 offset = segment.start; offset < position; ++offset) {
            if (assembly.segmentAt(offset) != &segment) {
                return u"another segment at %1"_s.arg(offset);
            }
            if (const qint64 place = segment.inPromptAt(offset); !firstFrom.contains(place)) {
                firstFrom.insert(place, offset);
            }
        }
    }
    if (position != assembly.text.size() || assembly.segmentAt(position) != nullptr) {
        return u"other end than %1"_s.arg(position);
    }
    for (const auto &[place, offset] : firstFrom.asKeyValueRange()) {
        if (assembly.offsetOf(place) != offset) {
            return u"%1 leads to %2, not back to %3"_s.arg(place)
                .arg(assembly.offsetOf(place))
                .arg(offset);
        }
    }
    return {};
}

} // namespace hermes::test
