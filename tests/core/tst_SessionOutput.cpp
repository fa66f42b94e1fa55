#include "core/server/SessionOutput.h"

#include "core/protocol/Frame.h"
#include "tests/support/ServerFrames.h"
#include "tests/support/SocketPair.h"
#include "tests/support/TestSupport.h"

#include <QHash>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>

using namespace tickgate;
using tickgate::test::ServerFrames;
using tickgate::test::SocketPair;

namespace {

constexpr Backlog::Budget kRoomy{1'000'000, 1'000'000'000};

/// A session's output at one end of a connection, used as the hub uses it, and a client at the other.
class Line : public QObject
{
public:
    explicit Line(Backlog::Budget budget = kRoomy)
    {
        if (!pair.ok())
            return;
        output = std::make_unique<SessionOutput>(pair.server(), budget);
        connect(&pair.server(), &QTcpSocket::bytesWritten, this, &Line::drained);
    }

    void tick(SymbolNumber symbol, int value, Mode tag = Mode::Ltp, qsizetype padding = 0)
    {
        ByteBuffer frame;
        const QByteArray payload = "{\"v\":" + QByteArray::number(value) + QByteArray(padding, ' ') + '}';
        const TickLayout layout = appendTick(frame, tickPrefix("NSE", std::to_string(symbol)), Mode::Depth,
                                             test::view(payload), tickSuffix("b"));
        output->addTick(symbol, tag, frame.view(0, frame.size()), layout.modeAt, now);
    }
    [[nodiscard]] bool order(int value)
    {
        ByteBuffer frame;
        appendTextFrame(frame, "order" + std::to_string(value));
        return output->addKept(frame.view(0, frame.size()), now);
    }
    /// A reply, as QWebSocket writes it.
    void control(int value)
    {
        output->flush(now);
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
    void read() { received.feed(pair.read()); }
    [[nodiscard]] bool readUntil(const std::function<bool()> &condition)
    {
        return test::waitFor([&] {
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

private:
    void drained()
    {
        if (output->resume(now))
            QMetaObject::invokeMethod(this, &Line::drained, Qt::QueuedConnection);
    }
};

} // namespace

class TestSessionOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReaderIsSeenToReadBeforeTheKernelTakesMore()
    {
        Line line;
        QVERIFY(line.output);
        if (!os::unreadBytes(static_cast<os::SocketHandle>(line.pair.server().socketDescriptor())))
            QSKIP("this system does not tell what its kernel holds");
        line.fill();
        line.output->lookForProgress(2);
        line.output->lookForProgress(3);
        QCOMPARE(line.output->lastProgressNs(), std::uint64_t{1}); // nothing was read
        QTcpSocket &client = line.pair.client();
        while (line.output->lastProgressNs() == 1 && client.waitForReadyRead(5'000)) { // without the server's loop
            QVERIFY(!client.readAll().isEmpty());
            line.output->lookForProgress(4);
        }
        QCOMPARE(line.output->lastProgressNs(), std::uint64_t{4});
        QVERIFY(line.output->blocked());
    }

    void ordersOfOneTurnAreBoundLikeTicks()
    {
        Line line(Backlog::Budget{1'000'000, 1024 * 1024});
        QVERIFY(line.output);
        const std::string frame(10'000, 'x');
        int taken = 0;
        while (taken < 10'000 && line.output->addKept(frame, line.now))
            ++taken;
        QVERIFY(taken < 1'000); // the kernel's buffers and the budget, without any flush
    }

    void ticksLeaveWithTheFlushInTheirOrder()
    {
        Line line;
        QVERIFY(line.output);
        for (int i = 0; i < 100; ++i)
            line.tick(static_cast<SymbolNumber>(i % 3), i);
        QVERIFY(line.output->dirty());
        QCOMPARE(line.output->delivered(), std::uint64_t{0});
        line.output->flush(line.now);
        QVERIFY(!line.output->dirty());
        QVERIFY(line.readUntilTexts(100));
        QVERIFY(!line.received.broken());
        for (int i = 0; i < 100; ++i) {
            const QByteArray text = line.received.texts().at(i);
            QVERIFY(text.contains("\"data\":{\"v\":" + QByteArray::number(i) + "}"));
        }
        QCOMPARE(line.output->delivered(), std::uint64_t{100});
        QVERIFY(!line.output->blocked());
    }

    void eachSessionSeesItsOwnModeInTheSharedFrame()
    {
        Line line;
        QVERIFY(line.output);
        line.tick(1, 0, Mode::Ltp);
        line.tick(1, 1, Mode::Quote);
        line.tick(1, 2, Mode::Depth);
        line.output->flush(line.now);
        QVERIFY(line.readUntilTexts(3));
        for (int i = 0; i < 3; ++i)
            QVERIFY(line.received.texts().at(i).contains("\"mode\":" + QByteArray::number(i + 1) + ",\"data\""));
    }

    void aTurnsBatchIsWrittenEarlyWhenItGrowsLarge()
    {
        Line line;
        QVERIFY(line.output);
        const int enough = static_cast<int>(SessionOutput::kBatchBytes / 1'000) + 1;
        for (int i = 0; i < enough; ++i)
            line.tick(1, i, Mode::Ltp, 1'000);
        QVERIFY(line.output->delivered() > 0);
        line.output->flush(line.now);
        QVERIFY(line.readUntilTexts(enough));
        QList<int> all(enough);
        std::iota(all.begin(), all.end(), 0);
        QCOMPARE(line.valuesOf(1), all);
    }

    void oneTickLargerThanABatchArrivesWhole()
    {
        Line line;
        QVERIFY(line.output);
        line.tick(1, 1, Mode::Ltp, 1'000'000);
        line.tick(1, 2);
        line.output->flush(line.now);
        QVERIFY(line.readUntilTexts(2));
        QCOMPARE(line.valuesOf(1), (QList<int>{1, 2}));
        QVERIFY(line.received.atBoundary());
    }

    void repliesAndTicksArriveInTheOrderTheyWereHandedIn()
    {
        Line line;
        QVERIFY(line.output);
        for (int i = 0; i < 200; ++i) {
            line.tick(1, i);
            line.control(i); // stays in the QTcpSocket's buffer until the next flush
        }
        QVERIFY(line.readUntilTexts(400));
        for (int i = 0; i < 200; ++i) {
            QVERIFY(line.received.texts().at(2 * i).contains("{\"v\":" + QByteArray::number(i) + "}"));
            QCOMPARE(line.received.texts().at(2 * i + 1), "control" + QByteArray::number(i));
        }
    }

    void aTickBehindABufferedReplyDoesNotOvertakeIt()
    {
        Line line;
        QVERIFY(line.output);
        line.control(1);
        QVERIFY(line.pair.server().bytesToWrite() > 0);
        line.tick(1, 1);
        line.output->flush(line.now);
        line.control(2);
        QVERIFY(line.readUntilTexts(3));
        QCOMPARE(line.received.texts().at(0), QByteArray("control1"));
        QCOMPARE(line.received.texts().at(2), QByteArray("control2"));
    }

    void aReaderThatStopsBlocksTheSessionAndTicksWait()
    {
        Line line;
        QVERIFY(line.output);
        line.fill();
        QVERIFY(line.output->blocked());
        const std::uint64_t delivered = line.output->delivered();
        for (int i = 0; i < 50; ++i)
            line.tick(1, i);
        line.output->flush(line.now);
        QCOMPARE(line.output->delivered(), delivered);
        QCOMPARE(line.output->queuedMessages(), std::size_t{50});
        QVERIFY(line.output->queuedBytes() > 0);
        QVERIFY(!line.output->conflating());
    }

    void withinTheBudgetNothingIsLostAfterAPause()
    {
        Line line;
        QVERIFY(line.output);
        line.fill();
        QList<int> all;
        for (int i = 0; i < 5'000; ++i) {
            line.tick(1, i);
            all.append(i);
        }
        QVERIFY(line.readUntil([&] { return !line.output->blocked(); }));
        QVERIFY(line.readUntil([&] { return line.valuesOf(1).size() >= 5'000; }));
        QCOMPARE(line.valuesOf(1), all);
        QCOMPARE(line.output->conflated(), std::uint64_t{0});
        QCOMPARE(line.output->queuedMessages(), std::size_t{0});
        QCOMPARE(static_cast<qsizetype>(line.output->delivered()), line.received.texts().size());
        QVERIFY(!line.received.broken() && line.received.atBoundary());
    }

    void overTheBudgetTheNewestOfEachSymbolArrives()
    {
        Line line({100, 1'000'000});
        QVERIFY(line.output);
        line.fill();
        constexpr int kTicks = 10'000;
        for (int i = 0; i < kTicks; ++i)
            line.tick(static_cast<SymbolNumber>(i % 10), i);
        QVERIFY(line.output->conflating());
        QVERIFY(line.output->overBudgetOnce());
        QVERIFY(line.output->queuedMessages() <= 101);
        const std::uint64_t conflated = line.output->conflated();
        QCOMPARE(conflated + line.output->queuedMessages(), std::uint64_t{kTicks});

        QVERIFY(line.readUntil([&] { return !line.output->blocked(); }));
        QVERIFY(line.readUntil(
            [&] { return static_cast<std::uint64_t>(line.received.texts().size()) == line.output->delivered(); }));
        for (int symbol = 0; symbol < 10; ++symbol) {
            const QList<int> values = line.valuesOf(static_cast<SymbolNumber>(symbol));
            QVERIFY(std::is_sorted(values.begin(), values.end()));
            QCOMPARE(values.last(), kTicks - 10 + symbol);
        }
        QVERIFY(!line.output->conflating());
        line.tick(3, kTicks);
        line.tick(3, kTicks + 1);
        line.output->flush(line.now);
        QVERIFY(line.readUntil([&] { return line.valuesOf(3).last() == kTicks + 1; }));
        QCOMPARE(line.output->conflated(), conflated); // every tick counts again
    }

    void orderUpdatesWaitAndAreNeverDropped()
    {
        Line line({100, 1'000'000});
        QVERIFY(line.output);
        line.fill();
        for (int i = 0; i < 100; ++i) {
            QVERIFY(line.order(i));
            for (int k = 0; k < 50; ++k)
                line.tick(1, i * 50 + k);
        }
        QVERIFY(!line.order(100)); // no room: the session has to be closed
        QVERIFY(line.readUntil([&] { return line.textsWith("order").size() == 100 && !line.output->blocked(); }));
        for (int i = 0; i < 100; ++i)
            QCOMPARE(line.textsWith("order").at(i), "order" + QByteArray::number(i));
    }

    void aReplyToABlockedReaderComesBetweenFramesAndBeforeWhatWaits()
    {
        Line line;
        QVERIFY(line.output);
        line.fill();
        for (int i = 0; i < 100; ++i)
            line.tick(1, i);
        line.control(1);
        line.control(2);
        for (int i = 100; i < 200; ++i)
            line.tick(1, i);
        QVERIFY(line.readUntil([&] { return line.valuesOf(1).size() == 200; }));
        QVERIFY(!line.received.broken());
        const QList<QByteArray> texts = line.received.texts();
        const qsizetype first = texts.indexOf("control1");
        QVERIFY(first >= 0);
        QCOMPARE(texts.at(first + 1), QByteArray("control2"));
        QVERIFY(texts.at(first + 2).contains("{\"v\":0}"));
    }

    void whateverHappensFramesStayWholeAndEachKindInOrder()
    {
        for (const unsigned seed : {1U, 2U, 3U}) {
            std::mt19937 random(seed);
            Line line;
            QVERIFY(line.output);
            QList<int> ticks;
            int orders = 0;
            int controls = 0;
            for (int step = 0; step < 4'000; ++step) {
                switch (random() % 8) {
                case 0:
                    line.control(controls++);
                    break;
                case 1:
                    QVERIFY(line.order(orders++));
                    break;
                case 2:
                    line.output->flush(line.now);
                    break;
                case 3:
                    if (random() % 20 == 0)
                        QCoreApplication::processEvents();
                    break;
                case 4:
                    if (random() % 40 == 0) {
                        line.read();
                        QCoreApplication::processEvents();
                    }
                    break;
                default:
                    line.tick(1, step, Mode::Ltp, static_cast<qsizetype>(random() % 3'000));
                    ticks.append(step);
                    break;
                }
            }
            line.output->flush(line.now);
            QVERIFY(line.readUntilTexts(ticks.size() + orders + controls));
            QVERIFY(!line.received.broken() && line.received.atBoundary());
            QCOMPARE(line.valuesOf(1), ticks);
            for (int i = 0; i < orders; ++i)
                QCOMPARE(line.textsWith("order").at(i), "order" + QByteArray::number(i));
            for (int i = 0; i < controls; ++i)
                QCOMPARE(line.textsWith("control").at(i), "control" + QByteArray::number(i));
        }
    }

    void aCloseFrameMayFollowADiscardAtOnce()
    {
        Line line;
        QVERIFY(line.output);
        line.fill();
        for (int i = 0; i < 100; ++i)
            line.tick(1, i);
        line.output->discard();
        QCOMPARE(line.output->queuedMessages(), std::size_t{0});
        const std::string close = closeFrame(1001, "server going away");
        line.pair.server().write(close.data(), static_cast<qint64>(close.size()));
        QVERIFY(line.readUntil(
            [&] { return !line.received.frames().isEmpty() && line.received.frames().constLast().opcode == 8; }));
        QVERIFY(!line.received.broken() && line.received.atBoundary());
        QVERIFY(line.valuesOf(1).isEmpty());
    }

    void ticksOfADroppedSymbolDoNotArriveAnyMore()
    {
        Line line;
        QVERIFY(line.output);
        line.fill();
        for (int i = 0; i < 20; ++i)
            line.tick(static_cast<SymbolNumber>(i % 2), i);
        line.output->dropSymbol(0);
        QVERIFY(line.readUntil([&] { return line.valuesOf(1).size() == 10; }));
        QVERIFY(line.readUntil([&] { return !line.output->blocked(); }));
        QVERIFY(line.valuesOf(0).isEmpty());
    }

    void progressIsWhenTheClientLastReadSomething()
    {
        Line line;
        QVERIFY(line.output);
        line.now = 1'000;
        line.fill();
        QCOMPARE(line.output->lastProgressNs(), std::uint64_t{1'000});
        line.now = 2'000;
        line.tick(1, 1);
        line.output->flush(line.now);
        QCOMPARE(line.output->lastProgressNs(), std::uint64_t{1'000});
        QCOMPARE(line.output->oldestQueuedNs(), std::uint64_t{2'000});
        line.now = 3'000;
        QVERIFY(line.readUntil([&] { return line.output->lastProgressNs() == 3'000; }));
    }

    void aBrokenConnectionIsNoDisaster()
    {
        Line line;
        QVERIFY(line.output);
        line.pair.client().abort();
        for (int i = 0; i < 2'000; ++i) {
            line.tick(1, i, Mode::Ltp, 1'000);
            line.output->flush(line.now);
        }
        QVERIFY(test::waitFor([&] { return line.pair.server().state() == QTcpSocket::UnconnectedState; }));
        line.tick(1, 0);
        line.output->flush(line.now);
    }
};

QTEST_GUILESS_MAIN(TestSessionOutput)
#include "tst_SessionOutput.moc"
