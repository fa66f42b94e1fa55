#include "PortCommands.h"

#include "core/ports/BusInspector.h"
#include "core/ports/PortInspector.h"
#include "core/ports/PortJson.h"
#include "core/ports/PortPolicy.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>

#include <utility>

namespace tickgate {

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kRefused = 4;
constexpr int kBusy = 5;

/// What one port has to say: the verdict, the other loopback's, and the bus's part where it is the bus port.
struct Answer
{
    PortVerdict verdict;
    std::optional<PortVerdict> ipv6;
    std::optional<BusVerdict> bus;
};

/// For a port of 0. There is nothing to look at: the system gives a free one when the proxy starts.
Answer pickedAtStart(const PortCommandOptions &options, bool bus)
{
    Answer answer;
    answer.verdict.address = bus ? options.zmqHost : options.webSocketHost;
    answer.verdict.text = QStringLiteral("The %1 picks a free port at every start.")
                              .arg(bus ? QStringLiteral("bus") : QStringLiteral("WebSocket server"));
    answer.verdict.remedy = QStringLiteral("Press Start, then see tickgate status for the port.");
    answer.verdict.action = PortAction::Start;
    if (bus)
        answer.bus = BusVerdict{answer.verdict, BusPeerKind::Nobody, {}, false};
    return answer;
}

Answer answerFor(const ProcessTable &table, const PortCommandOptions &options, quint16 port)
{
    const ProbeOptions &probe = options.release.probe;
    Answer answer;
    if (port == options.zmqPort && port != options.webSocketPort) {
        answer.bus = inspectBus(table, options.zmqHost, port, probe);
        answer.verdict = answer.bus->port;
        return answer;
    }
    answer.verdict = inspectPort(table, options.webSocketHost, port, probe);
    if (options.dualLoopback && answer.verdict.address == QLatin1String("127.0.0.1"))
        answer.ipv6 = inspectPort(table, QStringLiteral("::1"), port, probe);
    return answer;
}

QJsonObject toJson(const Answer &answer)
{
    QJsonObject object = answer.bus ? toJson(*answer.bus) : toJson(answer.verdict);
    if (answer.ipv6)
        object.insert(QStringLiteral("ipv6"), toJson(*answer.ipv6));
    return object;
}

} // namespace

PortCommands::PortCommands(std::shared_ptr<const ProcessTable> table, QTextStream &out, QTextStream &err,
                           Confirm confirm)
    : m_table(std::move(table))
    , m_out(out)
    , m_err(err)
    , m_confirm(std::move(confirm))
{}

int PortCommands::port(const PortCommandOptions &options)
{
    if (!validPort(options.port, false))
        return kUsage;
    std::vector<int> ports{options.port.value_or(options.webSocketPort)};
    if (!options.port && (options.zmqPort != options.webSocketPort || options.zmqPort == 0))
        ports.push_back(options.zmqPort);
    QJsonArray array;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const Answer answer = ports[i] == 0 ? pickedAtStart(options, i > 0)
                                            : answerFor(*m_table, options, static_cast<quint16>(ports[i]));
        array.append(toJson(answer));
        if (options.json)
            continue;
        printVerdict(answer.verdict);
        // The other loopback only where it needs something of its own.
        if (answer.ipv6 && answer.ipv6->blocksStart && answer.ipv6->holders != answer.verdict.holders)
            printVerdict(*answer.ipv6);
    }
    if (options.json)
        print(options.port ? QJsonDocument(array.first().toObject()) : QJsonDocument(array));
    m_out.flush();
    return kDone;
}

