#pragma once

#include "core/latesttask.h"
#include "editor/lineoverlay.h"
#include "text/matchlist.h"
#include "text/search.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class EditingTools;
class PromptEditor;

/// All that would be replaced, for showing it before.
struct PreparedReplacements
{
    qint64 revision = 0; ///< Of the text that they were found in.
    QList<text::Edit> edits;
    QList<text::ChangedLines> lines; ///< At most mostShown.

    static constexpr qsizetype mostShown = 10'000; ///< Lines.
    bool operator==(const PreparedReplacements &) const = default;
};

/// Finds and replaces in the text of an editor, and marks the matches that show.
///
/// Searching happens on a worker, at a change of the question at once, at a change of the text when
/// typing pauses; matches move with the text meanwhile. A step that is asked for before the matches
/// are there is made when they are. Child of the editor. Thread: UI.
class TextSearch final : public QObject, public LineOverlay
{
    Q_OBJECT

public:
    /// More matches than this are told as too many.
    static constexpr qsizetype mostMatches = 1'000'000;

    TextSearch(PromptEditor *editor, EditingTools *tools, const widgets::Theme &theme);

    enum class Follow
    {
        Stay,
        GoToFirst ///< Selects the first match at or behind where begin() was called.
    };
    /// An empty pattern ends the search.
    void setQuery(const text::SearchQuery &query, Follow follow);
    [[nodiscard]] const text::SearchQuery &query() const { return m_query; }
    void setReplacement(const QString &replacement) { m_replacement = replacement; }
    /// Whether matches are marked; they are from the start.
    void setMarking(bool isMarking);
    /// Notes the caret as the place to search from.
    void begin();
    /// Looks within what is selected now, if anything is, or everywhere again.
    void keepToSelection();
    void leaveSelection();
    [[nodiscard]] bool isInSelection() const { return m_range.has_value(); }

    void goToNext();
    void goToPrevious();
    /// Replaces the match that is selected, then goes to the next; without one goes there only.
    void replaceOne();
    /// Finds all that would be replaced; prepared() tells.
    void prepareReplaceAll();
    /// As one undo step. False, and nothing done, if the text has changed since.
    bool replaceAll(const PreparedReplacements &prepared);

    [[nodiscard]] bool isSearching() const { return m_search.isRunning() || m_pause.isActive(); }
    [[nodiscard]] qsizetype matchCount() const { return m_matches.count(); }
    /// Index of the match that is selected; -1 if none is.
    [[nodiscard]] qsizetype currentMatch() const;
    /// Why there is no answer: a wrong expression, too many matches.
    [[nodiscard]] const std::optional<core::Error> &error() const { return m_error; }

    void paintUnderText(QPainter &painter, const VisibleBlock &line) const override;

Q_SIGNALS:
    void changed(); ///< Matches, the current one, or the error.
    void prepared(const hermes::editor::PreparedReplacements &replacements);
    void replaced(qsizetype count);

private:
    enum class Step
    {
        Next,
        Previous,
        FromStart ///< At or behind m_origin.
    };
    struct Found
    {
        core::Result<QList<text::Match>> matches;
        qint64 revision = 0;
    };
    struct Replacing
    {
        core::Result<PreparedReplacements> replacements;
        bool isOne = false; ///< To be made at once; else to be shown.
    };

    void followText();
    void noteEdit(qsizetype start, qsizetype removed, qsizetype added);
    void search();
    void take(const Found &found);
    void takeReplacing(const Replacing &replacing);
    void startReplacing(const QList<text::Match> &only);
    void fail(const core::Error &error);
    void step(Step step);
    void select(qsizetype index);
    [[nodiscard]] text::Match selection() const;
    [[nodiscard]] QList<text::Match> ranges() const;

    PromptEditor *m_editor;
    EditingTools *m_tools;
    const widgets::Theme &m_theme;
    text::SearchQuery m_query;
    std::optional<text::Search> m_compiled; ///< Nothing while there is nothing to look for.
    QString m_replacement;
    std::optional<text::Match> m_range; ///< What the search keeps to; moves with the text.
    text::MatchList m_matches;
    std::optional<core::Error> m_error;
    std::optional<Step> m_wanted; ///< To be made when the matches are there.
    qsizetype m_origin = 0;
    bool m_isMarking = true;
    QTimer m_pause; ///< Of typing.
    QMetaObject::Connection m_textChange;
    QMetaObject::Connection m_textRevision;
    core::LatestTask<Found> m_search;
    core::LatestTask<Replacing> m_replace;
};

} // namespace hermes::editor
