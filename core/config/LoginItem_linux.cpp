#include "LoginItem.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace tickgate {

namespace {

/// One argument of an Exec line as the desktop entry specification wants it: in double quotes, with quote, backtick,
/// dollar and backslash escaped, then every backslash once more for the string value, and the percent sign doubled.
QString execQuoted(const QString &argument)
{
    QString quoted;
    for (const QChar c : argument) {
        if (c == u'"' || c == u'`' || c == u'$')
            quoted += QLatin1String("\\\\");
        else if (c == u'\\')
            quoted += QLatin1String("\\\\\\");
        else if (c == u'%')
            quoted += u'%';
        quoted += c;
    }
    return u'"' + quoted + u'"';
}

} // namespace

QString LoginItem::place() const
{
    const QString named = qEnvironmentVariable("XDG_CONFIG_HOME");
    const QString config =
        QDir::isAbsolutePath(named) ? QDir::cleanPath(named) : QDir::homePath() + QStringLiteral("/.config");
    const QString suffix = instance.isEmpty() ? QString() : u'-' + instance;
    return QStringLiteral("%1/autostart/tickgate%2.desktop").arg(config, suffix);
}

QString LoginItem::content() const
{
    QString exec = execQuoted(program);
    for (const QString &argument : arguments)
        exec += u' ' + execQuoted(argument);
    const QString name =
        instance.isEmpty() ? QStringLiteral("Tickgate") : QStringLiteral("Tickgate (%1)").arg(instance);
    return QStringLiteral("[Desktop Entry]\n"
                          "Type=Application\n"
                          "Version=1.4\n"
                          "Name=%1\n"
                          "Comment=Serves market data to programs on this computer\n"
                          "Exec=%2\n"
                          "Icon=tickgate\n"
                          "Terminal=false\n"
                          "X-GNOME-Autostart-enabled=true\n")
        .arg(name, exec);
}

QString LoginItem::obstacle() const
{
    return {};
}

bool LoginItem::isEnabled() const
{
    QFile file(place());
    if (!file.open(QIODevice::ReadOnly))
        return false;
    // The desktop's own settings switch an entry off in one of these two ways and leave the file.
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QByteArray compact = line.simplified().replace(" ", "").toLower();
        if (compact == "hidden=true" || compact == "x-gnome-autostart-enabled=false")
            return false;
    }
    return true;
}

QString LoginItem::runningProgram()
{
    const QString appImage = qEnvironmentVariable("APPIMAGE");
    return QFileInfo(appImage).isExecutable() ? appImage : QCoreApplication::applicationFilePath();
}

} // namespace tickgate
