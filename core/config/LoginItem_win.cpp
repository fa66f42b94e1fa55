#include "LoginItem.h"

#include <QCoreApplication>
#include <QDir>
#include <QSettings>

namespace tickgate {

namespace {

QSettings runKey()
{
    return QSettings(QStringLiteral("HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"),
                     QSettings::NativeFormat);
}

/// Quoted so that the usual splitting of a Windows command line gives the argument back.
QString quoted(const QString &argument)
{
    QString text;
    qsizetype backslashes = 0;
    for (const QChar c : argument) {
        if (c == u'\\') {
            ++backslashes;
            continue;
        }
        text += QString(c == u'"' ? 2 * backslashes + 1 : backslashes, u'\\');
        backslashes = 0;
        text += c;
    }
    return u'"' + text + QString(2 * backslashes, u'\\') + u'"';
}

} // namespace

QString LoginItem::place() const
{
    return instance.isEmpty() ? QStringLiteral("Tickgate") : QStringLiteral("Tickgate-") + instance;
}

QString LoginItem::content() const
{
    QString command = quoted(QDir::toNativeSeparators(program));
    for (const QString &argument : arguments)
        command += u' ' + quoted(argument);
    return command;
}

bool LoginItem::isEnabled() const
{
    return runKey().contains(place());
}

QString LoginItem::enable() const
{
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

QString LoginItem::runningProgram()
{
    return QCoreApplication::applicationFilePath();
}

} // namespace tickgate
