#pragma once

#include "core/server/ServiceError.h"

#include <optional>

namespace tickgate {

/// A failure that a port stood behind, told as that port is now: with who holds it today, or without a verdict when it
/// has become free. Unchanged where nobody has looked since. Pure.
[[nodiscard]] ServiceError failureNow(const ServiceError &error, const std::optional<PortVerdict> &webSocket,
                                      const std::optional<PortVerdict> &bus);

} // namespace tickgate
