#include "LoginItem.h"

#include <QSettings>

namespace tickgate {

namespace {

QSettings runKey()
{
    return QSettings(QStringLiteral("HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"),
                     QSettings::NativeFormat);
}

} // namespace

bool LoginItem::isEnabled() const
{
    return runKey().contains(place());
}

QString LoginItem::enable() const
{
    if (QString reason = obstacle(); !reason.isEmpty())
        return reason;
    QSettings key = runKey();
    key.setValue(place(), content());
    key.sync();
    return key.status() == QSettings::NoError
               ? QString()
               : QStringLiteral("Start at login could not be set up: the registry refused the value %1.").arg(place());
}

QString LoginItem::disable() const
{
    QSettings key = runKey();
    key.remove(place());
    key.sync();
    return key.status() == QSettings::NoError
               ? QString()
               : QStringLiteral("Start at login could not be switched off: the registry kept the value %1.")
                     .arg(place());
}

} // namespace tickgate
