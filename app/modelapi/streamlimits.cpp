#include "modelapi/streamlimits.h"

#include "modelapi/modelapitr.h"

namespace hermes::modelapi {

qsizetype jsonWeight(QByteArrayView json)
{
    constexpr qsizetype ofList = 10; // or an object
    qsizetype weight = 0;
    bool isText = false;
    for (qsizetype at = 0; at < json.size(); ++at) {
        switch (json[at]) {
        case '\\':
            ++at; // a quote behind it ends no text
            break;
        case '"':
            isText = !isText;
            weight += isText ? 1 : 0;
            break;
        case ',':
            weight += isText ? 0 : 1;
            break;
        case '[':
        case '{':
            weight += isText ? 0 : ofList;
            break;
        default:
            break;
        }
    }
    return weight;
}

core::Error lineTooLong(qsizetype limit)
{
    return {core::ErrorCode::TooLarge,
            ModelApiTr::tr("The server sent a line of more than %1 bytes. What came before it was "
                           "kept.")
                .arg(limit),
            {}};
}

} // namespace hermes::modelapi
