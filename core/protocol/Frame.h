#pragma once

#include "core/protocol/ByteBuffer.h"
#include "core/protocol/Mode.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tickgate {

// WebSocket frames as a server sends them: final, unmasked (RFC 6455 5.1, 5.2). Pure.

/// The longest header: 2 bytes, and 8 of extended length.
inline constexpr std::size_t kMaxFrameHeader = 10;

/// Writes the header of a text frame and returns its length: 2, 4 or 10.
std::size_t writeTextHeader(char *out, std::size_t payloadSize) noexcept;
[[nodiscard]] std::size_t textHeaderSize(std::size_t payloadSize) noexcept;

/// A whole text frame.
void appendTextFrame(ByteBuffer &out, std::string_view payload);

/// A whole Close frame (RFC 6455 5.5.1); the reason is cut at 123 bytes, between characters.
[[nodiscard]] std::string closeFrame(std::uint16_t code, std::string_view reason);

/// A string as it stands inside JSON quotes.
[[nodiscard]] std::string jsonEscaped(std::string_view text);

/// The part of a market_data envelope that never changes for a symbol: {"type":"market_data",...,"mode":
[[nodiscard]] std::string tickPrefix(std::string_view exchange, std::string_view symbol);

/// The part behind the payload: ,"broker":"B"}
[[nodiscard]] std::string tickSuffix(std::string_view broker);
/// The same for the answer to a snapshot request: ,"broker":"B","snapshot":true}
[[nodiscard]] std::string snapshotSuffix(std::string_view broker);

/// Where things are in an encoded tick, counted from the frame's first byte.
struct TickLayout
{
    std::uint32_t size = 0;   ///< the whole frame
    std::uint32_t modeAt = 0; ///< the one digit that differs between sessions of different modes
    std::uint32_t payloadAt = 0;
    std::uint32_t payloadSize = 0;
};

/// Appends one complete market_data frame, the payload's bytes unchanged.
TickLayout appendTick(ByteBuffer &out, std::string_view prefix, Mode mode, std::string_view payload,
                      std::string_view suffix);

} // namespace tickgate
