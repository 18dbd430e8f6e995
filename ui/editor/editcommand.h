#pragma once

namespace hermes::editor {

/// What can be done in a text editor besides typing, moving and copying.
enum class EditCommand
{
    Bold,
    Italic,
    Code,
    Strikethrough,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Heading5,
    Heading6,
    HeadingHigher,
    HeadingDeeper,
    SectionUp,
    SectionDown,
    PromoteSection,
    DemoteSection,
    BulletList,
    OrderedList,
    TaskList,
    TaskDone,
    Quote,
    RenumberLists,
    MoveLinesUp,
    MoveLinesDown,
    CopyLinesUp,
    CopyLinesDown,
    JoinLines,
    DeleteLines,
    SelectLines,
    LineAbove,
    LineBelow,
    Reflow,
    Unwrap,
    PasteAsMarkdown,
    NextOccurrence,
    AllOccurrences,
    CaretAbove,
    CaretBelow,
    ReplaceLookalikes,
    Fold,
    Unfold,
    FoldAll,
    UnfoldAll,
    FocusSection,
    InsertSnippet,
    SectionsBeside,
    SplitBeside,
    SplitBelow,
    OtherHalf,
    Find,
    Replace,
    FindNext,
    FindPrevious,
};

/// Commands that ask about the text and do not need the focus in it.
[[nodiscard]] constexpr bool isSearchCommand(EditCommand command)
{
    return command >= EditCommand::Find && command <= EditCommand::FindPrevious;
}

} // namespace hermes::editor
