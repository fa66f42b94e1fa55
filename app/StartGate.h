#pragma once

#include "app/CommandLine.h"
#include "app/ExitCode.h"
#include "app/SingleInstance.h"
#include "core/config/PlatformFolders.h"
#include "core/config/ProxyConfig.h"

#include <QTextStream>

#include <optional>

namespace tickgate {

/// Decides whether this process may serve: takes the instance lock, waiting up to 2 s for one that is just ending. When
/// another process keeps it, a panel brings that one's window to the front. Nothing means: go on and serve; else the
/// exit code of this process, its reason written to err. Blocks; main thread, before anything is served.
[[nodiscard]] std::optional<ExitCode> passStartGate(SingleInstance &instance, const CommandLine &line,
                                                    const PlatformFolders &folders, const ProxyConfig &config,
                                                    QTextStream &err);

} // namespace tickgate
