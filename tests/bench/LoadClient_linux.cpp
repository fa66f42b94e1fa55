#include "LoadClient_linux.h"

#include "core/metrics/Clock.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace tickgate::bench {

namespace {

// Opcodes, RFC 6455 5.2.
constexpr unsigned char kText = 1;
constexpr unsigned char kPing = 9;
constexpr unsigned char kPong = 10;

constexpr std::size_t kBufferBytes = 256 * 1024;

struct FrameSize
{
    std::size_t header = 0; // 0: not all of the header is there yet
    std::size_t payload = 0;
};

FrameSize frameSize(const char *at, std::size_t available)
{
    if (available < 2)
        return {};
    const auto byte = [at](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(at[i])); };
    const std::size_t length = byte(1) & 0x7f;
    if (length < 126)
        return {2, length};
    const std::size_t header = length == 126 ? 4 : 10;
    if (available < header)
        return {};
    std::size_t payload = 0;
    for (std::size_t i = 2; i < header; ++i)
        payload = payload << 8 | byte(i);
    return {header, payload};
}

} // namespace

LoadClient::LoadClient(std::uint16_t port)
    : m_buffer(kBufferBytes)
{
    m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        throw std::runtime_error("connect failed");
    const std::string request =
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n";
    if (::send(m_fd, request.data(), request.size(), MSG_NOSIGNAL) < 0)
        throw std::runtime_error("handshake could not be sent");
    std::string header;
    char c = 0;
    while (!header.ends_with("\r\n\r\n")) {
        if (::recv(m_fd, &c, 1, 0) != 1)
            throw std::runtime_error("no handshake");
        header += c;
    }
    if (!header.starts_with("HTTP/1.1 101"))
        throw std::runtime_error("refused: " + header);
}

LoadClient::LoadClient(std::uint16_t port, const std::string &key, const std::vector<std::string> &symbols, int mode)
    : LoadClient(port)
{
    sendFrame(kText, R"({"action":"authenticate","api_key":")" + key + R"("})");
    if (readFrame().find("success") == std::string::npos)
        throw std::runtime_error("not authenticated");
    if (!symbols.empty())
        subscribe(symbols, mode);
}

LoadClient LoadClient::onlyConnected(std::uint16_t port)
{
    return LoadClient(port);
}

void LoadClient::subscribe(const std::vector<std::string> &symbols, int mode)
{
    std::string request = R"({"action":"subscribe","mode":)" + std::to_string(mode) + R"(,"symbols":[)";
    for (std::size_t i = 0; i < symbols.size(); ++i)
        request.append(i > 0 ? "," : "").append(R"({"exchange":"NSE","symbol":")").append(symbols[i]).append(R"("})");
    sendFrame(kText, request + "]}");
    // Ticks may come before the reply when others publish already.
    std::string reply;
    do {
        reply = readFrame();
    } while (reply.find("\"market_data\"") != std::string::npos);
    if (reply.find("\"subscriptions\"") == std::string::npos)
        throw std::runtime_error("not subscribed: " + reply);
}

LoadClient::~LoadClient()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

LoadClient::LoadClient(LoadClient &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_buffer(std::move(other.m_buffer))
    , m_size(other.m_size)
    , m_ticks(other.m_ticks)
{}

void LoadClient::sendFrame(unsigned char opcode, std::string_view payload) const
{
    std::string frame;
    frame += static_cast<char>(0x80 | opcode);
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80 | payload.size());
    } else {
        frame += static_cast<char>(0x80 | 126);
        frame += static_cast<char>((payload.size() >> 8) & 0xff);
        frame += static_cast<char>(payload.size() & 0xff);
    }
    frame.append(4, '\0'); // a mask of zeros leaves the payload as it is
    frame += payload;
    if (::send(m_fd, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size()))
        throw std::runtime_error("send failed");
}

std::string LoadClient::readFrame()
{
    for (;;) {
        const FrameSize size = frameSize(m_buffer.data(), m_size);
        if (size.header > 0 && m_size >= size.header + size.payload) {
            std::string payload(m_buffer.data() + size.header, size.payload);
            const std::size_t taken = size.header + size.payload;
            std::memmove(m_buffer.data(), m_buffer.data() + taken, m_size - taken);
            m_size -= taken;
            return payload;
        }
        const ssize_t got = ::recv(m_fd, m_buffer.data() + m_size, m_buffer.size() - m_size, 0);
        if (got <= 0)
            throw std::runtime_error("connection ended");
        m_size += static_cast<std::size_t>(got);
    }
}

void LoadClient::skip(char *bin, std::size_t bytes)
{
    for (std::size_t left = bytes; left > 0;) {
        const ssize_t got = ::recv(m_fd, bin, left, MSG_DONTWAIT);
        if (got <= 0)
            return;
        left -= static_cast<std::size_t>(got);
    }
}

bool LoadClient::read(LatencyHistogram *latencies)
{
    for (;;) {
        const ssize_t got = ::recv(m_fd, m_buffer.data() + m_size, m_buffer.size() - m_size, MSG_DONTWAIT);
        if (got == 0)
            return false;
        if (got < 0)
            return errno == EAGAIN || errno == EINTR;
        m_size += static_cast<std::size_t>(got);
        countFrames(latencies);
        if (static_cast<std::size_t>(got) < kBufferBytes / 2)
            return true; // most likely all there was: spare the call that says so
    }
}

void LoadClient::countFrames(LatencyHistogram *latencies)
{
    using namespace std::string_view_literals;
    constexpr auto mark = R"("data":{"t":)"sv;
    const std::uint64_t now = latencies != nullptr ? monotonicNs() : 0;
    std::size_t at = 0;
    for (;;) {
        const FrameSize size = frameSize(m_buffer.data() + at, m_size - at);
        if (size.header == 0 || m_size - at < size.header + size.payload)
            break;
        const auto opcode = static_cast<unsigned char>(m_buffer[at] & 0x0f);
        if (opcode == kPing) // who answers none is taken for dead
            sendFrame(kPong, {m_buffer.data() + at + size.header, size.payload});
        if (opcode == kText) {
            ++m_ticks;
            if (latencies != nullptr) {
                const std::string_view payload(m_buffer.data() + at + size.header, size.payload);
                if (const std::size_t found = payload.find(mark); found != std::string_view::npos) {
                    std::uint64_t sent = 0;
                    for (std::size_t i = found + mark.size(); payload[i] >= '0' && payload[i] <= '9'; ++i)
                        sent = sent * 10 + static_cast<std::uint64_t>(payload[i] - '0');
                    latencies->record(now > sent ? now - sent : 0);
                }
            }
        }
        at += size.header + size.payload;
    }
    std::memmove(m_buffer.data(), m_buffer.data() + at, m_size - at);
    m_size -= at;
}

} // namespace tickgate::bench
