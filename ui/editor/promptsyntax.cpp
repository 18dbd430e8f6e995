#include "editor/promptsyntax.h"

#include "editor/invisiblecharacters.h"
#include "widgets/theme.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>

#include <QElapsedTimer>
#include <QFuture>
#include <QHash>
#include <QMutex>
#include <QPromise>
#include <QTextBlock>
#include <QTextDocument>
#include <QThread>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

namespace Syntax = KSyntaxHighlighting;

/// How long colouring may hold up an event, in milliseconds.
constexpr int sliceTime = 4;

QColor styleColor(Syntax::Theme::TextStyle style, const widgets::ThemeColors &colors)
{
    using enum Syntax::Theme::TextStyle;
    switch (style) {
    case Keyword:
    case ControlFlow:
    case BuiltIn:
        return colors.agent;
    case Function:
    case Extension:
        return colors.accent;
    case Char:
    case SpecialChar:
    case String:
    case VerbatimString:
    case SpecialString:
        return colors.added;
    case DecVal:
    case BaseN:
    case Float:
    case Constant:
    case Preprocessor:
    case Attribute:
    case Import:
        return colors.skill;
    case DataType:
        return colors.mcp;
    case Comment:
    case Documentation:
    case Annotation:
    case CommentVar:
    case RegionMarker:
        return colors.muted;
    case Error:
        return colors.error;
    default:
        return colors.text;
    }
}

/// The formats that carry a prompt's structure, by their names in the Markdown and JSON definitions
/// (which are not translated). The rest is coloured by its general style.
QColor roleColor(const Syntax::Format &format, const widgets::ThemeColors &colors)
{
    const QString name = format.name();
    if (name.startsWith("Header "_L1) || name == "Metadata Title"_L1
        || name == "Style_String_Key"_L1) {
        return colors.agent;
    }
    if (name == "List"_L1 || name == "Number List"_L1 || name == "List: Checkbox"_L1) {
        return colors.skill;
    }
    if (name == "Code"_L1 || name == "Fenced Code"_L1) {
        return colors.mcp;
    }
    if (name.contains("Link"_L1) || name == "Email"_L1) {
        return colors.accent;
    }
    if (name.startsWith("Blockquote"_L1) || name == "Table"_L1 || name == "Metadata"_L1) {
        return colors.muted;
    }
    if (name == "Style_Seperator_Pair"_L1 || name == "Style_Seperator_Array"_L1) {
        return colors.text;
    }
    return styleColor(format.textStyle(), colors);
}

QTextCharFormat charFormat(const Syntax::Format &format, const widgets::ThemeColors &colors)
{
    const QString name = format.name();
    QTextCharFormat result;
    if (const QColor color = roleColor(format, colors); color != colors.text) {
        result.setForeground(color);
    }
    if (name.startsWith("Header "_L1) || name.contains("Strong"_L1)) {
        result.setFontWeight(QFont::Bold);
    }
    if (name.contains("Emphasis"_L1)) {
        result.setFontItalic(true);
    }
    if (name.contains("Strikethrough"_L1)) {
        result.setFontStrikeOut(true);
    }
    return result;
}

} // namespace

struct PromptSyntax::Grammars
{
    // Definitions refer to their repository.
    Syntax::Repository repository;
    Syntax::Definition markdown = repository.definitionForName(u"Markdown"_s);
    Syntax::Definition json = repository.definitionForName(u"JSON"_s);

    [[nodiscard]] const Syntax::Definition &definition(Language language) const
    {
        return language == Language::Markdown ? markdown : json;
    }
    /// Blocks on reading the definitions, which happens at their first use otherwise; then belongs
    /// to `owner`.
    void readFor(QThread *owner)
    {
        for (const Syntax::Definition &each : {markdown, json}) {
            (void)each.formats();
            (void)each.includedDefinitions();
        }
        repository.moveToThread(owner);
    }
};

/// Colours one document; its child.
///
/// Unlike KSyntaxHighlighting's own highlighter it never runs to the end of the text within a key
/// press: a fence that is opened in a long prompt changes every line below.
class PromptSyntax::Highlighter final : public QObject, private Syntax::AbstractHighlighter
{
public:
    Highlighter(QTextDocument *document, const widgets::Theme &theme, Language language)
        : QObject(document), m_document(document), m_theme(theme), m_language(language)
    {
        m_slices.setInterval(0);
        connect(&m_slices, &QTimer::timeout, this, [this] { runSlice(-1); });
        connect(&theme, &widgets::Theme::changed, this, [this] { restart(); });
        connect(document, &QTextDocument::contentsChange, this,
                [this](int position, int, int added) { noteChange(position, added); });
    }

