#include "FakeProcessTable.h"

#include <algorithm>
#include <cerrno>
#include <stdexcept>

namespace tickgate::test {

void FakeProcessTable::addProcess(std::int64_t pid, const std::string &name, std::int64_t parent, std::uint64_t start)
{
    const std::lock_guard lock(m_mutex);
    os::ProcessIdentity identity;
    identity.key = {pid, start, "/usr/bin/" + name};
    identity.parentPid = parent;
    identity.name = name;
    identity.arguments = {name, "--serve"};
    identity.user = "anna";
    identity.sameUser = true;
    m_processes[pid] = identity;
}

void FakeProcessTable::editProcess(std::int64_t pid, const std::function<void(os::ProcessIdentity &)> &edit)
{
    const std::lock_guard lock(m_mutex);
    edit(m_processes[pid]);
}

void FakeProcessTable::removeProcess(std::int64_t pid)
{
    const std::lock_guard lock(m_mutex);
    m_processes.erase(pid);
    std::erase_if(m_sockets, [pid](os::SocketEntry &entry) {
        std::erase(entry.pids, pid);
        return entry.pids.empty();
    });
}

void FakeProcessTable::listen(std::int64_t pid, const std::string &address, std::uint16_t port)
{
    os::SocketEntry entry;
    entry.v6 = address.find(':') != std::string::npos;
    entry.localAddress = address;
    entry.localPort = port;
    entry.state = os::TcpState::Listen;
    entry.uid = 1000;
    entry.pids = {pid};
    addSocket(entry);
}

void FakeProcessTable::addSocket(const os::SocketEntry &entry)
{
    const std::lock_guard lock(m_mutex);
    m_sockets.push_back(entry);
}

void FakeProcessTable::removeSockets(std::uint16_t port)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_sockets, [port](const os::SocketEntry &entry) { return entry.localPort == port; });
}

void FakeProcessTable::denyEnding(std::int64_t pid)
{
    const std::lock_guard lock(m_mutex);
    m_denied.insert(pid);
}

void FakeProcessTable::setOnEnd(OnEnd onEnd)
{
    const std::lock_guard lock(m_mutex);
    m_onEnd = std::move(onEnd);
}

std::vector<FakeProcessTable::Signal> FakeProcessTable::signalsSent() const
{
    const std::lock_guard lock(m_mutex);
    return m_signals;
}

os::OsResult<std::vector<os::SocketEntry>> FakeProcessTable::sockets(const os::SocketQuery &query) const
{
    if (m_broken)
        throw std::runtime_error("no memory");
    const std::lock_guard lock(m_mutex);
    std::vector<os::SocketEntry> found;
    for (const os::SocketEntry &entry : m_sockets) {
        if ((!query.localPort || *query.localPort == entry.localPort) &&
            (!query.remotePort || *query.remotePort == entry.remotePort))
            found.push_back(entry);
    }
    return found;
}

os::OsResult<os::ProcessIdentity> FakeProcessTable::identify(std::int64_t pid) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_processes.find(pid);
    if (it == m_processes.end())
        return os::OsError{ESRCH, "no such process"};
    return it->second;
}

std::vector<std::int64_t> FakeProcessTable::childrenOf(std::int64_t pid) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::int64_t> children;
    for (const auto &[child, identity] : m_processes) {
        if (identity.parentPid == pid)
            children.push_back(child);
    }
    return children;
}

bool FakeProcessTable::mayEnd(std::int64_t pid) const
{
    const std::lock_guard lock(m_mutex);
    return m_denied.count(pid) == 0;
}

os::EndResult FakeProcessTable::end(const os::ProcessKey &key, os::EndRequest request) const
{
    OnEnd onEnd;
    {
        const std::lock_guard lock(m_mutex);
        m_signals.push_back({key.pid, request});
        onEnd = m_onEnd;
    }
    if (!onEnd)
        return {os::EndOutcome::Sent, {}};
    const os::EndOutcome outcome = onEnd(const_cast<FakeProcessTable &>(*this), {key.pid, request});
    const bool refused = outcome == os::EndOutcome::NoRights || outcome == os::EndOutcome::Failed;
    return {outcome, refused ? os::OsError{EPERM, "not permitted"} : os::OsError{}};
}

int FakeProcessTable::tryBind(const std::string &address, std::uint16_t port, os::Reuse) const
{
    const std::lock_guard lock(m_mutex);
    const bool v6 = address.find(':') != std::string::npos;
    const bool taken = std::any_of(m_sockets.begin(), m_sockets.end(), [&](const os::SocketEntry &entry) {
        const bool wildcard = entry.localAddress == "0.0.0.0" || entry.localAddress == "::";
        return entry.localPort == port && entry.v6 == v6 && entry.state == os::TcpState::Listen &&
               (entry.localAddress == address || wildcard);
    });
#ifdef _WIN32
    return taken ? 10048 : 0;
#else
    return taken ? EADDRINUSE : 0;
#endif
}

std::string FakeProcessTable::userName(std::int64_t uid) const
{
    return uid < 0 ? std::string() : uid == 1000 ? "anna" : "user" + std::to_string(uid);
}

} // namespace tickgate::test
