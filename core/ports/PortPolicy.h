#pragma once

#include "core/ports/PortFacts.h"
#include "core/ports/PortVerdict.h"

#include <optional>

namespace tickgate {

/// Turns facts about a port into the one verdict, its text, remedy and action. Pure: no system call, no clock.
[[nodiscard]] PortVerdict judgePort(const PortFacts &facts);

/// The numeric address to bind for a configured host: `localhost` is ours to resolve (127.0.0.1), brackets of IPv6
/// are taken off; nothing for host names and rubbish.
[[nodiscard]] std::optional<QString> bindAddress(const QString &host);

/// What ending this process costs the trader, one sentence; empty when nothing is known.
[[nodiscard]] QString costOfEnding(const HolderFacts &holder);

/// What to do instead about a program that only passes the port on; empty for any other.
[[nodiscard]] QString relayAdvice(const HolderFacts &holder, quint16 port);

} // namespace tickgate
