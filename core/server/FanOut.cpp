#include "FanOut.h"

#include "core/metrics/Clock.h"
#include "core/protocol/Frame.h"
#include "core/server/Session.h"

#include <algorithm>
#include <utility>

namespace tickgate {

namespace {
constexpr std::size_t kTicksPerClockRead = 64;
}

FanOut::FanOut(SubscriptionIndex &index, BrokerTable &brokers)
    : m_index(index)
    , m_brokers(brokers)
{}

void FanOut::begin(const TickBatch &batch)
{
    if (batch.symbolsForgotten)
        m_index.forgetBusSymbols();
    for (const SymbolName &name : batch.newSymbols)
        m_index.bindBusSymbol(name);
    m_batchBroker = m_brokers.numberOf(batch.defaultBroker);
    m_variantTick = nullptr;
}

std::size_t FanOut::deliver(const TickBatch &batch, std::size_t from, std::uint64_t deadlineNs)
{
    std::uint64_t nowNs = monotonicNs();
    std::size_t i = from;
    for (; i < batch.ticks.size(); ++i) {
        if ((i - from) % kTicksPerClockRead == kTicksPerClockRead - 1) {
            nowNs = monotonicNs();
            if (nowNs > deadlineNs)
                break;
        }
        const TickRecord &tick = batch.ticks[i];
        SymbolSlot *slot = m_index.byBusId(tick.symbol);
        if (slot == nullptr)
            continue; // named before the bridge forgot its symbols
        const std::string_view frame = batch.bytes.view(tick.offset, tick.size);
        remember(*slot, tick, frame);
        if (!m_taps.empty())
            showTaps(*slot, tick, frame);

        std::uint64_t deliveries = 0;
        for (const SymbolSlot::Subscriber &subscriber : slot->subscribers) {
            const std::optional<Mode> tag = subscriber.tagFor(tick.mode);
            if (!tag)
                continue;
            Session &session = *subscriber.session;
            if (tick.brokerFromTopic || session.identity.brokerNumber == m_batchBroker) {
                session.output().addTick(slot->number, *tag, {frame, tick.modeAt, true}, nowNs);
            } else {
                const std::string_view variant = withBroker(*slot, tick, frame, session.identity.brokerNumber);
                session.output().addTick(slot->number, *tag, {variant, m_variantModeAt, false}, nowNs);
            }
            touch(session);
            deliveries += session.output().keepsUp() ? 1 : 0;
        }
        if (deliveries > 0)
            m_waiting.push_back({tick.receivedNs, deliveries});
    }
    return i;
}

void FanOut::addTap(std::weak_ptr<TickTap> tap)
{
    m_taps.push_back(std::move(tap));
}

void FanOut::showTaps(const SymbolSlot &slot, const TickRecord &tick, std::string_view frame)
{
    std::erase_if(m_taps, [&](const std::weak_ptr<TickTap> &weak) {
        const std::shared_ptr<TickTap> tap = weak.lock();
        if (tap != nullptr)
            tap->offer(slot.exchange, slot.symbol, tick.mode, frame.substr(tick.payloadAt, tick.payloadSize));
        return tap == nullptr;
    });
}

void FanOut::remember(SymbolSlot &slot, const TickRecord &tick, std::string_view frame)
{
    const std::size_t mode = modeIndex(tick.mode);
    ++slot.ticks[mode];
    LastTick &last = slot.last[mode];
    last.mode = tick.mode;
    last.payloadAndTail.assign(frame.substr(tick.payloadAt));
    last.payloadSize = tick.payloadSize;
    last.brokerFromTopic = tick.brokerFromTopic;
    last.receivedNs = tick.receivedNs;
}

std::string_view FanOut::withBroker(const SymbolSlot &slot, const TickRecord &tick, std::string_view frame, int broker)
{
    if (m_variantTick != &tick || m_variantBroker != broker) {
        m_variant.clear();
        const TickLayout layout =
            appendTick(m_variant, tickPrefix(slot.exchange, slot.symbol), tick.mode,
                       frame.substr(tick.payloadAt, tick.payloadSize), tickSuffix(m_brokers.name(broker)));
        m_variantTick = &tick;
        m_variantBroker = broker;
        m_variantModeAt = layout.modeAt;
    }
    return m_variant.view(0, m_variant.size());
}

bool FanOut::sendSnapshot(const SymbolSlot &slot, Session &session, Mode mode, std::uint64_t nowNs)
{
    const LastTick *last = slot.newestFor(mode);
    if (last == nullptr)
        return false;
    const Mode tag = slot.tagFor(session, last->mode).value_or(mode);
    std::string suffix = snapshotSuffix(m_brokers.name(session.identity.brokerNumber));
    if (last->brokerFromTopic) {
        // ,"broker":"B"} becomes ,"broker":"B","snapshot":true}
        suffix = last->payloadAndTail.substr(last->payloadSize);
        suffix.insert(suffix.size() - 1, R"(,"snapshot":true)");
    }
    ByteBuffer frame;
    const TickLayout layout = appendTick(frame, tickPrefix(slot.exchange, slot.symbol), tag, last->payload(), suffix);
    session.output().addTick(slot.number, tag, {frame.view(0, frame.size()), layout.modeAt, false}, nowNs);
    touch(session);
    return true;
}

bool FanOut::deliverKept(Session &session, const std::string &frame, std::uint64_t nowNs)
{
    if (!session.output().addKept(frame, nowNs))
        return false;
    touch(session);
    return true;
}

void FanOut::touch(Session &session)
{
    if (!session.flushPending) {
        session.flushPending = true;
        m_dirty.push_back(&session);
    }
}

void FanOut::flush()
{
    if (m_dirty.empty())
        return;
    const std::uint64_t startNs = monotonicNs();
    std::erase_if(m_dirty, [this, startNs](Session *session) {
        session->flushPending = false;
        if (session->output().holdsBack()) {
            session->output().keepForLater();
            return true;
        }
        const std::optional<Sending> sending = session->output().beginFlush(startNs);
        if (sending)
            m_sendings.push_back(*sending);
        return !sending;
    });
    m_ring.send(m_sendings);
    for (std::size_t i = 0; i < m_sendings.size(); ++i)
        m_dirty[i]->output().endFlush(m_sendings[i], startNs);
    m_dirty.clear();
    m_sendings.clear();
    const std::uint64_t writtenNs = monotonicNs();
    for (const Waiting &waiting : m_waiting)
        m_latency.record(writtenNs - std::min(writtenNs, waiting.receivedNs), waiting.deliveries);
    m_waiting.clear();
}

void FanOut::forget(Session &session)
{
    if (session.flushPending)
        std::erase(m_dirty, &session);
    session.flushPending = false;
}

} // namespace tickgate
