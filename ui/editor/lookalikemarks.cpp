#include "editor/lookalikemarks.h"

#include "check/lookalikes.h"
#include "core/onworker.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "editor/stretches.h"
#include "editor/visibleblock.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QMenu>
#include <QPainter>

#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

/// The alphabet of a letter, for people.
QString alphabetOf(QChar letter)
{
    switch (letter.script()) {
    case QChar::Script_Latin:
        return LookalikeMarks::tr("Latin");
    case QChar::Script_Cyrillic:
        return LookalikeMarks::tr("Cyrillic");
    case QChar::Script_Greek:
        return LookalikeMarks::tr("Greek");
    case QChar::Script_Armenian:
        return LookalikeMarks::tr("Armenian");
    case QChar::Script_Cherokee:
        return LookalikeMarks::tr("Cherokee");
    default:
        return LookalikeMarks::tr("another alphabet");
    }
}

QString codePoint(QChar letter)
{
    constexpr int digits = 4;
    return u"U+"_s + QString::number(letter.unicode(), 16).toUpper().rightJustified(digits, u'0');
}

std::optional<check::Lookalike> lookalikeAt(const QTextBlock &block, qsizetype column)
{
    for (const auto eachs = check::findLookalikes(block.text());
         const check::Lookalike &each : eachs) {
        if (each.position == column) {
            return each;
        }
    }
    return std::nullopt;
}

} // namespace

LookalikeMarks::LookalikeMarks(PromptEditor *editor, const widgets::Theme &theme)
    : IdleMarks(editor)
    , m_theme(theme)
    , m_finding(this, [this](const Found &found) { take(found); })
{
}

QList<text::Match> LookalikeMarks::placesIn(const QTextBlock &block)
{
    QList<text::Match> places;
    if (block.length() > PromptSyntax::maximumLineLength) {
        return places;
    }
    for (const auto allEachs = check::findLookalikes(block.text());
         const check::Lookalike &each : allEachs) {
        places.append({block.position() + each.position, 1});
    }
    return places;
}

QString LookalikeMarks::tipAt(int position) const
{
    const std::optional<text::Match> place = placeAt(position);
    if (!place) {
        return {};
    }
    const QTextBlock block = editor()->document()->findBlock(static_cast<int>(place->start));
    const auto lookalike = lookalikeAt(block, place->start - block.position());
    return lookalike ? tr("%1 “%2” (%3) looks like %4 “%5”")
                           .arg(alphabetOf(lookalike->letter), QChar(lookalike->letter),
                                codePoint(lookalike->letter), alphabetOf(lookalike->looksLike),
                                QChar(lookalike->looksLike))
                     : QString();
}

void LookalikeMarks::addActions(QMenu &menu, const text::Match &place)
{
    const QTextBlock block = editor()->document()->findBlock(static_cast<int>(place.start));
    const auto lookalike = lookalikeAt(block, place.start - block.position());
    if (!lookalike || editor()->isReadOnly()) {
        return;
    }
    QAction *top = menu.actions().value(0);
    auto *one = new QAction(tr("Replace %1 “%2” by %3 “%4”")
                                .arg(alphabetOf(lookalike->letter), QChar(lookalike->letter),
                                     alphabetOf(lookalike->looksLike), QChar(lookalike->looksLike)),
                            &menu);
    auto *all = new QAction(tr("Replace all look-alikes"), &menu);
    auto *line = new QAction(&menu);
    line->setSeparator(true);
    menu.insertActions(top, {one, all, line});
    connect(one, &QAction::triggered, this, [this, place, letter = lookalike->looksLike] {
        replace(place, QString(QChar(letter)));
    });
    connect(all, &QAction::triggered, this, &LookalikeMarks::replaceAll);
}

void LookalikeMarks::replaceAll()
{
    const workspace::EditableText *text = editor()->text();
    if (editor()->isReadOnly() || text == nullptr) {
        return;
    }
    const QTextCursor selected = editor()->textCursor();
    const qsizetype from = selected.hasSelection() ? selected.selectionStart() : 0;
    const qsizetype to = selected.hasSelection() ? selected.selectionEnd() : text->exact().size();
    m_finding.request(
        [exact = text->exact(), revision = text->revision(), from, to](const core::CancelFlag &) {
            return core::onWorker([exact, revision, from, to] {
                Found found{{}, revision};
                for (const auto all = check::findLookalikes(exact.shown());
                     const check::Lookalike &each : all) {
                    if (each.position >= from && each.position < to) {
                        found.edits.append({each.position, 1, QString(QChar(each.looksLike))});
                    }
                }
                return found;
            });
        });
}

void LookalikeMarks::take(const Found &found)
{
    workspace::EditableText *text = editor()->text();
    if (text == nullptr || text->revision() != found.revision || editor()->isReadOnly()) {
        return;
    }
    using OneStep = workspace::EditableText::OneStep;
    const OneStep step(*text, OneStep::Start::Own);
    QTextCursor cursor(editor()->document());
    for (const text::Edit &edit : found.edits) {
        cursor.setPosition(static_cast<int>(edit.start));
        cursor.setPosition(static_cast<int>(edit.end()), QTextCursor::KeepAnchor);
        cursor.insertText(edit.replacement);
    }
}

void LookalikeMarks::paintUnderText(QPainter &painter, const VisibleBlock &line) const
{
    for (const auto letters = placesOn(line); const text::Match &letter : letters) {
        for (const auto places =
                 stretchPlaces(editor()->spacing(), line, letter.start, letter.end());
             const QRectF &place : places) {
            const QRectF box = place.adjusted(0, 2, -1, -3).toRect();
            painter.fillRect(box, m_theme.colors().removedSoft);
            painter.setPen(m_theme.colors().error);
            painter.drawRect(box);
        }
    }
}

} // namespace hermes::editor
