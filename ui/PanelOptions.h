#pragma once

#include "core/config/ConfigLoader.h"
#include "core/config/PlatformFolders.h"
#include "core/logging/LogRing.h"
#include "core/ports/ReleaseLadder.h"

#include <QString>

#include <memory>

namespace tickgate {

/// What the composition root knows and the window shows or needs. A plain value.
struct PanelOptions
{
    ConfigSources sources;        ///< for the settings dialog: which layer set what
    PlatformFolders folders;      ///< panel.json, exchange_hours.txt and holidays.txt are kept in configDir
    std::shared_ptr<LogRing> log; ///< may be missing
    QString instance;             ///< --instance, shown in the title; empty for the first
    QString previousRun;          ///< how the last run ended when it did not end well; empty for nothing to say
    ReleaseOptions::AskInstance askInstance; ///< asks another Tickgate to stop; may be empty
    bool demo = false;                       ///< started with --demo
};

} // namespace tickgate
