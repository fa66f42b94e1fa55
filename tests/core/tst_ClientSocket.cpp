#include "core/server/ClientSocket.h"

#include "tests/support/SocketPair.h"
#include "tests/support/TestSupport.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace tickgate;
using tickgate::test::SocketPair;

namespace {

/// A ClientSocket and the client at its other end.
struct Line
{
    [[nodiscard]] bool readUntil(qsizetype bytes)
    {
        return test::waitFor([&] {
            received += pair.read();
            return received.size() >= bytes;
        });
    }
    /// Writes until the kernel takes no more.
    void fill()
    {
        while (pair.server().bytesToWrite() == 0)
            write(10'000);
    }
    void write(int bytes)
    {
        QByteArray data(bytes, Qt::Uninitialized);
        for (char &c : data)
            c = static_cast<char>('a' + random() % 26);
        QCOMPARE(pair.server().write(data), data.size());
        written += data;
    }

    SocketPair pair{SocketPair::kKernelBytes, SocketPair::End::Ours};
    std::mt19937 random{1};
    QByteArray written;
    QByteArray received;
};

} // namespace

class TestClientSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatTheKernelTakesIsNotBuffered()
    {
        Line line;
        QVERIFY(line.pair.ok());
        QVERIFY(qobject_cast<ClientSocket *>(&line.pair.server()) != nullptr);
        for (int i = 0; i < 10; ++i) {
            line.write(100);
            QCOMPARE(line.pair.server().bytesToWrite(), qint64{0});
        }
        QVERIFY(line.readUntil(1'000));
        QCOMPARE(line.received, line.written);
    }

    void whatItDoesNotTakeFollowsWhenTheClientReads()
    {
        Line line;
        QVERIFY(line.pair.ok());
        line.fill();
        const qint64 refused = line.pair.server().bytesToWrite();
        QVERIFY(refused <= 10'000);
        QSignalSpy told(&line.pair.server(), &QTcpSocket::bytesWritten);
        line.write(100'000);
        QCOMPARE(line.pair.server().bytesToWrite(), refused + 100'000); // nothing overtakes
        QVERIFY(line.readUntil(line.written.size()));
        QCOMPARE(line.received, line.written);
        qint64 bytes = 0;
        for (const QList<QVariant> &signal : told)
            bytes += signal.first().toLongLong();
        QCOMPARE(bytes, refused + 100'000);
    }

    void whateverIsWrittenArrivesInOrder()
    {
        Line line;
        QVERIFY(line.pair.ok());
        for (int step = 0; step < 3'000; ++step) {
            line.write(static_cast<int>(1 + line.random() % 3'000));
            if (line.random() % 30 == 0) {
                line.received += line.pair.read();
                QCoreApplication::processEvents();
            }
        }
        QVERIFY(line.readUntil(line.written.size()));
        QCOMPARE(line.received, line.written);
    }

    void aBrokenConnectionIsToldByQt()
    {
        Line line;
        QVERIFY(line.pair.ok());
        QSignalSpy ended(&line.pair.server(), &QTcpSocket::disconnected);
        line.pair.client().abort();
        QVERIFY(test::waitFor([&] {
            line.pair.server().write("x", 1);
            return ended.count() == 1;
        }));
        QCOMPARE(line.pair.server().write("x", 1), qint64{-1});
    }

    void withoutAConnectionNothingIsTaken()
    {
        ClientSocket socket;
        QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (tickgate::ClientSocket): device not open");
        QCOMPARE(socket.write("x", 1), qint64{-1});
    }
};

QTEST_GUILESS_MAIN(TestClientSocket)
#include "tst_ClientSocket.moc"
