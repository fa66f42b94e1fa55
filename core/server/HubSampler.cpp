#include "HubSampler.h"

#include "core/bus/BusBridge.h"
#include "core/feed/FeedSource.h"
#include "core/metrics/Clock.h"
#include "core/metrics/LatencyHistogram.h"
#include "core/metrics/ProcessUsage.h"
#include "core/protocol/TestTick.h"
#include "core/server/FanOut.h"
#include "core/server/Session.h"
#include "core/server/SubscriptionIndex.h"

#include <QStringView>

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace tickgate {

namespace {

constexpr std::size_t kLatencyIntervals = 20;
constexpr std::uint64_t kSlowShownNs = 3'000'000'000;
constexpr std::chrono::seconds kReadsNothing{1}; ///< for so long: it does not keep up

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// A symbol that the broker refuses says so in its row.
void noteRefusals(HubSnapshot &out)
{
    if (out.feed.refused.empty())
        return;
    std::map<std::pair<QStringView, QStringView>, const QString *> messages;
    for (const RefusedSymbol &refused : out.feed.refused)
        messages[{refused.exchange, refused.symbol}] = &refused.message;
    for (SymbolSnapshot &symbol : out.symbolList) {
        if (const auto found = messages.find({symbol.exchange, symbol.symbol}); found != messages.end())
            symbol.note = *found->second;
    }
}

} // namespace

HubSampler::HubSampler() = default;
HubSampler::~HubSampler() = default;

void HubSampler::sample(const Sessions &sessions, SubscriptionIndex &index, FanOut &fanOut, SnapshotDetail detail,
                        HubSnapshot &out)
{
    const std::uint64_t nowNs = monotonicNs();
    sampleClients(sessions, nowNs, detail != SnapshotDetail::Totals, out);
    out.subscriptions = index.subscriptions();
    out.symbols = index.subscribedSymbols();
    out.deliveredPerSecond = m_deliveredRate.read(out.delivered, nowNs);
    if (detail == SnapshotDetail::ClientsAndSymbols)
        sampleSymbols(index, nowNs, out);
    noteRefusals(out);
    sampleLatency(fanOut, out);
}

void HubSampler::sampleProcess(ServiceSnapshot &out)
{
    constexpr double kMicrosecondsPerPercent = 10'000; // of a second
    const ProcessUsage usage = processUsage();
    out.cpuPercent =
        m_cpu.read(static_cast<std::uint64_t>(usage.cpuTime.count()), monotonicNs()) / kMicrosecondsPerPercent;
    out.residentBytes = usage.residentBytes;
}

void HubSampler::keep(Session &session)
{
    m_deliveredBefore += session.output().delivered();
    m_bytesBefore += session.output().deliveredBytes();
    m_conflatedBefore += session.output().conflated();
}

void HubSampler::sampleClients(const Sessions &sessions, std::uint64_t nowNs, bool withList, HubSnapshot &out)
{
    out.delivered = m_deliveredBefore;
    out.deliveredBytes = m_bytesBefore;
    out.conflated = m_conflatedBefore;
    for (const auto &[id, session] : sessions) {
        const SessionOutput &output = session->output();
        // The kernel takes megabytes for a client that reads nothing, long before anything is queued here.
        const bool stalled = output.behind() && sinceNs(output.lastProgressNs(), nowNs) > kReadsNothing;
        if (stalled || output.conflating() || (output.blocked() && output.queuedMessages() > 0))
            session->slowUntilNs = nowNs + kSlowShownNs;
        const bool slow = session->slowUntilNs > nowNs;
        const double outPerSecond = session->outRate.read(output.delivered(), nowNs);
        ++out.clients;
        out.authenticated += session->identity.known() ? 1 : 0;
        out.slowClients += slow ? 1 : 0;
        out.delivered += output.delivered();
        out.deliveredBytes += output.deliveredBytes();
        out.conflated += output.conflated();
        if (!withList)
            continue;
        ClientSnapshot client;
        client.id = session->id();
        client.address = session->peerAddress();
        client.port = session->peerPort();
        client.user = session->identity.userId;
        client.broker = session->identity.broker;
        client.maskedKey = session->identity.maskedKey;
        client.userAgent = session->handshake().userAgent;
        client.subscriptions = session->subscriptionCount;
        client.wantsOrders = session->wantsOrders;
        client.slow = slow;
        client.outPerSecond = outPerSecond;
        client.delivered = output.delivered();
        client.deliveredBytes = output.deliveredBytes();
        client.conflated = output.conflated();
        client.queuedMessages = static_cast<int>(output.queuedMessages());
        client.queuedBytes = static_cast<qint64>(output.queuedBytes());
        // Conflation keeps the oldest message young for as long as the client reads nothing.
        if (const std::uint64_t oldest = output.oldestQueuedNs(); oldest > 0)
            client.lag = sinceNs(std::min(oldest, output.lastProgressNs()), nowNs);
        else if (stalled)
            client.lag = sinceNs(output.lastProgressNs(), nowNs);
        client.connectedFor = sinceNs(session->connectedNs(), nowNs);
        out.clientList.push_back(std::move(client));
    }
}

void HubSampler::sampleSymbols(SubscriptionIndex &index, std::uint64_t nowNs, HubSnapshot &out)
{
    index.forEach([&](SymbolSlot &slot) {
        if (slot.subscribers.empty() && slot.exchange == test_tick::kExchange && slot.symbol == test_tick::kSymbol)
            return;
        SymbolSnapshot symbol;
        symbol.exchange = text(slot.exchange);
        symbol.symbol = text(slot.symbol);
        symbol.subscribers = static_cast<int>(slot.subscribers.size());
        symbol.ticks = slot.allTicks();
        symbol.ticksPerSecond = slot.tickRate.read(symbol.ticks, nowNs);
        const std::uint8_t held = slot.heldModes();
        const Mode least = held == 0 ? Mode::Ltp : static_cast<Mode>(std::countr_zero(held) + 1);
        const LastTick *newest = slot.newestFor(least);
        symbol.everTicked = newest != nullptr;
        if (newest != nullptr) {
            symbol.sinceLastTick = sinceNs(newest->receivedNs, nowNs);
            const std::optional<double> price = m_prices.read(newest->payload());
            symbol.hasPrice = price.has_value();
            symbol.lastPrice = price.value_or(0);
        }
        for (const Mode mode : kModes) {
            if (held == 0 ? slot.ticks[modeIndex(mode)] > 0 : (held & modeBit(mode)) != 0)
                symbol.mode = mode;
        }
        if (slot.subscribedSinceNs > 0)
            symbol.subscribedFor = sinceNs(slot.subscribedSinceNs, nowNs);
        if (held != 0 && !slot.everTicked())
            symbol.note = QStringLiteral("waiting for first tick");
        else if (held != 0 && slot.newestFor(symbol.mode) == nullptr)
            symbol.note = QStringLiteral("no %1 tick yet").arg(text(std::string(modeLabel(symbol.mode))));
        out.symbolList.push_back(std::move(symbol));
    });
}

void HubSampler::sampleLatency(FanOut &fanOut, HubSnapshot &out)
{
    m_latencies.push_back(std::make_unique<LatencyHistogram>(fanOut.latency()));
    fanOut.latency().reset();
    if (m_latencies.size() > kLatencyIntervals)
        m_latencies.pop_front();
    LatencyHistogram all;
    for (const auto &part : m_latencies)
        all.add(*part);
    const auto us = [](std::uint64_t value) { return std::chrono::microseconds(static_cast<std::int64_t>(value)); };
    out.latency.p50 = us(all.percentileUs(0.50));
    out.latency.p99 = us(all.percentileUs(0.99));
    out.latency.max = us(all.maxUs());
    out.latency.samples = all.samples();
}

void HubSampler::sampleFeed(const FeedSource &feed, SubscriptionIndex &index, HubSnapshot &out)
{
    out.feed = feed.snapshot([&index, nowNs = monotonicNs()](const auto &exchange, const auto &symbol) {
        const SymbolSlot *slot = index.find(exchange, symbol);
        const LastTick *newest = slot == nullptr ? nullptr : slot->newestFor(Mode::Ltp);
        return newest == nullptr ? std::nullopt : std::optional(sinceNs(newest->receivedNs, nowNs));
    });
}

void HubSampler::sampleBus(const BusStatus &status, BusSnapshot &out)
{
    const std::uint64_t nowNs = monotonicNs();
    const BusCounters &counters = status.counters;
    out.bound = status.opened.ok && !status.opened.connected;
    out.connected = status.opened.ok && status.opened.connected;
    out.endpoint = text(status.opened.endpoint);
    out.port = status.opened.port;
    out.publishers = status.publishers;
    out.withoutPublisher = status.absence.lasts(nowNs);
    out.messages = counters.messages;
    out.bytes = counters.bytes;
    out.messagesPerSecond = m_busRate.read(counters.messages, nowNs);
    out.ticks = counters.ticks;
    out.ticksPerSecond = m_tickRate.read(counters.ticks, nowNs);
    out.orders = counters.orders;
    out.privateTopics = counters.privateTopics;
    out.invalidations = counters.invalidations;
    out.unknownTopics = counters.unknownTopics;
    out.unknownExample = text(counters.unknownExample);
    out.badPayloads = counters.badPayloads;
    out.repairedPayloads = counters.repairedPayloads;
    out.oversizedPayloads = counters.oversizedPayloads;
    out.badFrameCounts = counters.badFrameCounts;
    out.stalls = counters.stalls;
    out.everReceived = counters.lastMessageNs > 0;
    if (out.everReceived)
        out.sinceLastMessage = sinceNs(counters.lastMessageNs, nowNs);
    out.everTicked = counters.lastTickNs > 0;
    if (out.everTicked)
        out.sinceLastTick = sinceNs(counters.lastTickNs, nowNs);
}

} // namespace tickgate
