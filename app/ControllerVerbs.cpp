#include "ControllerVerbs.h"

#include "app/ProgramVersion.h"
#include "app/TickTail.h"
#include "core/ports/BusInspector.h"
#include "core/service/Diagnosis.h"
#include "core/service/ExchangeHoursFiles.h"
#include "core/service/StatusJson.h"

#include <QCoreApplication>
#include <QVersionNumber>

#include <utility>

namespace tickgate {

namespace {

std::chrono::milliseconds ageOf(const ServiceSnapshot &snapshot)
{
    if (!snapshot.takenAt.isValid())
        return std::chrono::milliseconds(0);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 snapshot.takenAtSteady);
}

QString addressText(const ServiceSnapshot &snapshot, const ProxyConfig &config)
{
    const int port = snapshot.hub.listeners.empty() ? config.webSocketPort : snapshot.hub.listeners.front().port;
    return QStringLiteral("%1:%2").arg(config.webSocketHost).arg(port);
}

ControlReply failureReply(const std::optional<ServiceError> &error)
{
    if (!error.has_value())
        return {ExitCode::Failed, QStringLiteral("It did not start."), {}};
    const bool busy = error->code == ServiceErrorCode::PortBusy || error->code == ServiceErrorCode::BusBusy;
    return {busy ? ExitCode::PortBusy : ExitCode::Failed,
            QStringLiteral("%1 %2").arg(error->text, error->hint).trimmed(),
            {}};
}

ControlReply stopReply(const std::optional<StopReport> &report)
{
    if (!report.has_value())
        return {ExitCode::Done, QStringLiteral("Stopped."), {}};
    return {ExitCode::Done,
            QStringLiteral("Stopped in %1 s: %2 clients left politely, %3 were cut, %4.")
                .arg(QString::number(static_cast<double>(report->durationMs) / 1000.0, 'f', 2))
                .arg(report->leftPolitely)
                .arg(report->cut)
                .arg(report->portsFree()
                         ? QStringLiteral("the ports are free")
                         : QStringLiteral("still held: %1").arg(report->heldPorts.join(QStringLiteral(", ")))),
            {}};
}

/// Only the numbers: what a caller says goes into sentences.
QVersionNumber versionIn(const QJsonObject &arguments, QLatin1String key)
{
    return QVersionNumber::fromString(arguments.value(key).toString());
}

} // namespace

ControllerVerbs::ControllerVerbs(ProxyController &controller, Facts facts, Hooks hooks)
    : m_controller(controller)
    , m_probe(controller)
    , m_facts(std::move(facts))
    , m_hooks(std::move(hooks))
{}

void ControllerVerbs::handle(const QString &verb, const QJsonObject &arguments, ControlPeer &peer)
{
    if (verb == QLatin1String("status"))
        status(peer);
    else if (verb == QLatin1String("clients"))
        clients(peer);
    else if (verb == QLatin1String("start"))
        start(peer);
    else if (verb == QLatin1String("stop"))
        stop(peer);
    else if (verb == QLatin1String("restart"))
        restart(peer);
    else if (verb == QLatin1String("kick"))
        kick(static_cast<quint64>(arguments.value(QLatin1String("id")).toInteger()), peer);
    else if (verb == QLatin1String("tail"))
        new TickTail(m_controller, arguments.value(QLatin1String("symbol")).toString(), peer);
    else if (verb == QLatin1String("doctor"))
        doctor(peer);
    else if (verb == QLatin1String("raise"))
        raise(arguments, peer);
    else if (verb == QLatin1String("quit"))
        quit(arguments, peer);
#ifdef TICKGATE_FAULT_HOOKS
    else if (verb == QLatin1String("fault")) {
        m_controller.injectFault(arguments.value(QLatin1String("kind")).toString());
        peer.finish({});
    }
#endif
    else
        peer.finish({ExitCode::Usage, QStringLiteral("The running Tickgate does not know \"%1\".").arg(verb), {}});
}

void ControllerVerbs::status(ControlPeer &peer)
{
    m_controller.requestSnapshot(SnapshotDetail::Totals, &peer, [this, &peer](const ServiceSnapshot &snapshot) {
        StatusFacts facts;
        facts.state = m_controller.state();
        facts.error = m_controller.error();
        facts.restartIn = m_controller.autoRestartIn();
        facts.lastStop = m_controller.lastStop();
        facts.receipt = m_controller.restartReceipt();
        facts.config = m_controller.config();
        facts.snapshot = snapshot;
        facts.sampleAge = ageOf(snapshot);
        facts.version = reportedVersion();
        facts.instance = m_facts.instance;
        facts.demo = m_facts.demo;
        facts.pid = QCoreApplication::applicationPid();
        peer.finish({ExitCode::Done, {}, statusJson(facts)});
    });
}

void ControllerVerbs::clients(ControlPeer &peer)
{
    m_controller.requestSnapshot(SnapshotDetail::Clients, &peer, [&peer](const ServiceSnapshot &snapshot) {
        peer.finish({ExitCode::Done, {}, clientsJson(snapshot.hub.clientList)});
    });
}

void ControllerVerbs::start(ControlPeer &peer)
{
    // Connected first: nothing that happens inside the call may be missed.
    answerWhenStarted(peer);
    if (const QString refused = m_controller.start(); !refused.isEmpty())
        peer.finish({ExitCode::Refused, refused, {}});
}

void ControllerVerbs::restart(ControlPeer &peer)
{
    answerWhenStarted(peer);
    if (const QString refused = m_controller.restart(QStringLiteral("restart command")); !refused.isEmpty())
        peer.finish({ExitCode::Refused, refused, {}});
}

