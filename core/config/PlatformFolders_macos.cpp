#include "PlatformFolders.h"

#include <QDir>

namespace tickgate {

PlatformFolders PlatformFolders::ofSystem()
{
    return {QDir::homePath() + QStringLiteral("/Library/Application Support/Tickgate"),
            QDir::homePath() + QStringLiteral("/Library/Logs/Tickgate")};
}

} // namespace tickgate
