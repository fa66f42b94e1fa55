#include "app/Application.h"
#include "app/CommandLine.h"
#include "app/ExitCode.h"
#include "core/auth/KeyCommands.h"
#include "core/config/ConfigLoader.h"
#include "core/config/PlatformFolders.h"
#include "tickgate/Version.h"

#include <QApplication>
#include <QCoreApplication>
#include <QDir>
#include <QTextStream>

#include <cstdio>
#include <memory>

using namespace tickgate;

namespace {

int toInt(ExitCode code)
{
    return static_cast<int>(code);
}

/// Works on the keys file itself, whether or not a service runs; a running one reads it anew when it changes.
int runKeyVerb(const CommandLine &commandLine, const PlatformFolders &folders)
{
    ConfigSources sources;
    sources.configDir = folders.configDir;
    sources.envFile = commandLine.envFile;
    sources.environment = processEnvironment();
    sources.commandLine = commandLine.settings();
    const QString named = loadConfig(sources).config.keysFile;
    QTextStream out(stdout);
    QTextStream err(stderr);
    return runKeyCommand(named.isEmpty() ? QDir(folders.configDir).filePath(QStringLiteral("keys.json")) : named,
                         commandLine.keyArguments, out, err);
}

} // namespace

int main(int argc, char *argv[])
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const CommandLineResult parsed = parseCommandLine(arguments);
    if (!parsed.ok()) {
        std::fprintf(stderr, "tickgate: %s\n", parsed.usageError.toUtf8().constData());
        return toInt(ExitCode::Usage);
    }
    const CommandLine &commandLine = parsed.value;
    if (commandLine.verb == Verb::Version) {
        std::printf("tickgate %s\n", kVersion);
        return toInt(ExitCode::Done);
    }
    if (commandLine.verb == Verb::Help) {
        std::fputs(commandLineHelp().toUtf8().constData(), stdout);
        return toInt(ExitCode::Done);
    }

    QCoreApplication::setApplicationName(QStringLiteral("tickgate"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(kVersion));
    const bool window = commandLine.verb == Verb::Serve && !commandLine.headless;
    const std::unique_ptr<QCoreApplication> qt =
        window ? std::make_unique<QApplication>(argc, argv) : std::make_unique<QCoreApplication>(argc, argv);
    if (window)
        QApplication::setQuitOnLastWindowClosed(false);

    const PlatformFolders folders =
        (commandLine.configDir.isEmpty() ? PlatformFolders::ofSystem() : PlatformFolders::under(commandLine.configDir))
            .forInstance(commandLine.instance);
    if (const QString problem = folders.create(); !problem.isEmpty()) {
        std::fprintf(stderr, "tickgate: %s\n", problem.toUtf8().constData());
        return toInt(ExitCode::Failed);
    }
    if (commandLine.verb == Verb::Key)
        return runKeyVerb(commandLine, folders);
    Application application(commandLine, folders);
    return application.run();
}
