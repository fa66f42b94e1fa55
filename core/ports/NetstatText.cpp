#include "NetstatText.h"

#include <charconv>
#include <iterator>
#include <map>
#include <sstream>
#include <string_view>
#include <vector>

namespace tickgate::os {

namespace {

/// The words of netinet/tcp_fsm.h.
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

/// "127.0.0.1.8765", "::1.8765", "*.8765", "fe80::1%lo0.8765"
bool readEndpoint(std::string_view text, bool v6, std::string &address, std::uint16_t &port)
{
    const std::size_t dot = text.rfind('.');
    if (dot == std::string_view::npos)
        return false;
    const std::string_view digits = text.substr(dot + 1);
    port = 0;
    if (digits != "*" &&
        std::from_chars(digits.data(), digits.data() + digits.size(), port).ptr != digits.data() + digits.size())
        return false;
    std::string_view host = text.substr(0, dot);
    if (host == "*")
        host = v6 ? "::" : "0.0.0.0";
    address = host.substr(0, host.find('%'));
    return true;
}

} // namespace

std::optional<SocketEntry> socketOfNetstatLine(const std::string &line)
{
    std::istringstream stream(line);
    const std::vector<std::string> fields{std::istream_iterator<std::string>(stream), {}};
    if (fields.size() < 6 || !fields[0].starts_with("tcp"))
        return std::nullopt;
    SocketEntry entry;
    entry.v6 = fields[0] != "tcp4"; // tcp4, tcp6, and tcp46 for both families
    entry.state = stateOf(fields[5]);
    if (!readEndpoint(fields[3], entry.v6, entry.localAddress, entry.localPort) ||
        !readEndpoint(fields[4], entry.v6, entry.remoteAddress, entry.remotePort))
        return std::nullopt;
    if (entry.state == TcpState::Listen) {
        entry.remoteAddress.clear();
        entry.remotePort = 0;
    }
    return entry;
}

} // namespace tickgate::os
