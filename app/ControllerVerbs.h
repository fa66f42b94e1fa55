#pragma once

#include "app/ControlServer.h"
#include "core/ports/BackgroundJobs.h"
#include "core/service/Diagnosis.h"
#include "core/service/LoopProbe.h"
#include "core/service/ProxyController.h"

#include <QString>

#include <functional>

namespace tickgate {

/// The verbs of the control socket, done by a running service. Main thread; owned by the composition root; the
/// controller outlives it.
class ControllerVerbs : public ControlHandler
{
public:
    /// What only the composition root can do.
    struct Hooks
    {
        /// Unset without a window. The notice is what to tell the user, empty for nothing.
        std::function<void(const QString &activationToken, const QString &notice)> raise;
        std::function<void(const QString &reason)> quit;
    };

    /// What the service itself does not know.
    struct Facts
    {
        QString instance;
        QString configDir; ///< exchange hours and holidays are read from it
        bool demo = false;
    };

    ControllerVerbs(ProxyController &controller, Facts facts, Hooks hooks);

    void handle(const QString &verb, const QJsonObject &arguments, ControlPeer &peer) override;

private:
    void status(ControlPeer &peer);
    void clients(ControlPeer &peer);
    void start(ControlPeer &peer);
    void stop(ControlPeer &peer);
    void restart(ControlPeer &peer);
    void kick(quint64 id, ControlPeer &peer);
    void doctor(ControlPeer &peer);
    /// Where nobody publishes, first sees whether somebody does so beside the bus.
    void lookBesideTheBus(const DiagnosisInput &input, ControlPeer &peer);
    /// Sends the test tick, then judges the chain as the snapshot of before has it.
    void probeAndDiagnose(const DiagnosisInput &input, ControlPeer &peer);
    void raise(const QJsonObject &arguments, ControlPeer &peer);
    void quit(const QJsonObject &arguments, ControlPeer &peer);

    /// Answers once the service runs, has failed, or was stopped meanwhile.
    void answerWhenStarted(ControlPeer &peer);
    void answerIfStopped(ControlPeer &peer);

    ProxyController &m_controller;
    LoopProbe m_probe;
    BackgroundJobs m_jobs;
    const Facts m_facts;
    const Hooks m_hooks;
};

} // namespace tickgate
