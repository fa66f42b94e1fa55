#pragma once

#include <QByteArray>
#include <QList>

namespace tickgate::test {

/// Takes a server's frames out of a byte stream, and nothing but what RFC 6455 lets a server send.
class ServerFrames
{
public:
    struct Frame
    {
        int opcode = 0;
        QByteArray payload;
    };

    /// The next bytes of the stream.
    void feed(const QByteArray &bytes);

    [[nodiscard]] const QList<Frame> &frames() const { return m_frames; }
    /// The payloads of the text frames.
    [[nodiscard]] const QList<QByteArray> &texts() const { return m_texts; }
    /// A frame that was not final, was masked or had reserved bits or an unknown opcode.
    [[nodiscard]] bool broken() const { return m_broken; }
    /// Everything so far ended with a whole frame.
    [[nodiscard]] bool atBoundary() const { return m_rest.isEmpty(); }

private:
    QByteArray m_rest;
    QList<Frame> m_frames;
    QList<QByteArray> m_texts;
    bool m_broken = false;
};

} // namespace tickgate::test
