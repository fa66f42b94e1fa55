#pragma once

#include "core/ports/PortFacts.h"
#include "core/ports/PortVerdict.h"

#include <QString>

namespace tickgate {

// Pieces of the sentences about ports. Pure.

/// ", running since 3 Nov 09:12", or nothing.
[[nodiscard]] QString startedText(const PortHolder &holder);
/// " Command: ...", or nothing.
[[nodiscard]] QString commandText(const PortHolder &holder);
/// "127.0.0.1:8765", "[::1]:8765"
[[nodiscard]] QString endpointText(const QString &address, quint16 port);

/// What ending this process costs the trader, one sentence.
[[nodiscard]] QString costOfEnding(const HolderFacts &holder);

/// What to do instead about a program that only passes the port on; empty for any other.
[[nodiscard]] QString relayAdvice(const HolderFacts &holder, quint16 port);

} // namespace tickgate
