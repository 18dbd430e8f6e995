#include "preview/previewpane.h"

#include "assembly/links.h"
#include "preview/originrole.h"
#include "preview/previewchoices.h"
#include "preview/renderedview.h"
#include "preview/requestview.h"
#include "preview/textview.h"
#include "tokens/countingmethod.h"
#include "widgets/buttons.h"
#include "widgets/copybutton.h"
#include "widgets/emptystate.h"
#include "widgets/segmentbar.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QRadioButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

constexpr int renderedView = 0;
constexpr int textView = 1;
constexpr int requestView = 2;
constexpr int emptyView = 3;
constexpr int openButton = 1;
/// Bytes. In more, finding the other's line at each step of scrolling would be felt.
constexpr qint64 largestFollowed = 1024LL * 1024;

QString segmentLabel(const assembly::Origin &origin, const QStringList &unsaved)
{
    using Kind = assembly::Origin::Kind;
    if (origin.kind == Kind::Prompt) {
        return PreviewPane::tr("prompt");
    }
    if (origin.kind == Kind::Fragment && origin.version.isEmpty()
        && unsaved.contains(origin.name)) {
        return PreviewPane::tr("%1, unsaved", "fragment").arg(origin.name);
    }
    return origin.version.isEmpty()
        ? origin.name
        : PreviewPane::tr("%1@%2", "fragment, version").arg(origin.name, origin.version);
}

QList<TextSegment> textSegments(const workspace::PreviewContent &content)
{
    const QList<assembly::Segment> &parts = content.assembly.segments;
    const QList<OriginRole> roles = originRoles(parts);
    QList<TextSegment> segments;
    segments.reserve(content.segmentPlaces.size());
    for (qsizetype i = 0; i < content.segmentPlaces.size(); ++i) {
        const auto &[start, length] = content.segmentPlaces.at(i);
        segments.append({start, length, roles.at(i), parts.at(i).origin});
    }
    const qsizetype end = segments.isEmpty() ? 0 : segments.last().start + segments.last().length;
    if (end < content.text.size()) { // what stands beside the prompt in the target's window
        segments.append({end, content.text.size() - end, OriginRole::Context, {}});
    }
    return segments;
}

QList<OriginRole> originsOf(const workspace::PreviewContent &content)
{
    const QList<assembly::Segment> &segments = content.assembly.segments;
    const QList<OriginRole> roles = originRoles(segments);
    QList<OriginRole> origins;
    origins.reserve(content.blocks.size());
    for (const assembly::RenderedBlock &block : content.blocks) {
        const assembly::Segment *segment = content.assembly.segmentAt(block.start);
        // What lies behind the assembly stands beside it in the target's window.
        origins.append(segment != nullptr ? roles.at(segment - segments.constData())
                           : block.start < content.assembly.text.size() ? OriginRole::Prompt
                                                                        : OriginRole::Context);
    }
    return origins;
}

QString shortCount(qint64 tokens)
{
    const QLocale locale;
    if (tokens >= 1'000'000) {
        return PreviewPane::tr("%1M").arg(
            locale.toString(static_cast<double>(tokens) / 1'000'000, 'g', 3));
    }
    return tokens >= 1000 ? PreviewPane::tr("%1K").arg(locale.toString(tokens / 1000))
                          : locale.toString(tokens);
}

QString shareText(double percent)
{
    constexpr double smallestShown = 0.1;
    return percent > 0 && percent < smallestShown
        ? PreviewPane::tr("< %1").arg(QLocale().toString(smallestShown, 'f', 1))
        : QLocale().toString(percent, 'f', 1);
}

} // namespace

