#include "TickTail.h"

#include "app/ControlServer.h"
#include "core/service/ProxyController.h"

namespace tickgate {

TickTail::TickTail(ProxyController &controller, const QString &symbol, ControlPeer &peer)
    : QObject(&peer)
    , m_peer(peer)
{
    const auto colon = symbol.indexOf(u':');
    m_tap = std::make_shared<TickTap>(symbol.left(std::max<qsizetype>(colon, 0)).toStdString(),
                                      symbol.mid(colon + 1).toStdString());
    m_tap->setWake([this] { QMetaObject::invokeMethod(this, &TickTail::drain, Qt::QueuedConnection); });
    controller.tapTicks(m_tap);
}

TickTail::~TickTail()
{
    m_tap->close();
}

void TickTail::drain()
{
    const TickTap::Taken taken = m_tap->take();
    m_missed += taken.missed;
    for (const TickTap::Tick &tick : taken.ticks) {
        if (m_missed > 0 && m_peer.sendItem({{QStringLiteral("missed"), static_cast<double>(m_missed)}}))
            m_missed = 0;
        const bool sent = m_peer.sendItem({{QStringLiteral("exchange"), QString::fromStdString(tick.exchange)},
                                           {QStringLiteral("symbol"), QString::fromStdString(tick.symbol)},
                                           {QStringLiteral("mode"), modeNumber(tick.mode)},
                                           {QStringLiteral("payload"), QString::fromStdString(tick.payload)}});
        if (!sent)
            ++m_missed;
    }
}

} // namespace tickgate
