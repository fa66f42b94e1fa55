#include "SocketTable.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string_view>
#include <system_error>

namespace tickgate::os {

namespace {

struct Row
{
    SocketEntry entry;
    std::uint64_t inode = 0;
};

template <typename T>
std::optional<T> number(std::string_view text, int base)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<TcpState> stateOf(std::string_view hex)
{
    // The kernel's numbers, 1 to 11, and 12 for a handshake it has not finished yet.
    static constexpr std::array states{TcpState::Established, TcpState::SynSent,   TcpState::SynReceived,
                                       TcpState::FinWait1,    TcpState::FinWait2,  TcpState::TimeWait,
                                       TcpState::Closed,      TcpState::CloseWait, TcpState::LastAck,
                                       TcpState::Listen,      TcpState::Closing,   TcpState::SynReceived};
    const auto index = number<unsigned>(hex, 16);
    if (!index || *index < 1 || *index > states.size())
        return std::nullopt;
    return states.at(*index - 1);
}

/// "0100007F:1F90": the address as 32-bit words in the machine's own byte order, the port as a plain number.
bool readEndpoint(std::string_view text, bool v6, std::string &address, std::uint16_t &port)
{
    const std::size_t words = v6 ? 4 : 1;
    if (text.size() != words * 8 + 5 || text[words * 8] != ':')
        return false;
    std::array<std::uint32_t, 4> raw{};
    for (std::size_t i = 0; i < words; ++i) {
        const auto word = number<std::uint32_t>(text.substr(i * 8, 8), 16);
        if (!word)
            return false;
        raw.at(i) = *word;
    }
    const auto readPort = number<std::uint16_t>(text.substr(words * 8 + 1), 16);
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (!readPort || inet_ntop(v6 ? AF_INET6 : AF_INET, raw.data(), buffer.data(), buffer.size()) == nullptr)
        return false;
    address = buffer.data();
    port = *readPort;
    return true;
}

/// Fields: sl local remote state queues timer:when retransmits uid timeout inode ...
std::optional<Row> readRow(const std::string &line, bool v6, long ticksPerSecond)
{
    std::istringstream stream(line);
    const std::vector<std::string> fields{std::istream_iterator<std::string>(stream), {}};
    if (fields.size() < 10)
        return std::nullopt;
    Row row;
    row.entry.v6 = v6;
    const auto state = stateOf(fields[3]);
    if (!state || !readEndpoint(fields[1], v6, row.entry.localAddress, row.entry.localPort) ||
        !readEndpoint(fields[2], v6, row.entry.remoteAddress, row.entry.remotePort))
        return std::nullopt;
    row.entry.state = *state;
    row.inode = number<std::uint64_t>(fields[9], 10).value_or(0);
    if (*state == TcpState::Listen)
        row.entry.remoteAddress.clear();
    // Sockets that have lost their owner are listed with user 0, which would name root wrongly.
    if (row.inode != 0)
        row.entry.uid = number<std::int64_t>(fields[7], 10).value_or(-1);
    const std::size_t colon = fields[5].find(':');
    if (row.inode == 0 && colon != std::string::npos && fields[5] != "00:00000000") {
        const std::string_view when = std::string_view(fields[5]).substr(colon + 1);
        if (const auto ticks = number<std::uint32_t>(when, 16))
            row.entry.timeLeft = std::chrono::milliseconds(std::uint64_t{*ticks} * 1000 / ticksPerSecond);
    }
    return row;
}

/// False when the file cannot be read.
bool readTable(const char *path, bool v6, const SocketQuery &query, std::vector<Row> &rows)
{
    std::ifstream file(path);
    if (!file)
        return false;
    const long ticksPerSecond = sysconf(_SC_CLK_TCK);
    std::string line;
    std::getline(file, line); // the headings
    while (std::getline(file, line)) {
        auto row = readRow(line, v6, ticksPerSecond);
        if (!row || (query.localPort && row->entry.localPort != *query.localPort) ||
            (query.remotePort && row->entry.remotePort != *query.remotePort))
            continue;
        rows.push_back(*std::move(row));
    }
    return true;
}

using Directory = std::unique_ptr<DIR, decltype([](DIR *directory) { ::closedir(directory); })>;

void addOwners(std::vector<Row> &rows)
{
    std::multimap<std::uint64_t, Row *> wanted;
    for (Row &row : rows) {
        if (row.inode != 0)
            wanted.emplace(row.inode, &row);
    }
    if (wanted.empty())
        return;
    const Directory proc(::opendir("/proc"));
    while (const dirent *process = proc ? ::readdir(proc.get()) : nullptr) {
        const auto pid = number<std::int64_t>(process->d_name, 10);
        if (!pid)
            continue;
        const std::string folder = std::string("/proc/") + process->d_name + "/fd";
        const Directory descriptors(::opendir(folder.c_str())); // not ours to read: another user's process
        while (const dirent *descriptor = descriptors ? ::readdir(descriptors.get()) : nullptr) {
            std::array<char, 64> link{};
            const ssize_t length =
                ::readlinkat(::dirfd(descriptors.get()), descriptor->d_name, link.data(), link.size());
            const std::string_view target(link.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
            constexpr std::string_view prefix = "socket:[";
            if (!target.starts_with(prefix) || !target.ends_with(']'))
                continue;
            const auto inode =
                number<std::uint64_t>(target.substr(prefix.size(), target.size() - prefix.size() - 1), 10);
            const auto [first, last] = wanted.equal_range(inode.value_or(0));
            for (auto it = first; it != last; ++it) {
                auto &pids = it->second->entry.pids;
                if (pids.empty() || pids.back() != *pid)
                    pids.push_back(*pid);
            }
        }
    }
    for (Row &row : rows)
        std::sort(row.entry.pids.begin(), row.entry.pids.end());
}

} // namespace

OsResult<std::vector<SocketEntry>> listSockets(const SocketQuery &query)
{
    std::vector<Row> rows;
    if (!readTable("/proc/net/tcp", false, query, rows)) {
        const int code = errno;
        return OsError{code, "/proc/net/tcp: " + std::generic_category().message(code)};
    }
    readTable("/proc/net/tcp6", true, query, rows); // absent on a machine without IPv6
    addOwners(rows);
    std::vector<SocketEntry> entries;
    entries.reserve(rows.size());
    for (Row &row : rows)
        entries.push_back(std::move(row.entry));
    return entries;
}

} // namespace tickgate::os