PreviewPane::PreviewPane(const widgets::Theme &theme, widgets::UserDialogs &dialogs,
                         QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_choice(new widgets::SegmentedControl(theme, tr("View of the assembled prompt"),
                                             {tr("Rendered"), tr("Text"), tr("Request")}))
    , m_copy(new widgets::CopyButton(theme, tr("Copy the assembled prompt")))
    , m_choices(new PreviewChoices(theme, dialogs))
    , m_segments(new widgets::SegmentBar(theme))
    , m_numbers(new QLabel)
    , m_counters(new QMenu)
    , m_count(new widgets::PopupButton(tr("Count at…"), m_counters))
    , m_counted(new QLabel)
    , m_note(new QLabel)
    , m_blocked(new QLabel)
    , m_ofLink(new QLabel)
    , m_role(new QLabel(tr("System prompt")))
    , m_views(new QStackedWidget)
    , m_rendered(new RenderedView(theme))
    , m_text(new TextView(theme))
    , m_request(new RequestView(theme))
    , m_empty(new widgets::EmptyState(theme))
    , m_facts(new QWidget)
{
    layOut();
    connect(m_choice, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
        m_wantedView = index;
        rememberReading();
        showView(index);
        showReading();
    });
    connect(m_rendered, &RenderedView::linkActivated, this, &PreviewPane::askAboutLink);
    connect(m_rendered, &RenderedView::headingMissing, this, [this](const QString &name) {
        tellOfLink(tr("There is no heading “%1” in this prompt.").arg(name));
    });
    connect(m_rendered, &RenderedView::headingShown, this, [this] { tellOfLink({}); });
    connect(m_rendered, &RenderedView::blockActivated, this, [this](qint64 offset) {
        requestSource(m_content.assembly, m_content.assembly.text, offset);
    });
    connect(m_rendered, &RenderedView::scrolledByUser, this,
            [this](qint64 offset) { Q_EMIT scrolledByUser(m_content.assembly, offset); });
    connect(m_text, &TextView::scrolledByUser, this, [this](qsizetype place) {
        if (canFollow()) {
            Q_EMIT scrolledByUser(m_content.assembly, m_content.places.offsetOf(place));
        }
    });
    connect(m_request, &RequestView::promptActivated, this, [this](qint64 offset) {
        requestSource({m_content.prompt.sent, m_content.segments, {}},
                      m_content.prompt.taken.text(m_content.assembly), offset);
    });
    connect(m_text, &TextView::placeActivated, this, [this](qsizetype place) {
        requestSource(m_content.assembly, m_content.assembly.text,
                      m_content.places.offsetOf(place));
    });
    connect(&theme, &widgets::Theme::changed, this, &PreviewPane::applyTheme);
    applyTheme();
    clear();
}

void PreviewPane::requestSource(const assembly::Assembly &shown, const QByteArray &prompt,
                                qint64 offset)
{
    if (const auto beside = workspace::contextPlaceAt(prompt, m_content.prompt.context, offset)) {
        Q_EMIT contextSourceRequested(beside->path, beside->line);
    } else {
        Q_EMIT sourceRequested(shown, offset);
    }
}

