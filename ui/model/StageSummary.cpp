#include "StageSummary.h"

#include "core/metrics/Format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace tickgate {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(StageSummary)
};

/// While not running every stage says so in the same words.
StageText idle(const PanelView &view, StageText text)
{
    switch (view.state) {
    case ServiceState::Starting:
        text.tone = Tone::Busy;
        text.status = Words::tr("starting");
        break;
    case ServiceState::Stopping:
        text.tone = Tone::Busy;
        text.status = Words::tr("stopping");
        break;
    case ServiceState::Failed:
        text.tone = Tone::Failed;
        text.status = Words::tr("not running");
        break;
    default:
        text.tone = Tone::Stopped;
        text.status = Words::tr("stopped");
        break;
    }
    return text;
}

StageText unsampled(StageText text)
{
    text.tone = Tone::Busy;
    text.status = Words::tr("waiting for the first sample");
    return text;
}

QString hostPort(const QString &host, int port)
{
    const QString shown = host.contains(QLatin1Char(':')) ? QLatin1Char('[') + host + QLatin1Char(']') : host;
    return port > 0 ? QStringLiteral("%1:%2").arg(shown).arg(port) : shown;
}

} // namespace

static QString adapterLine(const AdapterSnapshot &adapter)
{
    QString state;
    switch (adapter.state) {
    case AdapterSnapshot::State::Connecting:
        state = Words::tr("connecting");
        break;
    case AdapterSnapshot::State::Connected:
        state = Words::tr("connected");
        break;
    case AdapterSnapshot::State::Disconnected:
        state = Words::tr("disconnected");
        break;
    case AdapterSnapshot::State::LoginNeeded:
        state = Words::tr("login needed");
        break;
    case AdapterSnapshot::State::Failed:
        state = Words::tr("failed");
        break;
    }
    QString line = Words::tr("%1 for %2: %3, %4")
                       .arg(adapter.broker, adapter.user, state,
                            format::counted(adapter.symbols, Words::tr("1 symbol"), Words::tr("%1 symbols")));
    if (adapter.everTicked)
        line += Words::tr(", last tick %1 ago").arg(format::age(adapter.sinceLastTick));
    else if (adapter.symbols > 0)
        line += Words::tr(", no tick yet");
    return line;
}

QStringList adapterLines(const PanelView &view)
{
    QStringList lines;
    for (const AdapterSnapshot &adapter : view.snapshot.hub.feed.adapters)
        lines += adapterLine(adapter);
    return lines;
}

StageText feedStage(const PanelView &view)
{
    const BusSnapshot &bus = view.snapshot.bus;
    StageText text;
    text.title = Words::tr("FEED");
    const int port = view.running() && bus.port > 0 ? bus.port : view.config.zmqPort;
    text.place = Words::tr("tcp %1").arg(hostPort(view.config.zmqHost, port));
    if (!view.running())
        return idle(view, text);
    if (!view.hasSample)
        return unsampled(text);

    const QString link = bus.bound       ? Words::tr("bound")
                         : bus.connected ? Words::tr("connected")
                                         : Words::tr("not bound");
    const QString publishers =
        bus.publishers == 0 ? Words::tr("no publisher")
                            : format::counted(bus.publishers, Words::tr("1 publisher"), Words::tr("%1 publishers"));
    text.status = QStringLiteral("%1, %2").arg(link, publishers);
    text.numbers = Words::tr("%1 msg/s").arg(format::rate(bus.messagesPerSecond));
    text.numbers += bus.everTicked     ? Words::tr(", last %1 ago").arg(format::age(bus.sinceLastTick))
                    : bus.everReceived ? Words::tr(", no tick yet")
                                       : Words::tr(", nothing yet");
    text.details = adapterLines(view);
    if (view.snapshot.demoFeed)
        text.details.prepend(Words::tr("Demo: these prices are made up"));
    if (!bus.bound && !bus.connected)
        text.tone = Tone::Failed;
    else if (!view.silent.empty() || publisherMissing(view.snapshot))
        text.tone = Tone::Warning;
    else if (bus.ticksPerSecond > 0)
        text.tone = Tone::Flowing;
    else
        text.tone = Tone::Quiet;
    return text;
}

