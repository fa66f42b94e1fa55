#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace tickgate {

class ProxyController;
class RunMarker;

/// What happens when the desktop session asks everybody to get ready for its end. There may be no further turn of the
/// event loop, so the service is stopped and the run noted as ended there and then; or the end is called off, of which
/// no system tells, and then the program has to serve again. Main thread; owned by the composition root.
class SessionEnd : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kPatience{10};

    SessionEnd(ProxyController &controller, RunMarker &marker, std::chrono::milliseconds patience = kPatience,
               QObject *parent = nullptr);

    void asked();
    /// The service has been shut down for good: whoever is asked to quit now has nothing left to wait for.
    [[nodiscard]] bool hasShutDown() const { return m_hasShutDown; }

Q_SIGNALS:
    /// The session lives on, but the service was shut down for it: the note asks the next run to serve again.
    void relaunchNeeded();

private:
    void calledOff();

    ProxyController &m_controller;
    RunMarker &m_marker;
    QTimer m_patience;
    bool m_hasShutDown = false;
};

} // namespace tickgate