void PreviewPane::layOut()
{
    auto *title = new QLabel(tr("Assembled prompt"));
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    m_rendered->setAccessibleName(tr("Assembled prompt, rendered"));
    m_rendered->setAccessibleDescription(tr("A click goes to a block's source"));
    m_text->setAccessibleName(tr("Assembled prompt, text"));
    m_note->setWordWrap(true);
    m_blocked->setWordWrap(true);
    m_ofLink->setWordWrap(true);
    m_ofLink->setTextFormat(Qt::PlainText);
    m_ofLink->hide();
    m_blocked->hide();
    m_note->setText(
        tr("Over %1: not shown rendered.")
            .arg(QLocale().formattedDataSize(workspace::PreviewContent::maximumRenderedBytes, 0)));
    m_empty->setContent(u"bot"_s, tr("No prompt"),
                        tr("The assembled prompt of the definition in the editor appears here."));

    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(widgets::space::small);
    titleRow->addWidget(title);
    titleRow->addStretch();
    titleRow->addWidget(m_copy, 0, Qt::AlignVCenter);
    titleRow->addWidget(m_choice);
    auto *facts = new QVBoxLayout(m_facts);
    facts->setContentsMargins(widgets::space::medium, widgets::space::small, widgets::space::medium,
                              widgets::space::small);
    facts->setSpacing(widgets::space::small);
    facts->addLayout(titleRow);
    facts->addWidget(m_choices);
    facts->addWidget(m_segments);
    m_numbers->setWordWrap(true);
    m_count->setToolTip(tr("Have a provider count the tokens; nothing is generated or billed"));
    m_count->hide();
    m_counted->setWordWrap(true);
    m_counted->setTextFormat(Qt::PlainText);
    m_counted->hide();
    auto *numbers = new QHBoxLayout;
    numbers->setSpacing(widgets::space::small);
    numbers->addWidget(m_numbers, 1);
    numbers->addWidget(m_count, 0, Qt::AlignTop);
    facts->addLayout(numbers);
    facts->addWidget(m_counted);
    facts->addWidget(m_note);
    facts->addWidget(m_blocked);
    facts->addWidget(m_ofLink);
    facts->addWidget(m_role);
    m_views->addWidget(m_rendered);
    m_views->addWidget(m_text);
    m_views->addWidget(m_request);
    m_views->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_facts);
    column->addWidget(m_views, 1);
}

void PreviewPane::applyTheme()
{
    m_text->setFont(m_theme.editorFont());
    m_numbers->setFont(m_theme.labelFont());
    m_counted->setFont(m_theme.labelFont());
    m_role->setFont(m_theme.labelFont());
    m_blocked->setFont(m_theme.labelFont());
    m_ofLink->setFont(m_theme.labelFont());
    m_role->setForegroundRole(QPalette::PlaceholderText);
    showNumbers();
}

void PreviewPane::setContent(const workspace::PreviewContent &content)
{
    const bool isOther = content.id != m_content.id;
    const int viewBefore = m_views->currentIndex();
    rememberReading();
    if (isOther) {
        m_reading = 0;
    }
    m_content = content;
    tellOfLink({});
    m_facts->setVisible(true);
    const bool isRendered = content.shownBytes <= workspace::PreviewContent::maximumRenderedBytes;
    m_choice->setSegmentEnabled(renderedView, isRendered);
    m_note->setVisible(!isRendered);
    m_choice->segment(renderedView)->setToolTip(isRendered ? QString() : m_note->text());
    m_choice->setCurrentIndex(isRendered || m_wantedView != renderedView ? m_wantedView : textView);
    m_copy->setCopiedUtf8(content.prompt.sent);
    m_choices->setContent(content);
    showNumbers();
    showView(m_choice->currentIndex());
    if (isOther || m_views->currentIndex() != viewBefore) {
        showReading();
    }
}

void PreviewPane::clear()
{
    m_content = {};
    m_rendered->setBody({});
    m_text->setText({});
    m_copy->setCopiedUtf8({});
    m_facts->setVisible(false);
    m_views->setCurrentIndex(emptyView);
}

void PreviewPane::setCodeColors(const widgets::CodeColors &colors)
{
    m_rendered->setCodeColors(colors);
}

void PreviewPane::showView(int index)
{
    m_views->setCurrentIndex(index);
    m_role->setVisible(index != requestView);
    showBlocked(index);
    m_ofLink->setVisible(index == renderedView && !m_ofLink->text().isEmpty());
    // Only what is seen is laid out.
    if (index == renderedView) {
        m_rendered->setBody({m_content.blocks, originsOf(m_content)});
    } else if (index == requestView) {
        m_request->setPrompt(m_content.prompt.sent, m_content.modelId, m_content.tools);
    } else {
        m_text->setText(m_content.text);
        m_text->setSegments(textSegments(m_content));
        m_text->setStruck(m_content.dropped);
    }
}

void PreviewPane::showBlocked(int view)
{
    int images = 0;
    for (const assembly::RenderedBlock &block : std::as_const(m_content.blocks)) {
        images += block.imageCount;
    }
    m_blocked->setText(
        tr("Remote content blocked: %n images shown as addresses, nothing is fetched.", nullptr,
           images));
    m_blocked->setVisible(view == renderedView && images > 0);
}

