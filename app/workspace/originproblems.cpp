#include "workspace/originproblems.h"

#include "core/directoryfilesource.h"
#include "registry/place.h"

#include <QHash>

#include <algorithm>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

using assembly::Origin;
using assembly::Segment;

/// Bytes of the UTF-8 sequence that a byte begins.
qint64 sequenceLength(char first)
{
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80U ? 1 : byte < 0xE0U ? 2 : byte < 0xF0U ? 3 : 4;
}

/// The reverse of registry::placeOf().
qint64 offsetOf(QByteArrayView text, int line, int column)
{
    qint64 at = 0;
    for (int current = 1; current < line && at < text.size(); ++current) {
        while (at < text.size() && text.at(at) != '\n' && text.at(at) != '\r') {
            ++at;
        }
        at += text.sliced(std::min<qint64>(at, text.size())).startsWith("\r\n") ? 2 : 1;
    }
    at = std::min<qint64>(at, text.size());
    if (at == 0 && text.startsWith("\xef\xbb\xbf")) {
        at = 3;
    }
    for (int units = 1; units < column && at < text.size();) {
        const qint64 length = sequenceLength(text.at(at));
        units += length == 4 ? 2 : 1;
        at = std::min<qint64>(at + length, text.size());
    }
    return at;
}

class Mapper
{
public:
    Mapper(const Draft &draft, const PromptAssembly &made)
        : m_draft(draft), m_made(made), m_files(draft.registryRoot)
    {
        m_texts.insert(draft.sourceFile, draft.prompt.bytes());
    }

    Problem mapped(Problem problem)
    {
        problem.fixes = mapped(problem.fixes);
        const Segment *segment = nullptr;
        qint64 offset = 0;
        if (problem.line > 0 && !m_made.assembly.segments.isEmpty()) {
            const QByteArray &text = m_made.assembly.text;
            offset = std::min(offsetOf(text, problem.line, problem.column), text.size() - 1);
            segment = m_made.assembly.segmentAt(offset);
        }
        if (segment == nullptr) {
            problem.file = m_draft.sourceFile;
            return problem;
        }
        const Origin &origin = segment->origin;
        const bool isText = origin.kind == Origin::Kind::Prompt
            || (origin.kind == Origin::Kind::Fragment && origin.version.isEmpty());
        problem.file = isText ? origin.file : m_draft.sourceFile;
        const registry::Place place = registry::placeOf(
            textOf(problem.file),
            isText ? origin.start + offset - segment->start : segment->inPrompt.start);
        problem.line = place.line;
        problem.column = problem.column > 0 || !isText ? place.column : 0;
        return problem;
    }

private:
    [[nodiscard]] QList<Problem::Fix> mapped(const QList<Problem::Fix> &fixes) const
    {
        QList<Problem::Fix> result;
        for (Problem::Fix fix : fixes) {
            const Segment *segment = m_made.assembly.segmentAt(fix.start);
            if (segment != nullptr && segment->origin.kind == Origin::Kind::Prompt
                && fix.start + fix.length <= segment->start + segment->length) {
                fix.start += segment->origin.start - segment->start;
                result.append(fix);
            }
        }
        return result;
    }

    const QByteArray &textOf(const RepoPath &file)
    {
        const auto known = m_texts.constFind(file);
        return known != m_texts.constEnd()
            ? *known
            : *m_texts.insert(file, m_files.read(file, maximumPromptBytes).value_or(QByteArray()));
    }

    const Draft &m_draft;
    const PromptAssembly &m_made;
    DirectoryFileSource m_files;
    QHash<RepoPath, QByteArray> m_texts;
};

} // namespace

QList<Problem> problemsAtOrigins(const QList<Problem> &problems, const Draft &draft,
                                 const PromptAssembly &made)
{
    Mapper mapper(draft, made);
    QList<Problem> result;
    for (const Problem &problem : problems) {
        result.append(problem.file == draft.promptFile ? mapper.mapped(problem) : problem);
    }
    return result;
}

} // namespace hermes::workspace
