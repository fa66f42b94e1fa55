#pragma once

#include <QString>

namespace tickgate {

/// Makes a crash of this process (a fatal signal, an unhandled exception) leave its cause in the file before the
/// process ends as it would have: core dumps and exit codes stay as they are. Once per process, main thread. Does
/// nothing under the sanitizers, which report crashes better.
void installCrashNote(const QString &file);

} // namespace tickgate
