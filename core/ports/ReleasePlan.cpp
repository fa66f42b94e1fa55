#include "ReleasePlan.h"

#include "core/ports/HolderClassifier.h"
#include "core/ports/PortPolicy.h"
#include "core/ports/PortText.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

namespace tickgate {

namespace {

bool isSystemName(const QString &name)
{
    static constexpr std::array names{"init",      "systemd",     "launchd",      "services.exe",
                                      "csrss.exe", "wininit.exe", "winlogon.exe", "lsass.exe",
                                      "smss.exe",  "svchost.exe", "kernel_task"};
    return std::any_of(names.begin(), names.end(),
                       [&](const char *known) { return name.compare(QLatin1String(known), Qt::CaseInsensitive) == 0; });
}

bool isShell(const QString &name)
{
    static constexpr std::array names{"sh",
                                      "bash",
                                      "dash",
                                      "zsh",
                                      "fish",
                                      "ksh",
                                      "cmd.exe",
                                      "pwsh",
                                      "pwsh.exe",
                                      "powershell.exe",
                                      "tmux",
                                      "explorer.exe",
                                      "login",
                                      "sshd",
                                      "screen",
                                      "konsole",
                                      "gnome-terminal-server",
                                      "Terminal",
                                      "WindowsTerminal.exe",
                                      "conhost.exe"};
    return std::any_of(names.begin(), names.end(), [&](const char *known) { return name == QLatin1String(known); });
}

std::vector<quint16> otherPortsOf(const std::vector<os::SocketEntry> &entries, qint64 pid, quint16 port)
{
    std::vector<quint16> ports;
    for (const os::SocketEntry &entry : entries) {
        const bool his = std::find(entry.pids.begin(), entry.pids.end(), pid) != entry.pids.end();
        const bool known = std::find(ports.begin(), ports.end(), entry.localPort) != ports.end();
        if (his && !known && entry.state == os::TcpState::Listen && entry.localPort != port)
            ports.push_back(entry.localPort);
    }
    std::sort(ports.begin(), ports.end());
    return ports;
}

ReleaseTarget targetFor(const ProcessTable &table, const os::ProcessIdentity &identity, const HolderFacts &facts)
{
    ReleaseTarget target;
    target.key = identity.key;
    target.facts = facts;
    target.cost = costOfEnding(facts);
    target.parentPid = identity.parentPid;
    const auto parent = table.identify(identity.parentPid);
    if (parent.ok())
        target.parent = parent.value().key;
    // The running instance stops serving but lives on: nobody starts it again.
    if (!facts.ours)
        target.parentLabel = supervisorLabel(parent.ok() ? parent.value() : os::ProcessIdentity(), facts.unit);
    return target;
}

} // namespace

QString ReleasePlan::summary() const
{
    if (!refusalText.isEmpty())
        return refusalText;
    QStringList sentences;
    for (const ReleaseTarget &target : targets) {
        const PortHolder &holder = target.facts.holder;
        // A Tickgate is asked to stop serving and goes on without.
        const bool staysOn = target.facts.ours || target.facts.tickgate;
        const QString verb = staysOn ? QStringLiteral("This stops the service of %1") : QStringLiteral("This ends %1");
        QString sentence = verb.arg(holderLabel(holder));
        if (!holder.user.isEmpty())
            sentence += QStringLiteral(" of user %1").arg(holder.user);
        if (holder.startedAt.isValid())
            sentence += QStringLiteral(", running since %1")
                            .arg(holder.startedAt.toLocalTime().toString(QStringLiteral("d MMM HH:mm")));
        sentences.append(sentence + u'.');
        if (!holder.command.isEmpty())
            sentences.append(QStringLiteral("Command: %1").arg(holder.command));
        sentences.append(target.cost);
        QStringList ports;
        for (const quint16 other : target.alsoHolds)
            ports.append(QString::number(other));
        if (!ports.isEmpty())
            sentences.append(QStringLiteral("It also listens on port %1, which is freed with it.")
                                 .arg(ports.join(QStringLiteral(", "))));
        if (!target.parentLabel.isEmpty())
            sentences.append(QStringLiteral("It was started by %1, which may start it again.").arg(target.parentLabel));
    }
    return sentences.join(u'\n');
}

Refusal refusalFor(const HolderFacts &facts, quint16 port, qint64 ownPid)
{
    const PortHolder &holder = facts.holder;
    if (holder.pid == ownPid)
        return {ReleaseRefusal::Ourselves,
                QStringLiteral("Port %1 is held by Tickgate itself: press Stop, or run \"tickgate stop\".").arg(port)};
    if (holder.pid <= 0)
        return {ReleaseRefusal::Unknown,
                QStringLiteral("Port %1 is held by %2, so there is nothing that could be ended from here.")
                    .arg(port)
                    .arg(holderLabel(holder))};
    if (facts.relay != RelayKind::None)
        return {ReleaseRefusal::Relay,
                QStringLiteral("%1 only passes the port on. ").arg(holderLabel(holder)) + relayAdvice(facts, port)};
    if (holder.pid <= os::kLastSystemPid || isSystemName(holder.name))
        return {ReleaseRefusal::SystemProcess,
                QStringLiteral("%1 belongs to the operating system and is never ended. Stop the service that it "
                               "listens for, or use another port.")
                    .arg(holderLabel(holder))};
    if (!facts.mayEnd)
        return {ReleaseRefusal::OtherUser,
                QStringLiteral("%1 belongs to %2, and we have no right to end it. Ask them to close it, or run this "
                               "as an administrator.")
                    .arg(holderLabel(holder), holder.user.isEmpty() ? QStringLiteral("another user") : holder.user)};
    return {};
}

QString supervisorLabel(const os::ProcessIdentity &parent, const QString &unit)
{
    if (!unit.isEmpty())
        return unit;
    const QString name = QString::fromStdString(parent.name);
    // A shell that somebody types into restarts nothing; one that runs a script may.
    if (parent.key.pid <= 1 || isSystemName(name) || (isShell(name) && parent.arguments.size() <= 1))
        return {};
    const PortHolder holder = describeHolder(parent);
    return holder.command.isEmpty() ? holderLabel(holder)
                                    : QStringLiteral("%1: %2").arg(holderLabel(holder), holder.command);
}

QString supervisorAdvice(const QString &label, const QString &unit)
{
    if (unit.endsWith(QLatin1String(".service")))
        return QStringLiteral("Stop the service first: systemctl stop %1 (with --user for a service of your own).")
            .arg(unit);
    if (unit.endsWith(QLatin1String("container")))
        return QStringLiteral("Stop the container first (\"docker ps\" lists it).");
    if (label.contains(QLatin1String("supervisord")))
        return QStringLiteral("Stop it there first: supervisorctl stop, with the program's name.");
    if (label.contains(QLatin1String("pm2"), Qt::CaseInsensitive))
        return QStringLiteral("Stop it there first: pm2 stop, with the program's name.");
    return QStringLiteral("Stop %1 first, then release the port again.").arg(label);
}

ReleasePlan planRelease(const ProcessTable &table, const QString &host, quint16 port, const ProbeOptions &options)
{
    ReleasePlan plan;
    plan.host = host;
    plan.port = port;
    plan.verdict = judgePort(probePort(table, host, port, options));
    const auto entries = table.sockets({});
    const qint64 own = options.ownPid != 0 ? options.ownPid : table.ownPid();
    const bool twin = plan.verdict.kind == PortVerdictKind::TwinListener;
    const auto refuse = [&](const Refusal &refusal) {
        if (plan.refusal == ReleaseRefusal::None) {
            plan.refusal = refusal.kind;
            plan.refusalText = refusal.text;
        }
    };
    for (const PortHolder &holder : plan.verdict.holders) {
        HolderFacts facts;
        facts.holder = holder;
        const auto identity = table.identify(holder.pid);
        if (holder.pid > 0) {
            if (!identity.ok() || identity.value().exited) {
                refuse({ReleaseRefusal::Unknown, plan.verdict.text + u' ' + plan.verdict.remedy});
                continue;
            }
            facts = probeHolder(table, holder.pid, options);
            facts.holder.address = holder.address;
            if (twin && facts.ours)
                continue; // it is the other one that has to go
        } else if (!holder.user.isEmpty()) {
            refuse({ReleaseRefusal::OtherUser, plan.verdict.text + u' ' + plan.verdict.remedy});
            continue;
        }
        const auto known = std::any_of(plan.targets.begin(), plan.targets.end(),
                                       [&](const ReleaseTarget &t) { return t.key.pid == holder.pid; });
        if (known)
            continue;
        if (const Refusal refusal = refusalFor(facts, port, own); refusal.kind != ReleaseRefusal::None) {
            refuse(refusal);
            if (!identity.ok())
                continue;
        }
        ReleaseTarget target = targetFor(table, identity.value(), facts);
        if (entries.ok())
            target.alsoHolds = otherPortsOf(entries.value(), holder.pid, port);
        plan.targets.push_back(std::move(target));
    }
    for (ReleaseTarget &target : plan.targets) {
        target.askFirst = std::none_of(plan.targets.begin(), plan.targets.end(),
                                       [&](const ReleaseTarget &t) { return t.key.pid == target.parentPid; });
    }
    plan.nothingToDo = plan.targets.empty() && plan.refusal == ReleaseRefusal::None;
    return plan;
}

} // namespace tickgate
