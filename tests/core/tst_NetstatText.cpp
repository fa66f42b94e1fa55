#include "core/ports/NetstatText.h"

#include <QTest>

using namespace tickgate;

namespace {

QString told(const os::SocketEntry &entry)
{
    return QStringLiteral("%1 %2 %3 > %4 %5")
        .arg(entry.v6 ? QStringLiteral("v6") : QStringLiteral("v4"), QString::fromStdString(entry.localAddress))
        .arg(entry.localPort)
        .arg(QString::fromStdString(entry.remoteAddress))
        .arg(entry.remotePort);
}

} // namespace

class TestNetstatText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineTellsBothEndsAndTheState_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("ends");
        QTest::addColumn<int>("state");
        const auto row = [](const char *name, const char *line, const char *ends, os::TcpState state) {
            QTest::newRow(name) << QByteArray(line) << QString::fromLatin1(ends) << static_cast<int>(state);
        };
        row("a listener of IPv4", "tcp4       0      0  127.0.0.1.8765         *.*                    LISTEN     \n",
            "v4 127.0.0.1 8765 >  0", os::TcpState::Listen);
        row("of every address", "tcp4       0      0  *.8765                 *.*                    LISTEN     \n",
            "v4 0.0.0.0 8765 >  0", os::TcpState::Listen);
        row("of both families", "tcp46      0      0  *.8765                 *.*                    LISTEN     \n",
            "v6 :: 8765 >  0", os::TcpState::Listen);
        row("a connection that lingers",
            "tcp6       0      0  ::1.8765               ::1.50123              TIME_WAIT  \n",
            "v6 ::1 8765 > ::1 50123", os::TcpState::TimeWait);
        row("a whole IPv6 address and a scope",
            "tcp6       0      0  fe80::aede:48ff:fe00:1122%en5.8765            "
            "2001:db8:1111:2222:3333:4444:5555:6666.50123  ESTABLISHED\n",
            "v6 fe80::aede:48ff:fe00:1122 8765 > 2001:db8:1111:2222:3333:4444:5555:6666 50123",
            os::TcpState::Established);
        row("more columns than asked for",
            "tcp4       0      0  10.0.0.5.50123         10.0.0.9.5555          SYN_RCVD    131072 131072  "
            "Python:4711\n",
            "v4 10.0.0.5 50123 > 10.0.0.9 5555", os::TcpState::SynReceived);
    }

    void aLineTellsBothEndsAndTheState()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, ends);
        QFETCH(int, state);
        const auto entry = os::socketOfNetstatLine(line.toStdString());
        QVERIFY(entry.has_value());
        QCOMPARE(told(*entry), ends);
        QCOMPARE(static_cast<int>(entry->state), state);
    }

    void headingsAndRemarksAreNoSockets_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("title") << QByteArray("Active Internet connections (including servers)\n");
        QTest::newRow("heading") << QByteArray(
            "Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)    \n");
        QTest::newRow("remark") << QByteArray("Some tcp sockets may have been created.\n");
        QTest::newRow("nothing") << QByteArray("\n");
        QTest::newRow("cut short") << QByteArray("tcp4       0      0  127.0.0.1.87\n");
        QTest::newRow("no port") << QByteArray("tcp4 0 0 127.0.0.1.http *.* LISTEN\n");
    }

    void headingsAndRemarksAreNoSockets()
    {
        QFETCH(QByteArray, line);
        QVERIFY(!os::socketOfNetstatLine(line.toStdString()));
    }
};

QTEST_GUILESS_MAIN(TestNetstatText)
#include "tst_NetstatText.moc"
