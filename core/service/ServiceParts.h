#pragma once

#include "core/config/ProxyConfig.h"
#include "core/server/Hub.h"
#include "core/service/ProxyController.h"

namespace tickgate {

/// Chooses what a start is made of: who checks keys, who feeds, whether the demo publishes. Looks at the file system
/// (OpenAlgo's folder), so it is called on a pool thread.
[[nodiscard]] HubOptions makeHubOptions(const ProxyConfig &config, const ServiceOptions &options);

} // namespace tickgate
