#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace oslayer {

/// Starts this very program again with the arguments, in a group of its own; its pid, or 0.
std::int64_t startSelf(const std::string &self, const std::vector<std::string> &arguments);

/// Waits for that child for up to ten seconds and takes its entry away; false when it still runs.
bool waitForChild(std::int64_t pid);

void sleepMs(unsigned ms);

} // namespace oslayer
