#include "BrokenPipe.h"

namespace tickgate {

void ignoreBrokenPipes()
{}

} // namespace tickgate
