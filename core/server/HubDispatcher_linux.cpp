#include "HubDispatcher.h"

#include "core/server/EpollDispatcher_linux.h"

namespace tickgate {

QAbstractEventDispatcher *makeHubDispatcher()
{
    return new EpollDispatcher;
}

} // namespace tickgate
