#pragma once

#include "core/ports/PortFacts.h"

#include <vector>

namespace tickgate {

// How the listeners of a port relate to the address that was probed. Pure.

[[nodiscard]] bool isV6(const QString &address);
/// "0.0.0.0" or "::"
[[nodiscard]] bool isWildcard(const QString &address);
/// Whether a listener takes the connections that the probed address would get.
[[nodiscard]] bool covers(const ListenerFacts &listener, const PortFacts &facts);

/// Whether a listener takes none of them, yet may be what "localhost" leads to: the other family's loopback or
/// wildcard. The many other loopback addresses of IPv4 are nobody's localhost.
[[nodiscard]] bool besides(const ListenerFacts &listener, const PortFacts &facts);

[[nodiscard]] bool isOurs(const ListenerFacts &listener);

/// Everybody who holds these listeners, each with the address; a listener without a process counts as one holder.
[[nodiscard]] std::vector<PortHolder> holdersOf(const std::vector<const ListenerFacts *> &listeners);

} // namespace tickgate
