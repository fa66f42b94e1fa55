#include "SocketTable.h"

#include "NetstatText.h"

#include <arpa/inet.h>
#include <libproc.h>
#include <netinet/in.h>
#include <sys/proc_info.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <map>
#include <memory>
#include <system_error>

namespace tickgate::os {

namespace {

TcpState stateOf(int state)
{
    switch (state) {
    case TSI_S_LISTEN:
        return TcpState::Listen;
    case TSI_S_SYN_SENT:
        return TcpState::SynSent;
    case TSI_S_SYN_RECEIVED:
        return TcpState::SynReceived;
    case TSI_S_ESTABLISHED:
        return TcpState::Established;
    case TSI_S__CLOSE_WAIT:
        return TcpState::CloseWait;
    case TSI_S_FIN_WAIT_1:
        return TcpState::FinWait1;
    case TSI_S_CLOSING:
        return TcpState::Closing;
    case TSI_S_LAST_ACK:
        return TcpState::LastAck;
    case TSI_S_FIN_WAIT_2:
        return TcpState::FinWait2;
    case TSI_S_TIME_WAIT:
        return TcpState::TimeWait;
    default:
        return TcpState::Closed;
    }
}

std::string addressText(int family, const void *raw)
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    return inet_ntop(family, raw, buffer.data(), buffer.size()) != nullptr ? std::string(buffer.data()) : std::string();
}

/// The kernel keeps the interface's number inside link-local addresses.
in6_addr withoutScope(in6_addr address)
{
    if (IN6_IS_ADDR_LINKLOCAL(&address))
        address.s6_addr[2] = address.s6_addr[3] = 0;
    return address;
}

bool wanted(const SocketEntry &entry, const SocketQuery &query)
{
    return (!query.localPort || entry.localPort == *query.localPort) &&
           (!query.remotePort || entry.remotePort == *query.remotePort);
}

SocketEntry entryOf(const tcp_sockinfo &info)
{
    const in_sockinfo &internet = info.tcpsi_ini;
    SocketEntry entry;
    entry.v6 = (internet.insi_vflag & INI_IPV6) != 0;
    // A socket that serves both families is listed once, as "::".
    if (entry.v6) {
        const in6_addr local = withoutScope(internet.insi_laddr.ina_6);
        const in6_addr remote = withoutScope(internet.insi_faddr.ina_6);
        entry.localAddress = addressText(AF_INET6, &local);
        entry.remoteAddress = addressText(AF_INET6, &remote);
    } else {
        entry.localAddress = addressText(AF_INET, &internet.insi_laddr.ina_46.i46a_addr4);
        entry.remoteAddress = addressText(AF_INET, &internet.insi_faddr.ina_46.i46a_addr4);
    }
    // Ports come in network byte order, in the low half of an int.
    entry.localPort = ntohs(static_cast<std::uint16_t>(internet.insi_lport));
    entry.remotePort = ntohs(static_cast<std::uint16_t>(internet.insi_fport));
    entry.state = stateOf(info.tcpsi_state);
    if (entry.state == TcpState::Listen)
        entry.remoteAddress.clear();
    return entry;
}

bool sameSocket(const SocketEntry &a, const SocketEntry &b)
{
    return a.v6 == b.v6 && a.localAddress == b.localAddress && a.localPort == b.localPort &&
           a.remoteAddress == b.remoteAddress && a.remotePort == b.remotePort;
}

/// Where in the list a socket is, by the kernel's handle (sys/proc_info.h, soi_so): several processes may hold one.
using Places = std::map<std::uint64_t, std::size_t>;

/// Sockets of one process; nothing for those we may not look into (other users').
void addSocketsOf(pid_t pid, const SocketQuery &query, Places &places, std::vector<SocketEntry> &entries)
{
    const int size = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, nullptr, 0);
    if (size <= 0)
        return;
    std::vector<proc_fdinfo> descriptors(static_cast<std::size_t>(size) / sizeof(proc_fdinfo) + 16);
    const int used = proc_pidinfo(pid, PROC_PIDLISTFDS, 0, descriptors.data(),
                                  static_cast<int>(descriptors.size() * sizeof(proc_fdinfo)));
    descriptors.resize(used > 0 ? static_cast<std::size_t>(used) / sizeof(proc_fdinfo) : 0);
    uid_t uid = 0;
    bool uidKnown = false;
    for (const proc_fdinfo &descriptor : descriptors) {
        socket_fdinfo info{};
        if (descriptor.proc_fdtype != PROX_FDTYPE_SOCKET ||
            proc_pidfdinfo(pid, descriptor.proc_fd, PROC_PIDFDSOCKETINFO, &info, sizeof info) <
                static_cast<int>(sizeof info) ||
            info.psi.soi_kind != SOCKINFO_TCP)
            continue;
        SocketEntry entry = entryOf(info.psi.soi_proto.pri_tcp);
        if (!wanted(entry, query))
            continue;
        if (!uidKnown) {
            proc_bsdinfo process{};
            uidKnown = proc_pidinfo(pid, PROC_PIDTBSDINFO, 0, &process, sizeof process) > 0;
            uid = process.pbi_uid;
        }
        const auto [place, isNew] = places.try_emplace(info.psi.soi_so, entries.size());
        if (!isNew) {
            std::vector<std::int64_t> &pids = entries[place->second].pids;
            if (pids.back() != pid)
                pids.push_back(pid);
            continue;
        }
        entry.pids.push_back(pid);
        if (uidKnown)
            entry.uid = uid;
        entries.push_back(std::move(entry));
    }
}

using Pipe = std::unique_ptr<FILE, decltype([](FILE *pipe) { ::pclose(pipe); })>;

/// What libproc cannot show: sockets that lost their process (TIME_WAIT and the like) and other users' sockets. The
/// kernel's own list has no stable public layout, netstat's text has. Without -l it cuts IPv6 addresses short.
void addOwnerless(const SocketQuery &query, std::vector<SocketEntry> &entries)
{
    const Pipe pipe(::popen("/usr/sbin/netstat -anl -p tcp 2>/dev/null", "r"));
    std::array<char, 512> buffer{};
    while (pipe && std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) {
        const auto entry = socketOfNetstatLine(buffer.data());
        if (!entry || !wanted(*entry, query))
            continue;
        const bool known = std::any_of(entries.begin(), entries.end(),
                                       [&](const SocketEntry &other) { return sameSocket(other, *entry); });
        if (!known)
            entries.push_back(*entry);
    }
}

} // namespace

OsResult<std::vector<SocketEntry>> listSockets(const SocketQuery &query)
{
    const int count = proc_listallpids(nullptr, 0);
    if (count <= 0) {
        const int code = errno;
        return OsError{code, "proc_listallpids: " + std::generic_category().message(code)};
    }
    std::vector<pid_t> pids(static_cast<std::size_t>(count) + 64);
    const int used = proc_listallpids(pids.data(), static_cast<int>(pids.size() * sizeof(pid_t)));
    pids.resize(used > 0 ? static_cast<std::size_t>(used) : 0);
    std::sort(pids.begin(), pids.end());
    std::vector<SocketEntry> entries;
    Places places;
    for (const pid_t pid : pids)
        addSocketsOf(pid, query, places, entries);
    addOwnerless(query, entries);
    return entries;
}

} // namespace tickgate::os
