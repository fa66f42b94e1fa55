#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tickgate {

/// Turns a message that a client sent in fragments into one frame, because QWebSocket on Qt 6.4 checks the UTF-8 of
/// each fragment by itself and so refuses a character that is split between two (RFC 6455 5.6 allows it). Control
/// frames in between keep their place. Feed it what FrameInspector found no fault in; its size limit is what bounds
/// the memory here. Pure; one per session.
class FragmentJoiner
{
public:
    /// The bytes to read in place of these, or nothing when they may stay as they are.
    [[nodiscard]] std::optional<std::string> feed(std::string_view bytes);

private:
    void startFrame(unsigned char first);
    void headerDone();
    void frameDone(std::string &out);

    std::string m_message; ///< unmasked, of the fragments so far
    bool m_joining = false;
    unsigned char m_opcode = 0; ///< of the message that is being joined

    // The frame that is being read.
    unsigned char m_header[14] = {};
    std::size_t m_have = 0;
    std::size_t m_headerBytes = 0; ///< 0 while it is not known
    std::uint64_t m_left = 0;
    std::size_t m_maskAt = 0;
    bool m_hold = false; ///< it is a fragment
    bool m_final = false;
};

} // namespace tickgate
