#include "LoginItem.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace tickgate {

namespace {

QString label(const LoginItem &item)
{
    const QString base = QStringLiteral("org.tickgate.Tickgate");
    return item.instance.isEmpty() ? base : base + u'.' + item.instance;
}

} // namespace

QString LoginItem::place() const
{
    return QStringLiteral("%1/Library/LaunchAgents/%2.plist").arg(QDir::homePath(), label(*this));
}

QString LoginItem::content() const
{
    QString words = QStringLiteral("        <string>%1</string>\n").arg(program.toHtmlEscaped());
    for (const QString &argument : arguments)
        words += QStringLiteral("        <string>%1</string>\n").arg(argument.toHtmlEscaped());
    return QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                          "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                          "<plist version=\"1.0\">\n"
                          "<dict>\n"
                          "    <key>Label</key>\n"
                          "    <string>%1</string>\n"
                          "    <key>ProgramArguments</key>\n"
                          "    <array>\n"
                          "%2"
                          "    </array>\n"
                          "    <key>RunAtLoad</key>\n"
                          "    <true/>\n"
                          "    <key>ProcessType</key>\n"
                          "    <string>Interactive</string>\n"
                          "</dict>\n"
                          "</plist>\n")
        .arg(label(*this), words);
}

bool LoginItem::isEnabled() const
{
    return QFile::exists(place());
}

QString LoginItem::enable() const
{
    const QString path = place();
    QSaveFile file(path);
    const QByteArray bytes = content().toUtf8();
    if (QDir().mkpath(QFileInfo(path).absolutePath()) && file.open(QIODevice::WriteOnly) &&
        file.write(bytes) == bytes.size() && file.commit())
        return {};
    return QStringLiteral("Start at login could not be set up: %1 cannot be written.").arg(path);
}

QString LoginItem::disable() const
{
    if (!QFile::exists(place()) || QFile::remove(place()))
        return {};
    return QStringLiteral("Start at login could not be switched off: %1 cannot be removed.").arg(place());
}

QString LoginItem::runningProgram()
{
    return QCoreApplication::applicationFilePath();
}

} // namespace tickgate
