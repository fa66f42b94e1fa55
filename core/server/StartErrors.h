#pragma once

#include "core/bus/BusBridge.h"
#include "core/config/ProxyConfig.h"
#include "core/server/ServiceError.h"

namespace tickgate::start_errors {

// What went wrong, in words and with the next thing to do. Pure.

/// error: the platform's number from the bind.
[[nodiscard]] ServiceError listenFailed(const ProxyConfig &config, int error);
[[nodiscard]] ServiceError busFailed(const ProxyConfig &config, const BusOpened &opened);
[[nodiscard]] ServiceError bridgeFailed(const QString &reason);
[[nodiscard]] ServiceError hubFailed(const QString &reason);
/// Before there was a server.
[[nodiscard]] ServiceError notPrepared(const QString &reason);
[[nodiscard]] ServiceError bridgeStalled();
[[nodiscard]] ServiceError hubStalled();
/// It cannot even be stopped.
[[nodiscard]] ServiceError hubLost();
[[nodiscard]] ServiceError badConfiguration(const LoadedConfig &loaded);
[[nodiscard]] ServiceError listenerLost(quint16 port);

} // namespace tickgate::start_errors
