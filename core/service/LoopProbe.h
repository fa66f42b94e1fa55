#pragma once

#include "core/ports/BackgroundJobs.h"
#include "core/service/Diagnosis.h"

#include <QObject>

#include <functional>

namespace tickgate {

class ProxyController;

/// Sends a tick of our own into the bus on a reserved symbol and measures how long it takes to the hub, where it would
/// go out to clients. Nobody can be hurt by it: no client subscribes to that symbol, and no number counts it. Lives on
/// the controller's thread and must not outlive the controller.
class LoopProbe : public QObject
{
public:
    explicit LoopProbe(ProxyController &controller, QObject *parent = nullptr);

    using Done = std::function<void(const LoopTickResult &result)>;
    /// Never blocks; done comes once, a few seconds later at most, unless context is gone by then.
    void send(QObject *context, Done done);

private:
    ProxyController &m_controller;
    BackgroundJobs m_jobs;
};

} // namespace tickgate
