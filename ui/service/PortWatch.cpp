#include "PortWatch.h"

#include <algorithm>

namespace tickgate {

namespace {

constexpr int kLookIntervalMs = 3000;

quint16 configured(int port)
{
    return static_cast<quint16>(std::clamp(port, 0, 65535));
}

} // namespace

PortWatch::PortWatch(PortDesk &desk, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
{
    m_timer.setInterval(kLookIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &PortWatch::check);
}

void PortWatch::watch(const PanelView &view, bool watching)
{
    const ProxyConfig &config = view.config;
    const HubSnapshot &hub = view.snapshot.hub;
    const bool live = view.running() && view.hasSample;
    // With port 0 configured only the running service knows.
    const quint16 webSocketPort =
        live && !hub.listeners.empty() ? hub.listeners.front().port : configured(config.webSocketPort);
    const quint16 busPort = live && view.snapshot.bus.port > 0 ? view.snapshot.bus.port : configured(config.zmqPort);
    const bool same = m_webSocketHost == config.webSocketHost && m_busHost == config.zmqHost &&
                      m_webSocketPort == webSocketPort && m_busPort == busPort && m_timer.isActive() == watching;
    if (same)
        return;
    if (m_webSocketPort != webSocketPort || m_webSocketHost != config.webSocketHost)
        m_webSocket.reset();
    if (m_busPort != busPort || m_busHost != config.zmqHost)
        m_bus.reset();
    m_webSocketHost = config.webSocketHost;
    m_busHost = config.zmqHost;
    m_busTopology = config.busTopology;
    m_webSocketPort = webSocketPort;
    m_busPort = busPort;
    if (watching) {
        m_timer.start();
        check();
    } else {
        m_timer.stop();
    }
}

void PortWatch::check()
{
    // A slow system must not pile up questions.
    if (m_open > 0)
        return;
    lookAtWebSocket();
    lookAtBus();
}

void PortWatch::lookAtWebSocket()
{
    if (m_webSocketPort == 0)
        return;
    ++m_open;
    m_desk.inspect(m_webSocketHost, m_webSocketPort, this, [this, port = m_webSocketPort](const PortVerdict &verdict) {
        const bool news = port == m_webSocketPort && m_webSocket != verdict;
        if (news)
            m_webSocket = verdict;
        answered(news);
    });
}

void PortWatch::lookAtBus()
{
    if (m_busPort == 0)
        return;
    ++m_open;
    m_desk.inspectBus(m_busHost, m_busPort, m_busTopology, this, [this, port = m_busPort](const BusVerdict &verdict) {
        const bool news = port == m_busPort && m_bus != verdict;
        if (news)
            m_bus = verdict;
        answered(news);
    });
}

void PortWatch::answered(bool news)
{
    --m_open;
    m_news = m_news || news;
    // Both at once, so that rows neither flicker nor change places.
    if (m_open > 0 || !m_news)
        return;
    m_news = false;
    Q_EMIT changed();
}

} // namespace tickgate
