#pragma once

#include "core/ports/BusInspector.h"
#include "core/ports/PortVerdict.h"
#include "core/ports/ReleaseLadder.h"

#include <QJsonObject>

namespace tickgate {

/// Verdicts as --json prints them: stable snake_case keys.
[[nodiscard]] QJsonObject toJson(const PortHolder &holder);
[[nodiscard]] QJsonObject toJson(const PortVerdict &verdict);
/// The port's object with "bus": {"peer", "connect_instead", "drifted"}.
[[nodiscard]] QJsonObject toJson(const BusVerdict &verdict);

/// What freeing a port came to: the port before and after, who was in the way, and the outcome.
[[nodiscard]] QJsonObject toJson(const ReleasePlan &plan, const ReleaseReport &report);
/// The same for a plan that was not carried out.
[[nodiscard]] QJsonObject dryRunJson(const ReleasePlan &plan);

} // namespace tickgate
