#include "text/snippetexpansion.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

constexpr QLatin1StringView selectionName("SELECTION");
constexpr int deepest = 10; ///< Places within places.

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

/// Reads the body of a snippet.
class BodyReader
{
public:
    BodyReader(QStringView body, const QString &selection, const QString &indent)
        : m_body(body), m_selection(selection), m_indent(indent)
    {
    }

    [[nodiscard]] SnippetExpansion run()
    {
        while (m_at < m_body.size()) {
            readOne();
        }
        finish();
        return m_result;
    }

private:
    void readOne();
    void readDollar();
    [[nodiscard]] bool readBraces();
    void readTextUpToBrace();
    void readChoices(int number);
    [[nodiscard]] std::optional<int> readNumber(qsizetype &at) const;
    void addText(QStringView text);
    void addPlace(int number, qsizetype start, const QStringList &choices);
    void finish();

    QStringView m_body;
    const QString &m_selection;
    const QString &m_indent;
    qsizetype m_at = 0;
    int m_depth = 0;
    SnippetExpansion m_result;
};

void BodyReader::addText(QStringView text)
{
    for (const QChar character : text) {
        m_result.text += character;
        if (character == u'\n') {
            m_result.text += m_indent;
        }
    }
}

void BodyReader::readOne()
{
    const QChar character = m_body.at(m_at);
    const QChar next = m_at + 1 < m_body.size() ? m_body.at(m_at + 1) : QChar();
    if (character == u'\\' && (next == u'$' || next == u'}' || next == u'\\')) {
        addText(m_body.sliced(m_at + 1, 1));
        m_at += 2;
    } else if (character == u'$') {
        readDollar();
    } else {
        addText(m_body.sliced(m_at, 1));
        ++m_at;
    }
}

std::optional<int> BodyReader::readNumber(qsizetype &at) const
{
    constexpr qsizetype mostDigits = 4;
    const qsizetype start = at;
    while (at < m_body.size() && at - start < mostDigits && isDigit(m_body.at(at))) {
        ++at;
    }
    return at > start ? std::optional(m_body.sliced(start, at - start).toInt()) : std::nullopt;
}

void BodyReader::readDollar()
{
    qsizetype at = m_at + 1;
    if (const std::optional<int> number = readNumber(at)) {
        m_at = at;
        addPlace(*number, m_result.text.size(), {});
    } else if (m_body.sliced(at).startsWith(selectionName)) {
        m_at = at + selectionName.size();
        addText(m_selection);
    } else if (at >= m_body.size() || m_body.at(at) != u'{' || m_depth >= deepest
               || !readBraces()) {
        addText(u"$");
        ++m_at;
    }
}

/// `${…}`; false if it is nothing of ours.
bool BodyReader::readBraces()
{
    qsizetype at = m_at + 2;
    const bool isSelection = m_body.sliced(at).startsWith(selectionName);
    const std::optional<int> number = isSelection ? 0 : readNumber(at);
    at += isSelection ? selectionName.size() : 0;
    if (!number || at >= m_body.size() || !u"}:|"_s.contains(m_body.at(at))
        || m_body.indexOf(u'}', at) < 0) {
        return false;
    }
    const QChar sign = m_body.at(at);
    m_at = at + 1;
    if (sign == u'|' && !isSelection) {
        readChoices(*number);
        return true;
    }
    const qsizetype start = m_result.text.size();
    if (sign == u':') {
        readTextUpToBrace();
    }
    if (!isSelection) {
        addPlace(*number, start, {});
    } else if (!m_selection.isEmpty()) {
        m_result.text.truncate(start);
        addText(m_selection);
    }
    return true;
}

void BodyReader::readTextUpToBrace()
{
    ++m_depth;
    while (m_at < m_body.size() && m_body.at(m_at) != u'}') {
        readOne();
    }
    ++m_at;
    --m_depth;
}

void BodyReader::readChoices(int number)
{
    const qsizetype close = m_body.indexOf(u"|}", m_at);
    const qsizetype end = close < 0 ? m_body.indexOf(u'}', m_at) : close;
    const QStringList choices = m_body.sliced(m_at, end - m_at).toString().split(u',');
    m_at = end + (close < 0 ? 1 : 2);
    const qsizetype start = m_result.text.size();
    addText(choices.first());
    addPlace(number, start, choices);
}

void BodyReader::addPlace(int number, qsizetype start, const QStringList &choices)
{
    const SnippetPlace place{start, m_result.text.size()};
    const auto found = std::ranges::find(m_result.stops, number, &SnippetStop::number);
    if (found == m_result.stops.end()) {
        m_result.stops.append({number, {place}, choices});
        return;
    }
    found->places.append(place);
    if (found->choices.isEmpty()) {
        found->choices = choices;
    }
}

void BodyReader::finish()
{
    // The place that has a text comes first, wherever it stands; the others repeat it.
    for (SnippetStop &stop : m_result.stops) {
        std::ranges::stable_partition(stop.places,
                                      [](const SnippetPlace &p) { return p.end > p.start; });
    }
    std::ranges::stable_sort(m_result.stops, [](const SnippetStop &a, const SnippetStop &b) {
        return a.number != 0 && (b.number == 0 || a.number < b.number);
    });
    if (m_result.stops.isEmpty() || m_result.stops.last().number != 0) {
        const qsizetype end = m_result.text.size();
        m_result.stops.append({0, {{end, end}}, {}});
    }
}

