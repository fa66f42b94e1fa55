#pragma once

#include "core/config/ProxyConfig.h"

#include <atomic>

namespace tickgate {

/// The ports that were picked for a setting of 0, so that a restart serves where the clients look for it. Shared by the
/// main thread, which remembers, and the thread that reads the configuration for a start.
class PickedPorts
{
public:
    void remember(int webSocketPort, int busPort)
    {
        m_webSocketPort = webSocketPort;
        m_busPort = busPort;
    }
    /// Somebody else has them now.
    void forget() { remember(0, 0); }

    [[nodiscard]] LoadedConfig applied(LoadedConfig loaded) const
    {
        if (loaded.config.webSocketPort == 0)
            loaded.config.webSocketPort = m_webSocketPort;
        if (loaded.config.zmqPort == 0)
            loaded.config.zmqPort = m_busPort;
        return loaded;
    }

private:
    std::atomic<int> m_webSocketPort = 0;
    std::atomic<int> m_busPort = 0;
};

} // namespace tickgate
