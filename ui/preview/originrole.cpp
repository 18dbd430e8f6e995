#include "preview/originrole.h"

#include "widgets/themecolors.h"

#include <QHash>

namespace hermes::preview {

QList<OriginRole> originRoles(const QList<assembly::Segment> &segments)
{
    QList<OriginRole> roles;
    roles.reserve(segments.size());
    QHash<QString, OriginRole> ofFragments;
    for (const assembly::Segment &segment : segments) {
        using Kind = assembly::Origin::Kind;
        switch (segment.origin.kind) {
        case Kind::Prompt:
            roles.append(OriginRole::Prompt);
            break;
        case Kind::Variable:
            roles.append(OriginRole::Variable);
            break;
        case Kind::Fragment: {
            const OriginRole next =
                ofFragments.size() % 2 == 0 ? OriginRole::Fragment : OriginRole::NextFragment;
            if (!ofFragments.contains(segment.origin.name)) {
                ofFragments.insert(segment.origin.name, next);
            }
            roles.append(ofFragments.value(segment.origin.name));
        }
        }
    }
    return roles;
}

QColor originColor(const widgets::ThemeColors &colors, OriginRole role)
{
    switch (role) {
    case OriginRole::Fragment:
        return colors.mcp;
    case OriginRole::NextFragment:
        return colors.workflow;
    case OriginRole::Variable:
        return colors.skill;
    case OriginRole::Context:
        return colors.muted;
    case OriginRole::Prompt:
        break;
    }
    return colors.agent;
}

} // namespace hermes::preview
