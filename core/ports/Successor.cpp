#include "Successor.h"

#include <algorithm>

namespace tickgate {

namespace {

const ReleaseTarget *livingTarget(const ProcessTable &table, const ReleasePlan &plan, qint64 pid)
{
    for (const ReleaseTarget &target : plan.targets) {
        if (target.key.pid == pid && stillRuns(table, target.key))
            return &target;
    }
    return nullptr;
}

Successor successorFrom(const ProcessTable &table, const ReleasePlan &plan, const HolderFacts &facts)
{
    Successor successor;
    successor.holder = facts.holder;
    const auto identity = table.identify(facts.holder.pid);
    if (!identity.ok())
        return successor;
    const auto parent = table.identify(identity.value().parentPid);
    for (const ReleaseTarget &target : plan.targets) {
        const bool sameParent =
            target.parent.pid > 1 && parent.ok() && os::sameProcess(parent.value().key, target.parent);
        const bool sameUnit = !facts.unit.isEmpty() && facts.unit == target.facts.unit;
        const PortHolder &before = target.facts.holder;
        const bool sameCommand = !before.command.isEmpty() && before.command == facts.holder.command;
        if (sameParent || sameUnit || sameCommand)
            successor.respawned = true;
    }
    successor.supervisor = supervisorLabel(parent.ok() ? parent.value() : os::ProcessIdentity(), facts.unit);
    if (!successor.supervisor.isEmpty())
        successor.advice = supervisorAdvice(successor.supervisor, facts.unit);
    return successor;
}

} // namespace

bool stillRuns(const ProcessTable &table, const os::ProcessKey &key)
{
    const auto now = table.identify(key.pid);
    return now.ok() && !now.value().exited && os::sameProcess(now.value().key, key);
}

std::vector<qint64> holdingTargets(const ProcessTable &table, const ReleasePlan &plan, const PortFacts &facts)
{
    std::vector<qint64> pids;
    const auto among = [](const std::vector<HolderFacts> &holders, qint64 pid) {
        return std::any_of(holders.begin(), holders.end(),
                           [pid](const HolderFacts &holder) { return holder.holder.pid == pid; });
    };
    for (const ReleaseTarget &target : plan.targets) {
        const qint64 pid = target.key.pid;
        const bool has = among(facts.connectionHolders, pid) ||
                         std::any_of(facts.listeners.begin(), facts.listeners.end(),
                                     [&](const ListenerFacts &listener) { return among(listener.holders, pid); });
        if (has && stillRuns(table, target.key))
            pids.push_back(pid);
    }
    return pids;
}

std::vector<qint64> orphansAmong(const ProcessTable &table, const ReleasePlan &plan, const std::vector<qint64> &pids)
{
    std::vector<qint64> orphans;
    for (const ReleaseTarget &target : plan.targets) {
        const bool parentLives = std::any_of(plan.targets.begin(), plan.targets.end(), [&](const ReleaseTarget &other) {
            return other.key.pid == target.parentPid && stillRuns(table, other.key);
        });
        if (!target.askFirst && !parentLives && std::find(pids.begin(), pids.end(), target.key.pid) != pids.end())
            orphans.push_back(target.key.pid);
    }
    return orphans;
}

bool concerns(const ReleasePlan &plan, const PortFacts &facts, const ListenerFacts &listener)
{
    // Where our own listener would not get the port, any listener may be the reason.
    return facts.asListener != BindOutcome::Ok ||
           std::any_of(plan.verdict.holders.begin(), plan.verdict.holders.end(),
                       [&](const PortHolder &holder) { return holder.address == listener.address; });
}

std::optional<Successor> findSuccessor(const ProcessTable &table, const ReleasePlan &plan, const PortFacts &facts)
{
    for (const ListenerFacts &listener : facts.listeners) {
        if (!concerns(plan, facts, listener))
            continue;
        for (const HolderFacts &holder : listener.holders) {
            if (!holder.ours && !holder.vanished && livingTarget(table, plan, holder.holder.pid) == nullptr)
                return successorFrom(table, plan, holder);
        }
        if (listener.holders.empty()) {
            Successor unnamed;
            unnamed.holder.user = listener.user;
            unnamed.holder.address = listener.address;
            unnamed.nameless = !listener.hiddenOwner;
            return unnamed;
        }
    }
    return std::nullopt;
}

} // namespace tickgate
