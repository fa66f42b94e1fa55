#pragma once

#include <QString>
#include <QStringList>

namespace tickgate {

/// Starts the program anew in the place of this process, with these arguments, and ends this one, whatever its threads
/// are at. Where the platform can, the process keeps its id, so that a service manager or a shell sees nothing of it;
/// no descriptor but the standard ones outlives it. Returns only when that failed, with the reason. Main thread, last
/// thing it does.
[[nodiscard]] QString relaunch(const QString &program, const QStringList &arguments);

} // namespace tickgate
