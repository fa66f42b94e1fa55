#pragma once

#include "app/CommandLine.h"
#include "app/ExitCode.h"
#include "core/config/PlatformFolders.h"

#include <QTextStream>

namespace tickgate {

/// Whether the verb is a question to a running instance: status to tail.
[[nodiscard]] bool isClientVerb(Verb verb);

/// Runs one of those verbs: asks the instance that uses these folders, prints its answer to out and reasons to err.
/// Blocks; for a process that does nothing else. Needs a QCoreApplication.
[[nodiscard]] ExitCode runClientVerb(const CommandLine &line, const PlatformFolders &folders, QTextStream &out,
                                     QTextStream &err);

/// What a second start of the panel does: brings the first one's window to the front, and says which version asks.
/// False when it does not answer or has no window.
[[nodiscard]] bool raiseRunningInstance(const PlatformFolders &folders, qint64 pid);

} // namespace tickgate
