#pragma once

#include "core/config/ProxyConfig.h"
#include "core/metrics/Snapshot.h"
#include "core/server/ServiceError.h"
#include "core/server/StopReport.h"
#include "core/service/Diagnosis.h"
#include "core/service/RestartReceipt.h"
#include "core/service/ServiceState.h"
#include "tickgate/Version.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

// What --json prints, and what the diagnostics bundle keeps. The keys are a contract: they are snake_case, none is ever
// renamed, ages and durations are in seconds, and what is not known now is null.
//
// status: state, version, pid, instance, demo, uptime_seconds, sample_age_seconds, error (null or code, text, hint),
//   ws_host, ws_port, bus_host, bus_port, clients, authenticated, slow_clients, subscriptions, symbols, publishers,
//   in_per_second, out_per_second, last_tick_seconds, latency_us (p50, p99, max, samples), cpu_percent, resident_bytes,
//   restarts_today, exposed_to_network, auth, listeners (address, port, listening, error), bus (role, endpoint,
//   messages, bytes, ticks, orders, private_topics, invalidations, unknown_topics, unknown_example, bad_payloads,
//   repaired_payloads, oversized_payloads, bad_frame_counts, stalls), feed (host, pid, restarts, reason, adapters
//   (user, broker, state, symbols, last_tick_seconds, message)), totals (accepted, refused, delivered, delivered_bytes,
//   conflated, wrong_keys, invalid_requests), last_stop (null or reason, seconds, left_politely, cut, ports_free)
// clients: an array of id, address, port, user, broker, key, user_agent, subscriptions, orders, slow, out_per_second,
//   delivered, delivered_bytes, conflated, queued_messages, queued_bytes, lag_seconds, connected_seconds
// doctor: ok, settings (key, origin, text, fatal), openalgo, openalgo_problems (text, remedy, blocking), openalgo_found
//   (a folder that is not set; may be empty), ports (as tickgate port has them), instance (null or ok, sentence,
//   action, broken (null or link), checks (link, result, title, found), test_tick_us (null when it did not come back))
// start, stop, restart, quit, kick: ok, message
// tail: one object a line: exchange, symbol, mode (1, 2, 3), data

namespace tickgate {

/// One moment of the running instance, as the control socket and the diagnostics bundle tell it.
struct StatusFacts
{
    ServiceState state = ServiceState::Stopped;
    std::optional<ServiceError> error;
    std::optional<std::chrono::milliseconds> restartIn; ///< after a failure that is not the last one allowed
    std::optional<StopReport> lastStop;
    std::optional<RestartReceipt> receipt; ///< while clients of before a restart come back
    ProxyConfig config;
    ServiceSnapshot snapshot;
    std::chrono::milliseconds sampleAge{0};
    QString version = QString::fromLatin1(kVersion);
    QString instance;
    bool demo = false;
    qint64 pid = 0;
};

[[nodiscard]] QJsonObject statusJson(const StatusFacts &facts);
[[nodiscard]] QJsonArray clientsJson(const std::vector<ClientSnapshot> &clients);
[[nodiscard]] QJsonObject doctorJson(const Diagnosis &diagnosis, const LoopTickResult &loop = {});
/// Stable snake_case name of an error.
[[nodiscard]] QString serviceErrorName(ServiceErrorCode code);

} // namespace tickgate
