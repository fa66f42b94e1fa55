#pragma once

namespace tickgate {

/// The last thing main does, when everything that was made is destroyed: gives the exit code, where the system wants
/// that ends the process at once.
[[nodiscard]] int endProcess(int exitCode);

} // namespace tickgate
