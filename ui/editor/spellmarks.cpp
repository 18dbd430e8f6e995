#include "editor/spellmarks.h"

#include "editor/documentlines.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "editor/stretches.h"
#include "editor/visibleblock.h"
#include "text/spellablewords.h"
#include "text/spellchecker.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QMenu>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace hermes::editor {

namespace {

constexpr qsizetype mostSuggestions = 7;
constexpr qreal waveLength = 4; ///< Pixels.
constexpr qreal waveHeight = 2;

QPainterPath waveBelow(const QRectF &place)
{
    QPainterPath wave;
    const qreal bottom = place.bottom() - waveHeight;
    wave.moveTo(place.left(), bottom);
    bool isUp = true;
    for (qreal x = place.left() + waveLength / 2; x <= place.right(); x += waveLength / 2) {
        wave.lineTo(x, isUp ? bottom - waveHeight : bottom);
        isUp = !isUp;
    }
    return wave;
}

} // namespace

SpellMarks::SpellMarks(PromptEditor *editor, const Spelling &spelling, const widgets::Theme &theme)
    : IdleMarks(editor), m_spelling(spelling), m_theme(theme)
{
    connect(spelling.checker, &text::SpellChecker::answered, this, &SpellMarks::refresh);
}

QList<text::Match> SpellMarks::placesIn(const QTextBlock &block)
{
    QList<text::Match> places;
    if (m_spelling.checker->languages().isEmpty()
        || block.length() > PromptSyntax::maximumLineLength) {
        return places;
    }
    const DocumentLines &lines = DocumentLines::of(editor()->document());
    const QString text = block.text();
    const int caret = editor()->hasFocus() ? editor()->textCursor().position() : -1;
    for (const auto allWords = text::spellableWords(lines, block.blockNumber());
         const text::WordPlace &word : allWords) {
        const text::Match place{block.position() + word.start, word.length};
        const QString spelled = text.sliced(word.start, word.length);
        switch (m_spelling.checker->verdict(spelled)) {
        case text::SpellChecker::Verdict::Unknown:
            m_unknown.append(spelled);
            break;
        case text::SpellChecker::Verdict::Wrong:
            if (caret != place.end()) {
                places.append(place);
            }
            break;
        case text::SpellChecker::Verdict::Right:
            break;
        }
    }
    return places;
}

void SpellMarks::finish()
{
    if (!m_unknown.isEmpty()) {
        m_spelling.checker->request(std::exchange(m_unknown, {}));
    }
}

void SpellMarks::addActions(QMenu &menu, const text::Match &place)
{
    const QString word = textOf(place);
    QAction *top = menu.actions().value(0);
    auto *waiting = new QAction(tr("Looking for suggestions…"), &menu);
    waiting->setEnabled(false);
    auto *add = new QAction(tr("Add “%1” to the registry's words").arg(word), &menu);
    auto *ignore = new QAction(tr("Ignore “%1”").arg(word), &menu);
    auto *line = new QAction(&menu);
    line->setSeparator(true);
    menu.insertActions(top, {waiting, add, ignore, line});
    connect(add, &QAction::triggered, this, [this, word] { m_spelling.addWord(word); });
    connect(ignore, &QAction::triggered, this, [this, word] { m_spelling.ignoreWord(word); });
    const qint64 revision = editor()->text()->revision();
    m_spelling.checker->suggest(
        word, waiting, [this, waiting, menu = &menu, place, revision](const QStringList &found) {
            const QStringList shown = found.first(std::min(found.size(), mostSuggestions));
            for (const QString &suggestion : shown) {
                auto *action = new QAction(suggestion, menu);
                QFont bold = menu->font();
                bold.setBold(true);
                action->setFont(bold);
                menu->insertAction(waiting, action);
                connect(action, &QAction::triggered, this, [this, place, suggestion, revision] {
                    if (editor()->text()->revision() == revision) {
                        replace(place, suggestion);
                    }
                });
            }
            waiting->setText(tr("No suggestions"));
            waiting->setVisible(shown.isEmpty());
        });
}

void SpellMarks::paintOverText(QPainter &painter, const VisibleBlock &line) const
{
    const QList<text::Match> places = placesOn(line);
    if (places.isEmpty()) {
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.colors().removed);
    painter.setBrush(Qt::NoBrush);
    for (const text::Match &word : places) {
        for (const auto allPlaces =
                 stretchPlaces(editor()->spacing(), line, word.start, word.end());
             const QRectF &place : allPlaces) {
            painter.drawPath(waveBelow(place));
        }
    }
    painter.restore();
}

} // namespace hermes::editor
