#include "SampleRequests.h"

#include "core/service/ProxyController.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tickgate {

namespace {
constexpr std::chrono::milliseconds kLimit{1'500};
}

SampleRequests::SampleRequests(const ServiceSnapshot &latest)
    : m_latest(latest)
{
    m_limit.setSingleShot(true);
    m_limit.setInterval(kLimit);
    QObject::connect(&m_limit, &QTimer::timeout, &m_limit, [this] { answerAll(); });
}

void SampleRequests::add(SnapshotDetail detail, QObject *context, Answer done)
{
    m_waiting.push_back({detail, context, std::move(done), false});
    if (!m_limit.isActive())
        m_limit.start();
}

SnapshotDetail SampleRequests::ask(SnapshotDetail least)
{
    for (Request &request : m_waiting) {
        least = std::max(least, request.detail);
        request.asked = true;
    }
    return least;
}

void SampleRequests::give(bool all)
{
    // Answers may ask again, so the list is settled before the first is given.
    const auto waiting =
        std::stable_partition(m_waiting.begin(), m_waiting.end(), [all](const Request &r) { return all || r.asked; });
    const std::vector<Request> due(std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(waiting));
    m_waiting.erase(m_waiting.begin(), waiting);
    if (m_waiting.empty())
        m_limit.stop();
    for (const Request &request : due) {
        if (request.context)
            request.done(m_latest);
    }
}

} // namespace tickgate
