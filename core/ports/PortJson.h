#pragma once

#include "core/ports/BusInspector.h"
#include "core/ports/PortVerdict.h"

#include <QJsonObject>

namespace tickgate {

/// Verdicts as --json prints them: stable snake_case keys.
[[nodiscard]] QJsonObject toJson(const PortHolder &holder);
[[nodiscard]] QJsonObject toJson(const PortVerdict &verdict);
/// The port's object with "bus": {"peer", "connect_instead", "drifted"}.
[[nodiscard]] QJsonObject toJson(const BusVerdict &verdict);

} // namespace tickgate
