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
    const bool same = m_state == view.state && m_webSocketHost == config.webSocketHost && m_busHost == config.zmqHost &&
                      m_webSocketPort == webSocketPort && m_busPort == busPort && m_busTopology == config.busTopology;
    if (same && m_timer.isActive() == watching)
        return;
    m_state = view.state;
    m_webSocketHost = config.webSocketHost;
    m_busHost = config.zmqHost;
    m_busTopology = config.busTopology;
    m_webSocketPort = webSocketPort;
    m_busPort = busPort;
    // A run that begins or ends takes the ports or leaves them: what was seen before is no longer so.
    if (!same)
        forget();
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

void PortWatch::forget()
{
    ++m_round;
    m_open = 0;
    m_news = false;
    if (!m_webSocket && !m_bus)
        return;
    m_webSocket.reset();
    m_bus.reset();
    Q_EMIT changed();
}

void PortWatch::lookAtWebSocket()
{
    if (m_webSocketPort == 0)
        return;
    ++m_open;
    const auto judged = [this, port = m_webSocketPort, round = m_round](const PortVerdict &verdict) {
        if (round != m_round)
            return;
        const bool news = port == m_webSocketPort && m_webSocket != verdict;
        if (news)
            m_webSocket = verdict;
        answered(news);
    };
    m_desk.inspect(m_webSocketHost, m_webSocketPort, this, judged);
}

void PortWatch::lookAtBus()
{
    if (m_busPort == 0)
        return;
    ++m_open;
    const auto judged = [this, port = m_busPort, round = m_round](const BusVerdict &verdict) {
        if (round != m_round)
            return;
        const bool news = port == m_busPort && m_bus != verdict;
        if (news)
            m_bus = verdict;
        answered(news);
    };
    m_desk.inspectBus(m_busHost, m_busPort, m_busTopology, this, judged);
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
