#pragma once

#include "core/config/ProxyConfig.h"
#include "core/metrics/SilentFeed.h"
#include "core/metrics/Snapshot.h"
#include "core/ports/BusInspector.h"
#include "core/server/ServiceError.h"
#include "core/server/StopReport.h"
#include "core/service/ServiceState.h"

#include <chrono>
#include <optional>
#include <vector>

namespace tickgate {

/// A sample older than this is never shown as current.
constexpr std::chrono::milliseconds kStaleSample{2000};

/// Everything the window shows at one moment: what widgets are given, so that none of them asks the service.
struct PanelView
{
    ServiceState state = ServiceState::Stopped;
    std::optional<ServiceError> error; ///< as its port is now; see failureNow()
    std::optional<StopReport> lastStop;
    ProxyConfig config;
    ServiceSnapshot snapshot;
    bool hasSample = false;                 ///< of the present run
    std::chrono::milliseconds sampleAge{0}; ///< valid when hasSample
    std::vector<SilentExchange> silent;     ///< empty unless running
    std::vector<DriftedPublisher> drifted;  ///< who publishes beside the bus, as far as somebody has looked
    std::optional<std::chrono::milliseconds> untilAutoRestart;

    /// Numbers are there but no longer true.
    [[nodiscard]] bool stale() const { return hasSample && sampleAge > kStaleSample; }
    [[nodiscard]] bool running() const { return state == ServiceState::Running; }

    bool operator==(const PanelView &) const = default;
};

} // namespace tickgate
