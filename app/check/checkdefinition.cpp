#include "check/checkdefinition.h"

#include "check/manifestrules.h"
#include "check/promptrules.h"
#include "registry/manifesttext.h"
#include "registry/place.h"

#include <algorithm>
#include <tuple>

namespace hermes::check {

using core::Problem;

namespace {

/// Gives problems of a field the field's place: its value's, or the whole file where the field is
/// missing.
void placeFields(const registry::Definition &definition, QList<Problem> &problems)
{
    const auto text = registry::ManifestText::parse(definition.manifestText);
    if (!text) {
        return;
    }
    for (Problem &problem : problems) {
        const bool isUnplaced = problem.line == 0 && !problem.field.isEmpty()
            && problem.file == definition.manifestFile;
        const auto span = isUnplaced ? text->span({problem.field}) : std::unexpected(core::Error());
        if (span) {
            const registry::Place place = registry::placeOf(text->text(), span->start);
            problem.line = place.line;
            problem.column = place.column;
        }
    }
}

} // namespace

QList<Problem> checkDefinition(const registry::Definition &definition, const CheckContext &context)
{
    QList<Problem> problems =
        definition.problems + checkManifest(definition, context) + checkPrompt(definition);
    placeFields(definition, problems);
    if (definition.manifestFile != definition.promptFile) { // a skill's is in its prompt
        problems += checkSecrets(definition.manifestText, definition.manifestFile);
    }
    std::ranges::stable_sort(problems, [](const Problem &left, const Problem &right) {
        return std::tie(left.severity, left.file, left.line, left.column, left.rule)
            < std::tie(right.severity, right.file, right.line, right.column, right.rule);
    });
    return problems;
}

} // namespace hermes::check