/// Moves a place as an edit moves it; false if the edit goes across it. Text inserted at an end of
/// the place belongs to it only if it is typed in there.
bool follow(SnippetPlace &place, const Edit &edit, bool isTypedIn)
{
    const qsizetype growth = edit.replacement.size() - edit.length;
    const bool isInsertion = edit.length == 0;
    if (isTypedIn && edit.start >= place.start && edit.end() <= place.end) {
        place.end += growth;
        return true;
    }
    if (edit.end() <= place.start) {
        place.start += growth;
        place.end += growth;
        return true;
    }
    if (edit.start >= place.end) {
        return true;
    }
    if (edit.start >= place.start && edit.end() <= place.end) {
        place.end += growth;
        return true;
    }
    if (!isInsertion && edit.start <= place.start && edit.end() >= place.end) {
        place.start = place.end = edit.start; // its text is gone with what is around it
        return true;
    }
    return false;
}

} // namespace

SnippetExpansion expanded(const QString &body, const QString &selection, const QString &indent)
{
    SnippetExpansion result = BodyReader(body, selection, indent).run();
    // Mirrors begin with the text that they repeat.
    for (qsizetype i = 0; i < result.stops.size(); ++i) {
        const SnippetPlace first = result.stops.at(i).places.first();
        const QString text = result.text.sliced(first.start, first.end - first.start);
        for (qsizetype k = 1; k < result.stops.at(i).places.size() && !text.isEmpty(); ++k) {
            const SnippetPlace mirror = result.stops.at(i).places.at(k);
            const Edit edit{mirror.start, mirror.end - mirror.start, text};
            result.text.replace(edit.start, edit.length, text);
            for (qsizetype s = 0; s < result.stops.size(); ++s) {
                for (qsizetype p = 0; p < result.stops.at(s).places.size(); ++p) {
                    follow(result.stops[s].places[p], edit, s == i && p == k);
                }
            }
        }
    }
    return result;
}

SnippetSession::SnippetSession(const SnippetExpansion &expansion, qsizetype start)
    : m_stops(expansion.stops)
{
    for (SnippetStop &stop : m_stops) {
        for (SnippetPlace &place : stop.places) {
            place.start += start;
            place.end += start;
        }
    }
}

Selection SnippetSession::selection() const
{
    const SnippetPlace place = m_stops.at(m_at).places.first();
    return {place.start, place.end};
}

QStringList SnippetSession::choices() const
{
    return isOver() ? QStringList() : m_stops.at(m_at).choices;
}

bool SnippetSession::goToNext()
{
    if (isOver() || m_at + 1 >= m_stops.size()) {
        m_stops.clear();
        return false;
    }
    ++m_at;
    m_typedIn = 0;
    return true;
}

bool SnippetSession::goToPrevious()
{
    if (isOver() || m_at == 0) {
        return false;
    }
    --m_at;
    m_typedIn = 0;
    return true;
}

bool SnippetSession::holds(qsizetype position) const
{
    return !isOver() && std::ranges::any_of(m_stops.at(m_at).places, [position](const auto &place) {
        return position >= place.start && position <= place.end;
    });
}

void SnippetSession::noteEdit(qsizetype start, qsizetype removed, qsizetype added)
{
    if (isOver()) {
        return;
    }
    const Edit edit{start, removed, QString(added, u'x')};
    const QList<SnippetPlace> &here = m_stops.at(m_at).places;
    const auto typedIn = std::ranges::find_if(here, [&](const SnippetPlace &place) {
        return start >= place.start && edit.end() <= place.end;
    });
    const qsizetype typed = typedIn == here.end() ? -1 : typedIn - here.begin();
    for (qsizetype s = 0; s < m_stops.size(); ++s) {
        for (qsizetype p = 0; p < m_stops.at(s).places.size(); ++p) {
            if (!follow(m_stops[s].places[p], edit, s == m_at && p == typed)) {
                m_stops.clear();
                return;
            }
        }
    }
    m_typedIn = typed >= 0 ? typed : m_typedIn;
}

QList<Edit>
SnippetSession::mirrorEdits(const std::function<QString(qsizetype, qsizetype)> &text) const
{
    QList<Edit> edits;
    if (isOver() || m_stops.at(m_at).places.size() < 2) {
        return edits;
    }
    const QList<SnippetPlace> &places = m_stops.at(m_at).places;
    const SnippetPlace typed = places.at(m_typedIn);
    const QString wanted = text(typed.start, typed.end);
    for (qsizetype i = 0; i < places.size(); ++i) {
        const SnippetPlace &place = places.at(i);
        if (i != m_typedIn && text(place.start, place.end) != wanted) {
            edits.append({place.start, place.end - place.start, wanted});
        }
    }
    return arranged(edits);
}

} // namespace hermes::text
