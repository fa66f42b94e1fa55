#include "tests/support/SessionLine.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <random>

using namespace tickgate;
using tickgate::test::kRoomy;
using tickgate::test::SessionLine;
using tickgate::test::SocketPair;

class TestSessionOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersOfOneTurnAreBoundLikeTicks()
    {
        SessionLine line(Backlog::Budget{1'000'000, 1024 * 1024});
        QVERIFY(line.output);
        const std::string frame(10'000, 'x');
        int taken = 0;
        while (taken < 10'000 && line.output->addKept(frame, line.now))
            ++taken;
        QVERIFY(taken < 1'000); // the kernel's buffers and the budget, without any flush
    }

    void ticksLeaveWithTheFlushInTheirOrder()
    {
        SessionLine line;
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
        SessionLine line;
        QVERIFY(line.output);
        line.tick(1, 0, Mode::Ltp);
        line.tick(1, 1, Mode::Quote);
        line.tick(1, 2, Mode::Depth);
        line.output->flush(line.now);
        QVERIFY(line.readUntilTexts(3));
        for (int i = 0; i < 3; ++i)
            QVERIFY(line.received.texts().at(i).contains("\"mode\":" + QByteArray::number(i + 1) + ",\"data\""));
    }

    void framesOfTheTurnsBytesKeepTheirPlaceAmongTheOthers()
    {
        SessionLine line;
        QVERIFY(line.output);
        for (int i = 0; i < 100; ++i) {
            line.sharedTick(1, 4 * i);
            line.sharedTick(1, 4 * i + 1);
            if (i % 3 == 0)
                line.tick(1, 4 * i + 2); // elsewhere
            else if (i % 3 == 1)
                line.sharedTick(1, 4 * i + 2, Mode::Ltp, Mode::Quote); // another digit for this session
            line.sharedTick(1, 4 * i + 3);
            if (i % 5 == 0)
                QVERIFY(line.order(i));
            if (i % 7 == 0)
                line.endTurn();
        }
        line.endTurn();
        QVERIFY(line.readUntilTexts(367 + 20));
        QVERIFY(!line.received.broken() && line.received.atBoundary());
        const QList<int> values = line.valuesOf(1);
        QCOMPARE(values.size(), 367);
        QVERIFY(std::is_sorted(values.begin(), values.end()));
        QCOMPARE(line.textsWith("order").size(), 20);
        for (const QByteArray &text : line.received.texts())
            QVERIFY(text.startsWith("order") || text.contains("\"mode\":1,"));
        QCOMPARE(line.output->delivered(), std::uint64_t{387});
    }

    void onlyADigitOfItsOwnMakesASessionCopyAFrame()
    {
        SessionLine line;
        QVERIFY(line.output);
        const auto sends = [&line] {
            const auto sending = line.output->beginFlush(line.now);
            return sending ? sending->bytes.data() : nullptr;
        };
        line.sharedTick(1, 1);
        line.sharedTick(1, 2);
        QCOMPARE(static_cast<const void *>(sends()), static_cast<const void *>(line.turnBytes.data()));
        line.sharedTick(1, 3, Mode::Quote);
        QVERIFY(sends() != line.turnBytes.data());
        line.endTurn();
        QVERIFY(line.readUntilTexts(3));
        QVERIFY(line.received.texts().at(1).contains("\"mode\":1,"));
        QVERIFY(line.received.texts().at(2).contains("\"mode\":2,"));
    }

    void aTurnsBatchIsWrittenEarlyWhenItGrowsLarge()
    {
        SessionLine line;
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
        SessionLine line;
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
        SessionLine line;
        QVERIFY(line.output);
        for (int i = 0; i < 200; ++i) {
            line.tick(1, i);
            line.reply(i);
        }
        QVERIFY(line.readUntilTexts(400));
        for (int i = 0; i < 200; ++i) {
            QVERIFY(line.received.texts().at(2 * i).contains("{\"v\":" + QByteArray::number(i) + "}"));
            QCOMPARE(line.received.texts().at(2 * i + 1), "reply" + QByteArray::number(i));
        }
    }

    void neitherTickNorReplyOvertakesABufferedControlFrame()
    {
        SessionLine line(kRoomy, SocketPair::kKernelBytes, SocketPair::End::Qt);
        QVERIFY(line.output);
        line.control(1);
        QVERIFY(line.pair.server().bytesToWrite() > 0);
        line.tick(1, 1);
        line.output->flush(line.now);
        line.control(2);
        line.reply(1);
        QVERIFY(line.readUntilTexts(4));
        QCOMPARE(line.received.texts().at(0), QByteArray("control1"));
        QCOMPARE(line.received.texts().at(2), QByteArray("control2"));
        QCOMPARE(line.received.texts().at(3), QByteArray("reply1"));
    }

    void whateverHappensFramesStayWholeAndEachKindInOrder()
    {
        for (const unsigned seed : {1U, 2U, 3U, 4U}) {
            std::mt19937 random(seed);
            SessionLine line(kRoomy, SocketPair::kKernelBytes,
                             seed % 2 == 0 ? SocketPair::End::Qt : SocketPair::End::Ours);
            QVERIFY(line.output);
            QList<int> ticks;
            int orders = 0;
            int controls = 0;
            int replies = 0;
            for (int step = 0; step < 4'000; ++step) {
                switch (random() % 10) {
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
                case 5:
                    line.reply(replies++);
                    break;
                case 6:
                    line.sharedTick(1, step, Mode::Ltp, random() % 2 == 0 ? Mode::Ltp : Mode::Depth);
                    ticks.append(step);
                    break;
                default:
                    line.tick(1, step, Mode::Ltp, static_cast<qsizetype>(random() % 3'000));
                    ticks.append(step);
                    break;
                }
                if (line.turnBytes.size() > 1'000 && random() % 8 == 0)
                    line.endTurn();
            }
            line.output->flush(line.now);
            QVERIFY(line.readUntilTexts(ticks.size() + orders + controls + replies));
            QVERIFY(!line.received.broken() && line.received.atBoundary());
            QCOMPARE(line.valuesOf(1), ticks);
            for (int i = 0; i < orders; ++i)
                QCOMPARE(line.textsWith("order").at(i), "order" + QByteArray::number(i));
            for (int i = 0; i < controls; ++i)
                QCOMPARE(line.textsWith("control").at(i), "control" + QByteArray::number(i));
            for (int i = 0; i < replies; ++i)
                QCOMPARE(line.textsWith("reply").at(i), "reply" + QByteArray::number(i));
        }
    }

    void aBrokenConnectionIsNoDisaster()
    {
        SessionLine line;
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
