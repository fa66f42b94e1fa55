#include "PlatformFolders.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace tickgate {

PlatformFolders PlatformFolders::under(const QString &folder)
{
    const QString absolute = QDir::cleanPath(QDir::current().absoluteFilePath(folder));
    return {absolute, absolute};
}

PlatformFolders PlatformFolders::forInstance(const QString &name) const
{
    if (name.isEmpty())
        return *this;
    return {configDir, stateDir + QStringLiteral("/instances/") + name};
}

QString PlatformFolders::create() const
{
    for (const QString &folder : {configDir, stateDir}) {
        const bool fresh = !QFileInfo::exists(folder);
        if (!QDir().mkpath(folder))
            return QStringLiteral("The folder %1 cannot be made; check its rights or choose another with --config-dir.")
                .arg(folder);
        // A folder that was there keeps the rights its owner gave it.
        if (fresh)
            QFile::setPermissions(folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }
    return {};
}

} // namespace tickgate
