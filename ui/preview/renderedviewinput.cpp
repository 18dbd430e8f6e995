// What the user does in the view: selecting, following links, scrolling by keys.

#include "preview/renderedview.h"

#include "assembly/links.h"
#include "text/headingnames.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QToolTip>

#include <algorithm>
#include <utility>

namespace hermes::preview {

namespace {

constexpr int margin = widgets::space::large;

QString textOf(const LaidOutBlock &block)
{
    return block.document->toPlainText();
}

int lengthOf(const LaidOutBlock &block)
{
    return block.document->characterCount() - 1;
}

bool isToHeading(const QUrl &link)
{
    return link.hasFragment() && link.scheme().isEmpty() && link.authority().isEmpty()
        && link.path().isEmpty() && !link.hasQuery();
}

/// Encoded, so that nothing in it looks like something else.
QString inWords(const QUrl &link)
{
    const QString address = QString::fromLatin1(link.toEncoded());
    return isToHeading(link) || assembly::mayLeave(link) || address.isEmpty()
        ? address
        : RenderedView::tr("%1 (not followed)", "address").arg(address);
}

} // namespace

// ----------------------------------------------------------------------------------------------

QString RenderedView::toPlainText() const
{
    QStringList texts;
    for (const Piece &piece : m_pieces) {
        texts.append(textOf(*piece.shown));
    }
    return texts.join(u'\n');
}

std::pair<RenderedView::Caret, RenderedView::Caret> RenderedView::selection() const
{
    return std::minmax(m_anchor, m_caret);
}

QString RenderedView::selectedText() const
{
    const auto [from, to] = selection();
    QStringList texts;
    for (qsizetype i = from.piece; from < to && i <= to.piece; ++i) {
        const LaidOutBlock &block = *m_pieces.at(static_cast<size_t>(i)).shown;
        QTextCursor cursor(block.document.get());
        cursor.setPosition(i == from.piece ? from.position : 0);
        cursor.setPosition(i == to.piece ? to.position : lengthOf(block), QTextCursor::KeepAnchor);
        texts.append(cursor.selection().toPlainText());
    }
    return texts.join(u'\n');
}

void RenderedView::setSelection(Caret anchor, Caret caret)
{
    if (anchor == m_anchor && caret == m_caret) {
        return;
    }
    m_anchor = anchor;
    m_caret = caret;
    viewport()->update();
    Q_EMIT selectionChanged();
}

void RenderedView::selectAll()
{
    if (!m_pieces.empty()) {
        setSelection({}, {std::ssize(m_pieces) - 1, lengthOf(*m_pieces.back().shown)});
    }
}

RenderedView::Caret RenderedView::caretOf(int place) const
{
    int start = 0;
    for (size_t i = 0; i < m_pieces.size(); ++i) {
        const int length = lengthOf(*m_pieces.at(i).shown);
        if (place <= start + length) {
            return {static_cast<qsizetype>(i), std::max(place - start, 0)};
        }
        start += length + 1;
    }
    return m_pieces.empty() ? Caret()
                            : Caret{std::ssize(m_pieces) - 1, lengthOf(*m_pieces.back().shown)};
}

int RenderedView::placeOf(Caret caret) const
{
    int place = caret.position;
    for (qsizetype i = 0; i < caret.piece; ++i) {
        place += lengthOf(*m_pieces.at(static_cast<size_t>(i)).shown) + 1;
    }
    return place;
}

std::pair<int, int> RenderedView::selectedRange() const
{
    const auto [from, to] = selection();
    return {placeOf(from), placeOf(to)};
}

void RenderedView::selectRange(int from, int to)
{
    setSelection(caretOf(from), caretOf(to));
}

QRect RenderedView::rectOf(int place) const
{
    if (m_pieces.empty()) {
        return {};
    }
    const Caret caret = caretOf(place);
    const Piece &piece = m_pieces.at(static_cast<size_t>(caret.piece));
    const QTextBlock block = piece.shown->document->findBlock(caret.position);
    return piece.shown->document->documentLayout()
        ->blockBoundingRect(block)
        .translated(originOf(piece))
        .toAlignedRect();
}

int RenderedView::placeAt(const QPoint &position) const
{
    return blockTextAt(position).isEmpty() ? -1 : placeOf(caretAt(position));
}

void RenderedView::showPlace(int place)
{
    const QRect rect = rectOf(place);
    QScrollBar *bar = verticalScrollBar();
    if (rect.top() < 0 || rect.bottom() > viewport()->height()) {
        bar->setValue(bar->value() + rect.top() - margin);
    }
}

void RenderedView::copy() const
{
    if (const QString text = selectedText(); !text.isEmpty()) {
        QApplication::clipboard()->setText(text);
    }
}

QList<RenderedView::Link> RenderedView::links() const
{
    QList<Link> found;
    for (size_t i = 0; i < m_pieces.size(); ++i) {
        const QTextDocument &document = *m_pieces.at(i).shown->document;
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            for (auto part = block.begin(); !part.atEnd(); ++part) {
                const QTextFragment fragment = part.fragment();
                const QUrl address(fragment.charFormat().anchorHref());
                if (!fragment.charFormat().isAnchor() || address.isEmpty()) {
                    continue;
                }
                const int end = fragment.position() + fragment.length();
                const auto index = static_cast<qsizetype>(i);
                if (!found.isEmpty() && found.last().piece == index
                    && found.last().end == fragment.position() && found.last().address == address) {
                    found.last().end = end; // one link, partly emphasised
                } else {
                    found.append({index, fragment.position(), end, address});
                }
            }
        }
    }
    return found;
}

