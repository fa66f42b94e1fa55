#pragma once

#include "core/protocol/CloseCode.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tickgate {

/// Follows the frame boundaries of what a client sends, byte for byte and ahead of QWebSocket, which on Qt 6.4 takes
/// unmasked frames (RFC 6455 5.1 wants 1002), and of FragmentJoiner, which wants fragments in order. Also tells when
/// the client's Close frame has come. Pure; one per session.
class FrameInspector
{
public:
    explicit FrameInspector(std::uint64_t maxMessageBytes)
        : m_maxMessageBytes(maxMessageBytes)
    {}

    /// The next bytes of the stream. Returns the code to close with on the first violation.
    [[nodiscard]] std::optional<CloseCode> feed(std::string_view bytes);

    /// A Close frame's header has been seen.
    [[nodiscard]] bool closeSeen() const { return m_closeSeen; }

private:
    [[nodiscard]] std::optional<CloseCode> headerDone();

    std::uint64_t m_maxMessageBytes;
    std::uint64_t m_messageBytes = 0; ///< of the fragments so far
    std::uint64_t m_toSkip = 0;       ///< masking key and payload still to come
    unsigned char m_header[10] = {};
    std::size_t m_have = 0;
    bool m_inMessage = false; ///< between the fragments of one
    bool m_closeSeen = false;
};

} // namespace tickgate
