#include "ForegroundRight.h"

#include <qt_windows.h>

namespace tickgate {

void passForegroundRight(qint64 pid)
{
    AllowSetForegroundWindow(static_cast<DWORD>(pid));
}

QString activationToken()
{
    return {};
}

} // namespace tickgate
