#include "ProcessEnd.h"

namespace tickgate {

int endProcess(int exitCode)
{
    return exitCode;
}

} // namespace tickgate
