#pragma once

#include "core/server/TickTap.h"

#include <QObject>
#include <QString>

#include <memory>

namespace tickgate {

class ControlPeer;
class ProxyController;

/// Sends the ticks of one symbol, or of all, to one caller of the control socket until the caller goes. Main thread;
/// owned by the peer.
class TickTail : public QObject
{
    Q_OBJECT

public:
    /// symbol is "EXCHANGE:SYMBOL", a symbol of any exchange, or empty.
    TickTail(ProxyController &controller, const QString &symbol, ControlPeer &peer);
    ~TickTail() override;

private:
    void drain();

    ControlPeer &m_peer;
    std::shared_ptr<TickTap> m_tap;
    quint64 m_missed = 0; ///< not told yet
};

} // namespace tickgate
