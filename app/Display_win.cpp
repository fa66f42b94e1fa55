#include "Display.h"

namespace tickgate {

QString displayObstacle()
{
    return {};
}

} // namespace tickgate
