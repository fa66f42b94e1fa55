#include "SocketTable.h"

#include <arpa/inet.h>
#include <libproc.h>
#include <netinet/in.h>
#include <sys/proc_info.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string_view>
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

TcpState stateOf(std::string_view name)
{
    static const std::map<std::string_view, TcpState> states{
        {"LISTEN", TcpState::Listen},        {"SYN_SENT", TcpState::SynSent},
        {"SYN_RCVD", TcpState::SynReceived}, {"ESTABLISHED", TcpState::Established},
        {"CLOSE_WAIT", TcpState::CloseWait}, {"FIN_WAIT_1", TcpState::FinWait1},
        {"FIN_WAIT_2", TcpState::FinWait2},  {"CLOSING", TcpState::Closing},
        {"LAST_ACK", TcpState::LastAck},     {"TIME_WAIT", TcpState::TimeWait},
    };
    const auto it = states.find(name);
    return it == states.end() ? TcpState::Closed : it->second;
}

std::string addressText(int family, const void *raw)
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    return inet_ntop(family, raw, buffer.data(), buffer.size()) != nullptr ? std::string(buffer.data()) : std::string();
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
        entry.localAddress = addressText(AF_INET6, &internet.insi_laddr.ina_6);
        entry.remoteAddress = addressText(AF_INET6, &internet.insi_faddr.ina_6);
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

/// Sockets of one process; nothing for those we may not look into (other users').
void addSocketsOf(pid_t pid, const SocketQuery &query, std::vector<SocketEntry> &entries)
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
        // Inherited descriptors: one socket, several processes.
        const auto known = std::find_if(entries.begin(), entries.end(), [&](const SocketEntry &other) {
            return entry.state != TcpState::Listen && sameSocket(other, entry);
        });
        if (known != entries.end()) {
            if (known->pids.back() != pid)
                known->pids.push_back(pid);
            continue;
        }
        entry.pids.push_back(pid);
        if (uidKnown)
            entry.uid = uid;
        entries.push_back(std::move(entry));
    }
}

/// "127.0.0.1.8765", "::1.8765", "*.8765", "fe80::1%lo0.8765"
bool readEndpoint(std::string_view text, bool v6, std::string &address, std::uint16_t &port)
{
    const std::size_t dot = text.rfind('.');
    if (dot == std::string_view::npos)
        return false;
    const std::string_view digits = text.substr(dot + 1);
    port = 0;
    if (digits != "*")
        std::from_chars(digits.data(), digits.data() + digits.size(), port);
    std::string_view host = text.substr(0, dot);
    if (host == "*")
        host = v6 ? "::" : "0.0.0.0";
    address = host.substr(0, host.find('%'));
    return true;
}

using Pipe = std::unique_ptr<FILE, decltype([](FILE *pipe) { ::pclose(pipe); })>;

/// What libproc cannot show: sockets that lost their process (TIME_WAIT and the like) and other users' sockets. The
/// kernel's own list has no stable public layout, netstat's text has.
void addOwnerless(const SocketQuery &query, std::vector<SocketEntry> &entries)
{
    const Pipe pipe(::popen("/usr/sbin/netstat -an -p tcp 2>/dev/null", "r"));
    std::array<char, 512> buffer{};
    while (pipe && std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) {
        std::istringstream stream{std::string(buffer.data())};
        const std::vector<std::string> fields{std::istream_iterator<std::string>(stream), {}};
        if (fields.size() < 6 || !fields[0].starts_with("tcp"))
            continue;
        SocketEntry entry;
        entry.v6 = fields[0] != "tcp4"; // tcp4, tcp6, and tcp46 for both families
        entry.state = stateOf(std::string_view(fields[5]));
        if (!readEndpoint(fields[3], entry.v6, entry.localAddress, entry.localPort) ||
            !readEndpoint(fields[4], entry.v6, entry.remoteAddress, entry.remotePort))
            continue;
        if (entry.state == TcpState::Listen) {
            entry.remoteAddress.clear();
            entry.remotePort = 0;
        }
        const bool known = std::any_of(entries.begin(), entries.end(),
                                       [&](const SocketEntry &other) { return sameSocket(other, entry); });
        if (!known && wanted(entry, query))
            entries.push_back(std::move(entry));
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
    for (const pid_t pid : pids)
        addSocketsOf(pid, query, entries);
    addOwnerless(query, entries);
    return entries;
}

} // namespace tickgate::os
