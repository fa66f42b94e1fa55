#include "DiagnosticsBundle.h"

#include "core/auth/KeysFile.h"
#include "core/auth/OpenAlgoDatabase.h"
#include "core/config/OpenAlgoFolder.h"
#include "core/config/SettingTable.h"
#include "core/config/SettingValue.h"
#include "core/config/WholeFile.h"
#include "core/logging/PersonalFilter.h"
#include "core/logging/SecretFilter.h"
#include "core/ports/PortInspector.h"
#include "core/ports/UserAccount.h"
#include "tickgate/Version.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSaveFile>
#include <QSysInfo>
#include <QTimeZone>

#include <functional>

namespace tickgate {

namespace {

constexpr qint64 kLargestLog = qint64{16} * 1024 * 1024;

const QString kUserWord = QStringLiteral("USER");

/// All that must not leave the computer, gathered from where it is known.
class Mask
{
public:
    explicit Mask(const BundleRequest &request)
        : m_people(QDir::homePath())
    {
        const ProxyConfig &config = request.loaded.config;
        m_secrets.addSecret(config.apiKeyPepper);
        m_people.addName(QString::fromStdString(os::currentUserName()), kUserWord);
        m_people.addName(QDir(QDir::homePath()).dirName(), kUserWord);
        m_people.addName(QSysInfo::machineHostName(), QStringLiteral("HOST"));

        const KeysFile::Contents stored = KeysFile(keysFilePath(config, request.configDir)).read();
        for (const StoredKey &key : stored.keys)
            m_people.addName(key.user, kUserWord);
        if (const QString database = openAlgoDatabaseFile(config); !database.isEmpty()) {
            const auto found = OpenAlgoDatabase(database).keys();
            for (const OpenAlgoDatabase::StoredKey &key : found.value)
                m_people.addName(key.userId, kUserWord);
        }
    }

    [[nodiscard]] QByteArray bytes(const QString &text) const
    {
        return m_people.filtered(m_secrets.filtered(text)).toUtf8();
    }

private:
    SecretFilter m_secrets;
    PersonalFilter m_people;
};

QString versionsText()
{
    return QStringLiteral("Tickgate %1\nQt %2 (built with %3)\n%4, kernel %5 %6, %7\nlocale %8, time zone %9\n")
               .arg(QString::fromLatin1(kVersion), QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR),
                    QSysInfo::prettyProductName(), QSysInfo::kernelType(), QSysInfo::kernelVersion(),
                    QSysInfo::currentCpuArchitecture(), QLocale::system().name(),
                    QString::fromUtf8(QTimeZone::systemTimeZoneId())) +
           QStringLiteral("written %1\n").arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
}

QString settingsText(const LoadedConfig &loaded)
{
    QString text;
    for (const SettingRow &row : settingTable()) {
        text += QStringLiteral("%1=%2    # %3\n")
                    .arg(row.key, maskedSettingText(row, settingText(row, loaded.config)),
                         loaded.origins.value(row.key, QStringLiteral("default")));
    }
    for (const ConfigProblem &problem : loaded.problems)
        text += QStringLiteral("\nproblem: %1\n").arg(problem.text);
    return text;
}

/// The ports of the instance whose status this is: its command line may name others than the settings, and a port of 0
/// has become a real one. Those of the settings where nothing is served.
QString portsText(const ProxyConfig &config, const QString &statusText)
{
    const QJsonObject status = QJsonDocument::fromJson(statusText.toUtf8()).object();
    const auto served = [&status](QLatin1String key, int configured) {
        const int port = status.value(key).toInt();
        return port > 0 ? port : configured;
    };
    const int webSocketPort = served(QLatin1String("ws_port"), config.webSocketPort);
    const int busPort = served(QLatin1String("bus_port"), config.zmqPort);
    const qint64 pid = status.value(QLatin1String("pid")).toInteger();

    QString text;
    const auto add = [&text, &config, pid](const char *what, const QString &host, int port, bool bus = false) {
        if (port == 0) {
            text += QStringLiteral("%1: a free port is picked at every start\n").arg(QLatin1String(what));
            return;
        }
        ProbeOptions probe;
        probe.busTopology = config.busTopology;
        if (pid > 0)
            probe.ourPids.push_back(pid);
        const auto number = static_cast<quint16>(port);
        const PortVerdict verdict = bus ? inspectBus(host, number, probe).port : inspectPort(host, number, probe);
        text += QStringLiteral("%1 %2:%3: %4\n  %5\n  %6\n")
                    .arg(QLatin1String(what), host)
                    .arg(port)
                    .arg(portVerdictName(verdict.kind), verdict.text, verdict.remedy);
        for (const PortHolder &holder : verdict.holders) {
            text += QStringLiteral("  held by pid %1, %2, on %3, user %4, since %5\n  %6\n")
                        .arg(holder.pid)
                        .arg(holder.name, holder.address, holder.user, holder.startedAt.toString(Qt::ISODate),
                             holder.command);
        }
    };
    add("proxy", config.webSocketHost, webSocketPort);
    if (config.dualLoopback)
        add("proxy", QStringLiteral("::1"), webSocketPort);
    add("bus", config.zmqHost, busPort, true);
    return text;
}

QList<ZipEntry> logEntries(const QString &stateDir, const Mask &mask)
{
    QList<ZipEntry> entries;
    const QStringList names = QDir(stateDir).entryList({QStringLiteral("tickgate*.log"), QStringLiteral("crash.txt")},
                                                       QDir::Files, QDir::Name);
    for (const QString &name : names) {
        QFile file(QDir(stateDir).filePath(name));
        const QString text =
            file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(kLargestLog)) : file.errorString();
        entries.append({QStringLiteral("logs/") + name, mask.bytes(text)});
    }
    return entries;
}

} // namespace

QList<ZipEntry> bundleEntries(const BundleRequest &request)
{
    const Mask mask(request);
    QList<ZipEntry> entries;
    entries.append({QStringLiteral("versions.txt"), mask.bytes(versionsText())});
    entries.append({QStringLiteral("settings.txt"), mask.bytes(settingsText(request.loaded))});
    entries.append({QStringLiteral("ports.txt"), mask.bytes(portsText(request.loaded.config, request.status))});
    entries.append({QStringLiteral("status.json"),
                    mask.bytes(request.status.isEmpty() ? QStringLiteral("null\n") : request.status)});
    return entries + logEntries(request.stateDir, mask);
}

QString writeBundle(const QString &file, const BundleRequest &request)
{
    // A device or a pipe would be replaced by the file, for an administrator even in /dev.
    if (const QFileInfo there(file); there.exists() && !there.isFile())
        return QStringLiteral("%1 cannot be written: it is not a file").arg(file);
    const QByteArray archive = zipArchive(bundleEntries(request), QDateTime::currentDateTime());
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
        out.write(archive) == archive.size() && commitWhole(out))
        return {};
    return QStringLiteral("%1 cannot be written: %2").arg(file, out.errorString());
}

} // namespace tickgate
