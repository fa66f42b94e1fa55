#pragma once

#include <cstdint>
#include <string>

// Plain C++, no Qt: each platform's file compiles alone.

namespace tickgate::os {

/// Numeric id of the user we run as; -1 where the platform has none.
[[nodiscard]] std::int64_t currentUid();
[[nodiscard]] std::string currentUserName();

/// Name of a user; the number as text when it has none, empty for -1.
[[nodiscard]] std::string userName(std::int64_t uid);

/// Root or an elevated administrator: may end processes of other users.
[[nodiscard]] bool runsElevated();

} // namespace tickgate::os
