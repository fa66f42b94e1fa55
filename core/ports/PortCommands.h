#pragma once

#include "core/ports/ReleaseLadder.h"

#include <QTextStream>

#include <functional>
#include <memory>
#include <optional>

class QJsonDocument;

namespace tickgate {

/// What `tickgate port` and `tickgate release` were told, and the configuration they look at.
struct PortCommandOptions
{
    std::optional<int> port; ///< N; without it `port` answers for both ports
    bool json = false;
    bool dryRun = false;
    bool yes = false;
    bool force = false;

    QString webSocketHost = QStringLiteral("127.0.0.1");
    int webSocketPort = 8765;
    QString zmqHost = QStringLiteral("127.0.0.1");
    int zmqPort = 5555;
    bool dualLoopback = true;
    ReleaseOptions release; ///< probe.ourPids: the running instance, if any
};

/// The two port commands of the command line. Lives on the main thread; needs a QCoreApplication, runs a local event
/// loop while a release is under way, and returns the process's exit code: 0 done, 1 failed, 2 usage, 4 refused,
/// 5 port still busy.
class PortCommands
{
public:
    /// Asks a yes/no question; false where nobody can answer.
    using Confirm = std::function<bool(const QString &question)>;

    PortCommands(std::shared_ptr<const ProcessTable> table, QTextStream &out, QTextStream &err, Confirm confirm);

    [[nodiscard]] int port(const PortCommandOptions &options);
    [[nodiscard]] int release(const PortCommandOptions &options);

private:
    [[nodiscard]] bool validPort(const std::optional<int> &port, bool needed);
    void printVerdict(const PortVerdict &verdict);
    void print(const QJsonDocument &document);
    /// Says on the way what is being done.
    void narrate(ReleaseLadder &ladder, const PortCommandOptions &options);
    static void printOutcome(const ReleaseReport &report, QTextStream &stream);
    [[nodiscard]] static int exitCode(ReleaseOutcome outcome);

    std::shared_ptr<const ProcessTable> m_table;
    QTextStream &m_out;
    QTextStream &m_err;
    Confirm m_confirm;
};

} // namespace tickgate