bool RenderedView::focusNextPrevChild(bool isNext)
{
    const QList<Link> all = links();
    qsizetype index = isNext ? 0 : all.size() - 1;
    if (m_focused) {
        const auto current = std::ranges::find_if(all, [this](const Link &link) {
            return link.piece == m_focused->piece && link.start == m_focused->start;
        });
        index = current - all.cbegin() + (isNext ? 1 : -1);
    }
    if (index < 0 || index >= all.size()) {
        focusLink(std::nullopt);
        viewport()->update();
        return QAbstractScrollArea::focusNextPrevChild(isNext);
    }
    showLink(all.at(index));
    return true;
}

void RenderedView::focusLink(const std::optional<Link> &link)
{
    if (link && !m_focused) {
        m_description = accessibleDescription();
    }
    if (link) {
        setAccessibleDescription(tr("Link to %1").arg(inWords(link->address)));
    } else if (m_focused) {
        setAccessibleDescription(m_description);
    }
    m_focused = link;
}

std::optional<double> RenderedView::heightOfHeading(const QString &name) const
{
    text::HeadingNames names;
    for (const Piece &piece : m_pieces) {
        const QTextDocument &document = *piece.shown->document;
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            if (block.blockFormat().headingLevel() > 0
                && names.next(block.text()).compare(name, Qt::CaseInsensitive) == 0) {
                return piece.top + document.documentLayout()->blockBoundingRect(block).top();
            }
        }
    }
    return name.isEmpty() || name == u"top" ? std::optional(0.0) : std::nullopt;
}

void RenderedView::follow(const QUrl &link)
{
    if (!isToHeading(link)) {
        Q_EMIT linkActivated(link);
        return;
    }
    const QString name = link.fragment(QUrl::FullyDecoded);
    if (const std::optional<double> height = heightOfHeading(name)) {
        verticalScrollBar()->setValue(static_cast<int>(*height));
        Q_EMIT headingShown();
    } else {
        Q_EMIT headingMissing(name);
    }
}

void RenderedView::showLink(const Link &link)
{
    focusLink(link);
    const Piece &piece = m_pieces.at(static_cast<size_t>(link.piece));
    const QTextBlock block = piece.shown->document->findBlock(link.start);
    const QRectF place = piece.shown->document->documentLayout()->blockBoundingRect(block);
    const double top = piece.top + place.top();
    const double bottom = piece.top + place.bottom();
    QScrollBar *bar = verticalScrollBar();
    if (top < bar->value() || bottom > bar->value() + viewport()->height()) {
        bar->setValue(static_cast<int>(top) - margin);
    }
    viewport()->update();
    QToolTip::showText(
        viewport()->mapToGlobal(originOf(piece).toPoint() + place.bottomLeft().toPoint()),
        inWords(link.address).toHtmlEscaped(), this);
}

