#include "modelapi/exchange.h"

#include "modelapi/answerreader.h"
#include "modelapi/httpjob.h"
#include "modelapi/keyfilter.h"
#include "modelapi/modelapitr.h"

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qsizetype keptBytes = qsizetype(256) * 1024; ///< For the view of the raw exchange.
constexpr qsizetype shownBytes = 2048; ///< Of an answer that nobody can read.

} // namespace

Exchange::Exchange(const ConnectionSettings &settings, const HttpRequest &request,
                   const ExchangeOptions &options, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_options(options)
    , m_job(std::make_unique<HttpJob>(settings, request, options.retries))
{
    connect(m_job.get(), &HttpJob::headArrived, this, &Exchange::takeHead);
    connect(m_job.get(), &HttpJob::bytesArrived, this, &Exchange::takeBytes);
    connect(m_job.get(), &HttpJob::waiting, this, &Exchange::waiting);
    connect(m_job.get(), &HttpJob::finished, this, &Exchange::takeEnd);
}

Exchange::~Exchange() = default;

void Exchange::start(QByteArrayView key)
{
    m_clock.start();
    m_filter = std::make_unique<KeyFilter>(key);
    m_job->start(key);
}

void Exchange::cancel()
{
    m_job->cancel();
}

void Exchange::takeHead(const AnswerHead &head)
{
    m_outcome.head = head;
    m_reader.reset();
    if (const AnswerForm form = answerForm(head.value("Content-Type"));
        form != AnswerForm::Unknown) {
        m_reader = std::make_unique<AnswerReader>(m_settings.type, form, m_options.limits);
    }
}

void Exchange::takeBytes(const QByteArray &bytes)
{
    const qsizetype room = keptBytes - m_outcome.received.size();
    m_outcome.received += bytes.first(std::min(bytes.size(), room));
    m_extent = bytes.size() > room ? Extent::CutOff : m_extent;
    if (!m_reader) {
        m_unread += bytes;
        if (m_unread.size() > shownBytes) {
            m_job->fail(failureOfUnread());
        }
        return;
    }
    if (const auto failure = takeEvents(m_reader->feed(bytes))) {
        m_job->fail(*failure);
        return;
    }
    if (m_reader->eventCount() != m_eventCount) {
        m_eventCount = m_reader->eventCount();
        m_job->noteProgress();
    }
    if (const auto failure = failureOfReader()) {
        m_job->fail(*failure);
    }
}

std::optional<Failure> Exchange::takeEvents(const QList<AnswerEvent> &events)
{
    if (events.isEmpty()) {
        return {};
    }
    std::optional<Failure> failure;
    const QList<AnswerEvent> harmless = m_filter->filtered(events);
    for (const AnswerEvent &event : harmless) {
        if (const auto *error = std::get_if<ServerError>(&event); error != nullptr && !failure) {
            failure = failureOfEvent(m_job->server(), m_outcome.head, *error, m_job->key());
        }
    }
    tell(harmless);
    return failure;
}

void Exchange::tell(const QList<AnswerEvent> &events)
{
    if (events.isEmpty()) {
        return;
    }
    for (const AnswerEvent &event : events) {
        m_outcome.answer.take(event);
        const bool isToken = std::holds_alternative<TextDelta>(event)
            || std::holds_alternative<ThinkingDelta>(event);
        if (isToken && !m_outcome.firstToken) {
            m_outcome.firstToken = std::chrono::milliseconds(m_clock.elapsed());
        }
    }
    Q_EMIT eventsArrived(events);
}

Failure Exchange::failureOfUnread() const
{
    ServerError error;
    error.isUndecodable = true;
    error.message = QString::fromUtf8(beginningWithoutKey(m_unread, shownBytes, m_job->key()));
    return failureOfEvent(m_job->server(), m_outcome.head, error, m_job->key());
}

std::optional<Failure> Exchange::failureOfReader() const
{
    return m_reader->failure().transform([](const Error &error) {
        return makeFailure(FailureKind::TooLarge, error.code, error.message);
    });
}

std::optional<Failure> Exchange::failureAtEnd() const
{
    if (!m_reader) {
        return failureOfUnread();
    }
    if (m_reader->isComplete()) {
        return {};
    }
    return makeFailure(FailureKind::Interrupted, ErrorCode::NotReadable,
                       ModelApiTr::tr("The answer of %1 ended before it was whole. What came was "
                                      "kept. Send again for a whole one.")
                           .arg(m_job->server()));
}

void Exchange::takeEnd(const std::optional<Failure> &failure)
{
    m_outcome.failure = failure;
    if (!failure && m_reader) {
        m_outcome.failure = takeEvents(m_reader->finish());
        if (!m_outcome.failure) {
            m_outcome.failure = failureOfReader();
        }
    }
    if (!m_outcome.failure) {
        m_outcome.failure = failureAtEnd();
    }
    tell(m_filter->rest());
    m_outcome.head = shownHead(m_job->head(), m_job->key());
    m_outcome.received = receivedWithoutKey(m_outcome.received, m_job->key(), m_extent);
    m_outcome.attempts = m_job->attempts();
    m_outcome.total = std::chrono::milliseconds(m_clock.elapsed());
    Q_EMIT finished(m_outcome);
}

} // namespace hermes::modelapi