void ControllerVerbs::answerWhenStarted(ControlPeer &peer)
{
    QObject::connect(
        &m_controller, &ProxyController::stateChanged, &peer, [this, &peer](ServiceState, ServiceState to) {
            if (to == ServiceState::Failed)
                peer.finish(failureReply(m_controller.error()));
            if (to == ServiceState::Stopped) // and stays so, unless a restart goes on from there at once
                QMetaObject::invokeMethod(
                    &peer, [this, &peer] { answerIfStopped(peer); }, Qt::QueuedConnection);
            if (to != ServiceState::Running)
                return;
            m_controller.requestSnapshot(SnapshotDetail::Totals, &peer, [this, &peer](const ServiceSnapshot &snapshot) {
                peer.finish({ExitCode::Done,
                             QStringLiteral("Running: ws://%1, bus %2.")
                                 .arg(addressText(snapshot, m_controller.config()), snapshot.bus.endpoint),
                             {}});
            });
        });
}

void ControllerVerbs::answerIfStopped(ControlPeer &peer)
{
    if (m_controller.state() == ServiceState::Stopped)
        peer.finish({ExitCode::Failed, QStringLiteral("It was stopped before it ran."), {}});
}

void ControllerVerbs::stop(ControlPeer &peer)
{
    QObject::connect(&m_controller, &ProxyController::stateChanged, &peer,
                     [this, &peer](ServiceState, ServiceState to) {
                         if (to == ServiceState::Stopped)
                             peer.finish(stopReply(m_controller.lastStop()));
                         else if (to == ServiceState::Failed) // it could not be stopped
                             peer.finish(failureReply(m_controller.error()));
                     });
    if (const QString refused = m_controller.stop(QStringLiteral("stop command")); !refused.isEmpty())
        peer.finish({ExitCode::Refused, refused, {}});
    else if (m_controller.state() == ServiceState::Failed)
        peer.finish({ExitCode::Done, QStringLiteral("The automatic restart is called off."), {}});
}

void ControllerVerbs::kick(quint64 id, ControlPeer &peer)
{
    m_controller.requestSnapshot(SnapshotDetail::Clients, &peer, [this, id, &peer](const ServiceSnapshot &) {
        const QString refused = m_controller.kick(id);
        if (refused.isEmpty())
            peer.finish({ExitCode::Done, QStringLiteral("Client %1 is disconnected.").arg(id), {}});
        else
            peer.finish({ExitCode::Refused, refused, {}});
    });
}

void ControllerVerbs::doctor(ControlPeer &peer)
{
    // The hours are read anew on a thread of its own: the files may have been edited since.
    m_jobs.run([folder = m_facts.configDir] { return loadExchangeHours(folder); }, &peer,
               [this, &peer](const ExchangeHours &hours) {
                   m_controller.requestSnapshot(SnapshotDetail::ClientsAndSymbols, &peer,
                                                [this, &peer, hours](const ServiceSnapshot &snapshot) {
                                                    DiagnosisInput input;
                                                    input.state = m_controller.state();
                                                    input.error = m_controller.error();
                                                    input.snapshot = snapshot;
                                                    input.hours = hours;
                                                    input.now = QDateTime::currentDateTime();
                                                    input.staleAfter = m_controller.config().staleTickWarn;
                                                    lookBesideTheBus(input, peer);
                                                });
               });
}

void ControllerVerbs::lookBesideTheBus(const DiagnosisInput &input, ControlPeer &peer)
{
    if (input.state != ServiceState::Running || input.snapshot.bus.publishers > 0) {
        probeAndDiagnose(input, peer);
        return;
    }
    const QString host = m_controller.config().zmqHost;
    m_jobs.run([host, port = input.snapshot.bus.port] { return inspectBus(host, port).drifted; }, &peer,
               [this, input, &peer](const std::vector<DriftedPublisher> &drifted) {
                   DiagnosisInput known = input;
                   known.drifted = drifted;
                   probeAndDiagnose(known, peer);
               });
}

void ControllerVerbs::probeAndDiagnose(const DiagnosisInput &input, ControlPeer &peer)
{
    m_probe.send(&peer, [input, &peer](const LoopTickResult &loop) {
        DiagnosisInput known = input;
        known.loop = loop;
        const Diagnosis diagnosis = diagnose(known);
        const bool healthy = !diagnosis.broken.has_value();
        peer.finish({healthy ? ExitCode::Done : ExitCode::Failed, diagnosis.sentence, doctorJson(diagnosis, loop)});
    });
}

void ControllerVerbs::raise(const QJsonObject &arguments, ControlPeer &peer)
{
    if (!m_hooks.raise) {
        peer.finish({ExitCode::Refused, QStringLiteral("The running Tickgate has no window (it is headless)."), {}});
        return;
    }
    const QVersionNumber asker = versionIn(arguments, QLatin1String("version"));
    QString notice;
    if (!asker.isNull() && asker < QVersionNumber::fromString(reportedVersion())) {
        notice = QStringLiteral("The older Tickgate %1 was started; this one, %2, goes on instead.")
                     .arg(asker.toString(), reportedVersion());
    }
    m_hooks.raise(arguments.value(QLatin1String("activation_token")).toString(), notice);
    peer.finish({});
}

void ControllerVerbs::quit(const QJsonObject &arguments, ControlPeer &peer)
{
    // Said at once; the answer proper is the end of the process.
    peer.sendItem({{QStringLiteral("state"), QStringLiteral("quitting")}});
    const QVersionNumber successor = versionIn(arguments, QLatin1String("replaced_by"));
    m_hooks.quit(successor.isNull() ? QStringLiteral("quit command")
                                    : QStringLiteral("replaced by Tickgate %1").arg(successor.toString()));
}

} // namespace tickgate
