#pragma once

namespace tickgate {

/// Makes writing to a pipe or a connection whose reader has gone an error, where the system would end this process
/// for it. First thing in main.
void ignoreBrokenPipes();

} // namespace tickgate
