#pragma once

#include <cstdint>

namespace tickgate {

/// Lets this process open as many files and connections at once as it may without further rights, up to the wanted
/// number; what is allowed already is never lowered. How many it may open now; 0 where the system has no such limit.
std::uint64_t raiseOpenFiles(std::uint64_t wanted);

} // namespace tickgate
