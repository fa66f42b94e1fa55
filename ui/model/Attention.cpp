#include "Attention.h"

#include "core/metrics/Format.h"

#include <QCoreApplication>

#include <algorithm>

namespace tickgate {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Attention)
};

/// What keeps broker adapters from bringing ticks.
void addAdapters(const FeedSnapshot &feed, std::vector<Attention> &all)
{
    if (feed.host == FeedSnapshot::Host::Waiting) {
        all.push_back({QStringLiteral("adapter-host"), Tone::Failed,
                       Words::tr("OpenAlgo's broker adapters ended and start again: %1").arg(feed.reason)});
    }
    for (const AdapterSnapshot &adapter : feed.adapters) {
        if (adapter.state == AdapterSnapshot::State::LoginNeeded) {
            all.push_back({kLoginAttention + adapter.user, Tone::Failed,
                           Words::tr("%1 no longer accepts the login of %2: log in to the broker in OpenAlgo.")
                               .arg(adapter.broker, adapter.user),
                           Words::tr("Open OpenAlgo")});
        } else if (adapter.state == AdapterSnapshot::State::Failed) {
            all.push_back({QStringLiteral("adapter-") + adapter.user, Tone::Failed, adapter.message});
        } else if (adapter.state == AdapterSnapshot::State::Disconnected) {
            all.push_back({QStringLiteral("adapter-") + adapter.user, Tone::Warning,
                           Words::tr("%1 has lost its connection for %2.").arg(adapter.broker, adapter.user)});
        }
    }
}

} // namespace

std::vector<Attention> attentions(const PanelView &view)
{
    std::vector<Attention> all;
    if (view.untilAutoRestart) {
        const QString why = view.error ? view.error->text + QLatin1Char(' ') : QString();
        all.push_back({QStringLiteral("auto-restart"), Tone::Failed,
                       why + Words::tr("Starting again in %1.")
                                 .arg(format::duration(*view.untilAutoRestart + std::chrono::milliseconds(999)))});
    }
    if (!view.running() || !view.hasSample)
        return all;

    const HubSnapshot &hub = view.snapshot.hub;
    const BusSnapshot &bus = view.snapshot.bus;
    if (view.stale())
        all.push_back(
            {QStringLiteral("stale"), Tone::Warning,
             Words::tr("The numbers shown are %1 old: the proxy does not answer.").arg(format::age(view.sampleAge))});
    if (view.snapshot.exposedToNetwork)
        all.push_back({QStringLiteral("exposed"), Tone::Warning,
                       Words::tr("Exposed to the network: other computers can reach this proxy.")});
    for (const ListenerSnapshot &listener : hub.listeners) {
        if (!listener.listening && !listener.absent)
            all.push_back({QStringLiteral("listener-") + listener.address, Tone::Warning, listener.error});
    }
    addAdapters(hub.feed, all);
    if (publisherMissing(view.snapshot)) {
        const QString text =
            view.drifted.empty()
                ? Words::tr("No publisher has been attached to the bus for %1.").arg(format::age(bus.withoutPublisher))
                : driftText(bus.port, view.drifted.front());
        all.push_back({QStringLiteral("no-publisher"), Tone::Warning, text});
    }
    for (const SilentExchange &silent : view.silent) {
        all.push_back({QStringLiteral("silent-") + silent.exchange, Tone::Warning,
                       Words::tr("%1 silent %2, %3 affected")
                           .arg(silent.exchange, format::age(silent.silentFor),
                                format::counted(silent.symbols, Words::tr("1 symbol"), Words::tr("%1 symbols")))});
    }
    if (hub.slowClients > 0)
        all.push_back(
            {QStringLiteral("slow"), Tone::Warning,
             format::counted(hub.slowClients, Words::tr("1 client reads too slowly and gets only the newest prices"),
                             Words::tr("%1 clients read too slowly and get only the newest prices"))});
    return all;
}

void Snoozer::snooze(const QString &key, const QDateTime &until)
{
    m_until.insert(key, until);
}

std::optional<Attention> Snoozer::pick(const std::vector<Attention> &all, const QDateTime &now) const
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const Attention &attention) {
        const auto until = m_until.constFind(attention.key);
        return until == m_until.cend() || *until <= now;
    });
    return found == all.end() ? std::nullopt : std::optional<Attention>(*found);
}

} // namespace tickgate
