#include "Diagnosis.h"

#include "core/metrics/Format.h"
#include "core/metrics/SilentFeed.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

namespace tickgate {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Diagnosis)
};

/// What one check came to.
struct Finding
{
    CheckResult result = CheckResult::Ok;
    QString found;
    QString sentence = {};
    DiagnosisAction action = DiagnosisAction::None;
};

Finding broken(const QString &found, const QString &sentence, DiagnosisAction action)
{
    return {CheckResult::Broken, found, sentence, action};
}

Finding checkService(const DiagnosisInput &input)
{
    switch (input.state) {
    case ServiceState::Running:
        return {CheckResult::Ok, Words::tr("running for %1").arg(format::duration(input.snapshot.uptime))};
    case ServiceState::Failed: {
        const QString text = input.error ? input.error->text : Words::tr("The proxy failed.");
        const QString hint = input.error ? input.error->hint : QString();
        const bool port = input.error && input.error->verdict;
        return broken(Words::tr("failed"), hint.isEmpty() ? text : text + QLatin1Char('\n') + hint,
                      port ? DiagnosisAction::ShowPorts : DiagnosisAction::Start);
    }
    case ServiceState::Starting:
        return broken(Words::tr("starting"), Words::tr("The proxy is still starting: look again in a moment."),
                      DiagnosisAction::None);
    case ServiceState::Stopping:
        return broken(Words::tr("stopping"), Words::tr("The proxy is stopping."), DiagnosisAction::None);
    case ServiceState::Stopped:
        break;
    }
    return broken(Words::tr("stopped"), Words::tr("The proxy is stopped: nothing is received and nothing is sent."),
                  DiagnosisAction::Start);
}

Finding checkBus(const BusSnapshot &bus)
{
    if (bus.bound)
        return {CheckResult::Ok, Words::tr("bound to %1").arg(bus.endpoint)};
    if (bus.connected)
        return {CheckResult::Ok, Words::tr("connected to %1").arg(bus.endpoint)};
    return broken(Words::tr("not bound"),
                  Words::tr("The ZeroMQ bus %1 is neither bound nor connected: another program may hold its port.")
                      .arg(bus.endpoint),
                  DiagnosisAction::ShowPorts);
}

Finding checkPublisher(const DiagnosisInput &input)
{
    const BusSnapshot &bus = input.snapshot.bus;
    if (bus.publishers > 0)
        return {CheckResult::Ok, Words::tr("%1 attached").arg(bus.publishers)};
    const QString age = format::age(bus.withoutPublisher);
    if (!input.drifted.empty()) {
        const DriftedPublisher &drifted = input.drifted.front();
        return broken(Words::tr("none for %1, but one on port %2").arg(age).arg(drifted.port),
                      driftText(bus.port, drifted) + QLatin1Char(' ') + driftRemedy(bus.port, drifted),
                      DiagnosisAction::ShowPorts);
    }
    if (bus.withoutPublisher < kPublisherGrace)
        return broken(Words::tr("none attached yet"),
                      Words::tr("No publisher is attached to %1 yet: those that ran before come back within a few "
                                "seconds.")
                          .arg(bus.endpoint),
                      DiagnosisAction::OpenSettings);
    return broken(Words::tr("none for %1").arg(age),
                  Words::tr("No publisher has been attached to %1 for %2: start OpenAlgo and log in to the broker.")
                      .arg(bus.endpoint, age),
                  DiagnosisAction::OpenSettings);
}

/// The exchanges that somebody waits for.
QStringList awaitedExchanges(const std::vector<SymbolSnapshot> &symbols)
{
    QStringList awaited;
    for (const SymbolSnapshot &symbol : symbols) {
        if (symbol.subscribers > 0 && !awaited.contains(symbol.exchange))
            awaited += symbol.exchange;
    }
    return awaited;
}

/// When all that is waited for is closed, which opens next: "NSE opens Mon 09:15". Empty while one is open.
QString closedNote(const DiagnosisInput &input)
{
    QString name;
    QDateTime earliest;
    const QStringList awaited = awaitedExchanges(input.snapshot.hub.symbolList);
    for (const QString &exchange : awaited) {
        if (input.hours.isOpen(exchange, input.now))
            return {};
        const QDateTime opening = input.hours.nextOpening(exchange, input.now);
        if (opening.isValid() && (!earliest.isValid() || opening < earliest)) {
            earliest = opening;
            name = exchange;
        }
    }
    if (!earliest.isValid())
        return {};
    return Words::tr("%1 is closed and opens on %2 at %3 IST.")
        .arg(name, QLocale::c().toString(earliest.date(), QStringLiteral("ddd d MMM")),
             earliest.time().toString(QStringLiteral("HH:mm")));
}

