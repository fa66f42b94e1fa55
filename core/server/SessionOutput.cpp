#include "SessionOutput.h"

#include "core/protocol/Frame.h"

#include <QTcpSocket>

#include <algorithm>

namespace tickgate {

SessionOutput::SessionOutput(QTcpSocket &socket, Backlog::Budget budget)
    : m_socket(socket)
    , m_descriptor(static_cast<os::SocketHandle>(socket.socketDescriptor()))
    , m_backlog(budget)
{}

void SessionOutput::addTick(SymbolNumber symbol, Mode tag, TickFrame frame, std::uint64_t nowNs)
{
    if (m_ended)
        return;
    const char digit = static_cast<char>('0' + modeNumber(tag));
    if (m_blocked) {
        m_tagged.assign(frame.bytes);
        m_tagged[frame.modeAt] = digit;
        m_conflated += m_backlog.addTick({symbol, tag}, m_tagged, nowNs);
        return;
    }
    if (m_batch.size() + frame.bytes.size() > kBatchBytes && !m_batch.empty()) {
        flush(nowNs);
        if (m_blocked || m_ended) {
            addTick(symbol, tag, frame, nowNs);
            return;
        }
    }
    if (frame.lasting && frame.bytes[frame.modeAt] == digit) {
        m_batch.share(frame.bytes);
    } else {
        ByteBuffer &own = m_batch.own();
        const std::size_t offset = own.size();
        own.append(frame.bytes);
        own.data()[offset + frame.modeAt] = digit;
    }
    ++m_batchMessages;
}

bool SessionOutput::addKept(std::string_view frame, std::uint64_t nowNs)
{
    if (m_ended)
        return true;
    if (m_batch.size() + frame.size() > kBatchBytes && !m_batch.empty() && !m_blocked) {
        flush(nowNs);
        if (m_ended)
            return true;
    }
    if (m_blocked)
        return m_backlog.addKept(frame, nowNs);
    m_batch.own().append(frame);
    m_batchHasKept = true;
    ++m_batchMessages;
    return true;
}

void SessionOutput::sendReply(std::string_view json, std::uint64_t nowNs)
{
    flush(nowNs);
    if (m_ended)
        return;
    ByteBuffer frame;
    appendTextFrame(frame, json);
    m_socket.write(frame.data(), static_cast<qint64>(frame.size()));
}

void SessionOutput::flush(std::uint64_t nowNs)
{
    if (std::optional<Sending> sending = beginFlush(nowNs)) {
        sending->taken = os::sendSome(sending->socket, sending->bytes.data(), sending->bytes.size());
        endFlush(*sending, nowNs);
    }
}

std::optional<Sending> SessionOutput::beginFlush(std::uint64_t nowNs)
{
    if (m_batch.empty())
        return std::nullopt;
    if (m_socket.bytesToWrite() > 0) {
        m_socket.flush(); // a control frame or a reply for which the kernel had no room; it may have some by now
        if (m_ended)
            return std::nullopt; // the connection turned out to be broken, and the descriptor is not ours any more
    }
    if (m_socket.bytesToWrite() > 0) {
        written(0, nowNs);
        return std::nullopt;
    }
    // Past QTcpSocket's buffer and its notifier: 2.0 us of CPU per delivery instead of 3.6 (50 clients, 4,000
    // ticks/s).
    return Sending{m_descriptor, m_batch.bytes()};
}

void SessionOutput::endFlush(const Sending &sending, std::uint64_t nowNs)
{
    // A broken connection is reported by the socket's own notifier; the bytes have nowhere to go.
    written(sending.taken < 0 ? m_batch.size() : static_cast<std::size_t>(sending.taken), nowNs);
    m_unlookedBytes += sending.bytes.size();
    if (m_behind || m_unlookedBytes >= kBehindBytes)
        judgeReader(unreadBytes(), nowNs);
}

void SessionOutput::written(std::size_t sent, std::uint64_t nowNs)
{
    const bool isAll = sent == m_batch.size();
    // What a kernel with room takes says nothing of the client. The clock of "no progress" starts when it takes no
    // more.
    if (m_blocked ? sent > 0 : !isAll)
        m_lastProgressNs = nowNs;
    if (!isAll) {
        const std::string_view rest = m_batch.bytes().substr(sent);
        m_socket.write(rest.data(), static_cast<qint64>(rest.size()));
        // The reader may have made room since: what the kernel has taken now is not told of by bytesWritten().
        m_blocked = m_blocked || m_socket.bytesToWrite() > 0;
    }
    m_delivered += m_batchMessages;
    m_deliveredBytes += m_batch.size();
    m_batchMessages = 0;
    m_batchHasKept = false;
    m_batch.clear(kBatchKeeps);
}

bool SessionOutput::resume(std::uint64_t nowNs)
{
    if (!m_blocked || m_ended)
        return false;
    m_lastProgressNs = nowNs;
    std::size_t drained = 0;
    while (m_socket.bytesToWrite() == 0) {
        if (m_backlog.empty()) {
            m_blocked = false;
            return false;
        }
        if (drained >= kDrainBytes)
            return true; // the others' turn; the caller comes back
        m_batchMessages += m_backlog.moveTo(m_batch.own(), kBatchBytes);
        drained += m_batch.size();
        flush(nowNs);
    }
    return false;
}

void SessionOutput::lookAtReader(std::uint64_t nowNs)
{
    if (m_ended)
        return;
    const std::size_t unread = unreadBytes();
    const auto read = static_cast<std::int64_t>(m_deliveredBytes - unread) - m_socket.bytesToWrite();
    if (read > m_readBytes)
        m_lastProgressNs = nowNs;
    m_readBytes = read;
    judgeReader(unread, nowNs);
    flush(nowNs); // what was held back
}

std::size_t SessionOutput::unread() const
{
    return static_cast<std::size_t>(m_socket.bytesToWrite()) + unreadBytes();
}

bool SessionOutput::anythingStuck() const
{
    return m_socket.bytesToWrite() > 0 || os::unsentBytes(m_descriptor).value_or(0) > 0;
}

void SessionOutput::judgeReader(std::size_t unread, std::uint64_t nowNs)
{
    const bool behind = unread > kBehindBytes;
    if (behind && !m_behind && !m_blocked)
        m_lastProgressNs = nowNs; // it has kept up until now
    m_behind = behind;
    m_unlookedBytes = 0;
}

std::size_t SessionOutput::unreadBytes() const
{
    return os::unreadBytes(m_descriptor).value_or(0);
}

void SessionOutput::discard()
{
    m_ended = true;
    m_batch.clear();
    m_batchMessages = 0;
    m_backlog.clear();
}

std::size_t SessionOutput::queuedBytes() const
{
    return m_ended ? 0 : m_backlog.bytes() + static_cast<std::size_t>(m_socket.bytesToWrite());
}

} // namespace tickgate
