#pragma once

#include "core/metrics/ExchangeHours.h"
#include "core/metrics/Snapshot.h"
#include "core/ports/BusInspector.h"
#include "core/server/ServiceError.h"
#include "core/service/ServiceState.h"

#include <QDateTime>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace tickgate {

/// The chain from the broker to the strategy, in the order in which data flows.
enum class DiagnosisLink
{
    ServiceRunning,
    BusBound,
    PublisherAttached,
    BytesIn,
    ParseOk,
    TopicMatched,
    ClientSubscribed,
    ClientReading,
    LoopTick
};

enum class CheckResult
{
    Ok,
    Broken,
    NotReached ///< an earlier link is broken, or there was nothing to check
};

/// The one thing to offer for the first broken link.
enum class DiagnosisAction
{
    None,
    Start,
    Restart,
    ShowPorts,
    ShowSymbols,
    ShowClients,
    ShowLog,
    CopyUrl,
    OpenSettings
};

struct DiagnosisCheck
{
    DiagnosisLink link = DiagnosisLink::ServiceRunning;
    CheckResult result = CheckResult::NotReached;
    QString title; ///< "Bus bound"
    QString found; ///< what was found: "tcp://127.0.0.1:5555, 2 publishers"

    bool operator==(const DiagnosisCheck &) const = default;
};

/// The answer to "why no data?": every check in order, the first broken one in one sentence, and what to do.
struct Diagnosis
{
    std::vector<DiagnosisCheck> checks;
    std::optional<DiagnosisLink> broken;
    QString sentence;
    DiagnosisAction action = DiagnosisAction::None;

    bool operator==(const Diagnosis &) const = default;
};

/// What became of the synthetic tick that was sent round the loop; no check when none was asked for.
struct LoopTickResult
{
    bool tried = false;                               ///< it was sent
    std::optional<std::chrono::microseconds> latency; ///< nothing when it did not come back
    QString problem;                                  ///< why it did not come back, or could not be sent

    bool operator==(const LoopTickResult &) const = default;
};

/// Everything the checks look at: one moment of the service. The snapshot must carry clients and symbols.
struct DiagnosisInput
{
    ServiceState state = ServiceState::Stopped;
    std::optional<ServiceError> error;
    ServiceSnapshot snapshot;
    ExchangeHours hours;
    QDateTime now;
    std::chrono::milliseconds staleAfter{std::chrono::seconds(120)};
    LoopTickResult loop;
    std::vector<DriftedPublisher> drifted; ///< who publishes beside the bus port, where somebody looked
};

/// Walks the chain and stops at the first broken link. Pure; for the window and for `tickgate doctor`.
[[nodiscard]] Diagnosis diagnose(const DiagnosisInput &input);

/// "Bus bound", in the user's language.
[[nodiscard]] QString diagnosisLinkTitle(DiagnosisLink link);
/// Stable snake_case names for --json.
[[nodiscard]] QString diagnosisLinkName(DiagnosisLink link);
[[nodiscard]] QString checkResultName(CheckResult result);
/// What the one button says.
[[nodiscard]] QString diagnosisActionText(DiagnosisAction action);

} // namespace tickgate
