#include "ServerFrames.h"

namespace tickgate::test {

void ServerFrames::feed(const QByteArray &bytes)
{
    m_rest += bytes;
    qsizetype at = 0;
    const auto byte = [this](qsizetype i) { return static_cast<unsigned char>(m_rest.at(i)); };
    while (m_rest.size() - at >= 2) {
        const int opcode = byte(at) & 0x0f;
        m_broken = m_broken || (byte(at) & 0xf0) != 0x80 || (byte(at + 1) & 0x80) != 0 ||
                   (opcode != 1 && opcode != 8 && opcode != 9 && opcode != 10);
        qsizetype size = byte(at + 1) & 0x7f;
        const qsizetype header = size < 126 ? 2 : size == 126 ? 4 : 10;
        if (m_rest.size() - at < header)
            break;
        if (header > 2) {
            size = 0;
            for (qsizetype i = 2; i < header; ++i)
                size = size << 8 | byte(at + i);
        }
        if (m_rest.size() - at - header < size)
            break;
        m_frames.append({opcode, m_rest.mid(at + header, size)});
        if (opcode == 1)
            m_texts.append(m_frames.constLast().payload);
        at += header + size;
    }
    m_rest.remove(0, at);
}

} // namespace tickgate::test
