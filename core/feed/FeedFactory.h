#pragma once

#include "core/config/ProxyConfig.h"
#include "core/feed/FeedSource.h"

#include <memory>

namespace tickgate {

/// The feed that the settings ask for: the adapter host where it is on and OpenAlgo is there, else the passive bus.
/// Looks at the file system; called on the hub thread.
[[nodiscard]] std::unique_ptr<FeedSource> makeFeed(const ProxyConfig &config);

} // namespace tickgate
