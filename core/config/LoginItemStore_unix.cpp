#include "LoginItem.h"

#include "core/config/WholeFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace tickgate {

QString LoginItem::enable() const
{
    if (QString reason = obstacle(); !reason.isEmpty())
        return reason;
    const QString path = place();
    QSaveFile file(path);
    const QByteArray bytes = content().toUtf8();
    // launchd passes over what somebody else could have written, whatever the umask.
    const QFile::Permissions rights = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    if (QDir().mkpath(QFileInfo(path).absolutePath()) && file.open(QIODevice::WriteOnly) &&
        file.write(bytes) == bytes.size() && file.setPermissions(rights) && commitWhole(file))
        return {};
    return QStringLiteral("Start at login could not be set up: %1 cannot be written.").arg(path);
}

QString LoginItem::disable() const
{
    if (!QFile::exists(place()) || QFile::remove(place()))
        return {};
    return QStringLiteral("Start at login could not be switched off: %1 cannot be removed.").arg(place());
}

} // namespace tickgate
