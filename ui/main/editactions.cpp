#include "main/editactions.h"

#include <QCoreApplication>

namespace hermes::mainwindow {

using editor::EditCommand;

namespace {

constexpr EditAction line{EditCommand::Bold, nullptr, nullptr, nullptr};

} // namespace

QList<EditAction> formatActions()
{
    return {
        {EditCommand::Bold, QT_TRANSLATE_NOOP("ActionCatalog", "&Bold"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make the selection or the word bold, or plain again"),
         "Ctrl+B"},
        {EditCommand::Italic, QT_TRANSLATE_NOOP("ActionCatalog", "&Italic"),
         QT_TRANSLATE_NOOP("ActionCatalog",
                           "Make the selection or the word italic, or plain again"),
         "Ctrl+I"},
        {EditCommand::Code, QT_TRANSLATE_NOOP("ActionCatalog", "&Code"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make the selection code; whole lines become a block"),
         "Ctrl+`"},
        {EditCommand::Strikethrough, QT_TRANSLATE_NOOP("ActionCatalog", "&Struck through"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Strike the selection or the word through"),
         "Ctrl+Shift+X"},
        line,
        {EditCommand::Heading1, QT_TRANSLATE_NOOP("ActionCatalog", "Heading &1"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make the line a heading of level 1, or text again"),
         "Ctrl+1"},
        {EditCommand::Heading2, QT_TRANSLATE_NOOP("ActionCatalog", "Heading &2"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make the line a heading of level 2, or text again"),
         "Ctrl+2"},
        {EditCommand::Heading3, QT_TRANSLATE_NOOP("ActionCatalog", "Heading &3"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make the line a heading of level 3, or text again"),
         "Ctrl+3"},
        {EditCommand::Heading4, QT_TRANSLATE_NOOP("ActionCatalog", "Heading &4"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make the line a heading of level 4, or text again"),
         "Ctrl+4"},
        {EditCommand::Heading5, QT_TRANSLATE_NOOP("ActionCatalog", "Heading &5"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make the line a heading of level 5, or text again"),
         "Ctrl+5"},
        {EditCommand::Heading6, QT_TRANSLATE_NOOP("ActionCatalog", "Heading &6"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make the line a heading of level 6, or text again"),
         "Ctrl+6"},
        {EditCommand::HeadingHigher, QT_TRANSLATE_NOOP("ActionCatalog", "Heading hi&gher"),
         QT_TRANSLATE_NOOP("ActionCatalog", "One `#` less"), "Alt+Shift+Left"},
        {EditCommand::HeadingDeeper, QT_TRANSLATE_NOOP("ActionCatalog", "Heading &deeper"),
         QT_TRANSLATE_NOOP("ActionCatalog", "One `#` more"), "Alt+Shift+Right"},
        line,
        {EditCommand::SectionUp, QT_TRANSLATE_NOOP("ActionCatalog", "Move section u&p"),
         QT_TRANSLATE_NOOP("ActionCatalog",
                           "Move the section past the one above, with all that belongs to it"),
         "Ctrl+Shift+PgUp"},
        {EditCommand::SectionDown, QT_TRANSLATE_NOOP("ActionCatalog", "&Move section down"),
         QT_TRANSLATE_NOOP("ActionCatalog",
                           "Move the section past the one below, with all that belongs to it"),
         "Ctrl+Shift+PgDown"},
        {EditCommand::PromoteSection, QT_TRANSLATE_NOOP("ActionCatalog", "Promote section"),
         QT_TRANSLATE_NOOP("ActionCatalog", "One `#` less for it and all sections within it"),
         "Ctrl+Alt+Left"},
        {EditCommand::DemoteSection, QT_TRANSLATE_NOOP("ActionCatalog", "Demote section"),
         QT_TRANSLATE_NOOP("ActionCatalog", "One `#` more for it and all sections within it"),
         "Ctrl+Alt+Right"},
        line,
        {EditCommand::BulletList, QT_TRANSLATE_NOOP("ActionCatalog", "B&ullet list"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make list items of the lines, or text again"),
         "Ctrl+Shift+8"},
        {EditCommand::OrderedList, QT_TRANSLATE_NOOP("ActionCatalog", "&Numbered list"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make numbered items of the lines, or text again"),
         "Ctrl+Shift+7"},
        {EditCommand::TaskList, QT_TRANSLATE_NOOP("ActionCatalog", "&Task list"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Give the lines boxes to tick, or take them away"),
         "Ctrl+Shift+9"},
        {EditCommand::TaskDone, QT_TRANSLATE_NOOP("ActionCatalog", "Tic&k task"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Tick the tasks of the lines, or untick them"),
         "Alt+C"},
        {EditCommand::Quote, QT_TRANSLATE_NOOP("ActionCatalog", "&Quote"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Quote the lines, or take the quote away"),
         "Ctrl+Shift+."},
        {EditCommand::RenumberLists, QT_TRANSLATE_NOOP("ActionCatalog", "&Renumber list"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Count the items of the list from its first on"),
         nullptr},
        line,
        {EditCommand::Reflow, QT_TRANSLATE_NOOP("ActionCatalog", "Re&flow"),
         QT_TRANSLATE_NOOP("ActionCatalog",
                           "Break the paragraph at the ruler; what it means stays"),
         "Alt+Q"},
        {EditCommand::Unwrap, QT_TRANSLATE_NOOP("ActionCatalog", "Un&wrap"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Put each paragraph on one line; what it means stays"),
         "Alt+Shift+Q"},
    };
}

QList<EditAction> searchActions()
{
    return {
        {EditCommand::Find, QT_TRANSLATE_NOOP("ActionCatalog", "&Find…"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Find in this text"), "Ctrl+F"},
        {EditCommand::Replace, QT_TRANSLATE_NOOP("ActionCatalog", "R&eplace…"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Find in this text and put something in its place"),
         "Ctrl+H"},
        {EditCommand::FindNext, QT_TRANSLATE_NOOP("ActionCatalog", "Find ne&xt"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Go to the next match"), "F3"},
        {EditCommand::FindPrevious, QT_TRANSLATE_NOOP("ActionCatalog", "Find pre&vious"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Go to the match before"), "Shift+F3"},
        {EditCommand::ReplaceLookalikes, QT_TRANSLATE_NOOP("ActionCatalog", "Replace loo&k-alikes"),
         QT_TRANSLATE_NOOP("ActionCatalog",
                           "Put letters of the word's own alphabet for those that look like them"),
         nullptr},
    };
}

QList<EditAction> caretActions()
{
    return {
        {EditCommand::NextOccurrence, QT_TRANSLATE_NOOP("ActionCatalog", "Add next &occurrence"),
         QT_TRANSLATE_NOOP("ActionCatalog",
                           "Select the next place with this text too, and type in both"),
         "Ctrl+D"},
        {EditCommand::AllOccurrences, QT_TRANSLATE_NOOP("ActionCatalog", "Select &all occurrences"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Select every place with this text"), "Ctrl+Shift+L"},
        line,
        {EditCommand::CaretAbove, QT_TRANSLATE_NOOP("ActionCatalog", "Add caret abo&ve"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Type in the line above too"), "Ctrl+Alt+Up"},
        {EditCommand::CaretBelow, QT_TRANSLATE_NOOP("ActionCatalog", "Add caret belo&w"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Type in the line below too; or Alt and click"),
         "Ctrl+Alt+Down"},
    };
}

QList<EditAction> foldActions()
{
    return {
        {EditCommand::Fold, QT_TRANSLATE_NOOP("ActionCatalog", "&Fold section"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Hide what stands under the heading"), "Ctrl+Shift+["},
        {EditCommand::Unfold, QT_TRANSLATE_NOOP("ActionCatalog", "&Unfold section"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Show what stands under the heading"), "Ctrl+Shift+]"},
        {EditCommand::FoldAll, QT_TRANSLATE_NOOP("ActionCatalog", "Fold &all"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Show the headings alone"), "Ctrl+Alt+["},
        {EditCommand::UnfoldAll, QT_TRANSLATE_NOOP("ActionCatalog", "U&nfold all"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Show everything"), "Ctrl+Alt+]"},
        line,
        {EditCommand::FocusSection, QT_TRANSLATE_NOOP("ActionCatalog", "F&ocus on this section"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Show this section alone, or everything again"),
         "Ctrl+Alt+Return"},
    };
}

QList<EditAction> splitActions()
{
    return {
        {EditCommand::SplitBelow, QT_TRANSLATE_NOOP("ActionCatalog", "Split, one &above the other"),
         QT_TRANSLATE_NOOP("ActionCatalog",
                           "Show the text in two halves one above the other, or in one again"),
         "Ctrl+Alt+-"},
        {EditCommand::SplitBeside, QT_TRANSLATE_NOOP("ActionCatalog", "Split, side &by side"),
         QT_TRANSLATE_NOOP("ActionCatalog",
                           "Show the text in two halves side by side, or in one again"),
         "Ctrl+\\"},
        {EditCommand::OtherHalf, QT_TRANSLATE_NOOP("ActionCatalog", "&Other half"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Go to the other half of a text that is split"), "F6"},
    };
}

QList<EditAction> lineActions()
{
    return {
        {EditCommand::MoveLinesUp, QT_TRANSLATE_NOOP("ActionCatalog", "Move lines &up"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Move the lines past the one above"), "Alt+Up"},
        {EditCommand::MoveLinesDown, QT_TRANSLATE_NOOP("ActionCatalog", "Move lines &down"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Move the lines past the one below"), "Alt+Down"},
        {EditCommand::CopyLinesUp, QT_TRANSLATE_NOOP("ActionCatalog", "Copy lines u&p"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Copy the lines above themselves"), "Alt+Shift+Up"},
        {EditCommand::CopyLinesDown, QT_TRANSLATE_NOOP("ActionCatalog", "Copy lines do&wn"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Copy the lines below themselves"), "Alt+Shift+Down"},
        line,
        {EditCommand::JoinLines, QT_TRANSLATE_NOOP("ActionCatalog", "&Join lines"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Make one line of the lines"), "Ctrl+Shift+J"},
        {EditCommand::DeleteLines, QT_TRANSLATE_NOOP("ActionCatalog", "De&lete lines"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Delete the lines as a whole"), "Ctrl+Shift+K"},
        {EditCommand::SelectLines, QT_TRANSLATE_NOOP("ActionCatalog", "&Select line"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Select the line, then the next one too"), "Ctrl+L"},
        line,
        {EditCommand::LineBelow, QT_TRANSLATE_NOOP("ActionCatalog", "New line &below"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Begin a line below, wherever the caret is"),
         "Ctrl+Return"},
        {EditCommand::LineAbove, QT_TRANSLATE_NOOP("ActionCatalog", "New line &above"),
         QT_TRANSLATE_NOOP("ActionCatalog", "Begin a line above, wherever the caret is"),
         "Ctrl+Shift+Return"},
    };
}

} // namespace hermes::mainwindow
