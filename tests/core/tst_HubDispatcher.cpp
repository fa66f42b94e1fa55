#include "core/server/HubDispatcher.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QSemaphore>
#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

using namespace tickgate;

namespace {

constexpr int kPatienceMs = 20'000;

/// See HubThread.cpp: of a class of its own for the thread sanitizer.
class Anchor : public QObject
{};

/// A thread with the hub's dispatcher, as HubThread makes it.
class Loop
{
public:
    Loop()
    {
        if (QAbstractEventDispatcher *dispatcher = makeHubDispatcher(); dispatcher != nullptr)
            m_thread.setEventDispatcher(dispatcher);
        m_anchor.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Loop()
    {
        m_thread.quit();
        m_thread.wait();
    }
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    void post(std::function<void()> work)
    {
        QMetaObject::invokeMethod(&m_anchor, std::move(work), Qt::QueuedConnection);
    }
    void run(std::function<void()> work)
    {
        QSemaphore done;
        post([&] {
            work();
            done.release();
        });
        done.acquire();
    }
    [[nodiscard]] QThread &thread() { return m_thread; }

private:
    QThread m_thread;
    Anchor m_anchor;
};

/// Both ends of a connection that live on the calling thread, the server's first.
struct Pair
{
    QTcpServer server;
    QTcpSocket client;
    std::unique_ptr<QTcpSocket> accepted;

    Pair()
    {
        server.listen(QHostAddress::LocalHost);
        client.connectToHost(server.serverAddress(), server.serverPort());
        client.waitForConnected(kPatienceMs);
        server.waitForNewConnection(kPatienceMs);
        accepted.reset(server.nextPendingConnection());
        accepted->setParent(nullptr);
    }
};

} // namespace

/// What the hub needs of its event loop. On Linux this is EpollDispatcher, elsewhere Qt's own.
class TestHubDispatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void postedWorkRunsInOrder()
    {
        Loop loop;
        std::vector<int> seen;
        for (int i = 0; i < 1000; ++i)
            loop.post([&seen, i] { seen.push_back(i); });
        loop.run([] {});
        QCOMPARE(seen.size(), std::size_t{1000});
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    }

    void workPostedByWorkWakesASleepingLoop()
    {
        Loop loop;
        QSemaphore done;
        // Back and forth between two loops that sleep in between.
        Loop other;
        std::function<void(int)> ping = [&](int left) {
            if (left == 0) {
                done.release();
                return;
            }
            ((left % 2) != 0 ? loop : other).post([&ping, left] { ping(left - 1); });
        };
        ping(2000);
        QVERIFY(done.tryAcquire(1, kPatienceMs));
    }

    void aSocketIsReadWhenBytesCome()
    {
        Loop loop;
        std::unique_ptr<Pair> pair;
        QByteArray seen;
        QSemaphore all;
        loop.run([&] {
            pair = std::make_unique<Pair>();
            QObject::connect(pair->accepted.get(), &QTcpSocket::readyRead, pair->accepted.get(), [&] {
                seen += pair->accepted->readAll();
                if (seen.size() == 3)
                    all.release();
            });
        });
        for (const char *byte : {"a", "b", "c"})
            loop.run([&] { pair->client.write(byte); });
        QVERIFY(all.tryAcquire(1, kPatienceMs));
        QCOMPARE(seen, "abc");
        loop.run([&] { pair.reset(); });
    }

    void aFullSocketGoesOnWhenItsReaderReads()
    {
        constexpr qint64 kBytes = 16 * 1024 * 1024; // more than the kernel keeps
        Loop loop;
        std::unique_ptr<Pair> pair;
        qint64 seen = 0;
        QSemaphore all;
        loop.run([&] {
            pair = std::make_unique<Pair>();
            QObject::connect(&pair->client, &QTcpSocket::readyRead, &pair->client, [&] {
                seen += pair->client.readAll().size();
                if (seen == kBytes)
                    all.release();
            });
            pair->accepted->write(QByteArray(kBytes, 'x'));
        });
        QVERIFY(all.tryAcquire(1, kPatienceMs));
        loop.run([&] { pair.reset(); });
    }

    void theEndOfAConnectionIsSeen()
    {
        Loop loop;
        std::unique_ptr<Pair> pair;
        QSemaphore ended;
        loop.run([&] {
            pair = std::make_unique<Pair>();
            QObject::connect(pair->accepted.get(), &QTcpSocket::disconnected, pair->accepted.get(),
                             [&] { ended.release(); });
            pair->client.abort();
        });
        QVERIFY(ended.tryAcquire(1, kPatienceMs));
        loop.run([&] { pair.reset(); });
    }

    void aSocketThatEndsAnotherOfTheSameTurnIsNotFollowedByIt()
    {
        Loop loop;
        std::unique_ptr<Pair> first;
        std::unique_ptr<Pair> second;
        int reads = 0;
        QSemaphore ended;
        loop.run([&] {
            first = std::make_unique<Pair>();
            second = std::make_unique<Pair>();
            const auto endOther = [&](std::unique_ptr<QTcpSocket> &other) {
                ++reads;
                other.reset();
                ended.release();
            };
            QObject::connect(first->accepted.get(), &QTcpSocket::readyRead, &first->client,
                             [&, endOther] { endOther(second->accepted); });
            QObject::connect(second->accepted.get(), &QTcpSocket::readyRead, &second->client,
                             [&, endOther] { endOther(first->accepted); });
            // Both have bytes before the loop looks at either.
            for (Pair *pair : {first.get(), second.get()}) {
                pair->client.write("x");
                pair->client.waitForBytesWritten(kPatienceMs);
            }
        });
        QVERIFY(ended.tryAcquire(1, kPatienceMs));
        loop.run([&] {
            first.reset();
            second.reset();
        });
        QCOMPARE(reads, 1);
    }

