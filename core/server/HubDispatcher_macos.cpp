#include "HubDispatcher.h"

namespace tickgate {

QAbstractEventDispatcher *makeHubDispatcher()
{
    return nullptr; // Qt's asks poll() about every socket at every turn, which a few dozen clients do not feel
}

} // namespace tickgate
