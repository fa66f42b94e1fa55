#include "ParentConsole.h"

namespace tickgate {

void attachParentConsole()
{}

} // namespace tickgate