    void start(const std::shared_ptr<const Grammars> &grammars)
    {
        m_grammars = grammars;
        setDefinition(grammars->definition(m_language));
        restart();
    }

private:
    [[nodiscard]] bool isOff() const
    {
        return !m_grammars || m_document->characterCount() > maximumLength;
    }

    void restart()
    {
        m_formats.clear();
        if (isOff()) {
            m_states.clear();
            m_slices.stop();
            return;
        }
        m_states.fill({}, m_document->blockCount());
        m_next = 0;
        m_until = m_document->blockCount() - 1;
        m_slices.start();
    }

    void noteChange(int position, int added)
    {
        const auto blockCount = static_cast<qsizetype>(m_document->blockCount());
        const bool wasOff = m_states.isEmpty();
        if (isOff() || wasOff) {
            restart();
            return;
        }
        const QTextBlock last = m_document->findBlock(position + added);
        const int first = m_document->findBlock(position).blockNumber();
        const int changedUntil = last.isValid() ? last.blockNumber() : m_document->blockCount() - 1;
        const qsizetype difference = blockCount - m_states.size();
        // The end state of the last line that was replaced stays last: reaching it again means that
        // nothing below changed.
        if (difference > 0) {
            m_states.insert(first, difference, {});
        } else {
            m_states.remove(first, -difference);
        }
        const bool isWaiting = m_slices.isActive();
        // The line that waits as the next one is coloured whatever its state too: the state that it
        // had before tells nothing of what changed above it.
        const int waitingUntil = std::max(m_until, m_next) + static_cast<int>(difference);
        m_until = std::max(isWaiting ? waitingUntil : 0, changedUntil);
        m_next = isWaiting ? std::min(m_next, first) : first;
        m_slices.start();
        if (m_next == first) {
            runSlice(changedUntil);
        }
    }

    /// `laidOutUntil`: lines up to here are laid out again by the change that is being reported; -1
    /// = none.
    void runSlice(int laidOutUntil)
    {
        QElapsedTimer time;
        time.start();
        const QTextBlock first = m_document->findBlockByNumber(m_next);
        QTextBlock block = first;
        int dirtyFrom = -1;
        int dirtyTo = -1;
        while (block.isValid() && time.elapsed() < sliceTime) {
            const Syntax::State before = m_states.at(m_next);
            if (colour(block) && m_next > laidOutUntil) {
                dirtyFrom = dirtyFrom < 0 ? block.position() : dirtyFrom;
                dirtyTo = block.position() + block.length();
            }
            const bool isSettled = m_next >= m_until && m_states.at(m_next) == before;
            ++m_next;
            block = isSettled ? QTextBlock() : block.next();
        }
        if (!block.isValid()) {
            m_slices.stop();
        }
        if (dirtyFrom >= 0) {
            m_document->markContentsDirty(dirtyFrom, dirtyTo - dirtyFrom);
        }
    }

    /// Colours the line m_next; true if it looks different now.
    bool colour(const QTextBlock &block)
    {
        const QString text = block.text();
        const Syntax::State start = m_next > 0 ? m_states.at(m_next - 1) : Syntax::State();
        m_ranges.clear();
        m_states[m_next] = text.size() > maximumLineLength ? start : highlightLine(text, start);
        if (text.size() <= maximumLineLength) {
            m_ranges += roomForLabels(invisibleCharacters(text), text);
        }
        QTextLayout *layout = block.layout();
        if (layout->formats() == m_ranges) {
            return false;
        }
        layout->setFormats(m_ranges);
        return true;
    }

    void applyFormat(int offset, int length, const Syntax::Format &format) override
    {
        auto found = m_formats.find(format.id());
        if (found == m_formats.end()) {
            found = m_formats.insert(format.id(), charFormat(format, m_theme.colors()));
        }
        if (length > 0 && !found->isEmpty()) {
            m_ranges.append({offset, length, *found});
        }
    }

