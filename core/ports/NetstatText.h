#pragma once

#include "SocketTable.h"

#include <optional>
#include <string>

// Plain C++, no Qt: each platform's file compiles alone.

namespace tickgate::os {

/// The socket of one line that macOS prints for `netstat -anl -p tcp`; nothing for headings and remarks. Pure.
[[nodiscard]] std::optional<SocketEntry> socketOfNetstatLine(const std::string &line);

} // namespace tickgate::os
