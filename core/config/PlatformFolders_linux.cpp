#include "PlatformFolders.h"

#include <QDir>

namespace tickgate {

namespace {

/// A folder variable counts only when it holds an absolute path; that is the base directory specification's rule.
QString baseFolder(const char *variable, const QString &fallback)
{
    const QString named = qEnvironmentVariable(variable);
    return QDir::isAbsolutePath(named) ? QDir::cleanPath(named) : QDir::homePath() + fallback;
}

} // namespace

PlatformFolders PlatformFolders::ofSystem()
{
    return {baseFolder("XDG_CONFIG_HOME", QStringLiteral("/.config")) + QStringLiteral("/tickgate"),
            baseFolder("XDG_STATE_HOME", QStringLiteral("/.local/state")) + QStringLiteral("/tickgate")};
}

} // namespace tickgate