Finding checkBytes(const DiagnosisInput &input)
{
    const BusSnapshot &bus = input.snapshot.bus;
    const QString closed = closedNote(input);
    if (!bus.everReceived) {
        const QString sentence =
            closed.isEmpty()
                ? Words::tr(
                      "A publisher is attached but has sent nothing yet: check that the broker session is logged in.")
                : Words::tr("A publisher is attached but has sent nothing yet: %1").arg(closed);
        return broken(Words::tr("nothing received"), sentence, DiagnosisAction::ShowLog);
    }
    const QString last =
        Words::tr("%1 msg/s, last %2 ago").arg(format::rate(bus.messagesPerSecond), format::age(bus.sinceLastMessage));
    if (input.staleAfter.count() > 0 && bus.sinceLastMessage >= input.staleAfter) {
        const QString age = format::age(bus.sinceLastMessage);
        const QString sentence =
            closed.isEmpty()
                ? Words::tr("The publisher has sent nothing for %1: its broker connection is probably down.").arg(age)
                : Words::tr("The publisher has sent nothing for %1: %2").arg(age, closed);
        return broken(last, sentence, DiagnosisAction::ShowLog);
    }
    return {CheckResult::Ok, last};
}

Finding checkParse(const BusSnapshot &bus)
{
    const quint64 bad = bus.badPayloads + bus.oversizedPayloads + bus.badFrameCounts;
    const QString found = bad == 0 ? Words::tr("all readable") : Words::tr("%1 unreadable").arg(format::count(bad));
    if (bad > 0 && bad >= bus.messages - std::min(bad, bus.messages))
        return broken(
            found,
            Words::tr("Most of what arrives on the bus cannot be read (%1 of %2 messages): the publisher does not "
                      "send OpenAlgo ticks.")
                .arg(format::count(bad), format::count(bus.messages)),
            DiagnosisAction::ShowLog);
    return {CheckResult::Ok, found};
}

Finding checkTopic(const BusSnapshot &bus)
{
    if (bus.ticks + bus.orders > 0)
        return {CheckResult::Ok,
                Words::tr("%1, %2").arg(
                    format::counted(static_cast<qint64>(bus.ticks), Words::tr("1 tick"), Words::tr("%1 ticks")),
                    format::counted(static_cast<qint64>(bus.orders), Words::tr("1 order"), Words::tr("%1 orders")))};
    const QString example =
        bus.unknownExample.isEmpty() ? QString() : Words::tr(", for example \"%1\"").arg(bus.unknownExample);
    return broken(Words::tr("no tick among %1 messages").arg(format::count(bus.messages)),
                  Words::tr("No message on the bus is a tick%1: topics must read EXCHANGE_SYMBOL_MODE.").arg(example),
                  DiagnosisAction::ShowLog);
}

/// Symbols that somebody waits for and that never came.
struct Awaited
{
    int subscribed = 0;
    int waiting = 0;
    std::chrono::milliseconds longest{0}; ///< of those that wait
    const SymbolSnapshot *example = nullptr;

    void count(const SymbolSnapshot &symbol)
    {
        ++subscribed;
        if (symbol.everTicked)
            return;
        longest = std::max(longest, symbol.subscribedFor);
        if (++waiting == 1 || symbol.ticks > 0)
            example = &symbol;
    }
    [[nodiscard]] bool nothingCame() const { return waiting > 0 && waiting == subscribed; }
};

