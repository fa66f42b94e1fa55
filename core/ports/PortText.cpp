#include "PortText.h"

#include <QDateTime>

namespace tickgate {

QString startedText(const PortHolder &holder)
{
    if (!holder.startedAt.isValid())
        return {};
    return QStringLiteral(", running since %1")
        .arg(holder.startedAt.toLocalTime().toString(QStringLiteral("d MMM HH:mm")));
}

QString commandText(const PortHolder &holder)
{
    return holder.command.isEmpty() ? QString() : QStringLiteral(" Command: %1").arg(holder.command);
}

QString endpointText(const QString &address, quint16 port)
{
    const QString format = address.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2");
    return format.arg(address).arg(port);
}

QString costOfEnding(const HolderFacts &holder)
{
    if (holder.tickgate || holder.ours)
        return QStringLiteral("Its clients lose their feed until Tickgate runs again.");
    switch (holder.openAlgo) {
    case OpenAlgoRole::Proxy:
        return QStringLiteral("Its clients lose their feed until Tickgate has started; OpenAlgo itself keeps running.");
    case OpenAlgoRole::WholeApp:
        return QStringLiteral("All of OpenAlgo ends with it: orders, strategies and the dashboard, not only the feed.");
    case OpenAlgoRole::None:
        break;
    }
    return QStringLiteral("Whatever this program is doing ends; unsaved work in it may be lost.");
}

QString relayAdvice(const HolderFacts &holder, quint16 port)
{
    switch (holder.relay) {
    case RelayKind::Container:
        return QStringLiteral("Stop the container that publishes port %1 (\"docker ps\" or \"podman ps\" lists it); "
                              "ending %2 would hit every container.")
            .arg(port)
            .arg(holder.holder.name);
    case RelayKind::Wsl:
        return QStringLiteral("The program runs inside WSL: stop it there. \"wsl --shutdown\" ends everything in WSL.");
    case RelayKind::VirtualMachine:
        return QStringLiteral("The program runs inside a virtual machine: stop it there, or remove its forwarding of "
                              "port %1.")
            .arg(port);
    case RelayKind::None:
        break;
    }
    return {};
}

} // namespace tickgate
