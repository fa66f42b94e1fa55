#include "FrameInspector.h"

#include <algorithm>

namespace tickgate {

namespace {

constexpr unsigned char kMaskBit = 0x80;
constexpr unsigned char kFinalBit = 0x80;
constexpr unsigned char kReservedBits = 0x70; // no extension was agreed on
constexpr std::size_t kMaskBytes = 4;

std::size_t headerLength(unsigned char second) noexcept
{
    switch (second & 0x7f) {
    case 126:
        return 4;
    case 127:
        return 10;
    default:
        return 2;
    }
}

} // namespace

std::optional<CloseCode> FrameInspector::feed(std::string_view bytes)
{
    std::size_t i = 0;
    while (i < bytes.size()) {
        if (m_toSkip > 0) {
            const auto skipped = std::min<std::uint64_t>(m_toSkip, bytes.size() - i);
            m_toSkip -= skipped;
            i += static_cast<std::size_t>(skipped);
            continue;
        }
        m_header[m_have++] = static_cast<unsigned char>(bytes[i++]);
        if (m_have >= 2 && m_have == headerLength(m_header[1])) {
            m_have = 0;
            if (const auto violation = headerDone())
                return violation;
        }
    }
    return std::nullopt;
}

std::optional<CloseCode> FrameInspector::headerDone()
{
    if ((m_header[1] & kMaskBit) == 0 || (m_header[0] & kReservedBits) != 0)
        return CloseCode::ProtocolError;
    std::uint64_t length = m_header[1] & 0x7f;
    const std::size_t header = headerLength(m_header[1]);
    if (header > 2) {
        length = 0;
        for (std::size_t i = 2; i < header; ++i)
            length = length << 8 | m_header[i];
    }
    m_toSkip = kMaskBytes + std::min(length, ~std::uint64_t{kMaskBytes});

    const unsigned char opcode = m_header[0] & 0x0f;
    if (opcode >= 0x8) { // a control frame, between the fragments of a message at most
        m_closeSeen = m_closeSeen || opcode == 0x8;
        return std::nullopt;
    }
    if (opcode > 0x2 || m_inMessage != (opcode == 0x0))
        return CloseCode::ProtocolError;
    m_inMessage = (m_header[0] & kFinalBit) == 0;
    if (length > m_maxMessageBytes - std::min(m_messageBytes, m_maxMessageBytes))
        return CloseCode::MessageTooBig;
    m_messageBytes = (m_header[0] & kFinalBit) != 0 ? 0 : m_messageBytes + length;
    return std::nullopt;
}

} // namespace tickgate