Finding neverTicked(const DiagnosisInput &input, const Awaited &awaited)
{
    const QString found =
        format::counted(awaited.waiting, Words::tr("1 symbol, never ticked"), Words::tr("%1 symbols, none has ticked"));
    const QString name = awaited.example->exchange + QLatin1Char(':') + awaited.example->symbol;
    if (awaited.example->ticks > 0) // but in a lower mode than anybody asked for
        return broken(found,
                      Words::tr("%1 ticks, but not in the mode that was subscribed: the publisher does not send it. "
                                "Subscribe to a lower mode.")
                          .arg(name),
                      DiagnosisAction::ShowSymbols);
    const QString closed = closedNote(input);
    const QString none = format::counted(awaited.waiting, Words::tr("The one subscribed symbol has not ticked yet"),
                                         Words::tr("None of the %1 subscribed symbols has ticked yet"));
    const QString why = closed.isEmpty()
                            ? Words::tr("check that %1 is spelled right and that the broker delivers it.").arg(name)
                            : closed;
    return broken(found, none + QLatin1String(": ") + why, DiagnosisAction::ShowSymbols);
}

/// When clients wait only for symbols that never came, at all or from an exchange that has been open long enough.
std::optional<Finding> checkNeverTicked(const DiagnosisInput &input)
{
    Awaited all;
    std::map<QString, Awaited> byExchange;
    std::set<QString> ticking; // whether somebody gets it or not
    for (const SymbolSnapshot &symbol : input.snapshot.hub.symbolList) {
        if (symbol.ticks > 0)
            ticking.insert(symbol.exchange);
        if (symbol.subscribers == 0)
            continue;
        all.count(symbol);
        byExchange[symbol.exchange].count(symbol);
    }
    if (all.nothingCame())
        return neverTicked(input, all);
    for (const auto &[exchange, awaited] : byExchange) {
        const auto openFor = input.hours.openFor(exchange, input.now);
        if (!awaited.nothingCame() || !openFor || input.staleAfter.count() <= 0 ||
            std::min<std::chrono::milliseconds>(awaited.longest, *openFor) < input.staleAfter)
            continue;
        if (awaited.example->ticks > 0)
            return neverTicked(input, awaited);
        const QString name = awaited.example->exchange + QLatin1Char(':') + awaited.example->symbol;
        const QString age = format::age(awaited.longest);
        const QString said =
            ticking.count(exchange) > 0
                ? Words::tr("%1 has not ticked for %2 although other symbols of %3 do: check that it is spelled right "
                            "and that the broker delivers it.")
                      .arg(name, age, exchange)
                : Words::tr("Nothing has come from %1 for %2 although it trades: check that %3 is spelled right and "
                            "that the broker delivers it.")
                      .arg(exchange, age, name);
        return broken(Words::tr("nothing from %1").arg(ticking.count(exchange) > 0 ? name : exchange), said,
                      DiagnosisAction::ShowSymbols);
    }
    return std::nullopt;
}

std::optional<Finding> checkSilence(const DiagnosisInput &input)
{
    const auto silent = silentExchanges(input.snapshot.hub.symbolList, input.hours, input.now, input.staleAfter);
    if (silent.empty())
        return std::nullopt;
    const SilentExchange &worst = silent.front();
    return broken(Words::tr("%1 silent for %2").arg(worst.exchange, format::age(worst.silentFor)),
                  Words::tr("%1 has been silent for %2 while it trades: %3.")
                      .arg(worst.exchange, format::age(worst.silentFor),
                           format::counted(worst.symbols, Words::tr("1 subscribed symbol waits"),
                                           Words::tr("%1 subscribed symbols wait"))),
                  DiagnosisAction::ShowSymbols);
}

Finding checkSubscribed(const DiagnosisInput &input)
{
    const HubSnapshot &hub = input.snapshot.hub;
    if (hub.clients == 0)
        return broken(
            Words::tr("no program connected"),
            Words::tr("Data arrives but no program is connected: point your strategy at the WebSocket address."),
            DiagnosisAction::CopyUrl);
    if (hub.authenticated == 0) {
        const QString why = hub.wrongKeys > 0 ? Words::tr("A program is connected but its API key was refused (%1).")
                                                    .arg(format::counted(static_cast<qint64>(hub.wrongKeys),
                                                                         Words::tr("once"), Words::tr("%1 times")))
                                              : Words::tr("A program is connected but has not sent its API key yet.");
        return broken(Words::tr("%1 connected, none logged in").arg(hub.clients), why, DiagnosisAction::ShowClients);
    }
    if (hub.subscriptions == 0)
        return broken(Words::tr("%1 logged in, no subscription").arg(hub.authenticated),
                      Words::tr("The connected programs have not subscribed to anything."),
                      DiagnosisAction::ShowClients);
    if (const auto never = checkNeverTicked(input))
        return *never;
    if (const auto silent = checkSilence(input))
        return *silent;
    return {CheckResult::Ok,
            QStringLiteral("%1, %2").arg(
                format::counted(hub.authenticated, Words::tr("1 client"), Words::tr("%1 clients")),
                format::counted(hub.subscriptions, Words::tr("1 subscription"), Words::tr("%1 subscriptions")))};
}

