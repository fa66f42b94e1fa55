#pragma once

namespace tickgate {

/// Makes stdout and stderr reach the terminal that started this process, where the system gives a windowed program
/// none. Output that is redirected already stays where it goes. First thing in main.
void attachParentConsole();

} // namespace tickgate
