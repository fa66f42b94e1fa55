#include "StartGate.h"

#include "app/ClientVerbs.h"
#include "app/ControlClient.h"

#include <QDeadlineTimer>
#include <QThread>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 2s;
constexpr unsigned long kBetweenTriesMs = 25;

/// The port that the running instance serves; 0 when it serves none or does not say.
int servedPort(const PlatformFolders &folders)
{
    ControlClient client;
    if (!client.connectTo(controlSocketName(folders.stateDir), 500ms))
        return 0;
    return client.ask(QStringLiteral("status"), {}, 2s).result[QLatin1String("ws_port")].toInt();
}

} // namespace

std::optional<ExitCode> passStartGate(SingleInstance &instance, const CommandLine &line, const PlatformFolders &folders,
                                      const ProxyConfig &config, QTextStream &err)
{
    const QDeadlineTimer deadline(kPatience);
    for (;;) {
        const SingleInstance::Result result = instance.acquire();
        switch (result.outcome) {
        case SingleInstance::Outcome::First:
            return std::nullopt;
        case SingleInstance::Outcome::Unusable:
            err << result.text << Qt::endl;
            return ExitCode::Failed;
        case SingleInstance::Outcome::AlreadyRunning:
            break;
        }
        // The other one may be about to listen, or about to end: both show within the patience.
        if (!line.headless && raiseRunningInstance(folders, result.pid))
            return ExitCode::Done;
        if (deadline.hasExpired()) {
            err << result.text << Qt::endl;
            // Whoever wants this very port is told what every other holder of it would mean.
            const bool samePort = config.webSocketPort != 0 && servedPort(folders) == config.webSocketPort;
            return samePort ? ExitCode::PortBusy : ExitCode::Refused;
        }
        QThread::msleep(kBetweenTriesMs);
    }
}

} // namespace tickgate
