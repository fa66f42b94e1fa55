#include "tests/support/SessionLine.h"

#include <QTest>

#include <algorithm>

using namespace tickgate;
using namespace tickgate::test;

class TestSessionOutputSlowReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReaderIsSeenToReadBeforeTheKernelTakesMore()
    {
        SessionLine line;
        QVERIFY(line.output);
        if (!os::unreadBytes(static_cast<os::SocketHandle>(line.pair.server().socketDescriptor())))
            QSKIP("this system does not tell what its kernel holds");
        line.fill();
        line.output->lookAtReader(2); // what the client's system has taken so far
        line.output->lookAtReader(3);
        QCOMPARE(line.output->lastProgressNs(), std::uint64_t{2}); // nothing was read since
        QTcpSocket &client = line.pair.client();
        while (line.output->lastProgressNs() == 2 && client.waitForReadyRead(5'000)) { // without the server's loop
            QVERIFY(!client.readAll().isEmpty());
            line.output->lookAtReader(4);
        }
        QCOMPARE(line.output->lastProgressNs(), std::uint64_t{4});
        QVERIFY(line.output->blocked());
    }

    void aReaderIsSeenToReadWhileTheKernelTakesAllThatComes()
    {
        SessionLine line(kRoomy, kRoomyKernel);
        QVERIFY(line.output);
        int sent = line.fallBehind();
        if (sent == 0)
            QSKIP("this system does not tell what its kernel holds, or holds less");
        line.now = 2;
        line.output->lookAtReader(line.now); // some of it lies with the client
        line.now = 3;
        for (int i = 0; i < 5; ++i) { // the kernel takes them, the client nothing
            line.tick(1, sent++, Mode::Ltp, 1'000);
            line.output->lookAtReader(line.now);
        }
        QVERIFY(line.output->behind());
        QVERIFY(!line.output->dirty());
        QCOMPARE(line.output->lastProgressNs(), std::uint64_t{2});
        // As much comes as is read, so that what the kernel holds becomes no less.
        line.now = 4;
        QVERIFY(line.readUntil([&] {
            line.tick(1, sent++, Mode::Ltp, 1'000);
            line.output->lookAtReader(line.now);
            return line.output->lastProgressNs() == 4;
        }));
        QVERIFY(!line.output->blocked());
    }

    void whoIsBehindIsWrittenInPiecesAndAtEachLook()
    {
        SessionLine line(kRoomy, kRoomyKernel);
        QVERIFY(line.output);
        int sent = line.fallBehind();
        if (sent == 0)
            QSKIP("this system does not tell what its kernel holds, or holds less");
        const std::uint64_t written = line.output->delivered();
        line.tick(1, sent++);
        QVERIFY(line.output->holdsBack());
        line.output->lookAtReader(line.now);
        QCOMPARE(line.output->delivered(), written + 1);
        const int from = sent;
        while (line.output->holdsBack())
            line.tick(1, sent++, Mode::Ltp, 1'000);
        QVERIFY(sent - from > 10);
        line.output->flush(line.now);
        QVERIFY(line.output->holdsBack());

        QVERIFY(line.readUntil([&] { return line.valuesOf(1).size() == sent; }));
        const QList<int> values = line.valuesOf(1);
        QVERIFY(std::is_sorted(values.begin(), values.end()));
        line.output->lookAtReader(line.now);
        QVERIFY(!line.output->holdsBack());
    }

    void whatIsHeldBackOutlastsItsTurn()
    {
        SessionLine line(kRoomy, kRoomyKernel);
        QVERIFY(line.output);
        if (line.fallBehind() == 0)
            QSKIP("this system does not tell what its kernel holds, or holds less");
        line.sharedTick(2, 1);
        line.endTurn();
        line.sharedTick(2, 2);
        line.endTurn();
        QVERIFY(line.output->dirty());
        line.output->lookAtReader(line.now);
        QVERIFY(line.readUntil([&] { return line.valuesOf(2).size() == 2; }));
        QCOMPARE(line.valuesOf(2), (QList<int>{1, 2}));
        QVERIFY(!line.received.broken());
    }

    void aPieceFindsOutThatTheReaderHasCaughtUp()
    {
        SessionLine line(kRoomy, kRoomyKernel);
        QVERIFY(line.output);
        int sent = line.fallBehind();
        if (sent == 0)
            QSKIP("this system does not tell what its kernel holds, or holds less");
        QVERIFY(line.readUntil([&] { return line.valuesOf(1).size() == sent; }));
        while (line.output->holdsBack())
            line.tick(1, sent++, Mode::Ltp, 1'000);
        // What it writes is in the kernel until it has arrived, and a piece is less than who is behind has there.
        line.output->flush(line.now);
        QVERIFY(!line.output->holdsBack());
    }

    void orderUpdatesAreNotHeldBack()
    {
        SessionLine line(kRoomy, kRoomyKernel);
        QVERIFY(line.output);
        if (line.fallBehind() == 0)
            QSKIP("this system does not tell what its kernel holds, or holds less");
        line.tick(1, 0);
        QVERIFY(line.output->holdsBack());
        QVERIFY(line.order(1));
        QVERIFY(!line.output->holdsBack());
        line.output->flush(line.now);
        line.tick(1, 1);
        QVERIFY(line.output->holdsBack());
    }

    void aReaderThatStopsBlocksTheSessionAndTicksWait()
    {
        SessionLine line;
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

    void aReaderThatMakesRoomAmidAWriteDoesNotBlockTheSession()
    {
        SessionLine line;
        QVERIFY(line.output);
        for (int i = 0; i < 10; ++i)
            line.tick(1, i, Mode::Ltp, 500);
        std::optional<Sending> sending = line.output->beginFlush(line.now);
        QVERIFY(sending);
        // As if the kernel had had room for the first half only; for the rest it has room by now.
        sending->taken = os::sendSome(sending->socket, sending->bytes.data(), sending->bytes.size() / 2);
        line.output->endFlush(*sending, line.now);
        QVERIFY(!line.output->blocked());
        line.tick(1, 10);
        line.output->flush(line.now);
        QVERIFY(line.readUntilTexts(11));
        QVERIFY(!line.received.broken() && line.received.atBoundary());
    }

    void withinTheBudgetNothingIsLostAfterAPause()
    {
        SessionLine line;
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
        SessionLine line({100, 1'000'000});
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
        SessionLine line({100, 1'000'000});
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
        SessionLine line;
        QVERIFY(line.output);
        line.fill();
        for (int i = 0; i < 100; ++i)
            line.tick(1, i);
        line.reply(1);
        line.reply(2);
        for (int i = 100; i < 200; ++i)
            line.tick(1, i);
        QVERIFY(line.readUntil([&] { return line.valuesOf(1).size() == 200; }));
        QVERIFY(!line.received.broken());
        const QList<QByteArray> texts = line.received.texts();
        const qsizetype first = texts.indexOf("reply1");
        QVERIFY(first >= 0);
        QCOMPARE(texts.at(first + 1), QByteArray("reply2"));
        QVERIFY(texts.at(first + 2).contains("{\"v\":0}"));
    }

    void aCloseFrameMayFollowADiscardAtOnce()
    {
        SessionLine line;
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
        SessionLine line;
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
        SessionLine line;
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
};

QTEST_GUILESS_MAIN(TestSessionOutputSlowReader)
#include "tst_SessionOutputSlowReader.moc"
