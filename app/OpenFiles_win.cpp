#include "OpenFiles.h"

namespace tickgate {

std::uint64_t raiseOpenFiles(std::uint64_t)
{
    return 0;
}

} // namespace tickgate
