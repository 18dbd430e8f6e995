#include "tokens/encoding.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::tokens {

QString nameOf(Encoding encoding)
{
    switch (encoding) {
    case Encoding::O200kBase:
        return u"o200k_base"_s;
    case Encoding::Cl100kBase:
        return u"cl100k_base"_s;
    case Encoding::Qwen2:
        return u"qwen2"_s;
    case Encoding::DeepSeekV3:
        return u"deepseek_v3"_s;
    }
    Q_UNREACHABLE();
}

std::optional<Encoding> encodingNamed(QStringView name)
{
    const auto found =
        std::ranges::find_if(allEncodings, [name](Encoding one) { return nameOf(one) == name; });
    return found == allEncodings.end() ? std::nullopt : std::optional(*found);
}

QString encodingNames()
{
    QStringList names;
    for (const Encoding encoding : allEncodings) {
        names.append(nameOf(encoding));
    }
    return names.join(u", "_s);
}

} // namespace hermes::tokens