// One entry for each origin, however often it comes.
void PreviewPane::showSegments()
{
    const QList<assembly::Segment> &parts = m_content.segments;
    const QList<OriginRole> roles = originRoles(parts);
    QList<widgets::SegmentBar::Segment> segments;
    for (qsizetype i = 0; i < m_content.segmentTokens.size(); ++i) {
        const QString label = segmentLabel(parts.at(i).origin, m_content.unsavedFragments);
        const auto known = std::ranges::find(segments, label, &widgets::SegmentBar::Segment::label);
        if (known == segments.end()) {
            segments.append(
                {label, m_content.segmentTokens.at(i), originColor(m_theme.colors(), roles.at(i))});
        } else {
            known->amount += m_content.segmentTokens.at(i);
        }
    }
    for (const workspace::ContextFile &file : std::as_const(m_content.prompt.context)) {
        segments.append({workspace::contextName(file.path), file.tokens.tokens,
                         originColor(m_theme.colors(), OriginRole::Context)});
    }
    m_segments->setSegments(segments, m_content.modelContextTokens);
}

QString PreviewPane::costText(double cost) const
{
    constexpr int shownDigits = 2;
    const QString amount = QLocale().toString(cost, 'g', shownDigits);
    const QString date = m_content.pricesFrom.toString(Qt::ISODate);
    return m_content.currency == u"USD"
        ? tr("$%1 a send (%2)", "amount, date of the prices").arg(amount, date)
        : tr("%1 %2 a send (%3)", "currency, amount, date of the prices")
              .arg(m_content.currency, amount, date);
}

void PreviewPane::showNumbers()
{
    showSegments();
    const tokens::TokenCount &count = m_content.tokenCount;
    QString numbers = shownCount(count);
    if (m_measured.prompts > 0) {
        const QString sign = m_measured.percent < 0 ? u"\u2212"_s : u"+"_s;
        numbers = tr("%1 (%2 %3 %, measured on %n prompts, last on %4)",
                     "tokens, sign, error, date", static_cast<int>(m_measured.prompts))
                      .arg(numbers, sign, QLocale().toString(std::abs(m_measured.percent), 'f', 1),
                           m_measured.last.toString(Qt::ISODate));
    } else if (!count.isExact()) {
        // How far it is off, its maker tells of Claude alone.
        numbers = count.method.reason == tokens::CountingMethod::Reason::Claude
            ? tr("%1 (estimate, 15 to 20 % too low)").arg(numbers)
            : tr("%1 (estimate)").arg(numbers);
    }
    const qint64 beside = workspace::tokensOf(m_content.prompt.context);
    if (!m_content.prompt.context.isEmpty()) {
        numbers = tr("%1 + %2 beside it", "tokens of the prompt, number")
                      .arg(numbers, QLocale().toString(beside));
    }
    if (m_content.modelContextTokens > 0) {
        const double share = 100.0 * static_cast<double>(count.tokens + beside)
            / static_cast<double>(m_content.modelContextTokens);
        numbers = tr("%1 · %2 % of %3", "tokens, share, window")
                      .arg(numbers, shareText(share), shortCount(m_content.modelContextTokens));
    }
    QString explanation = inWords(count.method);
    if (!m_content.windowToldBy.isEmpty()) {
        explanation += u' '
            + tr("The window is what the server of the connection “%1” told.")
                  .arg(m_content.windowToldBy);
    }
    if (m_content.sendCost) {
        numbers = tr("%1 · %2", "tokens, cost").arg(numbers, costText(*m_content.sendCost));
        explanation += u' '
            + tr("The cost is that of this prompt as input, nothing of it cached, by prices of %1.")
                  .arg(QLocale().toString(m_content.pricesFrom, QLocale::LongFormat));
    }
    m_numbers->setText(numbers);
    m_numbers->setToolTip(u"<p>%1</p>"_s.arg(explanation.toHtmlEscaped()));
    m_numbers->setAccessibleDescription(explanation);
}

