<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>hermes::browser::CatalogModel</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n entries</source>
        <translation>
            <numerusform>%1, %n entry</numerusform>
            <numerusform>%1, %n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Check</name>
    <message numerus="yes">
        <source>%n more invisible characters.</source>
        <translation>
            <numerusform>%n more invisible character.</numerusform>
            <numerusform>%n more invisible characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SecretPlaces</name>
    <message numerus="yes">
        <source>%n more place(s)</source>
        <translation>
            <numerusform>%n more place</numerusform>
            <numerusform>%n more places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ValueChoice</name>
    <message numerus="yes">
        <source>%n values of yours</source>
        <translation>
            <numerusform>%n value of yours</numerusform>
            <numerusform>%n values of yours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::diffview::DiffView</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ invisibly</source>
        <translation>
            <numerusform>%n line differs invisibly</numerusform>
            <numerusform>%n lines differ invisibly</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n manifest field(s)</source>
        <translation>
            <numerusform>%n manifest field</numerusform>
            <numerusform>%n manifest fields</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… %n unchanged lines</source>
        <translation>
            <numerusform>… %n unchanged line</numerusform>
            <numerusform>… %n unchanged lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::editor::DiskMessages</name>
    <message numerus="yes">
        <source>%n place(s) were changed on both sides and are marked in the text.</source>
        <translation>
            <numerusform>%n place was changed on both sides and is marked in the text.</numerusform>
            <numerusform>%n places were changed on both sides and are marked in the text.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::bundleexport::ExportDialog</name>
    <message numerus="yes">
        <source>The bundle holds what is committed: %1. %n draft(s) are not in it.</source>
        <translation>
            <numerusform>The bundle holds what is committed: %1. %n draft is not in it.</numerusform>
            <numerusform>The bundle holds what is committed: %1. %n drafts are not in it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 entries</source>
        <translation>
            <numerusform>%n of %1 entries</numerusform>
            <numerusform>%n of %1 entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepositoryNotice</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::browser::OutlineModel</name>
    <message numerus="yes">
        <source>%1, level %2, %n words, %3</source>
        <comment>title, level, words, tokens</comment>
        <translation>
            <numerusform>%1, level %2, %n word, %3</numerusform>
            <numerusform>%1, level %2, %n words, %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n words, %1</source>
        <comment>words, tokens</comment>
        <translation>
            <numerusform>%n word, %1</numerusform>
            <numerusform>%n words, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With the sections within: %n words, %1</source>
        <comment>words, tokens</comment>
        <translation>
            <numerusform>With the sections within: %n word, %1</numerusform>
            <numerusform>With the sections within: %n words, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::browser::OutlineView</name>
    <message numerus="yes">
        <source>%n words · %1</source>
        <comment>words, tokens</comment>
        <translation>
            <numerusform>%n word · %1</numerusform>
            <numerusform>%n words · %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::browser::RegistryPane</name>
    <message numerus="yes">
        <source>Loading… %n entries</source>
        <translation>
            <numerusform>Loading… %n entry</numerusform>
            <numerusform>Loading… %n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Edit %n entries…</source>
        <translation>
            <numerusform>&amp;Edit %n entry…</numerusform>
            <numerusform>&amp;Edit %n entries…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>E&amp;xport %n entries…</source>
        <translation>
            <numerusform>E&amp;xport %n entry…</numerusform>
            <numerusform>E&amp;xport %n entries…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::mainwindow::StatusLine</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkEdit</name>
    <message numerus="yes">
        <source>Edit %n entries</source>
        <translation>
            <numerusform>Edit %n entry</numerusform>
            <numerusform>Edit %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Deletion</name>
    <message numerus="yes">
        <source>Delete %n entries</source>
        <translation>
            <numerusform>Delete %n entry</numerusform>
            <numerusform>Delete %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::entries::BulkEditDialog</name>
    <message numerus="yes">
        <source>Edit %n entries</source>
        <translation>
            <numerusform>Edit %n entry</numerusform>
            <numerusform>Edit %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::entries::ChangesView</name>
    <message numerus="yes">
        <source>%n files change</source>
        <translation>
            <numerusform>%n file changes</numerusform>
            <numerusform>%n files change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::mainwindow::RegistryPage</name>
    <message numerus="yes">
        <source>Save %n fragments</source>
        <translation>
            <numerusform>Save the fragment</numerusform>
            <numerusform>Save %n fragments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::mainwindow::DependentsFlow</name>
    <message numerus="yes">
        <source>%1 is saved with what is saved of %n fragments: %2. Their unsaved text is not part of it.</source>
        <translation>
            <numerusform>%1 is saved with what is saved of the fragment %2. Its unsaved text is not part of it.</numerusform>
            <numerusform>%1 is saved with what is saved of %n fragments: %2. Their unsaved text is not part of it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prompts use the fragment “%1”.</source>
        <translation>
            <numerusform>%n prompt uses the fragment “%1”.</numerusform>
            <numerusform>%n prompts use the fragment “%1”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prompts use the fragment “%1” and are not yet what their sources give.</source>
        <translation>
            <numerusform>%n prompt uses the fragment “%1” and is not yet what its source gives.</numerusform>
            <numerusform>%n prompts use the fragment “%1” and are not yet what their sources give.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them are not yet what their sources give.</source>
        <translation>
            <numerusform>%n of them is not yet what its source gives.</numerusform>
            <numerusform>%n of them are not yet what their sources give.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::entries::DeleteFragmentDialog</name>
    <message numerus="yes">
        <source>It is included at %n places. Its text can stand there instead; what prompts become stays the same.</source>
        <translation>
            <numerusform>It is included at %n place. Its text can stand there instead; what prompts become stays the same.</numerusform>
            <numerusform>It is included at %n places. Its text can stand there instead; what prompts become stays the same.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::entries::PromptsDialog</name>
    <message numerus="yes">
        <source>Write %n prompts</source>
        <translation>
            <numerusform>Write %n prompt</numerusform>
            <numerusform>Write %n prompts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::release::ReleaseDialog</name>
    <message numerus="yes">
        <source>Made with what is saved of %n fragments: %1. Their unsaved text is not part of it.</source>
        <translation>
            <numerusform>Made with what is saved of the fragment %1. Its unsaved text is not part of it.</numerusform>
            <numerusform>Made with what is saved of %n fragments: %1. Their unsaved text is not part of it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more file(s)</source>
        <translation>
            <numerusform>%n more file</numerusform>
            <numerusform>%n more files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::editor::FoldMarks</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::editor::TextPage</name>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>%n replaced</numerusform>
            <numerusform>%n replaced</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::editor::ReplacePreview</name>
    <message numerus="yes">
        <source>%n replacement(s), as they would be:</source>
        <translation>
            <numerusform>%n replacement, as it would be:</numerusform>
            <numerusform>%n replacements, as they would be:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Replace %n</source>
        <translation>
            <numerusform>Replace %n</numerusform>
            <numerusform>Replace %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GoToAnything</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::find::FacetChips</name>
    <message numerus="yes">
        <source>%n more are less frequent</source>
        <translation>
            <numerusform>%n more is less frequent</numerusform>
            <numerusform>%n more are less frequent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::find::SearchPane</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n matches</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1; %n prompts could not be read</source>
        <translation>
            <numerusform>%1; %n prompt could not be read</numerusform>
            <numerusform>%1; %n prompts could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1; the expression was given up in %n entries</source>
        <translation>
            <numerusform>%1; the expression was given up in %n entry</numerusform>
            <numerusform>%1; the expression was given up in %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::find::SearchSession</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n matches</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>over %n matches</source>
        <translation>
            <numerusform>over %n match</numerusform>
            <numerusform>over %n matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegistryReplace</name>
    <message numerus="yes">
        <source>Replace in %n files</source>
        <translation>
            <numerusform>Replace in %n file</numerusform>
            <numerusform>Replace in %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Replace in %n entries</source>
        <translation>
            <numerusform>Replace in %n entry</numerusform>
            <numerusform>Replace in %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::entries::ReplaceDialog</name>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replacements</source>
        <translation>
            <numerusform>%n replacement</numerusform>
            <numerusform>%n replacements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files have unsaved text. There the replacement is made in the draft, as a step that can be undone, and saving is left to you.</source>
        <translation>
            <numerusform>%n file has unsaved text. There the replacement is made in the draft, as a step that can be undone, and saving is left to you.</numerusform>
            <numerusform>%n files have unsaved text. There the replacement is made in the draft, as a step that can be undone, and saving is left to you.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tokens</name>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>≈ %Ln tokens</source>
        <translation>
            <numerusform>≈ %Ln token</numerusform>
            <numerusform>≈ %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln tokens</source>
        <translation>
            <numerusform>about %Ln token</numerusform>
            <numerusform>about %Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelApi</name>
    <message numerus="yes">
        <source>%1 answers as %2 and has %n models.</source>
        <translation>
            <numerusform>%1 answers as %2 and has %n model.</numerusform>
            <numerusform>%1 answers as %2 and has %n models.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::entries::UsesDialog</name>
    <message numerus="yes">
        <source>Used at %n places. Enter opens one.</source>
        <translation>
            <numerusform>Used at %n place. Enter opens it.</numerusform>
            <numerusform>Used at %n places. Enter opens one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::preview::PreviewPane</name>
    <message numerus="yes">
        <source>%1 (%2 %3 %, measured on %n prompts, last on %4)</source>
        <comment>tokens, sign, error, date</comment>
        <translation>
            <numerusform>%1 (%2 %3 %, measured on %n prompt on %4)</numerusform>
            <numerusform>%1 (%2 %3 %, measured on %n prompts, last on %4)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remote content blocked: %n images shown as addresses, nothing is fetched.</source>
        <translation>
            <numerusform>Remote content blocked: %n image shown as address, nothing is fetched.</numerusform>
            <numerusform>Remote content blocked: %n images shown as addresses, nothing is fetched.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::testsend::LongText</name>
    <message numerus="yes">
        <source>%Ln more characters are not shown here. The button copies all.</source>
        <translation>
            <numerusform>%Ln more character is not shown here. The button copies all.</numerusform>
            <numerusform>%Ln more characters are not shown here. The button copies all.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::testsend::RunHistoryView</name>
    <message numerus="yes">
        <source>%Ln runs</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln days</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln runs are selected.</source>
        <translation>
            <numerusform>%Ln run is selected.</numerusform>
            <numerusform>%Ln runs are selected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln runs are in %1.</source>
        <translation>
            <numerusform>%Ln run is in %1.</numerusform>
            <numerusform>%Ln runs are in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep at most %Ln runs</source>
        <translation>
            <numerusform>Keep at most %Ln run</numerusform>
            <numerusform>Keep at most %Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep them for %Ln days</source>
        <translation>
            <numerusform>Keep them for %Ln day</numerusform>
            <numerusform>Keep them for %Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hermes::testsend::ThinkingView</name>
    <message numerus="yes">
        <source>Thinking · %Ln characters</source>
        <translation>
            <numerusform>Thinking · %Ln character</numerusform>
            <numerusform>Thinking · %Ln characters</numerusform>
        </translation>
    </message>
</context>
</TS>
