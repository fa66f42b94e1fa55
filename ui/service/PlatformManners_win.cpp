#include "PlatformManners.h"

#include <windows.h>

#include <shobjidl.h>

namespace tickgate::manners {

void introduce()
{
    // One button in the task bar and one source of notifications, also when started from a console.
    SetCurrentProcessExplicitAppUserModelID(L"Tickgate.Tickgate");
}

bool reopensWhenActivated()
{
    return false;
}

void setServing(bool serving)
{
    // The computer may still be put to sleep by hand, but it does not fall asleep while ticks are served.
    SetThreadExecutionState(serving ? ES_CONTINUOUS | ES_SYSTEM_REQUIRED : ES_CONTINUOUS);
}

} // namespace tickgate::manners
