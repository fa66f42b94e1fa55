#pragma once

#include "core/server/Backlog.h"
#include "core/server/FrameRun.h"
#include "core/server/SendRing.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

class QTcpSocket;

namespace tickgate {

/// A tick's frame, as every session of its broker gets it but for one digit.
struct TickFrame
{
    std::string_view bytes;
    std::uint32_t modeAt = 0; ///< where in the frame the digit of its mode is
    bool lasting = false;     ///< the bytes stay where they are until the turn's flush
};

/// The one place where frames reach a client's socket. Ticks of one loop turn are gathered and leave with one write.
///
/// Invariant: bytes reach the client in the order in which they were handed in, here or (control frames) to QWebSocket.
/// It holds because the descriptor is written directly only while the QTcpSocket has nothing buffered, and what the
/// kernel did not take goes into the QTcpSocket before anything else can. While the QTcpSocket holds bytes that the
/// kernel refused, the session is blocked: further ticks wait in the backlog, where replies overtake them.
/// After discard() the QTcpSocket is not touched again; a write may come back discarded, when it found the connection
/// broken.
///
/// Hub thread; owned by its Session, which outlives neither socket nor this.
class SessionOutput
{
public:
    SessionOutput(QTcpSocket &socket, Backlog::Budget budget);

    /// A tick; tag is the mode that this session sees in it.
    void addTick(SymbolNumber symbol, Mode tag, TickFrame frame, std::uint64_t nowNs);
    /// A frame that must not be dropped (order updates); false when there is no room: the session has to be closed.
    [[nodiscard]] bool addKept(std::string_view frame, std::uint64_t nowNs);

    /// The answer to a request: behind what the turn has gathered, before what waits in the backlog.
    void sendReply(std::string_view json, std::uint64_t nowNs);

    /// Writes what the turn has gathered.
    void flush(std::uint64_t nowNs);
    /// flush() in two halves, for the many dirty sessions of a turn: what is to be sent, and then what came of it.
    /// Nothing may be handed in between them. Without a sending all is done.
    [[nodiscard]] std::optional<Sending> beginFlush(std::uint64_t nowNs);
    void endFlush(const Sending &sending, std::uint64_t nowNs);
    /// The socket has sent something: goes on with the backlog, at most kDrainBytes. True when there is more to do at
    /// once.
    [[nodiscard]] bool resume(std::uint64_t nowNs);
    /// Drops all that has not been handed to the socket and takes nothing more: a Close frame follows, and it is the
    /// last one of a session (RFC 6455 5.5.1).
    void discard();
    /// A look at what the kernel holds, a few times a second. A reader may be so slow that the kernel takes nothing new
    /// for a long time and yet read all the while: what it has read becomes more. Also the time for what was held back.
    void lookAtReader(std::uint64_t nowNs);
    /// Bytes that were written, here or to QWebSocket, and that the client has not got yet.
    [[nodiscard]] std::size_t unread() const;
    /// Some of them cannot leave because the client does not read.
    [[nodiscard]] bool anythingStuck() const;
    /// Drops what waits for the client to read, orders included.
    void dropQueued() { m_backlog.clear(); }
    void dropSymbol(SymbolNumber symbol) { m_backlog.dropSymbol(symbol); }

    /// Something was gathered since the last flush.
    [[nodiscard]] bool dirty() const { return !m_batch.empty(); }
    /// The client has so much to read first that a tick at once is no use to it: what is gathered waits until there is
    /// more of it, or for the next look. One write for each tick would cost the others' time as if it were read.
    [[nodiscard]] bool holdsBack() const { return m_behind && !m_batchHasKept && m_batch.size() < kPieceBytes; }
    /// The turn ends without a flush: what was gathered has to outlast it.
    void keepForLater() { m_batch.own(); }
    [[nodiscard]] bool blocked() const { return m_blocked; }
    /// What it is handed leaves with the turn's flush.
    [[nodiscard]] bool keepsUp() const { return !m_blocked && !m_behind && !m_ended; }
    [[nodiscard]] bool conflating() const { return m_backlog.conflating(); }
    [[nodiscard]] bool overBudgetOnce() const { return m_conflated > 0 || m_backlog.conflating(); }
    /// The kernel holds more for the client than who keeps up has there; always false where the system does not tell.
    [[nodiscard]] bool behind() const { return m_behind; }
    /// Monotonic time of the last sign that the client reads; only meaningful while blocked or behind.
    [[nodiscard]] std::uint64_t lastProgressNs() const { return m_lastProgressNs; }

    [[nodiscard]] std::uint64_t delivered() const { return m_delivered; }
    [[nodiscard]] std::uint64_t deliveredBytes() const { return m_deliveredBytes; }
    [[nodiscard]] std::uint64_t conflated() const { return m_conflated; }
    [[nodiscard]] std::size_t queuedMessages() const { return m_backlog.messages(); }
    [[nodiscard]] std::size_t queuedBytes() const;
    [[nodiscard]] std::uint64_t oldestQueuedNs() const { return m_backlog.oldestNs(); }

    /// A turn's batch is written early when it grows beyond this.
    static constexpr std::size_t kBatchBytes = 64 * 1024;
    static constexpr std::size_t kBatchKeeps = 4 * kBatchBytes; ///< of memory, after a burst of large frames
    static constexpr std::size_t kDrainBytes = kBatchBytes;
    static constexpr std::size_t kBehindBytes = 64 * 1024; ///< that the kernel holds of who is behind
    static constexpr std::size_t kPieceBytes = 16 * 1024;  ///< that such a one gets at a time

private:
    void written(std::size_t sent, std::uint64_t nowNs);
    void judgeReader(std::size_t unread, std::uint64_t nowNs);
    /// That the kernel holds; 0 where the system does not tell.
    [[nodiscard]] std::size_t unreadBytes() const;

    QTcpSocket &m_socket;
    const os::SocketHandle m_descriptor;
    FrameRun m_batch;
    std::uint64_t m_batchMessages = 0;
    Backlog m_backlog;
    std::string m_tagged; ///< scratch of addTick()
    bool m_batchHasKept = false;
    bool m_blocked = false;
    bool m_behind = false;
    bool m_ended = false;
    std::uint64_t m_lastProgressNs = 0;
    std::int64_t m_readBytes = 0;    ///< by the client up to the last look, as far as is known
    std::size_t m_unlookedBytes = 0; ///< written since it was last asked
    std::uint64_t m_delivered = 0;
    std::uint64_t m_deliveredBytes = 0;
    std::uint64_t m_conflated = 0;
};

} // namespace tickgate
