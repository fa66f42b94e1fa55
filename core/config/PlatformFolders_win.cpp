#include "PlatformFolders.h"

#include <QDir>
#include <QStandardPaths>

namespace tickgate {

PlatformFolders PlatformFolders::ofSystem()
{
    // The generic locations leave the application's name to us, so it cannot change under the user's files.
    const QString roaming = qEnvironmentVariable("APPDATA");
    const QString local = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return {(roaming.isEmpty() ? local : QDir::fromNativeSeparators(roaming)) + QStringLiteral("/Tickgate"),
            local + QStringLiteral("/Tickgate")};
}

} // namespace tickgate
