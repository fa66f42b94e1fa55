#include "HubDispatcher.h"

namespace tickgate {

QAbstractEventDispatcher *makeHubDispatcher()
{
    return nullptr; // Qt's is told of sockets by window messages: one that is quiet costs nothing
}

} // namespace tickgate