    QTextDocument *m_document;
    const widgets::Theme &m_theme;
    const Language m_language;
    std::shared_ptr<const Grammars> m_grammars;
    QHash<int, QTextCharFormat> m_formats; ///< By Format::id().
    QList<QTextLayout::FormatRange> m_ranges; ///< Of the line being coloured.
    QList<Syntax::State> m_states; ///< At the end of each line; empty while colouring is off.
    int m_next = 0; ///< The line to colour next.
    int m_until = 0; ///< Lines up to here are coloured whatever their state.
    QTimer m_slices{this}; ///< Active while lines wait.
};

namespace {

/// Colours code line by line; one worker at a time.
class CodeHighlighter final : private Syntax::AbstractHighlighter
{
public:
    QList<widgets::CodeStretch> stretches(const QString &language, const QString &code,
                                          const widgets::ThemeColors &colors)
    {
        const QMutexLocker lock(&m_mutex);
        m_colors = &colors;
        m_stretches.clear();
        const Syntax::Definition known = definitionOf(language);
        if (!known.isValid()) {
            return {};
        }
        setDefinition(known);
        Syntax::State state;
        m_lineStart = 0;
        for (const QStringView line : QStringView(code).split(u'\n')) {
            if (line.size() <= PromptSyntax::maximumLineLength) {
                state = highlightLine(line, state);
            }
            m_lineStart += line.size() + 1;
        }
        return std::exchange(m_stretches, {});
    }

private:
    Syntax::Definition definitionOf(const QString &language)
    {
        if (!m_repository) {
            m_repository = std::make_unique<Syntax::Repository>();
            m_repository->moveToThread(nullptr); // whoever asks uses it, one at a time
        }
        auto found = m_definitions.find(language);
        if (found == m_definitions.end()) {
            const auto isCalledSo = [&language](const Syntax::Definition &definition) {
                return definition.name().compare(language, Qt::CaseInsensitive) == 0
                    || definition.alternativeNames().contains(language, Qt::CaseInsensitive);
            };
            const QList<Syntax::Definition> all = m_repository->definitions();
            const auto named = std::ranges::find_if(all, isCalledSo);
            found = m_definitions.insert(
                language,
                named != all.cend() ? *named
                                    : m_repository->definitionForFileName(u"code."_s + language));
        }
        return *found;
    }

    void applyFormat(int offset, int length, const Syntax::Format &format) override
    {
        const QColor color = styleColor(format.textStyle(), *m_colors);
        if (length > 0 && color != m_colors->text) {
            m_stretches.append({m_lineStart + offset, length, color});
        }
    }

    QMutex m_mutex;
    std::unique_ptr<Syntax::Repository> m_repository; ///< Definitions refer to it.
    QHash<QString, Syntax::Definition> m_definitions; ///< By what fences say.
    const widgets::ThemeColors *m_colors = nullptr;
    QList<widgets::CodeStretch> m_stretches;
    qsizetype m_lineStart = 0;
};

} // namespace

widgets::CodeColors codeColors()
{
    const auto highlighter = std::make_shared<CodeHighlighter>();
    return [highlighter](const QString &language, const QString &code,
                         const widgets::ThemeColors &colors) {
        return highlighter->stretches(language, code, colors);
    };
}

PromptSyntax::PromptSyntax(const widgets::Theme &theme, QObject *parent)
    : QObject(parent), m_theme(theme)
{
    QPromise<std::shared_ptr<Grammars>> promise;
    promise.start();
    promise.future().then(this, [this](const std::shared_ptr<Grammars> &grammars) {
        m_grammars = grammars;
        Q_EMIT loaded();
    });
    QThreadPool::globalInstance()->start(
        [promise = std::move(promise), owner = thread()]() mutable {
            auto grammars = std::make_shared<Grammars>();
            grammars->readFor(owner);
            promise.addResult(std::move(grammars));
            promise.finish();
        });
}

PromptSyntax::~PromptSyntax() = default;

void PromptSyntax::highlight(QTextDocument *document, Language language)
{
    const auto isHighlighter = [](QObject *child) {
        return dynamic_cast<Highlighter *>(child) != nullptr;
    };
    if (std::ranges::any_of(document->children(), isHighlighter)) {
        return;
    }
    auto *highlighter = new Highlighter(document, m_theme, language);
    if (m_grammars) {
        highlighter->start(m_grammars);
        return;
    }
    connect(this, &PromptSyntax::loaded, highlighter,
            [this, highlighter] { highlighter->start(m_grammars); });
}

} // namespace hermes::editor
