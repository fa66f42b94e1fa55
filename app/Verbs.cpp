#include "Verbs.h"

#include "app/ClientVerbs.h"
#include "app/ControlClient.h"
#include "app/Doctor.h"
#include "app/KeyVerb.h"
#include "app/OtherInstance.h"
#include "app/SingleInstance.h"
#include "core/auth/KeysFile.h"
#include "core/ports/PortCommands.h"
#include "core/ports/ProcessTable.h"
#include "core/service/DiagnosticsBundle.h"
#include "tickgate/Version.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTextStream>

#include <cstdio>
#include <memory>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

int toInt(ExitCode code)
{
    return static_cast<int>(code);
}

/// What the running instance says about itself; an invalid answer when there is none.
ControlReply askStatus(const PlatformFolders &folders)
{
    ControlClient client;
    if (!client.connectTo(controlSocketName(folders.stateDir), 500ms))
        return {ExitCode::NoInstance, {}, {}};
    return client.ask(QStringLiteral("status"), {}, 3s);
}

/// Says what is wrong with the settings. False when they could not be read at all: an answer would then be about
/// other ports and other keys than the user's.
bool settingsRead(const LoadedConfig &loaded, const ConfigSources &sources, QTextStream &err)
{
    bool read = true;
    for (const ConfigProblem &problem : loaded.problems) {
        err << problem.text << Qt::endl;
        read = read && !(problem.fatal && problem.key.isEmpty() && problem.origin == sources.ownFile());
    }
    return read;
}

/// Asks on the terminal; without one the answer is no.
bool confirmOnTerminal(const QString &question, QTextStream &in, QTextStream &out)
{
    out << question << QStringLiteral(" [y/N] ") << Qt::flush;
    const QString answer = in.readLine().trimmed().toLower();
    return answer == QLatin1String("y") || answer == QLatin1String("yes");
}

PortCommandOptions portOptions(const CommandLine &line, const PlatformFolders &folders, const ProxyConfig &config)
{
    PortCommandOptions options;
    options.port = line.port;
    options.json = line.json;
    options.dryRun = line.dryRun;
    options.yes = line.yes;
    options.force = line.force;
    options.webSocketHost = config.webSocketHost;
    options.webSocketPort = config.webSocketPort;
    options.zmqHost = config.zmqHost;
    options.zmqPort = config.zmqPort;
    options.dualLoopback = config.dualLoopback;
    options.release.probe.reusePort = config.reusePort;
    options.release.probe.busTopology = config.busTopology;
    options.release.askInstance = askByControlSocket(folders);
    // A running instance may serve other ports than the settings name, and what it holds is ours.
    const ControlReply status = askStatus(folders);
    if (status.exit != ExitCode::Done)
        return options;
    options.release.probe.ourPids.push_back(status.result[QLatin1String("pid")].toInteger());
    if (const int port = status.result[QLatin1String("ws_port")].toInt(); port > 0)
        options.webSocketPort = port;
    if (const int port = status.result[QLatin1String("bus_port")].toInt(); port > 0)
        options.zmqPort = port;
    return options;
}

int runPortVerb(const CommandLine &line, const PlatformFolders &folders, const ProxyConfig &config, QTextStream &out,
                QTextStream &err)
{
    // One for all questions: it reads ahead, and what it has read is lost with it.
    QTextStream in(stdin);
    PortCommands commands(std::make_shared<SystemProcessTable>(), out, err,
                          [&in, &stream = line.json ? err : out](const QString &question) {
                              return confirmOnTerminal(question, in, stream);
                          });
    const PortCommandOptions options = portOptions(line, folders, config);
    return line.verb == Verb::Port ? commands.port(options) : commands.release(options);
}

int runBundle(const CommandLine &line, const PlatformFolders &folders, const LoadedConfig &loaded, QTextStream &out,
              QTextStream &err)
{
    BundleRequest request;
    request.loaded = loaded;
    request.configDir = folders.configDir;
    request.stateDir = folders.stateDir;
    const ControlReply status = askStatus(folders);
    if (status.exit == ExitCode::Done)
        request.status = QString::fromUtf8(QJsonDocument(status.result.toObject()).toJson());
    const QString file = QDir::current().absoluteFilePath(line.file);
    if (const QString problem = writeBundle(file, request); !problem.isEmpty()) {
        err << problem << Qt::endl;
        return toInt(ExitCode::Failed);
    }
    out << "Written: " << file << Qt::endl;
    return toInt(ExitCode::Done);
}

} // namespace

PlatformFolders foldersOf(const CommandLine &line)
{
    return (line.configDir.isEmpty() ? PlatformFolders::ofSystem() : PlatformFolders::under(line.configDir))
        .forInstance(line.instance);
}

ConfigSources configSourcesOf(const CommandLine &line, const PlatformFolders &folders)
{
    return {folders.configDir, line.envFile, processEnvironment(), line.settings(), line.demo};
}

int runVerb(const CommandLine &line, QTextStream &out, QTextStream &err)
{
    if (line.verb == Verb::Version) {
        out << "tickgate " << kVersion << Qt::endl;
        return toInt(ExitCode::Done);
    }
    if (line.verb == Verb::Help) {
        out << commandLineHelp() << Qt::flush;
        return toInt(ExitCode::Done);
    }
    const PlatformFolders folders = foldersOf(line);
    if (isClientVerb(line.verb))
        return toInt(runClientVerb(line, folders, out, err));

    const ConfigSources sources = configSourcesOf(line, folders);
    const LoadedConfig loaded = loadConfig(sources);
    if (line.verb == Verb::Doctor)
        return toInt(runDoctor(line, folders, loaded, out, err));
    // A bundle is made for the very case that something is broken.
    if (!settingsRead(loaded, sources, err) && line.verb != Verb::Bundle)
        return toInt(ExitCode::Failed);
    switch (line.verb) {
    case Verb::Port:
    case Verb::Release:
        return runPortVerb(line, folders, loaded.config, out, err);
    case Verb::Bundle:
        return runBundle(line, folders, loaded, out, err);
    default:
        break;
    }
    if (const QString problem = folders.create(); !problem.isEmpty()) {
        err << problem << Qt::endl;
        return toInt(ExitCode::Failed);
    }
    return runKeyVerb(line, keysFilePath(loaded.config, folders.configDir), out, err);
}

} // namespace tickgate
