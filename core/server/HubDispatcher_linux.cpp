#include "HubDispatcher.h"

#include "core/server/EpollDispatcher_linux.h"

#include <spdlog/spdlog.h>

#include <system_error>

namespace tickgate {

QAbstractEventDispatcher *makeHubDispatcher()
{
    try {
        return new EpollDispatcher;
    } catch (const std::system_error &e) {
        spdlog::warn("hub: {}; Qt's event loop is used instead", e.what());
        return nullptr;
    }
}

} // namespace tickgate
