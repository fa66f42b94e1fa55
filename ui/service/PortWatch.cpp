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
    look(false, m_webSocketHost, m_webSocketPort);
    look(true, m_busHost, m_busPort);
}

void PortWatch::look(bool bus, const QString &host, quint16 port)
{
    if (port == 0)
        return;
    ++m_open;
    m_desk.inspect(host, port, this, [this, bus, port](const PortVerdict &verdict) {
        --m_open;
        if (port != (bus ? m_busPort : m_webSocketPort))
            return;
        std::optional<PortVerdict> &mine = bus ? m_bus : m_webSocket;
        m_news = m_news || mine != verdict;
        mine = verdict;
        // Both at once, so that rows neither flicker nor change places.
        if (m_open > 0 || !m_news)
            return;
        m_news = false;
        Q_EMIT changed();
    });
}

} // namespace tickgate
