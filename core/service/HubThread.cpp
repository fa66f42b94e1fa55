#include "HubThread.h"

#include "core/metrics/Clock.h"
#include "core/server/HubDispatcher.h"

#include <QAbstractEventDispatcher>

namespace tickgate {

namespace {

/// A class of our own, although it adds nothing: a plain QObject takes its events through Qt's own table, where the
/// thread sanitizer's edges (packaging/sanitizers) are not seen.
class Anchor : public QObject
{};

} // namespace

HubThread::HubThread(HubOptions options)
    : m_heartbeat(std::make_shared<std::atomic<std::uint64_t>>(monotonicNs()))
    , m_anchor(new Anchor)
{
    options.heartbeat = m_heartbeat;
    m_thread.setObjectName(QStringLiteral("hub"));
    if (QAbstractEventDispatcher *dispatcher = makeHubDispatcher(); dispatcher != nullptr)
        m_thread.setEventDispatcher(dispatcher);
    m_anchor->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(m_anchor, [this, options = std::move(options)] {
        m_hub = std::make_unique<Hub>(options);
        connect(m_hub.get(), &Hub::started, this, &HubThread::started);
        connect(m_hub.get(), &Hub::startFailed, this, &HubThread::startFailed);
        connect(m_hub.get(), &Hub::failed, this, &HubThread::failed);
        connect(m_hub.get(), &Hub::stopped, this, &HubThread::stopped);
        connect(m_hub.get(), &Hub::sampled, this, &HubThread::sampled);
        connect(m_hub.get(), &Hub::clientAuthenticated, this, &HubThread::clientAuthenticated);
        connect(m_hub.get(), &Hub::stopped, m_anchor, [this] { m_stopped.release(); });
        m_hub->start();
    });
}

HubThread::~HubThread()
{
    // Quitting is asked for on the thread itself: asked for from here, the loop may end before it destroys the hub.
    QMetaObject::invokeMethod(m_anchor, [this] {
        m_hub.reset();
        m_thread.quit();
    });
    m_thread.wait();
    delete m_anchor; // its thread is over, so it is anybody's
}

void HubThread::post(std::function<void(Hub &)> work)
{
    QMetaObject::invokeMethod(m_anchor, [this, work = std::move(work)] {
        if (m_hub)
            m_hub->run(work);
    });
}

bool HubThread::waitStopped(std::chrono::milliseconds time)
{
    return m_stopped.tryAcquire(1, static_cast<int>(time.count()));
}

std::uint64_t HubThread::sinceLastTurnNs() const
{
    const std::uint64_t now = monotonicNs();
    const std::uint64_t then = m_heartbeat->load(std::memory_order_relaxed);
    return now > then ? now - then : 0;
}

} // namespace tickgate