void PreviewPane::setCounters(const QList<std::pair<QString, QString>> &counters)
{
    m_counters->clear();
    for (const auto &[id, name] : counters) {
        m_counters->addAction(QString(name).replace(u'&', u"&&"_s), this,
                              [this, id] { Q_EMIT countRequested(id); });
    }
    m_count->setVisible(!counters.isEmpty());
}

bool PreviewPane::openCounters()
{
    const QList<QAction *> counters = m_counters->actions();
    if (counters.isEmpty()) {
        return false;
    }
    m_counters->popup(m_count->mapToGlobal(m_count->rect().bottomLeft()));
    m_counters->setActiveAction(counters.first());
    return true;
}

void PreviewPane::tellCount(const QString &words)
{
    m_counted->setText(words);
    m_counted->setVisible(!words.isEmpty());
}

void PreviewPane::setMeasuredError(const workspace::MeasuredError &error)
{
    if (error != m_measured) {
        m_measured = error;
        showNumbers();
    }
}

void PreviewPane::setTargets(const QList<RequestTarget> &targets)
{
    m_request->setTargets(targets);
}

void PreviewPane::setParameters(const modelapi::Parameters &parameters)
{
    m_request->setParameters(parameters);
}

void PreviewPane::setKnownModels(const QList<registry::ModelInfo> &ofRegistry,
                                 const registry::ModelTable &models)
{
    m_request->setKnownModels(ofRegistry, models);
}

bool PreviewPane::canFollow() const
{
    const int view = m_views->currentIndex();
    return isVisible() && (view == renderedView || view == textView)
        && m_content.assembly.text.size() <= largestFollowed;
}

void PreviewPane::showPromptOffset(qint64 offset)
{
    m_reading = m_content.assembly.offsetOf(offset);
    showReading();
}

void PreviewPane::rememberReading()
{
    if (m_content.assembly.text.size() > largestFollowed) {
        m_reading = 0;
    } else if (const auto place = m_text->placeAtTop();
               m_views->currentIndex() == textView && place) {
        m_reading = m_content.places.offsetOf(*place);
    } else if (const auto offset = m_rendered->offsetAtTop();
               m_views->currentIndex() == renderedView && offset) {
        m_reading = *offset;
    }
}

// All views of a prompt are read from the same place.
void PreviewPane::showReading()
{
    if (m_views->currentIndex() == textView) {
        m_text->showPlace(m_content.places.placeOf(m_reading));
    } else if (m_views->currentIndex() == renderedView) {
        m_rendered->showOffset(m_reading);
    }
}

QString PreviewPane::renderedText() const
{
    return m_role->text() + u'\n' + m_rendered->toPlainText();
}

void PreviewPane::tellOfLink(const QString &words)
{
    m_ofLink->setText(words);
    m_ofLink->setVisible(!words.isEmpty());
    if (!words.isEmpty()) {
        QAccessibleAnnouncementEvent announcement(m_rendered, words);
        QAccessible::updateAccessibility(&announcement);
    }
}

void PreviewPane::askAboutLink(const QUrl &link)
{
    if (!assembly::mayLeave(link)) {
        tellOfLink(tr("%1 is not followed: only web and mail addresses are, and headings of this "
                      "prompt.",
                      "address")
                       .arg(QString::fromLatin1(link.toEncoded())));
        return;
    }
    tellOfLink({});
    // Encoded, so that nothing in it looks like something else.
    m_dialogs.choose(
        this,
        {tr("Open link"),
         tr("The prompt links to %1. Open it?").arg(QString::fromLatin1(link.toEncoded())),
         {tr("Cancel"), tr("Open")},
         0},
        [this, link](int button) {
            if (button == openButton) {
                Q_EMIT linkConfirmed(link);
            }
        });
}

} // namespace hermes::preview
