#include "StatusJson.h"

#include "core/feed/AdapterUser.h"
#include "core/metrics/SilentFeed.h"

namespace tickgate {

namespace {

double seconds(std::chrono::milliseconds value)
{
    return static_cast<double>(value.count()) / 1000.0;
}

/// JSON numbers are doubles here; a counter past 2^53 is not reached in centuries.
double number(quint64 value)
{
    return static_cast<double>(value);
}

QJsonValue portOrNull(quint16 port)
{
    return port == 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(port);
}

QJsonObject busJson(const BusSnapshot &bus)
{
    const QString role = bus.bound       ? QStringLiteral("bind")
                         : bus.connected ? QStringLiteral("connect")
                                         : QStringLiteral("none");
    const bool open = bus.bound || bus.connected;
    const QJsonValue alone = open && bus.publishers == 0 ? QJsonValue(seconds(bus.withoutPublisher)) : QJsonValue();
    return {{QStringLiteral("role"), role},
            {QStringLiteral("endpoint"), bus.endpoint},
            {QStringLiteral("without_publisher_seconds"), alone},
            {QStringLiteral("messages"), number(bus.messages)},
            {QStringLiteral("bytes"), number(bus.bytes)},
            {QStringLiteral("ticks"), number(bus.ticks)},
            {QStringLiteral("orders"), number(bus.orders)},
            {QStringLiteral("private_topics"), number(bus.privateTopics)},
            {QStringLiteral("invalidations"), number(bus.invalidations)},
            {QStringLiteral("unknown_topics"), number(bus.unknownTopics)},
            {QStringLiteral("unknown_example"), bus.unknownExample},
            {QStringLiteral("bad_payloads"), number(bus.badPayloads)},
            {QStringLiteral("repaired_payloads"), number(bus.repairedPayloads)},
            {QStringLiteral("oversized_payloads"), number(bus.oversizedPayloads)},
            {QStringLiteral("bad_frame_counts"), number(bus.badFrameCounts)},
            {QStringLiteral("stalls"), number(bus.stalls)}};
}

QString feedHostName(FeedSnapshot::Host host)
{
    switch (host) {
    case FeedSnapshot::Host::None:
        return QStringLiteral("none");
    case FeedSnapshot::Host::Starting:
        return QStringLiteral("starting");
    case FeedSnapshot::Host::Ready:
        return QStringLiteral("ready");
    case FeedSnapshot::Host::Waiting:
        return QStringLiteral("waiting");
    case FeedSnapshot::Host::Stopping:
        return QStringLiteral("stopping");
    }
    return {};
}

QJsonObject feedJson(const FeedSnapshot &feed)
{
    QJsonArray adapters;
    for (const AdapterSnapshot &adapter : feed.adapters) {
        adapters.append(QJsonObject{
            {QStringLiteral("user"), adapter.user},
            {QStringLiteral("broker"), adapter.broker},
            {QStringLiteral("state"), adapterStateName(adapter.state)},
            {QStringLiteral("symbols"), adapter.symbols},
            {QStringLiteral("last_tick_seconds"),
             adapter.everTicked ? QJsonValue(seconds(adapter.sinceLastTick)) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("message"), adapter.message}});
    }
    return {{QStringLiteral("host"), feedHostName(feed.host)},
            {QStringLiteral("pid"), feed.pid},
            {QStringLiteral("restarts"), feed.restarts},
            {QStringLiteral("reason"), feed.reason},
            {QStringLiteral("adapters"), adapters}};
}

QJsonObject totalsJson(const HubSnapshot &hub)
{
    return {{QStringLiteral("accepted"), number(hub.accepted)},
            {QStringLiteral("refused"), number(hub.refused)},
            {QStringLiteral("delivered"), number(hub.delivered)},
            {QStringLiteral("delivered_bytes"), number(hub.deliveredBytes)},
            {QStringLiteral("conflated"), number(hub.conflated)},
            {QStringLiteral("wrong_keys"), number(hub.wrongKeys)},
            {QStringLiteral("invalid_requests"), number(hub.invalidRequests)}};
}

QJsonArray listenersJson(const std::vector<ListenerSnapshot> &listeners)
{
    QJsonArray array;
    for (const ListenerSnapshot &listener : listeners) {
        array.append(QJsonObject{{QStringLiteral("address"), listener.address},
                                 {QStringLiteral("port"), portOrNull(listener.port)},
                                 {QStringLiteral("listening"), listener.listening},
                                 {QStringLiteral("error"), listener.error}});
    }
    return array;
}

quint16 webSocketPort(const HubSnapshot &hub)
{
    for (const ListenerSnapshot &listener : hub.listeners) {
        if (listener.listening)
            return listener.port;
    }
    return 0;
}

QJsonValue errorJson(const std::optional<ServiceError> &error)
{
    if (!error.has_value())
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("code"), serviceErrorName(error->code)},
                       {QStringLiteral("text"), error->text},
                       {QStringLiteral("hint"), error->hint}};
}

