#include "BrokenPipe.h"

#include <csignal>

namespace tickgate {

void ignoreBrokenPipes()
{
    std::signal(SIGPIPE, SIG_IGN);
}

} // namespace tickgate
