#include "OtherInstance.h"

#include "app/ControlClient.h"
#include "app/SingleInstance.h"
#include "app/Verbs.h"

#include <QDir>

#include <algorithm>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

bool stops(const PlatformFolders &folders, qint64 pid)
{
    const QString socket = controlSocketName(folders.stateDir);
    const auto ask = [&socket](const char *verb, std::chrono::milliseconds time) {
        ControlClient client;
        if (!client.connectTo(socket, 500ms))
            return ControlReply{ExitCode::NoInstance, {}, {}};
        return client.ask(QString::fromLatin1(verb), {}, time);
    };
    return ask("status", 3s).result[QLatin1String("pid")].toInteger() == pid && ask("stop", 10s).exit == ExitCode::Done;
}

} // namespace

std::vector<PlatformFolders> foldersOfProcess(const os::ProcessIdentity &identity, const PlatformFolders &ours)
{
    std::vector<PlatformFolders> folders;
    QStringList arguments;
    for (std::size_t i = 1; i < identity.arguments.size(); ++i)
        arguments.append(QString::fromLocal8Bit(identity.arguments[i].c_str()));
    CommandLineResult parsed = parseCommandLine(arguments);
    if (!identity.arguments.empty() && parsed.ok()) {
        CommandLine &line = parsed.value;
        // It was given in the folder the process was started in.
        if (!line.configDir.isEmpty() && QDir::isRelativePath(line.configDir) && !identity.workingDirectory.empty())
            line.configDir = QDir(QString::fromStdString(identity.workingDirectory)).filePath(line.configDir);
        folders.push_back(foldersOf(line));
    }
    if (std::find(folders.begin(), folders.end(), ours) == folders.end())
        folders.push_back(ours);
    return folders;
}

ReleaseOptions::AskInstance askByControlSocket(const PlatformFolders &ours)
{
    return [ours](qint64 pid) {
        const auto identity = os::identifyProcess(pid);
        const std::vector<PlatformFolders> folders =
            identity.ok() ? foldersOfProcess(identity.value(), ours) : std::vector<PlatformFolders>{ours};
        return std::any_of(folders.begin(), folders.end(),
                           [pid](const PlatformFolders &each) { return stops(each, pid); });
    };
}

} // namespace tickgate
