#include "SessionEnd.h"

#include "app/RunMarker.h"
#include "core/service/ProxyController.h"

#include <spdlog/spdlog.h>

namespace tickgate {

SessionEnd::SessionEnd(ProxyController &controller, RunMarker &marker, std::chrono::milliseconds patience,
                       QObject *parent)
    : QObject(parent)
    , m_controller(controller)
    , m_marker(marker)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &SessionEnd::calledOff);
}

void SessionEnd::asked()
{
    spdlog::info("app: the desktop session ends");
    // Where nothing runs there is nothing to stop, and the panel stays of use if the end is called off. A failed
    // service may still be cleaning up, or be about to start again.
    if (!m_hasShutDown && m_controller.state() != ServiceState::Stopped) {
        m_hasShutDown = true;
        m_controller.shutdownNow(QStringLiteral("session end"));
    }
    m_marker.end();
    m_patience.start();
}

void SessionEnd::calledOff()
{
    spdlog::info("app: the end of the desktop session was called off");
    m_marker.begin();
    if (!m_hasShutDown)
        return;
    m_marker.handOver(QStringLiteral("The end of the desktop session was called off."), 0);
    Q_EMIT relaunchNeeded();
}

} // namespace tickgate