int PortCommands::release(const PortCommandOptions &options)
{
    if (!validPort(options.port, true))
        return kUsage;
    const auto number = static_cast<quint16>(*options.port);
    const QString host =
        number == options.zmqPort && number != options.webSocketPort ? options.zmqHost : options.webSocketHost;
    ReleaseLadder ladder(m_table, host, number, options.release);
    QEventLoop loop;
    bool dryRunDone = false;
    QObject::connect(&ladder, &ReleaseLadder::planned, &loop, [&](const ReleasePlan &plan) {
        // Standard output is the object's alone; who is asked a question has to know whom it is about.
        QTextStream &stream = options.json ? m_err : m_out;
        if (!options.json || !(options.dryRun || options.yes))
            stream << plan.verdict.text << '\n' << plan.summary() << '\n';
        stream.flush();
        if (options.dryRun) {
            if (!options.json)
                m_out << QStringLiteral("Dry run: nothing was done.") << '\n';
            dryRunDone = true;
            loop.quit();
        } else if (options.yes || m_confirm(QStringLiteral("Ask it to stop?"))) {
            ladder.proceed();
        } else {
            ladder.cancel();
        }
    });
    if (!options.json)
        narrate(ladder, options);
    QObject::connect(&ladder, &ReleaseLadder::forceOffered, &ladder, [this, &ladder, options] {
        const QString question = QStringLiteral("It has not stopped. End it now? Unsaved work in it is lost.");
        if (options.force || (!options.yes && m_confirm(question)))
            ladder.force();
        else
            ladder.cancel();
    });
    QObject::connect(&ladder, &ReleaseLadder::finished, &loop, &QEventLoop::quit);
    ladder.examine();
    if (!dryRunDone && ladder.step() != ReleaseStep::Finished)
        loop.exec();
    const ReleaseReport &report = ladder.report();
    // A dry run is done when it has looked, whatever it saw.
    const bool done = dryRunDone || report.freed() || (options.dryRun && report.outcome != ReleaseOutcome::Failed);
    if (options.json) {
        QJsonObject object = dryRunDone ? dryRunJson(ladder.plan()) : toJson(ladder.plan(), report);
        object.insert(QStringLiteral("dry_run"), options.dryRun);
        print(QJsonDocument(object));
    } else if (done && !dryRunDone) {
        printOutcome(report, m_out);
    }
    if (!done)
        printOutcome(report, m_err);
    m_out.flush();
    return done ? kDone : exitCode(report.outcome);
}

void PortCommands::narrate(ReleaseLadder &ladder, const PortCommandOptions &options)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.release.times.ask).count();
    QObject::connect(&ladder, &ReleaseLadder::asked, &ladder, [this, seconds](const PortHolder &target) {
        m_out << QStringLiteral("Asked %1 to stop; waiting up to %2 s ...").arg(holderLabel(target)).arg(seconds)
              << '\n';
        m_out.flush();
    });
    QObject::connect(&ladder, &ReleaseLadder::forced, &ladder, [this](const PortHolder &target) {
        m_out << QStringLiteral("Ended %1.").arg(holderLabel(target)) << '\n';
        m_out.flush();
    });
    QObject::connect(&ladder, &ReleaseLadder::verifying, &ladder, [this] {
        m_out << QStringLiteral("It has let go; making sure the port stays free ...") << '\n';
        m_out.flush();
    });
}

void PortCommands::printOutcome(const ReleaseReport &report, QTextStream &stream)
{
    stream << report.text << '\n';
    if (!report.remedy.isEmpty())
        stream << report.remedy << '\n';
    stream.flush();
}

int PortCommands::exitCode(ReleaseOutcome outcome)
{
    switch (outcome) {
    case ReleaseOutcome::Freed:
    case ReleaseOutcome::AlreadyFree:
        return kDone;
    case ReleaseOutcome::Refused:
    case ReleaseOutcome::Cancelled:
        return kRefused;
    case ReleaseOutcome::StillHeld:
    case ReleaseOutcome::Respawned:
    case ReleaseOutcome::TakenByOther:
    case ReleaseOutcome::Lingering:
        return kBusy;
    case ReleaseOutcome::Failed:
        break;
    }
    return kFailed;
}

bool PortCommands::validPort(const std::optional<int> &port, bool needed)
{
    if (!port && !needed)
        return true;
    if (port && *port >= 1 && *port <= 65535)
        return true;
    m_err << QStringLiteral("A port is a number from 1 to 65535.") << '\n';
    m_err.flush();
    return false;
}

void PortCommands::print(const QJsonDocument &document)
{
    m_out << QString::fromUtf8(document.toJson(QJsonDocument::Compact)) << '\n';
}

void PortCommands::printVerdict(const PortVerdict &verdict)
{
    const QString kind = verdict.port == 0 ? QStringLiteral("picked at start") : portVerdictName(verdict.kind);
    m_out << QStringLiteral("%1: %2").arg(QString::number(verdict.port), kind) << '\n';
    m_out << QStringLiteral("  %1").arg(verdict.text) << '\n';
    for (const PortHolder &holder : verdict.holders) {
        if (holder.pid <= 0)
            continue;
        m_out << QStringLiteral("  %1, user %2, on %3: %4")
                     .arg(holderLabel(holder), holder.user.isEmpty() ? QStringLiteral("unknown") : holder.user,
                          holder.address, holder.command)
              << '\n';
    }
    m_out << QStringLiteral("  What to do: %1").arg(verdict.remedy) << '\n';
}

} // namespace tickgate
