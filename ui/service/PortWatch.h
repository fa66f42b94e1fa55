#pragma once

#include "ui/model/PanelView.h"
#include "ui/service/PortDesk.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace tickgate {

/// The verdicts on our two ports, kept fresh while somebody looks at them. GUI thread; owned by the window.
class PortWatch : public QObject
{
    Q_OBJECT

public:
    explicit PortWatch(PortDesk &desk, QObject *parent = nullptr);

    /// Looks at once, and every few seconds while `watching`. Other ports, and another state of the service, make void
    /// what was seen before.
    void watch(const PanelView &view, bool watching);
    void check();

    [[nodiscard]] const std::optional<PortVerdict> &webSocket() const { return m_webSocket; }
    [[nodiscard]] const std::optional<BusVerdict> &bus() const { return m_bus; }

Q_SIGNALS:
    void changed();

private:
    /// What was seen, and asked, up to now says nothing any more.
    void forget();
    void lookAtWebSocket();
    void lookAtBus();
    /// One of the two has been answered; tells when both have and something is new.
    void answered(bool news);

    PortDesk &m_desk;
    QTimer m_timer;
    ServiceState m_state = ServiceState::Stopped;
    QString m_webSocketHost;
    QString m_busHost;
    quint16 m_webSocketPort = 0;
    quint16 m_busPort = 0;
    BusTopology m_busTopology = BusTopology::Auto;
    int m_open = 0;  ///< questions not yet answered
    int m_round = 0; ///< of questions; answers to those of an earlier one are dropped
    bool m_news = false;
    std::optional<PortVerdict> m_webSocket;
    std::optional<BusVerdict> m_bus;
};

} // namespace tickgate
