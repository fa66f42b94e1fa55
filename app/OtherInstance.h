#pragma once

#include "core/config/PlatformFolders.h"
#include "core/ports/ProcessIdentity.h"
#include "core/ports/ReleaseLadder.h"

#include <vector>

namespace tickgate {

/// The folders that a Tickgate process may serve from, the most likely first: what its command line says, then ours.
/// Pure but for the system's own places.
[[nodiscard]] std::vector<PlatformFolders> foldersOfProcess(const os::ProcessIdentity &identity,
                                                            const PlatformFolders &ours);

/// Asks the Tickgate of this process id, over its control socket, to stop serving; it keeps running. False when it does
/// not answer there, or not under this id. For ReleaseOptions: called on a pool thread, blocks.
[[nodiscard]] ReleaseOptions::AskInstance askByControlSocket(const PlatformFolders &ours);

} // namespace tickgate
