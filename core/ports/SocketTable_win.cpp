#include "SocketTable.h"

#include "WinText_win.h"

#include <ws2tcpip.h>

#include <iphlpapi.h>

#include <array>
#include <cstddef>

namespace tickgate::os {

namespace {

TcpState stateOf(DWORD state)
{
    switch (state) {
    case MIB_TCP_STATE_LISTEN:
        return TcpState::Listen;
    case MIB_TCP_STATE_SYN_SENT:
        return TcpState::SynSent;
    case MIB_TCP_STATE_SYN_RCVD:
        return TcpState::SynReceived;
    case MIB_TCP_STATE_ESTAB:
        return TcpState::Established;
    case MIB_TCP_STATE_FIN_WAIT1:
        return TcpState::FinWait1;
    case MIB_TCP_STATE_FIN_WAIT2:
        return TcpState::FinWait2;
    case MIB_TCP_STATE_CLOSE_WAIT:
        return TcpState::CloseWait;
    case MIB_TCP_STATE_CLOSING:
        return TcpState::Closing;
    case MIB_TCP_STATE_LAST_ACK:
        return TcpState::LastAck;
    case MIB_TCP_STATE_TIME_WAIT:
        return TcpState::TimeWait;
    default:
        return TcpState::Closed;
    }
}

std::string addressText(int family, const void *raw)
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    return ::inet_ntop(family, raw, buffer.data(), buffer.size()) != nullptr ? std::string(buffer.data())
                                                                             : std::string();
}

/// The table grows between asking for its size and reading it, hence the loop.
OsResult<std::vector<std::byte>> readTable(ULONG family)
{
    DWORD size = 16 * 1024;
    for (int attempt = 0; attempt < 10; ++attempt) {
        std::vector<std::byte> buffer(size);
        const DWORD code = ::GetExtendedTcpTable(buffer.data(), &size, FALSE, family, TCP_TABLE_OWNER_PID_ALL, 0);
        if (code == NO_ERROR)
            return buffer;
        if (code != ERROR_INSUFFICIENT_BUFFER)
            return winError(code);
        size += size / 4;
    }
    return winError(ERROR_INSUFFICIENT_BUFFER);
}

/// The low word of the tables' port fields is in network byte order.
std::uint16_t portOf(DWORD raw)
{
    return ::ntohs(static_cast<u_short>(raw & 0xffffU));
}

void addIfWanted(SocketEntry entry, DWORD pid, const SocketQuery &query, std::vector<SocketEntry> &entries)
{
    if (entry.state == TcpState::Listen) {
        entry.remoteAddress.clear();
        entry.remotePort = 0;
    }
    if ((query.localPort && entry.localPort != *query.localPort) ||
        (query.remotePort && entry.remotePort != *query.remotePort))
        return;
    if (pid != 0)
        entry.pids.push_back(static_cast<std::int64_t>(pid));
    entries.push_back(std::move(entry));
}

} // namespace

OsResult<std::vector<SocketEntry>> listSockets(const SocketQuery &query)
{
    std::vector<SocketEntry> entries;
    const auto v4 = readTable(AF_INET);
    if (!v4.ok())
        return v4.error();
    const auto *v4Table = reinterpret_cast<const MIB_TCPTABLE_OWNER_PID *>(v4.value().data());
    for (DWORD i = 0; i < v4Table->dwNumEntries; ++i) {
        const MIB_TCPROW_OWNER_PID &row = v4Table->table[i];
        SocketEntry entry;
        entry.localAddress = addressText(AF_INET, &row.dwLocalAddr);
        entry.localPort = portOf(row.dwLocalPort);
        entry.remoteAddress = addressText(AF_INET, &row.dwRemoteAddr);
        entry.remotePort = portOf(row.dwRemotePort);
        entry.state = stateOf(row.dwState);
        addIfWanted(std::move(entry), row.dwOwningPid, query, entries);
    }
    const auto v6 = readTable(AF_INET6);
    if (!v6.ok())
        return entries; // a machine without IPv6
    const auto *v6Table = reinterpret_cast<const MIB_TCP6TABLE_OWNER_PID *>(v6.value().data());
    for (DWORD i = 0; i < v6Table->dwNumEntries; ++i) {
        const MIB_TCP6ROW_OWNER_PID &row = v6Table->table[i];
        SocketEntry entry;
        entry.v6 = true;
        entry.localAddress = addressText(AF_INET6, row.ucLocalAddr);
        entry.localPort = portOf(row.dwLocalPort);
        entry.remoteAddress = addressText(AF_INET6, row.ucRemoteAddr);
        entry.remotePort = portOf(row.dwRemotePort);
        entry.state = stateOf(row.dwState);
        addIfWanted(std::move(entry), row.dwOwningPid, query, entries);
    }
    return entries;
}

} // namespace tickgate::os
