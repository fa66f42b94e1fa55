#pragma once

#include <QString>

namespace tickgate {

/// Why no window can be shown, in a sentence that says what to do; empty where nothing is known against it. Asked
/// before a QApplication is made, which ends the process there and then when it finds no display.
[[nodiscard]] QString displayObstacle();

} // namespace tickgate
