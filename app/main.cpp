#include "app/AnswerOutput.h"
#include "app/Application.h"
#include "app/BrokenPipe.h"
#include "app/ClientVerbs.h"
#include "app/CommandLine.h"
#include "app/Display.h"
#include "app/ExitCode.h"
#include "app/ParentConsole.h"
#include "app/ProcessEnd.h"
#include "app/Relaunch.h"
#include "app/SingleInstance.h"
#include "app/StartGate.h"
#include "app/StreamOutput.h"
#include "app/Verbs.h"
#include "tickgate/Version.h"

#include <QApplication>
#include <QCoreApplication>
#include <QTextStream>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

using namespace tickgate;

namespace {

int toInt(ExitCode code)
{
    return static_cast<int>(code);
}

int serve(const CommandLine &commandLine, const QStringList &arguments, QTextStream &err)
{
    const PlatformFolders folders = foldersOf(commandLine);
    if (const QString problem = folders.create(); !problem.isEmpty()) {
        err << "tickgate: " << problem << Qt::endl;
        return toInt(ExitCode::Failed);
    }
    SingleInstance instance(folders.stateDir);
    const LoadedConfig loaded = loadConfig(configSourcesOf(commandLine, folders));
    const StartPass pass = passStartGate(instance, commandLine, folders, loaded.config, err);
    if (pass.end)
        return toInt(*pass.end);
    int exitCode = 0;
    bool again = false;
    bool leftThreads = false;
    {
        Application application(commandLine, folders, pass.handover);
        exitCode = application.run();
        again = application.relaunchWanted();
        leftThreads = application.leftThreads();
    }
    if (!again && !leftThreads)
        return exitCode;
    instance.release();
    if (!again) {
        std::fflush(nullptr);
        (void)endProcess(exitCode);
        std::_Exit(exitCode);
    }
    err << "tickgate: " << relaunch(QCoreApplication::applicationFilePath(), arguments) << Qt::endl;
    return toInt(ExitCode::Failed);
}

/// An answer that nobody got is a failure, whatever was done for it.
int answer(const CommandLine &commandLine, QTextStream &err)
{
    AnswerOutput output(stdout);
    QTextStream out(&output);
    const int exitCode = runVerb(commandLine, out, err);
    out.flush();
    if (output.problem().isEmpty())
        return exitCode;
    err << "tickgate: The answer could not be written: " << output.problem() << Qt::endl;
    return exitCode == toInt(ExitCode::Done) ? toInt(ExitCode::Failed) : exitCode;
}

int run(int argc, char *argv[])
{
    QTextStream err(stderr);
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const CommandLineResult parsed = parseCommandLine(arguments);
    if (!parsed.ok()) {
        err << "tickgate: " << parsed.usageError << Qt::endl;
        return toInt(ExitCode::Usage);
    }
    const CommandLine &commandLine = parsed.value;

    QCoreApplication::setApplicationName(QStringLiteral("tickgate"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(kVersion));
    const bool serves = commandLine.verb == Verb::Serve;
    if (const QString obstacle = serves && !commandLine.headless ? displayObstacle() : QString(); !obstacle.isEmpty()) {
        const QCoreApplication qt(argc, argv);
        // The window of one that runs already may be on a display all the same.
        if (raiseRunningInstance(foldersOf(commandLine), 0))
            return toInt(ExitCode::Done);
        err << "tickgate: " << obstacle << Qt::endl;
        return toInt(ExitCode::Failed);
    }
    const std::unique_ptr<QCoreApplication> qt = serves && !commandLine.headless
                                                     ? std::make_unique<QApplication>(argc, argv)
                                                     : std::make_unique<QCoreApplication>(argc, argv);
    if (serves)
        return serve(commandLine, arguments, err);
    // Standard output belongs to the verb's answer, which others read.
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::stderr_sink_mt>()));
    spdlog::set_level(spdlog::level::warn);
    if (commandLine.verb != Verb::Tail)
        return answer(commandLine, err);
    StreamOutput endless(stdout);
    QTextStream lines(&endless);
    return runVerb(commandLine, lines, err);
}

} // namespace

int main(int argc, char *argv[])
{
    ignoreBrokenPipes();
    attachParentConsole();
    return endProcess(run(argc, argv));
}
