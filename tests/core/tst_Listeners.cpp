#include "core/ports/PortText.h"
#include "core/server/Acceptor.h"
#include "core/server/ClientSocket.h"
#include "core/server/Listeners.h"
#include "tests/support/DescriptorDrought.h"
#include "tests/support/TestSupport.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <vector>

using namespace tickgate;
using namespace tickgate::test;

namespace {

const QString kV4 = QStringLiteral("127.0.0.1");
const QString kV6 = QStringLiteral("::1");

/// Takes what is accepted, as the hub does.
struct Doorman
{
    explicit Doorman(Listeners &listeners)
    {
        QObject::connect(&listeners, &Listeners::accepted, &listeners,
                         [this](QTcpSocket *socket) { accepted.emplace_back(socket); });
    }

    std::vector<std::unique_ptr<QTcpSocket>> accepted;
};

} // namespace

class TestListeners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectionsAreHandedOn()
    {
        Listeners listeners;
        Doorman doorman(listeners);
        QVERIFY(listeners.open({kV4}, 0, false).ok());
        QTcpSocket client;
        client.connectToHost(kV4, listeners.port());
        QVERIFY(waitFor([&] { return doorman.accepted.size() == 1; }));
        QVERIFY(qobject_cast<ClientSocket *>(doorman.accepted.front().get()) != nullptr);
    }

    void whoCouldNotBeAcceptedIsServedOnceThereAreDescriptorsAgain()
    {
        if (!DescriptorDrought::possible())
            QSKIP("Descriptors cannot be used up here.");
        Listeners listeners;
        Doorman doorman(listeners);
        QVERIFY(listeners.open({kV4}, 0, false).ok());
        QSignalSpy failures(listeners.findChild<Acceptor *>(), &Acceptor::acceptFailed);

        DescriptorDrought drought(1); // which the client takes
        QTcpSocket client;
        client.connectToHost(kV4, listeners.port());
        QVERIFY(waitFor([&] { return !failures.isEmpty(); }));
        QVERIFY(doorman.accepted.empty());
        drought.end();

        QVERIFY(waitFor([&] { return doorman.accepted.size() == 1; }));
        QTcpSocket later;
        later.connectToHost(kV4, listeners.port());
        QVERIFY(waitFor([&] { return doorman.accepted.size() == 2; }));
    }

    void aFailureAfterEarlierConnectionsIsNoticedToo()
    {
        if (!DescriptorDrought::possible())
            QSKIP("Descriptors cannot be used up here.");
        Listeners listeners;
        Doorman doorman(listeners);
        QVERIFY(listeners.open({kV4}, 0, false).ok());
        QSignalSpy failures(listeners.findChild<Acceptor *>(), &Acceptor::acceptFailed);
        QTcpSocket first;
        first.connectToHost(kV4, listeners.port());
        QVERIFY(waitFor([&] { return doorman.accepted.size() == 1; }));

        DescriptorDrought drought(1);
        QTcpSocket second;
        second.connectToHost(kV4, listeners.port());
        QVERIFY(waitFor([&] { return !failures.isEmpty(); }));
        drought.end();
        QVERIFY(waitFor([&] { return doorman.accepted.size() == 2; }));

        // The failure is over: it is not reported again with the connections that follow.
        failures.clear();
        QTcpSocket third;
        third.connectToHost(kV4, listeners.port());
        QVERIFY(waitFor([&] { return doorman.accepted.size() == 3; }));
        QVERIFY(failures.isEmpty());
    }

    void aClosedListenerStaysClosedAfterAFailedAccept()
    {
        if (!DescriptorDrought::possible())
            QSKIP("Descriptors cannot be used up here.");
        Listeners listeners;
        Doorman doorman(listeners);
        QVERIFY(listeners.open({kV4}, 0, false).ok());
        QSignalSpy failures(listeners.findChild<Acceptor *>(), &Acceptor::acceptFailed);
        DescriptorDrought drought(1);
        QTcpSocket client;
        client.connectToHost(kV4, listeners.port());
        QVERIFY(waitFor([&] { return !failures.isEmpty(); }));
        listeners.close();
        drought.end();
        QVERIFY(waitFor([&] { return client.state() == QAbstractSocket::UnconnectedState; }));
        QVERIFY(doorman.accepted.empty());
        QCOMPARE(listeners.stillHeld(), QStringList());
    }

    void whatWasServedIsProvenFree()
    {
        Listeners listeners;
        QVERIFY(listeners.open({kV4}, 0, false).ok());
        QCOMPARE(listeners.stillHeld(), QStringList(endpointText(kV4, listeners.port())));
        listeners.close();
        QCOMPARE(listeners.stillHeld(), QStringList());
        QTcpServer stranger;
        QVERIFY(stranger.listen(QHostAddress(kV4), listeners.port()));
        QCOMPARE(listeners.stillHeld(), QStringList(endpointText(kV4, listeners.port())));
    }

    void aDescriptorThatIsSomebodyElsesByNowIsLeftAlone()
    {
        Listeners listeners;
        QVERIFY(listeners.open({kV4}, 0, false).ok());
        const os::SocketHandle ours = listeners.findChild<Acceptor *>()->socket();
        os::closeSocket(ours); // as a fault elsewhere in the process would
        const os::ListenResult other = os::openListener(kV4.toStdString(), 0, os::Reuse::Address);
        if (other.socket != ours)
            QSKIP("This system does not use the number again at once.");

        QVERIFY(!listeners.isAlive());
        listeners.close();
        QCOMPARE(os::listeningPort(other.socket), other.port);
        os::closeSocket(other.socket);
    }

    void whatAStrangerHeldFromTheStartIsNotOursToFree()
    {
        // The stranger's port is free on the other loopback most of the time, and any program may take it there from
        // one moment to the next; another number where that happens.
        bool free = false;
        for (int attempt = 0; attempt < 20 && !free; ++attempt) {
            Listeners listeners;
            QTcpServer stranger;
            if (!stranger.listen(QHostAddress(kV6), 0))
                QSKIP("This computer has no ::1.");
            if (!listeners.open({kV4, kV6}, stranger.serverPort(), false).ok())
                continue;
            QVERIFY(listeners.snapshot()[0].listening);
            QVERIFY(!listeners.snapshot()[1].listening);
            listeners.close();
            QVERIFY(stranger.isListening());
            free = listeners.stillHeld().isEmpty();
        }
        QVERIFY(free);
    }
};

QTEST_GUILESS_MAIN(TestListeners)
#include "tst_Listeners.moc"
