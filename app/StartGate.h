#pragma once

#include "app/CommandLine.h"
#include "app/ExitCode.h"
#include "app/SingleInstance.h"
#include "core/config/PlatformFolders.h"
#include "core/config/ProxyConfig.h"

#include <QTextStream>

#include <chrono>
#include <optional>

namespace tickgate {

/// What an older version handed over when it was asked to go.
struct Handover
{
    QString version;
    bool wasServing = false;
    int webSocketPort = 0; ///< that it served; 0 for none
    int busPort = 0;
    std::chrono::milliseconds took{0}; ///< from asking it to quit until its ports and its lock were free

    [[nodiscard]] QString sentence() const;
};

struct StartPass
{
    std::optional<ExitCode> end; ///< how this process ends; nothing: go on and serve
    std::optional<Handover> handover;
};

/// Decides whether this process may serve: takes the instance lock, waiting up to 2 s for one that is just ending. A
/// process of an older version that keeps it is asked to quit and gets 10 s. Beside one of this or a newer version a
/// panel brings that one's window to the front, and anything else is refused. Reasons are written to err. Blocks; main
/// thread, before anything is served.
[[nodiscard]] StartPass passStartGate(SingleInstance &instance, const CommandLine &line, const PlatformFolders &folders,
                                      const ProxyConfig &config, QTextStream &err);

} // namespace tickgate