void RenderedView::keyPressEvent(QKeyEvent *event)
{
    m_click.stop();
    QScrollBar *bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->key() == Qt::Key_Home
               || event->matches(QKeySequence::MoveToStartOfDocument)) {
        bar->setValue(bar->minimum());
    } else if (event->key() == Qt::Key_End || event->matches(QKeySequence::MoveToEndOfDocument)) {
        bar->setValue(bar->maximum());
    } else if (event->key() == Qt::Key_Space) {
        bar->triggerAction(event->modifiers() == Qt::ShiftModifier
                               ? QAbstractSlider::SliderPageStepSub
                               : QAbstractSlider::SliderPageStepAdd);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_focused) {
            follow(QUrl(m_focused->address)); // the focus may go meanwhile
        } else if (!m_pieces.empty()) {
            Q_EMIT blockActivated(offsetAtTop().value_or(0), 0);
        }
    } else {
        QAbstractScrollArea::keyPressEvent(event); // arrows and pages scroll
    }
}

void RenderedView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_click.stop();
    focusLink(std::nullopt);
    m_pressed = event->pos();
    m_takesBack = m_anchor != m_caret;
    m_isSelecting = true;
    const Caret caret = caretAt(event->pos());
    setSelection(event->modifiers() == Qt::ShiftModifier ? m_anchor : caret, caret);
}

void RenderedView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_isSelecting && (event->buttons() & Qt::LeftButton) != 0) {
        setSelection(m_anchor, caretAt(event->pos()));
        if (event->pos().y() < 0 || event->pos().y() > viewport()->height()) {
            verticalScrollBar()->triggerAction(event->pos().y() < 0
                                                   ? QAbstractSlider::SliderSingleStepSub
                                                   : QAbstractSlider::SliderSingleStepAdd);
        }
        return;
    }
    const QUrl link = linkAt(event->pos());
    viewport()->setCursor(isToHeading(link) || assembly::mayLeave(link) ? Qt::PointingHandCursor
                                                                        : Qt::IBeamCursor);
}

void RenderedView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !std::exchange(m_isSelecting, false)) {
        return;
    }
    const bool isClick =
        (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance();
    if (!isClick || m_anchor != m_caret || m_pieces.empty()) {
        return;
    }
    if (const QUrl link = linkAt(event->pos()); !link.isEmpty()) {
        follow(link);
    } else if (event->modifiers() == Qt::NoModifier && !m_takesBack) {
        m_clicked = {m_pieces.at(static_cast<size_t>(m_caret.piece)).block.start, m_caret.position};
        m_click.start(QApplication::doubleClickInterval());
    }
}

void RenderedView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_click.stop();
    if (event->button() != Qt::LeftButton || m_pieces.empty()) {
        return;
    }
    const Caret at = caretAt(event->pos());
    QTextCursor word(m_pieces.at(static_cast<size_t>(at.piece)).shown->document.get());
    word.setPosition(at.position);
    word.select(QTextCursor::WordUnderCursor);
    setSelection({at.piece, word.selectionStart()}, {at.piece, word.selectionEnd()});
}

void RenderedView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyAction =
        menu->addAction(tr("Copy"), QKeySequence::Copy, this, &RenderedView::copy);
    copyAction->setEnabled(m_anchor != m_caret);
    menu->addAction(tr("Select all"), QKeySequence::SelectAll, this, &RenderedView::selectAll);
    menu->addSeparator();
    const Caret at = caretAt(event->pos());
    QAction *source = menu->addAction(tr("Go to source"), this, [this, at] {
        if (at.piece < std::ssize(m_pieces)) {
            Q_EMIT blockActivated(m_pieces.at(static_cast<size_t>(at.piece)).block.start,
                                  at.position);
        }
    });
    source->setEnabled(!m_pieces.empty());
    menu->popup(event->globalPos());
}

bool RenderedView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        // Where a link leads is told before it is followed.
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), inWords(linkAt(help->pos())).toHtmlEscaped(), this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace hermes::preview
