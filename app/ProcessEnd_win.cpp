#include "ProcessEnd.h"

#include <cstdio>
#include <qt_windows.h>

namespace tickgate {

int endProcess(int exitCode)
{
    std::fflush(nullptr);
    // The ordinary way first kills all threads that libraries have made, then tells every library to clean up. GCC's
    // then waits for a lock that such a thread may have held, for ever: seen under Wine, in libwinpthread.
    TerminateProcess(GetCurrentProcess(), static_cast<UINT>(exitCode));
    return exitCode;
}

} // namespace tickgate
