#pragma once

#include "app/CommandLine.h"
#include "app/ExitCode.h"
#include "core/config/PlatformFolders.h"
#include "core/config/ProxyConfig.h"

#include <QTextStream>

namespace tickgate {

/// `tickgate doctor`: settings, OpenAlgo, the keys file, both ports, then the running instance's own checks; prints
/// what is found and what to do. Done when all is well, NoInstance when the only thing wrong is that nothing runs, else
/// Failed. Blocks.
[[nodiscard]] ExitCode runDoctor(const CommandLine &line, const PlatformFolders &folders, const LoadedConfig &loaded,
                                 QTextStream &out, QTextStream &err);

} // namespace tickgate
