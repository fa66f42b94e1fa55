#include "StartGate.h"

#include "app/ClientVerbs.h"
#include "app/ControlClient.h"
#include "app/ProgramVersion.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QThread>
#include <QVersionNumber>

namespace tickgate {

namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 2s;
/// Its clients get 2 s to say goodbye, and a busy machine some more.
constexpr auto kHandoverPatience = 10s;
constexpr unsigned long kBetweenTriesMs = 25;

/// What the process with the lock says about itself.
struct Running
{
    QString version;
    Handover facts; ///< should it be older
};

std::optional<Running> askWhoRuns(const PlatformFolders &folders)
{
    ControlClient client;
    if (!client.connectTo(controlSocketName(folders.stateDir), 500ms))
        return std::nullopt;
    const ControlReply reply = client.ask(QStringLiteral("status"), {}, 2s);
    if (reply.exit != ExitCode::Done)
        return std::nullopt;
    const QJsonValue &status = reply.result;
    Handover facts;
    facts.version = status[QLatin1String("version")].toString();
    facts.webSocketPort = status[QLatin1String("ws_port")].toInt();
    facts.busPort = status[QLatin1String("bus_port")].toInt();
    const QString state = status[QLatin1String("state")].toString();
    facts.wasServing = state == QLatin1String("running") || state == QLatin1String("starting");
    return Running{facts.version, facts};
}

/// Negative when the running one is older than this process.
int compareWithUs(const QString &version)
{
    const QVersionNumber theirs = QVersionNumber::fromString(version);
    const QVersionNumber ours = QVersionNumber::fromString(reportedVersion());
    // Who does not say has the benefit of the doubt.
    return theirs.isNull() ? 0 : QVersionNumber::compare(theirs, ours);
}

bool askToGo(const PlatformFolders &folders)
{
    ControlClient client;
    if (!client.connectTo(controlSocketName(folders.stateDir), 500ms))
        return false;
    bool leaving = false;
    const ControlReply reply = client.ask(QStringLiteral("quit"), {{QStringLiteral("replaced_by"), reportedVersion()}},
                                          kHandoverPatience, [&leaving](const QJsonObject &) { leaving = true; });
    return leaving || reply.exit == ExitCode::Done;
}

/// The wait for the lock of a process, and for what it is asked meanwhile.
class Gate
{
public:
    Gate(const CommandLine &line, const PlatformFolders &folders, const ProxyConfig &config, QTextStream &err)
        : m_line(line)
        , m_folders(folders)
        , m_config(config)
        , m_err(err)
    {}

    StartPass pass(SingleInstance &instance)
    {
        for (;;) {
            const SingleInstance::Result lock = instance.acquire();
            switch (lock.outcome) {
            case SingleInstance::Outcome::First:
                if (m_handover)
                    m_handover->took = std::chrono::milliseconds(m_sinceAsked.elapsed());
                return {std::nullopt, m_handover};
            case SingleInstance::Outcome::Unusable:
                m_err << lock.text << Qt::endl;
                return {ExitCode::Failed, {}};
            case SingleInstance::Outcome::AlreadyRunning:
                break;
            }
            if (const auto end = meet(lock))
                return {end, {}};
            QThread::msleep(kBetweenTriesMs);
        }
    }

private:
    /// The other one may be about to listen, or about to end: both show within the patience.
    std::optional<ExitCode> meet(const SingleInstance::Result &lock)
    {
        if (!m_handover) {
            if (!m_running)
                m_running = askWhoRuns(m_folders);
            m_sinceAsked.start();
            if (m_running && compareWithUs(m_running->version) < 0 && askToGo(m_folders)) {
                m_handover = m_running->facts;
                m_deadline = QDeadlineTimer(kHandoverPatience);
            } else if (!m_line.headless && raiseRunningInstance(m_folders, lock.pid)) {
                if (m_running && compareWithUs(m_running->version) > 0)
                    m_err << newerSentence(lock) << Qt::endl;
                return ExitCode::Done;
            }
        }
        return m_deadline.hasExpired() ? std::optional(refuse(lock)) : std::nullopt;
    }

    ExitCode refuse(const SingleInstance::Result &lock) const
    {
        if (m_handover) {
            m_err << QStringLiteral("The older Tickgate %1 (pid %2) was asked to end for this one, %3, and still runs "
                                    "after %4 s. End it with tickgate quit, then start this one again.")
                         .arg(m_handover->version)
                         .arg(lock.pid)
                         .arg(reportedVersion())
                         .arg(std::chrono::seconds(kHandoverPatience).count());
        } else if (m_running && compareWithUs(m_running->version) > 0) {
            m_err << newerSentence(lock);
        } else {
            m_err << lock.text;
        }
        m_err << Qt::endl;
        // Whoever wants this very port is told what every other holder of it would mean.
        const auto now = askWhoRuns(m_folders);
        const bool samePort = m_config.webSocketPort != 0 && now && now->facts.webSocketPort == m_config.webSocketPort;
        return samePort ? ExitCode::PortBusy : ExitCode::Refused;
    }

    [[nodiscard]] QString newerSentence(const SingleInstance::Result &lock) const
    {
        return QStringLiteral("A newer Tickgate, %1 (pid %2), is already running with the folder %3; it goes on and "
                              "this older one, %4, ends. To use this one, end the other first: tickgate quit.")
            .arg(m_running->version)
            .arg(lock.pid)
            .arg(m_folders.stateDir, reportedVersion());
    }

    const CommandLine &m_line;
    const PlatformFolders &m_folders;
    const ProxyConfig &m_config;
    QTextStream &m_err;
    QDeadlineTimer m_deadline{kPatience};
    std::optional<Running> m_running;
    std::optional<Handover> m_handover; ///< from the moment the older one agreed to go
    QElapsedTimer m_sinceAsked;
};

} // namespace

QString Handover::sentence() const
{
    return QStringLiteral("Took over from Tickgate %1 in %2 s.")
        .arg(version, QString::number(static_cast<double>(took.count()) / 1000.0, 'f', 2));
}

StartPass passStartGate(SingleInstance &instance, const CommandLine &line, const PlatformFolders &folders,
                        const ProxyConfig &config, QTextStream &err)
{
    return Gate(line, folders, config, err).pass(instance);
}

} // namespace tickgate
