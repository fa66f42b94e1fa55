#include "LoginItem.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStorageInfo>

namespace tickgate {

namespace {

constexpr char kBundle[] = "org.tickgate.Tickgate"; // as in Info.plist

QString label(const LoginItem &item)
{
    const QString base = QLatin1String(kBundle);
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
    // launchd.plist(5). AssociatedBundleIdentifiers: System Settings shows the item with our name and icon.
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
                          "    <key>AssociatedBundleIdentifiers</key>\n"
                          "    <string>%3</string>\n"
                          "</dict>\n"
                          "</plist>\n")
        .arg(label(*this), words, QLatin1String(kBundle));
}

QString LoginItem::obstacle() const
{
    // An image that was opened, or the copy in a random place from which Gatekeeper runs what was just downloaded: both
    // are gone after the login, and both are read-only.
    if (!program.contains(QLatin1String("/AppTranslocation/")) && !QStorageInfo(program).isReadOnly())
        return {};
    return QStringLiteral(
        "Start at login needs Tickgate in a lasting place: move it to the Applications folder, open it "
        "there and try again.");
}

bool LoginItem::isEnabled() const
{
    return QFile::exists(place());
}

QString LoginItem::runningProgram()
{
    return QCoreApplication::applicationFilePath();
}

} // namespace tickgate
