#include "FragmentJoiner.h"

#include <algorithm>

namespace tickgate {

namespace {

constexpr unsigned char kFinalBit = 0x80;
constexpr unsigned char kMaskBit = 0x80;
constexpr std::size_t kMaskBytes = 4;

std::size_t extraLengthBytes(unsigned char second) noexcept
{
    const int length = second & 0x7f;
    return length == 127 ? 8 : length == 126 ? 2 : 0;
}

/// A whole frame whose mask of zeros leaves the payload as it is.
void appendFrame(std::string &out, unsigned char opcode, const std::string &payload)
{
    out += static_cast<char>(kFinalBit | opcode);
    int lengthBytes = 0;
    if (payload.size() < 126) {
        out += static_cast<char>(kMaskBit | payload.size());
    } else {
        lengthBytes = payload.size() < 65536 ? 2 : 8;
        out += static_cast<char>(kMaskBit | (lengthBytes == 2 ? 126 : 127));
    }
    for (int i = lengthBytes - 1; i >= 0; --i)
        out += static_cast<char>(static_cast<std::uint64_t>(payload.size()) >> (8 * i) & 0xff);
    out.append(kMaskBytes, '\0');
    out += payload;
}

} // namespace

std::optional<std::string> FragmentJoiner::feed(std::string_view bytes)
{
    std::string out;
    bool changed = m_hold && (m_have > 0 || m_left > 0);
    std::size_t i = 0;
    while (i < bytes.size()) {
        if (m_left > 0) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size() - i));
            if (m_hold) {
                const unsigned char *mask = m_header + m_headerBytes - kMaskBytes;
                for (std::size_t k = 0; k < count; ++k)
                    m_message += static_cast<char>(static_cast<unsigned char>(bytes[i + k]) ^ mask[m_maskAt++ % 4]);
            } else if (changed) {
                out += bytes.substr(i, count);
            }
            m_left -= count;
            i += count;
        } else {
            const auto byte = static_cast<unsigned char>(bytes[i]);
            if (m_have == 0) {
                startFrame(byte);
                if (m_hold && !changed) {
                    changed = true;
                    out.assign(bytes.substr(0, i));
                }
            }
            if (!m_hold && changed)
                out += bytes[i];
            m_header[m_have++] = byte;
            ++i;
            if (m_have == 2)
                m_headerBytes = 2 + extraLengthBytes(byte) + kMaskBytes;
            if (m_have < 2 || m_have < m_headerBytes)
                continue;
            headerDone();
        }
        if (m_left == 0)
            frameDone(out);
    }
    if (!changed)
        return std::nullopt;
    return out;
}

void FragmentJoiner::startFrame(unsigned char first)
{
    const unsigned char opcode = first & 0x0f;
    m_final = (first & kFinalBit) != 0;
    const bool begins = (opcode == 0x1 || opcode == 0x2) && !m_final;
    m_hold = begins || (opcode == 0x0 && m_joining);
    if (begins) {
        m_joining = true;
        m_opcode = opcode;
    }
}

void FragmentJoiner::headerDone()
{
    m_left = m_header[1] & 0x7f;
    if (const std::size_t extra = extraLengthBytes(m_header[1]); extra > 0) {
        m_left = 0;
        for (std::size_t i = 2; i < 2 + extra; ++i)
            m_left = m_left << 8 | m_header[i];
    }
    m_maskAt = 0;
}

void FragmentJoiner::frameDone(std::string &out)
{
    m_have = 0;
    m_headerBytes = 0;
    if (!m_hold || !m_final)
        return;
    appendFrame(out, m_opcode, m_message);
    m_message.clear();
    m_message.shrink_to_fit();
    m_joining = false;
}

} // namespace tickgate