Finding checkReading(const HubSnapshot &hub)
{
    if (hub.slowClients == 0)
        return {CheckResult::Ok, Words::tr("all keep up, %1 msg/s").arg(format::rate(hub.deliveredPerSecond))};
    const auto slow = std::find_if(hub.clientList.begin(), hub.clientList.end(),
                                   [](const ClientSnapshot &client) { return client.slow; });
    const QString who = slow == hub.clientList.end() ? Words::tr("A client") : Words::tr("Client %1").arg(slow->id);
    return broken(
        Words::tr("%1 slow").arg(hub.slowClients),
        Words::tr("%1 does not read fast enough: it gets only the newest price of each symbol until it catches up.")
            .arg(who),
        DiagnosisAction::ShowClients);
}

Finding checkLoop(const LoopTickResult &loop)
{
    if (loop.latency)
        return {CheckResult::Ok, Words::tr("came round in %1").arg(format::latency(*loop.latency))};
    if (!loop.tried)
        return {CheckResult::NotReached, Words::tr("not sent: %1").arg(loop.problem)};
    return broken(Words::tr("did not come back"),
                  Words::tr("A test tick sent into the bus did not reach the clients' side: %1").arg(loop.problem),
                  DiagnosisAction::Restart);
}

Finding check(DiagnosisLink link, const DiagnosisInput &input)
{
    switch (link) {
    case DiagnosisLink::ServiceRunning:
        return checkService(input);
    case DiagnosisLink::BusBound:
        return checkBus(input.snapshot.bus);
    case DiagnosisLink::PublisherAttached:
        return checkPublisher(input);
    case DiagnosisLink::BytesIn:
        return checkBytes(input);
    case DiagnosisLink::ParseOk:
        return checkParse(input.snapshot.bus);
    case DiagnosisLink::TopicMatched:
        return checkTopic(input.snapshot.bus);
    case DiagnosisLink::ClientSubscribed:
        return checkSubscribed(input);
    case DiagnosisLink::ClientReading:
        return checkReading(input.snapshot.hub);
    case DiagnosisLink::LoopTick:
        break;
    }
    return checkLoop(input.loop);
}

} // namespace

Diagnosis diagnose(const DiagnosisInput &input)
{
    Diagnosis diagnosis;
    for (const DiagnosisLink link :
         {DiagnosisLink::ServiceRunning, DiagnosisLink::BusBound, DiagnosisLink::PublisherAttached,
          DiagnosisLink::BytesIn, DiagnosisLink::ParseOk, DiagnosisLink::TopicMatched, DiagnosisLink::ClientSubscribed,
          DiagnosisLink::ClientReading, DiagnosisLink::LoopTick}) {
        const bool ownTick = link == DiagnosisLink::LoopTick;
        if (ownTick && !input.loop.tried && input.loop.problem.isEmpty())
            continue;
        // Our own tick needs nobody else: what became of it says something behind a broken link, too.
        if (diagnosis.broken && !(ownTick && input.loop.tried)) {
            diagnosis.checks.push_back({link, CheckResult::NotReached, diagnosisLinkTitle(link), {}});
            continue;
        }
        const Finding finding = check(link, input);
        diagnosis.checks.push_back({link, finding.result, diagnosisLinkTitle(link), finding.found});
        if (finding.result == CheckResult::Broken && !diagnosis.broken) {
            diagnosis.broken = link;
            diagnosis.sentence = finding.sentence;
            diagnosis.action = finding.action;
        }
    }
    if (!diagnosis.broken) {
        const HubSnapshot &hub = input.snapshot.hub;
        diagnosis.sentence =
            hub.deliveredPerSecond > 0
                ? Words::tr("Data flows to %1, %2 messages a second.")
                      .arg(format::counted(hub.authenticated, Words::tr("1 program"), Words::tr("%1 programs")),
                           format::rate(hub.deliveredPerSecond))
                : Words::tr("Everything is in order, but nothing that a program subscribed to came just now.");
    }
    return diagnosis;
}

} // namespace tickgate
