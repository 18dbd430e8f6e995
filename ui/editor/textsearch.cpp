#include "editor/textsearch.h"

#include "core/onworker.h"
#include "editor/editingtools.h"
#include "editor/prompteditor.h"
#include "editor/stretches.h"
#include "editor/textedits.h"
#include "editor/visibleblock.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QPainter>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace std::chrono_literals;

namespace hermes::editor {

namespace {

constexpr auto typingPause = 150ms;
constexpr qreal markRadius = 2;

core::Result<PreparedReplacements> preparedOn(const QString &text, const text::Search &search,
                                              const QString &replacement,
                                              const QList<text::Match> &matches,
                                              const core::CancelFlag &cancel)
{
    const auto compiled = text::Replacement::compile(replacement, search);
    if (!compiled) {
        return std::unexpected(compiled.error().error);
    }
    return text::replacements(text, search, *compiled, matches, cancel)
        .transform([&text](const QList<text::Edit> &edits) {
            return PreparedReplacements{
                0, edits, text::changedLines(text, edits, PreparedReplacements::mostShown)};
        });
}

} // namespace

TextSearch::TextSearch(PromptEditor *editor, EditingTools *tools, const widgets::Theme &theme)
    : QObject(editor)
    , m_editor(editor)
    , m_tools(tools)
    , m_theme(theme)
    , m_search(this, [this](const Found &found) { take(found); })
    , m_replace(this, [this](const Replacing &replacing) { takeReplacing(replacing); })
{
    editor->addOverlay(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &TextSearch::search);
    connect(editor, &PromptEditor::textShown, this, &TextSearch::followText);
    connect(editor, &QPlainTextEdit::selectionChanged, this, [this] {
        if (m_compiled) {
            Q_EMIT changed();
        }
    });
    followText();
}

void TextSearch::followText()
{
    disconnect(m_textChange);
    disconnect(m_textRevision);
    m_matches = {};
    m_range.reset();
    workspace::EditableText *text = m_editor->text();
    if (text == nullptr) {
        return;
    }
    m_textChange =
        connect(text, &workspace::EditableText::operated, this,
                [this, text](const workspace::EditOperation &operation) {
                    forEachEdit(operation, text->history(),
                                [this](qsizetype start, qsizetype removed, qsizetype added) {
                                    noteEdit(start, removed, added);
                                });
                });
    m_textRevision = connect(text, &workspace::EditableText::changed, this, [this] {
        if (m_compiled) {
            m_pause.start();
        }
    });
    search();
}

void TextSearch::noteEdit(qsizetype start, qsizetype removed, qsizetype added)
{
    m_matches.noteEdit(start, removed, added);
    if (m_range) {
        const qsizetype end = start + removed;
        const qsizetype first = m_range->start > start && m_range->start >= end
            ? m_range->start + added - removed
            : std::min(m_range->start, start);
        const qsizetype last = m_range->end() >= end ? m_range->end() + added - removed
            : m_range->end() > start                 ? start + added
                                                     : m_range->end();
        m_range = text::Match{first, last - first};
    }
}

// --- searching
// ---------------------------------------------------------------------------------------------------------------

void TextSearch::setQuery(const text::SearchQuery &query, Follow follow)
{
    m_query = query;
    m_compiled.reset();
    m_error.reset();
    m_matches = {};
    m_wanted.reset();
    if (follow == Follow::GoToFirst) {
        m_wanted = Step::FromStart;
    }
    if (!query.pattern.isEmpty()) {
        text::SearchQuery shown = query;
        // As the document has it: some characters have a stand-in there.
        shown.pattern = workspace::EditableText::documentText(query.pattern);
        if (auto compiled = text::Search::compile(shown)) {
            m_compiled = std::move(*compiled);
        } else {
            m_error = compiled.error().error;
        }
    }
    search();
}

void TextSearch::setMarking(bool isMarking)
{
    m_isMarking = isMarking;
    m_editor->viewport()->update();
}

void TextSearch::begin()
{
    m_origin = m_editor->textCursor().selectionStart();
}

void TextSearch::keepToSelection()
{
    if (const text::Match selected = selection(); selected.length > 0) {
        m_range = selected;
        m_origin = selected.start;
    }
    search();
}

void TextSearch::leaveSelection()
{
    if (m_range) {
        m_range.reset();
        search();
    }
}

QList<text::Match> TextSearch::ranges() const
{
    return m_range ? QList<text::Match>{*m_range} : QList<text::Match>();
}

void TextSearch::search()
{
    m_pause.stop();
    const workspace::EditableText *text = m_editor->text();
    if (!m_compiled || text == nullptr) {
        m_search.cancel();
        m_editor->viewport()->update();
        Q_EMIT changed();
        return;
    }
    m_search.request([exact = text->exact(), revision = text->revision(), search = *m_compiled,
                      ranges = ranges()](const core::CancelFlag &cancel) {
        return core::onWorker([exact, revision, search, ranges, cancel] {
            return Found{search.all(exact.shown(), ranges, mostMatches, cancel), revision};
        });
    });
}

void TextSearch::take(const Found &found)
{
    if (m_editor->text() == nullptr || m_editor->text()->revision() != found.revision) {
        m_pause.start();
        return;
    }
    if (!found.matches) {
        m_matches = {};
        fail(found.matches.error());
        return;
    }
    m_error.reset();
    m_matches = text::MatchList(*found.matches);
    m_editor->viewport()->update();
    if (const std::optional<Step> wanted = std::exchange(m_wanted, std::nullopt)) {
        step(*wanted);
    }
    Q_EMIT changed();
}

void TextSearch::fail(const core::Error &error)
{
    m_error = error;
    m_wanted.reset();
    m_editor->viewport()->update();
    Q_EMIT changed();
}

// --- going from one to another
// -----------------------------------------------------------------------------------------------

text::Match TextSearch::selection() const
{
    const QTextCursor cursor = m_editor->textCursor();
    return {cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart()};
}

qsizetype TextSearch::currentMatch() const
{
    return m_matches.indexOf(selection());
}

void TextSearch::goToNext()
{
    step(Step::Next);
}

void TextSearch::goToPrevious()
{
    step(Step::Previous);
}

void TextSearch::step(Step step)
{
    if (isSearching()) {
        m_wanted = step;
        if (m_pause.isActive()) {
            search();
        }
        return;
    }
    const qsizetype count = m_matches.count();
    if (count == 0) {
        return;
    }
    const qsizetype current = currentMatch();
    switch (step) {
    case Step::Next:
        select((current >= 0 ? current + 1 : m_matches.firstFrom(selection().end())) % count);
        break;
    case Step::Previous:
        select(((current >= 0 ? current : m_matches.firstFrom(selection().start)) + count - 1)
               % count);
        break;
    case Step::FromStart:
        select(m_matches.firstFrom(m_origin) % count);
        break;
    }
}

void TextSearch::select(qsizetype index)
{
    const text::Match match = m_matches.at(index);
    m_editor->select(static_cast<int>(match.start), static_cast<int>(match.end()));
    Q_EMIT changed();
}

// --- replacing
// ---------------------------------------------------------------------------------------------------------------

void TextSearch::replaceOne()
{
    if (currentMatch() < 0 || m_editor->isReadOnly()) {
        goToNext();
        return;
    }
    startReplacing({selection()});
}

void TextSearch::prepareReplaceAll()
{
    if (!m_editor->isReadOnly()) {
        startReplacing({});
    }
}

/// `only`: the matches to replace; none = all that a search finds.
void TextSearch::startReplacing(const QList<text::Match> &only)
{
    const workspace::EditableText *text = m_editor->text();
    if (!m_compiled || text == nullptr) {
        return;
    }
    m_replace.request([exact = text->exact(), revision = text->revision(), search = *m_compiled,
                       replacement = workspace::EditableText::documentText(m_replacement),
                       ranges = ranges(), only](const core::CancelFlag &cancel) {
        return core::onWorker([exact, revision, search, replacement, ranges, only, cancel] {
            const QString shown = exact.shown();
            auto prepared = (only.isEmpty() ? search.all(shown, ranges, mostMatches, cancel)
                                            : core::Result<QList<text::Match>>(only))
                                .and_then([&](const QList<text::Match> &matches) {
                                    return preparedOn(shown, search, replacement, matches, cancel);
                                });
            if (prepared) {
                prepared->revision = revision;
            }
            return Replacing{std::move(prepared), !only.isEmpty()};
        });
    });
}

void TextSearch::takeReplacing(const Replacing &replacing)
{
    if (!replacing.replacements) {
        fail(replacing.replacements.error());
        return;
    }
    if (!replacing.isOne) {
        Q_EMIT prepared(*replacing.replacements);
        return;
    }
    const QList<text::Edit> &edits = replacing.replacements->edits;
    if (m_editor->text()->revision() != replacing.replacements->revision) {
        return;
    }
    const qsizetype end = edits.isEmpty() ? selection().end()
                                          : edits.first().start + edits.first().replacement.size();
    m_tools->apply({edits, {{end, end}}});
    step(Step::Next);
}

bool TextSearch::replaceAll(const PreparedReplacements &prepared)
{
    if (m_editor->text() == nullptr || m_editor->text()->revision() != prepared.revision
        || m_editor->isReadOnly()) {
        return false;
    }
    const qsizetype caret =
        text::moved(m_editor->textCursor().position(), prepared.edits, text::Stick::After);
    m_tools->apply({prepared.edits, {{caret, caret}}});
    Q_EMIT replaced(prepared.edits.size());
    return true;
}

// --- marks
// -------------------------------------------------------------------------------------------------------------------

void TextSearch::paintUnderText(QPainter &painter, const VisibleBlock &line) const
{
    if (!m_compiled || !m_isMarking) {
        return;
    }
    const widgets::ThemeColors &colors = m_theme.colors();
    const qsizetype start = line.block.position();
    const qsizetype end = start + line.block.length();
    const auto places = [&](const text::Match &match) {
        return stretchPlaces(m_editor->spacing(), line, match.start - start, match.end() - start);
    };
    if (m_range && m_range->start < end && m_range->end() > start) {
        for (const auto allPlaces = places(*m_range); const QRectF &place : allPlaces) {
            painter.fillRect(place, colors.hover);
        }
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.warning);
    painter.setBrush(colors.warningSoft);
    // The match before may reach into the line.
    qsizetype index = std::max<qsizetype>(0, m_matches.firstFrom(start) - 1);
    for (; index < m_matches.count() && m_matches.at(index).start < end; ++index) {
        const text::Match match = m_matches.at(index);
        if (match.end() < start || (match.length > 0 && match.end() == start)) {
            continue;
        }
        for (const auto allPlaces = places(match); const QRectF &place : allPlaces) {
            painter.drawRoundedRect(place.adjusted(-0.5, 2.5, 0.5, -2.5), markRadius, markRadius);
        }
    }
    painter.restore();
}

} // namespace hermes::editor
