#pragma once

#include "core/ports/BindAddress.h"
#include "core/ports/PortFacts.h"
#include "core/ports/PortVerdict.h"

namespace tickgate {

/// Turns facts about a port into the one verdict, its text, remedy and action. Pure: no system call, no clock.
[[nodiscard]] PortVerdict judgePort(const PortFacts &facts);

} // namespace tickgate
