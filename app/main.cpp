#include "app/Application.h"
#include "app/CommandLine.h"
#include "app/ExitCode.h"
#include "core/config/PlatformFolders.h"
#include "tickgate/Version.h"

#include <QApplication>
#include <QCoreApplication>

#include <cstdio>
#include <memory>

using namespace tickgate;

namespace {

int toInt(ExitCode code)
{
    return static_cast<int>(code);
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
    Application application(commandLine, folders);
    return application.run();
}
