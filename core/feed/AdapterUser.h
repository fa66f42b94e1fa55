#pragma once

#include "core/metrics/Snapshot.h"

#include <QString>

#include <chrono>

namespace tickgate {

/// Stable snake_case name of an adapter's state: adapter_status of get_broker_info, and in --json.
[[nodiscard]] QString adapterStateName(AdapterSnapshot::State state);

/// What is known of one user's adapter. A plain value of the AdapterFeed; hub thread.
struct AdapterUser
{
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr TimePoint kNever{};

    enum class State
    {
        Connecting, ///< requestId is under way, or the host is not ready
        Connected,
        LoginNeeded,
        Failed
    };

    QString broker;
    State state = State::Connecting;
    quint64 requestId = 0;
    QString message;                ///< for clients, in LoginNeeded and Failed
    TimePoint lastNeeded = kNever;  ///< when somebody last came or went
    TimePoint lastAnswer = kNever;  ///< sign of life of the adapter
    TimePoint lastRebuild = kNever; ///< with fresh credentials
    TimePoint retryAt = kNever;     ///< in LoginNeeded and Failed
    std::chrono::milliseconds retryPause{0};
    bool workedSinceRebuild = false; ///< some subscription succeeded, so the login is good
    bool reportedConnected = false;
    bool everConnected = false;        ///< since it was built
    TimePoint disconnectedAt = kNever; ///< kNever while it is not
    int symbols = 0;

    [[nodiscard]] bool blocked() const { return state == State::LoginNeeded || state == State::Failed; }
    [[nodiscard]] bool mayRebuild(TimePoint now, std::chrono::milliseconds atMostEvery) const
    {
        return lastRebuild == kNever || now - lastRebuild > atMostEvery;
    }

    /// A new adapter is on its way: what was known of the old one counts no more.
    void beginConnecting();
    void report(bool connected, int symbolCount, TimePoint now);

    [[nodiscard]] AdapterSnapshot snapshot(const QString &userId) const;
};

} // namespace tickgate
