#pragma once

#include "core/protocol/Frame.h"
#include "core/server/SessionOutput.h"
#include "tests/support/ServerFrames.h"
#include "tests/support/SocketPair.h"
#include "tests/support/TestSupport.h"

#include <QTcpSocket>

#include <cstring>
#include <functional>
#include <memory>
#include <string>

namespace tickgate::test {

inline constexpr Backlog::Budget kRoomy{1'000'000, 1'000'000'000};
inline constexpr int kRoomyKernel = 1024 * 1024;

/// A session's output at one end of a connection, used as the hub uses it, and a client at the other.
class SessionLine : public QObject
{
public:
    explicit SessionLine(Backlog::Budget budget = kRoomy, int kernelBytes = SocketPair::kKernelBytes,
                         SocketPair::End end = SocketPair::End::Ours)
        : pair(kernelBytes, end)
    {
        if (!pair.ok())
            return;
        output = std::make_unique<SessionOutput>(pair.server(), budget);
        static_cast<void>(turnBytes.reserve(256 * 1024));
        connect(&pair.server(), &QTcpSocket::bytesWritten, this, &SessionLine::drained);
    }

    void tick(SymbolNumber symbol, int value, Mode tag = Mode::Ltp, qsizetype padding = 0)
    {
        ByteBuffer frame;
        const QByteArray payload = "{\"v\":" + QByteArray::number(value) + QByteArray(padding, ' ') + '}';
        const TickLayout layout =
            appendTick(frame, tickPrefix("NSE", std::to_string(symbol)), Mode::Depth, view(payload), tickSuffix("b"));
        output->addTick(symbol, tag, {frame.view(0, frame.size()), layout.modeAt, false}, now);
    }
    /// A tick whose frame lies in the turn's bytes, behind the one before it.
    void sharedTick(SymbolNumber symbol, int value, Mode tag = Mode::Ltp, Mode encodedFor = Mode::Ltp)
    {
        const std::size_t offset = turnBytes.size();
        const QByteArray payload = "{\"v\":" + QByteArray::number(value) + '}';
        const TickLayout layout = appendTick(turnBytes, tickPrefix("NSE", std::to_string(symbol)), encodedFor,
                                             view(payload), tickSuffix("b"));
        output->addTick(symbol, tag, {turnBytes.view(offset, layout.size), layout.modeAt, true}, now);
    }
    /// Flushes or holds back, as the turn's end does, after which the turn's bytes are somebody else's.
    void endTurn()
    {
        if (output->holdsBack())
            output->keepForLater();
        else
            output->flush(now);
        std::memset(turnBytes.data(), '~', turnBytes.size());
        turnBytes.clear();
    }
    [[nodiscard]] bool order(int value)
    {
        ByteBuffer frame;
        appendTextFrame(frame, "order" + std::to_string(value));
        return output->addKept(frame.view(0, frame.size()), now);
    }
    void reply(int value) { output->sendReply("reply" + std::to_string(value), now); }
    /// A control frame, as QWebSocket writes it; at an end of Qt's it stays in the buffer until the next flush.
    void control(int value)
    {
        ByteBuffer frame;
        appendTextFrame(frame, "control" + std::to_string(value));
        pair.server().write(frame.data(), static_cast<qint64>(frame.size()));
    }
    /// Hands in ticks until the kernel takes no more.
    void fill(SymbolNumber symbol = 9'999)
    {
        for (int i = 0; i < 100'000 && !output->blocked(); ++i) {
            tick(symbol, i, Mode::Ltp, 1'000);
            output->flush(now);
        }
    }
    /// Hands in ticks of symbol 1 until the kernel holds so much that the session counts as behind: how many; 0
    /// when it takes no more before.
    [[nodiscard]] int fallBehind()
    {
        int sent = 0;
        while (!output->blocked() && !output->holdsBack()) {
            tick(1, sent++, Mode::Ltp, 1'000);
            output->flush(now);
        }
        return output->holdsBack() ? sent : 0;
    }
    void read() { received.feed(pair.read()); }
    [[nodiscard]] bool readUntil(const std::function<bool()> &condition)
    {
        return waitFor([&] {
            read();
            return condition();
        });
    }
    [[nodiscard]] bool readUntilTexts(qsizetype count)
    {
        return readUntil([&] { return received.texts().size() >= count; });
    }
    /// The values of one symbol's ticks, in the order in which they came.
    [[nodiscard]] QList<int> valuesOf(SymbolNumber symbol) const
    {
        QList<int> values;
        const QByteArray name = "\"symbol\":\"" + QByteArray::number(symbol) + "\",";
        for (const QByteArray &text : received.texts()) {
            if (text.contains(name))
                values.append(QByteArray::fromRawData(text.constData() + text.indexOf("{\"v\":") + 5, 12)
                                  .split('}')
                                  .first()
                                  .trimmed()
                                  .toInt());
        }
        return values;
    }
    [[nodiscard]] QList<QByteArray> textsWith(const QByteArray &prefix) const
    {
        QList<QByteArray> found;
        for (const QByteArray &text : received.texts()) {
            if (text.startsWith(prefix))
                found.append(text);
        }
        return found;
    }

    SocketPair pair;
    std::unique_ptr<SessionOutput> output;
    ServerFrames received;
    std::uint64_t now = 1;
    ByteBuffer turnBytes; ///< of sharedTick(), with room for some hundred so that they stay where they are

private:
    void drained()
    {
        if (output->resume(now))
            QMetaObject::invokeMethod(this, &SessionLine::drained, Qt::QueuedConnection);
    }
};

} // namespace tickgate::test
