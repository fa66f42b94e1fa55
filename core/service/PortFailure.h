#pragma once

#include "core/config/ProxyConfig.h"
#include "core/server/ServiceError.h"

namespace tickgate {

/// The failure is about one of our two ports, so that a look at the system tells more.
[[nodiscard]] bool concernsPort(ServiceErrorCode code);

/// The failure with the verdict on its port and, while that is not free, the verdict's words. Looks at processes and
/// sockets, which may take seconds: on a pool thread only.
[[nodiscard]] ServiceError withVerdict(ServiceError failure, const ProxyConfig &config);

} // namespace tickgate
