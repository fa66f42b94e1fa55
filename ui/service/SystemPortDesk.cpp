#include "SystemPortDesk.h"

#include "core/ports/PortProbe.h"

#include <QSet>

namespace tickgate {

namespace {

QString fileName(const QString &path)
{
    return path.section(QLatin1Char('/'), -1).section(QLatin1Char('\\'), -1);
}

bool isInterpreter(const QString &program)
{
    const QString name = fileName(program).toLower();
    for (const char *known :
         {"python", "node", "java", "ruby", "perl", "bun", "deno", "dotnet", "php", "rscript", "julia"}) {
        if (name.startsWith(QLatin1String(known)))
            return true;
    }
    return name == QLatin1String("r") || name == QLatin1String("sh") || name == QLatin1String("bash");
}

QHash<quint16, ProgramInfo> identifyNow(const ProcessTable &table, quint16 serverPort, const QSet<quint16> &peers)
{
    QHash<quint16, ProgramInfo> found;
    os::SocketQuery query;
    query.remotePort = serverPort;
    const auto sockets = table.sockets(query);
    if (!sockets.ok())
        return found;
    for (const os::SocketEntry &socket : sockets.value()) {
        if (!peers.contains(socket.localPort) || socket.pids.empty())
            continue;
        const auto process = table.identify(socket.pids.front());
        if (!process.ok())
            continue;
        QStringList arguments;
        for (const std::string &argument : process.value().arguments)
            arguments += QString::fromStdString(argument);
        ProgramInfo info;
        info.pid = socket.pids.front();
        info.name = QString::fromStdString(process.value().name);
        info.script = scriptOf(info.name, arguments);
        found.insert(socket.localPort, info);
    }
    return found;
}

} // namespace

QString scriptOf(const QString &program, const QStringList &arguments)
{
    if (!isInterpreter(program))
        return {};
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (argument == QLatin1String("-m") || argument == QLatin1String("-jar"))
            return arguments.value(i + 1);
        if (argument == QLatin1String("-c") || argument == QLatin1String("-e"))
            return {};
        // Python's -W and -X take a word of their own; it is no script.
        if (argument == QLatin1String("-W") || argument == QLatin1String("-X")) {
            ++i;
            continue;
        }
        if (!argument.startsWith(QLatin1Char('-')))
            return argument;
    }
    return {};
}

SystemPortDesk::SystemPortDesk(ReleaseOptions::AskInstance askInstance, QObject *parent)
    : PortDesk(parent)
    , m_table(std::make_shared<SystemProcessTable>())
    , m_askInstance(std::move(askInstance))
    , m_inspector(m_table)
{}

void SystemPortDesk::inspect(const QString &host, quint16 port, QObject *context, Verdict deliver)
{
    m_inspector.inspect(host, port, {}, context, std::move(deliver));
}

void SystemPortDesk::inspectBus(const QString &host, quint16 port, BusTopology topology, QObject *context,
                                BusJudged deliver)
{
    ProbeOptions options;
    options.busTopology = topology;
    m_inspector.inspectBus(host, port, options, context, std::move(deliver));
}

void SystemPortDesk::identify(quint16 serverPort, const std::vector<quint16> &peerPorts, QObject *context,
                              Programs deliver)
{
    const QSet<quint16> peers(peerPorts.begin(), peerPorts.end());
    m_jobs.run([table = m_table, serverPort, peers] { return identifyNow(*table, serverPort, peers); }, context,
               std::move(deliver));
}

std::unique_ptr<ReleaseLadder> SystemPortDesk::release(const QString &host, quint16 port)
{
    ReleaseOptions options;
    options.askInstance = m_askInstance;
    return std::make_unique<ReleaseLadder>(m_table, host, port, options);
}

void SystemPortDesk::findNextFree(const QString &host, quint16 port, QObject *context, NextPort deliver)
{
    m_jobs.run([table = m_table, host, port] { return nextFreePort(*table, host, port); }, context, std::move(deliver));
}

} // namespace tickgate
