#pragma once

#include "app/CommandLine.h"
#include "app/ExitCode.h"
#include "core/config/ConfigLoader.h"
#include "core/config/PlatformFolders.h"

#include <QTextStream>

namespace tickgate {

/// Where a process with this command line keeps its things.
[[nodiscard]] PlatformFolders foldersOf(const CommandLine &line);
/// Where it reads its settings from.
[[nodiscard]] ConfigSources configSourcesOf(const CommandLine &line, const PlatformFolders &folders);

/// Does everything the command line can ask for but serving: prints answers to out and reasons to err, returns the exit
/// code. Blocks; main thread of a process that does nothing else; needs a QCoreApplication.
[[nodiscard]] int runVerb(const CommandLine &line, QTextStream &out, QTextStream &err);

} // namespace tickgate