    void aDescriptorThatIsUsedAgainBelongsToTheNewSocket()
    {
        Loop loop;
        QSemaphore read;
        QSet<qintptr> descriptors;
        loop.run([&] {
            // The kernel hands out the lowest free number, so each pair gets the one before's.
            for (int i = 0; i < 20; ++i) {
                Pair pair;
                descriptors.insert(pair.accepted->socketDescriptor());
                QEventLoop wait;
                QObject::connect(pair.accepted.get(), &QTcpSocket::readyRead, &wait, [&] {
                    read.release();
                    wait.quit();
                });
                QTimer::singleShot(kPatienceMs, &wait, &QEventLoop::quit);
                pair.client.write("x");
                wait.exec();
            }
        });
        QCOMPARE(read.available(), 20);
        QVERIFY(descriptors.size() < 20);
    }

    void manySocketsAreAllServed()
    {
        constexpr int kSockets = 300; // more than one wait returns
        Loop loop;
        std::vector<std::unique_ptr<Pair>> pairs;
        QSemaphore read;
        loop.run([&] {
            for (int i = 0; i < kSockets; ++i) {
                pairs.push_back(std::make_unique<Pair>());
                QTcpSocket *accepted = pairs.back()->accepted.get();
                QObject::connect(accepted, &QTcpSocket::readyRead, accepted, [&read, accepted] {
                    accepted->readAll();
                    read.release();
                });
            }
            for (const auto &pair : pairs)
                pair->client.write("x");
        });
        QVERIFY(read.tryAcquire(kSockets, kPatienceMs));
        loop.run([&] { pairs.clear(); });
    }

    void timersFireInTheOrderOfTheirTimes()
    {
        Loop loop;
        std::vector<int> seen;
        QSemaphore done;
        loop.run([&] {
            auto *context = new QObject;
            for (const int ms : {60, 20, 40}) {
                QTimer::singleShot(ms, Qt::PreciseTimer, context, [&seen, &done, ms, context] {
                    seen.push_back(ms);
                    if (ms == 60) {
                        context->deleteLater();
                        done.release();
                    }
                });
            }
        });
        QVERIFY(done.tryAcquire(1, kPatienceMs));
        QCOMPARE(seen, (std::vector<int>{20, 40, 60}));
    }

    void aTimerRepeatsUntilItIsStoppedAndNeverComesEarly()
    {
        Loop loop;
        QSemaphore fired;
        std::unique_ptr<QTimer> timer;
        QElapsedTimer clock;
        loop.run([&] {
            timer = std::make_unique<QTimer>();
            timer->setTimerType(Qt::PreciseTimer);
            QObject::connect(timer.get(), &QTimer::timeout, timer.get(), [&] {
                fired.release();
                if (fired.available() == 5)
                    timer->stop();
            });
            clock.start();
            timer->start(10);
        });
        QTRY_COMPARE_WITH_TIMEOUT(fired.available(), 5, kPatienceMs);
        QVERIFY(clock.elapsed() >= 50);
        int remaining = 0;
        loop.run([&] {
            remaining = timer->remainingTime();
            timer.reset();
        });
        QCOMPARE(remaining, -1);
        QCOMPARE(fired.available(), 5);
    }

    void aTimerThatEndsAnotherIsNotFollowedByIt()
    {
        Loop loop;
        QSemaphore fired;
        loop.run([&] {
            auto *context = new QObject;
            for (int i = 0; i < 2; ++i) {
                auto *timer = new QTimer(context);
                QObject::connect(timer, &QTimer::timeout, context, [context, &fired] {
                    fired.release();
                    delete context;
                });
                timer->start(1);
            }
            QThread::msleep(3); // both are due when the loop turns
        });
        QVERIFY(fired.tryAcquire(1, kPatienceMs));
        loop.run([] {});
        QCOMPARE(fired.available(), 0);
    }

    void aTimerOfZeroLeavesRoomForTheRest()
    {
        Loop loop;
        std::unique_ptr<QTimer> busy;
        QSemaphore other;
        loop.run([&] {
            busy = std::make_unique<QTimer>();
            busy->start(0);
            QTimer::singleShot(5, busy.get(), [&] { other.release(); });
        });
        loop.run([] {});
        QVERIFY(other.tryAcquire(1, kPatienceMs));
        loop.run([&] { busy.reset(); });
    }

    void anIdleLoopSleeps()
    {
        Loop loop;
        std::atomic<int> turns = 0;
        std::unique_ptr<Pair> pair;
        loop.run([&] {
            // Bytes that the socket does not want yet must not wake it either: Qt turns its notifier off.
            pair = std::make_unique<Pair>();
            pair->accepted->setReadBufferSize(1);
            pair->client.write("more than one");
            QObject::connect(
                QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, &loop.thread(),
                [&] { ++turns; }, Qt::DirectConnection);
        });
        QTest::qWait(200);
        // Some for what is still under way; a loop that spins makes thousands.
        QVERIFY2(turns < 20, qPrintable(QString::number(turns)));
        loop.run([&] {
            QAbstractEventDispatcher::instance()->disconnect();
            pair.reset();
        });
    }

    void quittingEndsASleepingLoop()
    {
        for (int i = 0; i < 50; ++i) {
            Loop loop;
            loop.run([] {});
            loop.thread().quit();
            QVERIFY(loop.thread().wait(kPatienceMs));
        }
    }
};

QTEST_GUILESS_MAIN(TestHubDispatcher)
#include "tst_HubDispatcher.moc"