QJsonValue lastStopJson(const std::optional<StopReport> &report)
{
    if (!report.has_value())
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("reason"), report->reason},
                       {QStringLiteral("seconds"), static_cast<double>(report->durationMs) / 1000.0},
                       {QStringLiteral("left_politely"), report->leftPolitely},
                       {QStringLiteral("cut"), report->cut},
                       {QStringLiteral("ports_free"), report->portsFree()}};
}

QJsonValue receiptJson(const std::optional<RestartReceipt> &receipt)
{
    if (!receipt.has_value())
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("expected"), receipt->expected},
                       {QStringLiteral("back"), receipt->back},
                       {QStringLiteral("seconds"), seconds(receipt->took)},
                       {QStringLiteral("text"), restartReceiptText(*receipt)}};
}

} // namespace

QJsonObject statusJson(const StatusFacts &facts)
{
    const BusSnapshot &bus = facts.snapshot.bus;
    const HubSnapshot &hub = facts.snapshot.hub;
    const LatencySummary &latency = hub.latency;
    // The sample was taken a moment ago: what was young then is older now.
    const QJsonValue lastTick =
        bus.everTicked ? QJsonValue(seconds(bus.sinceLastTick + facts.sampleAge)) : QJsonValue(QJsonValue::Null);
    return {
        {QStringLiteral("state"), serviceStateName(facts.state)},
        {QStringLiteral("version"), facts.version},
        {QStringLiteral("pid"), facts.pid},
        {QStringLiteral("instance"), facts.instance},
        {QStringLiteral("demo"), facts.demo},
        {QStringLiteral("uptime_seconds"), seconds(facts.snapshot.uptime)},
        {QStringLiteral("sample_age_seconds"), seconds(facts.sampleAge)},
        {QStringLiteral("error"), errorJson(facts.error)},
        {QStringLiteral("restart_in_seconds"), facts.restartIn ? QJsonValue(seconds(*facts.restartIn)) : QJsonValue()},
        {QStringLiteral("ws_host"), facts.config.webSocketHost},
        {QStringLiteral("ws_port"), portOrNull(webSocketPort(hub))},
        {QStringLiteral("bus_host"), facts.config.zmqHost},
        {QStringLiteral("bus_port"), portOrNull(bus.bound || bus.connected ? bus.port : 0)},
        {QStringLiteral("clients"), hub.clients},
        {QStringLiteral("authenticated"), hub.authenticated},
        {QStringLiteral("slow_clients"), hub.slowClients},
        {QStringLiteral("subscriptions"), hub.subscriptions},
        {QStringLiteral("symbols"), hub.symbols},
        {QStringLiteral("publishers"), bus.publishers},
        {QStringLiteral("publisher_missing"), publisherMissing(facts.snapshot)},
        {QStringLiteral("in_per_second"), bus.messagesPerSecond},
        {QStringLiteral("out_per_second"), hub.deliveredPerSecond},
        {QStringLiteral("last_tick_seconds"), lastTick},
        {QStringLiteral("latency_us"), QJsonObject{{QStringLiteral("p50"), static_cast<qint64>(latency.p50.count())},
                                                   {QStringLiteral("p99"), static_cast<qint64>(latency.p99.count())},
                                                   {QStringLiteral("max"), static_cast<qint64>(latency.max.count())},
                                                   {QStringLiteral("samples"), number(latency.samples)}}},
        {QStringLiteral("cpu_percent"), facts.snapshot.cpuPercent},
        {QStringLiteral("resident_bytes"), number(facts.snapshot.residentBytes)},
        {QStringLiteral("restarts_today"), facts.snapshot.restartsToday},
        {QStringLiteral("exposed_to_network"), facts.snapshot.exposedToNetwork},
        {QStringLiteral("auth"), facts.snapshot.authSource},
        {QStringLiteral("listeners"), listenersJson(hub.listeners)},
        {QStringLiteral("bus"), busJson(bus)},
        {QStringLiteral("feed"), feedJson(hub.feed)},
        {QStringLiteral("totals"), totalsJson(hub)},
        {QStringLiteral("last_stop"), lastStopJson(facts.lastStop)},
        {QStringLiteral("last_restart"), receiptJson(facts.receipt)}};
}

