#include "Frame.h"

#include <algorithm>
#include <array>

namespace tickgate {

namespace {

constexpr char kFinalText = static_cast<char>(0x81);
constexpr char kFinalClose = static_cast<char>(0x88);
constexpr std::size_t kMaxCloseReason = 123; // a control frame carries 125 bytes, two of them are the code

char *put(char *out, std::string_view bytes) noexcept
{
    std::memcpy(out, bytes.data(), bytes.size());
    return out + bytes.size();
}

} // namespace

std::size_t textHeaderSize(std::size_t payloadSize) noexcept
{
    if (payloadSize < 126)
        return 2;
    return payloadSize <= 0xffff ? 4 : kMaxFrameHeader;
}

std::size_t writeTextHeader(char *out, std::size_t payloadSize) noexcept
{
    out[0] = kFinalText;
    const std::size_t header = textHeaderSize(payloadSize);
    if (header == 2) {
        out[1] = static_cast<char>(payloadSize);
        return header;
    }
    out[1] = header == 4 ? 126 : 127;
    for (std::size_t i = header; i-- > 2; payloadSize >>= 8)
        out[i] = static_cast<char>(payloadSize & 0xff);
    return header;
}

void appendTextFrame(ByteBuffer &out, std::string_view payload)
{
    char *at = out.reserve(kMaxFrameHeader + payload.size());
    const std::size_t header = writeTextHeader(at, payload.size());
    put(at + header, payload);
    out.commit(header + payload.size());
}

std::string closeFrame(std::uint16_t code, std::string_view reason)
{
    if (reason.size() > kMaxCloseReason) {
        std::size_t end = kMaxCloseReason; // RFC 6455 5.5.1: UTF-8, so a character that does not fit goes as a whole
        while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xc0) == 0x80)
            --end;
        reason = reason.substr(0, end);
    }
    std::string frame;
    frame.reserve(4 + reason.size());
    frame += kFinalClose;
    frame += static_cast<char>(2 + reason.size());
    frame += static_cast<char>(code >> 8);
    frame += static_cast<char>(code & 0xff);
    frame += reason;
    return frame;
}

std::string jsonEscaped(std::string_view text)
{
    static constexpr std::array<char, 16> hex{'0', '1', '2', '3', '4', '5', '6', '7',
                                              '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    std::string out;
    out.reserve(text.size() + 2);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += hex[byte >> 4];
            out += hex[byte & 0xf];
        } else {
            out += c;
        }
    }
    return out;
}

std::string tickPrefix(std::string_view exchange, std::string_view symbol)
{
    return R"({"type":"market_data","symbol":")" + jsonEscaped(symbol) + R"(","exchange":")" + jsonEscaped(exchange) +
           R"(","mode":)";
}

std::string tickSuffix(std::string_view broker)
{
    return R"(,"broker":")" + jsonEscaped(broker) + R"("})";
}

std::string snapshotSuffix(std::string_view broker)
{
    return R"(,"broker":")" + jsonEscaped(broker) + R"(","snapshot":true})";
}

TickLayout appendTick(ByteBuffer &out, std::string_view prefix, Mode mode, std::string_view payload,
                      std::string_view suffix)
{
    static constexpr std::string_view data = R"(,"data":)";
    const std::size_t body = prefix.size() + 1 + data.size() + payload.size() + suffix.size();
    char *const start = out.reserve(kMaxFrameHeader + body);
    const std::size_t header = writeTextHeader(start, body);
    char *at = put(start + header, prefix);
    TickLayout layout;
    layout.size = static_cast<std::uint32_t>(header + body);
    layout.modeAt = static_cast<std::uint32_t>(at - start);
    *at++ = static_cast<char>('0' + modeNumber(mode));
    at = put(at, data);
    layout.payloadAt = static_cast<std::uint32_t>(at - start);
    layout.payloadSize = static_cast<std::uint32_t>(payload.size());
    at = put(at, payload);
    put(at, suffix);
    out.commit(layout.size);
    return layout;
}

} // namespace tickgate
