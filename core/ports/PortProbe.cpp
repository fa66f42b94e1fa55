#include "PortProbe.h"

#include "core/ports/HolderClassifier.h"
#include "core/ports/PortPolicy.h"

#include <algorithm>

namespace tickgate {

namespace {

BindOutcome outcomeOf(int error)
{
    if (error == 0)
        return BindOutcome::Ok;
    switch (os::bindFailure(error)) {
    case os::BindFailure::InUse:
        return BindOutcome::InUse;
    case os::BindFailure::NoRights:
        return BindOutcome::NoRights;
    case os::BindFailure::NoSuchAddress:
        return BindOutcome::NoSuchAddress;
    case os::BindFailure::NoSuchFamily:
        return BindOutcome::NoSuchFamily;
    case os::BindFailure::Other:
        break;
    }
    return BindOutcome::Other;
}

bool isOurPid(const ProcessTable &table, qint64 pid, const ProbeOptions &options)
{
    const qint64 own = options.ownPid != 0 ? options.ownPid : table.ownPid();
    return pid == own || std::find(options.ourPids.begin(), options.ourPids.end(), pid) != options.ourPids.end();
}

ListenerFacts listenerFacts(const ProcessTable &table, const os::SocketEntry &entry, const ProbeOptions &options)
{
    ListenerFacts facts;
    facts.address = QString::fromStdString(entry.localAddress);
    facts.v6 = entry.v6;
    facts.user = QString::fromStdString(table.userName(entry.uid));
    for (const std::int64_t pid : entry.pids)
        facts.holders.push_back(probeHolder(table, pid, options));
    // Without a user number (macOS) a nameless socket is another user's: of our own, everything is shown.
    const bool foreign = table.ownUid() >= 0 && entry.uid != table.ownUid();
    facts.hiddenOwner = facts.holders.empty() && foreign && !table.elevated();
    return facts;
}

void addConnection(const ProcessTable &table, const os::SocketEntry &entry, const ProbeOptions &options,
                   PortFacts &facts)
{
    ++facts.lingering;
    if (entry.timeLeft) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*entry.timeLeft).count();
        facts.secondsToGo = std::max(facts.secondsToGo, static_cast<int>(seconds));
    }
    for (const std::int64_t pid : entry.pids) {
        const bool known = std::any_of(facts.connectionHolders.begin(), facts.connectionHolders.end(),
                                       [pid](const HolderFacts &holder) { return holder.holder.pid == pid; });
        if (!known)
            facts.connectionHolders.push_back(probeHolder(table, pid, options));
    }
}

} // namespace

HolderFacts probeHolder(const ProcessTable &table, qint64 pid, const ProbeOptions &options)
{
    const HolderClassifier classifier(QString::fromStdString(table.ownExecutable()),
                                      [&table](const QString &path) { return table.fileExists(path.toStdString()); });
    HolderFacts facts;
    const auto identity = table.identify(pid);
    if (identity.ok() && !identity.value().exited) {
        facts = classifier.classify(identity.value());
        facts.mayEnd = table.mayEnd(pid);
    } else {
        facts.holder.pid = pid;
        facts.vanished = true;
        for (const std::int64_t child : table.childrenOf(pid)) {
            const auto heir = table.identify(child);
            if (heir.ok() && !heir.value().exited)
                facts.heirs.push_back(describeHolder(heir.value()));
        }
    }
    facts.ours = isOurPid(table, pid, options);
    return facts;
}

PortFacts probePort(const ProcessTable &table, const QString &host, quint16 port, const ProbeOptions &options)
{
    PortFacts facts;
    facts.given = host;
    facts.port = port;
    const auto address = bindAddress(host);
    facts.address = address.value_or(host);
    if (!address) {
        facts.asListener = facts.strict = BindOutcome::NotNumeric;
        return facts;
    }
    const std::string numeric = address->toStdString();
    const int error = table.tryBind(numeric, port, options.reusePort ? os::Reuse::AddressAndPort : os::Reuse::Address);
    facts.asListener = outcomeOf(error);
    facts.strict = outcomeOf(table.tryBind(numeric, port, os::Reuse::None));
    if (error != 0)
        facts.bindError = QString::fromStdString(os::errorText(error));
    if (port == 0)
        return facts; // any free port: nobody can stand in the way

    os::SocketQuery query;
    query.localPort = port;
    const auto entries = table.sockets(query);
    if (!entries.ok())
        return facts;
    for (const os::SocketEntry &entry : entries.value()) {
        if (entry.state == os::TcpState::Listen)
            facts.listeners.push_back(listenerFacts(table, entry, options));
        else if (entry.state != os::TcpState::Closed)
            addConnection(table, entry, options, facts);
    }
    return facts;
}

std::optional<quint16> nextFreePort(const ProcessTable &table, const QString &host, quint16 port)
{
    const auto address = bindAddress(host);
    if (!address)
        return std::nullopt;
    for (int candidate = port + 1; candidate <= std::min(port + 100, 65535); ++candidate) {
        const auto number = static_cast<quint16>(candidate);
        if (table.tryBind(address->toStdString(), number, os::Reuse::None) == 0)
            return number;
    }
    return std::nullopt;
}

} // namespace tickgate