QJsonArray clientsJson(const std::vector<ClientSnapshot> &clients)
{
    QJsonArray array;
    for (const ClientSnapshot &client : clients) {
        array.append(QJsonObject{{QStringLiteral("id"), number(client.id)},
                                 {QStringLiteral("address"), client.address},
                                 {QStringLiteral("port"), client.port},
                                 {QStringLiteral("user"), client.user},
                                 {QStringLiteral("broker"), client.broker},
                                 {QStringLiteral("key"), client.maskedKey},
                                 {QStringLiteral("user_agent"), client.userAgent},
                                 {QStringLiteral("subscriptions"), client.subscriptions},
                                 {QStringLiteral("orders"), client.wantsOrders},
                                 {QStringLiteral("slow"), client.slow},
                                 {QStringLiteral("out_per_second"), client.outPerSecond},
                                 {QStringLiteral("delivered"), number(client.delivered)},
                                 {QStringLiteral("delivered_bytes"), number(client.deliveredBytes)},
                                 {QStringLiteral("conflated"), number(client.conflated)},
                                 {QStringLiteral("queued_messages"), client.queuedMessages},
                                 {QStringLiteral("queued_bytes"), client.queuedBytes},
                                 {QStringLiteral("lag_seconds"), seconds(client.lag)},
                                 {QStringLiteral("connected_seconds"), seconds(client.connectedFor)}});
    }
    return array;
}

QJsonObject doctorJson(const Diagnosis &diagnosis, const LoopTickResult &loop)
{
    QJsonArray checks;
    for (const DiagnosisCheck &check : diagnosis.checks) {
        checks.append(QJsonObject{{QStringLiteral("link"), diagnosisLinkName(check.link)},
                                  {QStringLiteral("result"), checkResultName(check.result)},
                                  {QStringLiteral("title"), check.title},
                                  {QStringLiteral("found"), check.found}});
    }
    const QJsonValue broken =
        diagnosis.broken.has_value() ? QJsonValue(diagnosisLinkName(*diagnosis.broken)) : QJsonValue(QJsonValue::Null);
    return {{QStringLiteral("ok"), !diagnosis.broken.has_value()},
            {QStringLiteral("sentence"), diagnosis.sentence},
            {QStringLiteral("action"), diagnosisActionText(diagnosis.action)},
            {QStringLiteral("broken"), broken},
            {QStringLiteral("checks"), checks},
            {QStringLiteral("test_tick_us"),
             loop.latency ? QJsonValue(static_cast<qint64>(loop.latency->count())) : QJsonValue(QJsonValue::Null)}};
}

QString serviceErrorName(ServiceErrorCode code)
{
    switch (code) {
    case ServiceErrorCode::BadConfiguration:
        return QStringLiteral("bad_configuration");
    case ServiceErrorCode::BadAddress:
        return QStringLiteral("bad_address");
    case ServiceErrorCode::PortBusy:
        return QStringLiteral("port_busy");
    case ServiceErrorCode::PortForbidden:
        return QStringLiteral("port_forbidden");
    case ServiceErrorCode::BusBusy:
        return QStringLiteral("bus_busy");
    case ServiceErrorCode::BusFailed:
        return QStringLiteral("bus_failed");
    case ServiceErrorCode::ListenFailed:
        return QStringLiteral("listen_failed");
    case ServiceErrorCode::HubFailed:
        return QStringLiteral("hub_failed");
    case ServiceErrorCode::BridgeFailed:
        return QStringLiteral("bridge_failed");
    case ServiceErrorCode::HubStalled:
        return QStringLiteral("hub_stalled");
    case ServiceErrorCode::BridgeStalled:
        break;
    }
    return QStringLiteral("bridge_stalled");
}

} // namespace tickgate