StageText proxyStage(const PanelView &view)
{
    const HubSnapshot &hub = view.snapshot.hub;
    StageText text;
    text.title = Words::tr("PROXY");
    text.place = hostPort(view.config.webSocketHost, view.config.webSocketPort);
    if (!view.running())
        return idle(view, text);

    QStringList places;
    int down = 0;
    for (const ListenerSnapshot &listener : hub.listeners) {
        if (!listener.listening)
            down += listener.absent ? 0 : 1;
        else
            places += places.isEmpty() ? hostPort(listener.address, listener.port) : listener.address;
    }
    if (!places.isEmpty())
        text.place = places.join(QLatin1String(" + "));
    if (!view.hasSample)
        return unsampled(text);

    text.tone = Tone::Flowing;
    text.status = Words::tr("listening");
    if (places.isEmpty()) {
        text.tone = Tone::Failed;
        text.status = Words::tr("not listening");
    } else if (view.snapshot.exposedToNetwork) {
        text.tone = Tone::Warning;
        text.status = Words::tr("exposed to the network");
    } else if (down > 0) {
        text.tone = Tone::Warning;
        text.status = Words::tr("listening on %1 of %2 addresses").arg(places.size()).arg(places.size() + down);
    }
    text.numbers = hub.latency.samples > 0
                       ? Words::tr("p99 %1, CPU %2")
                             .arg(format::latency(hub.latency.p99), format::percent(view.snapshot.cpuPercent))
                       : Words::tr("CPU %1").arg(format::percent(view.snapshot.cpuPercent));
    return text;
}

StageText clientsStage(const PanelView &view)
{
    const HubSnapshot &hub = view.snapshot.hub;
    StageText text;
    text.title = Words::tr("CLIENTS");
    if (!view.running())
        return idle(view, text);
    if (!view.hasSample)
        return unsampled(text);

    text.place = format::counted(std::max(0, hub.symbols), Words::tr("1 symbol"), Words::tr("%1 symbols"));
    text.status = hub.clients == 0 ? Words::tr("no program connected")
                                   : Words::tr("%1 connected").arg(format::count(static_cast<quint64>(hub.clients)));
    if (hub.clients > hub.authenticated)
        text.status += Words::tr(", %1 not logged in").arg(hub.clients - hub.authenticated);
    if (hub.slowClients > 0)
        text.status += Words::tr(", %1 slow").arg(hub.slowClients);
    text.numbers = Words::tr("%1 msg/s").arg(format::rate(hub.deliveredPerSecond));
    if (hub.conflated > 0)
        text.numbers += Words::tr(", conflated %1").arg(format::count(hub.conflated));
    text.tone = hub.slowClients > 0 ? Tone::Warning : hub.deliveredPerSecond > 0 ? Tone::Flowing : Tone::Quiet;
    return text;
}

QString stateWord(ServiceState state)
{
    switch (state) {
    case ServiceState::Stopped:
        return Words::tr("STOPPED");
    case ServiceState::Starting:
        return Words::tr("STARTING");
    case ServiceState::Running:
        return Words::tr("RUNNING");
    case ServiceState::Stopping:
        return Words::tr("STOPPING");
    case ServiceState::Failed:
        break;
    }
    return Words::tr("FAILED");
}

Tone stateTone(const PanelView &view)
{
    switch (view.state) {
    case ServiceState::Stopped:
        return Tone::Stopped;
    case ServiceState::Failed:
        return Tone::Failed;
    case ServiceState::Starting:
    case ServiceState::Stopping:
        return Tone::Busy;
    case ServiceState::Running:
        break;
    }
    if (!view.hasSample)
        return Tone::Quiet;
    // Whatever one of the stages warns of; a service that runs in part is not one that failed.
    const auto warns = [](const StageText &stage) { return stage.tone == Tone::Warning || stage.tone == Tone::Failed; };
    if (view.stale() || warns(feedStage(view)) || warns(proxyStage(view)) || warns(clientsStage(view)))
        return Tone::Warning;
    return view.snapshot.bus.ticksPerSecond > 0 ? Tone::Flowing : Tone::Quiet;
}

QString webSocketUrl(const PanelView &view)
{
    QString host = view.config.webSocketHost;
    int port = view.config.webSocketPort;
    for (const ListenerSnapshot &listener : view.snapshot.hub.listeners) {
        if (view.running() && listener.listening) {
            host = listener.address;
            port = listener.port;
            break;
        }
    }
    if (host.isEmpty() || host == QLatin1String("localhost") || host == QLatin1String("0.0.0.0"))
        host = QStringLiteral("127.0.0.1");
    return QStringLiteral("ws://") + hostPort(host, port);
}

} // namespace tickgate
