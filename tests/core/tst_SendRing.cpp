#include "core/server/SendRing.h"

#include "tests/support/SocketPair.h"
#include "tests/support/TestSupport.h"

#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <string>
#include <vector>

using namespace tickgate;
using tickgate::test::SocketPair;

namespace {

/// Connections, and a sending for the server's end of each.
struct Line
{
    explicit Line(std::size_t clients)
    {
        for (std::size_t i = 0; i < clients; ++i) {
            pairs.push_back(std::make_unique<SocketPair>());
            texts.push_back("to client " + std::to_string(i) + ';');
        }
    }
    [[nodiscard]] std::vector<Sending> sendings() const
    {
        std::vector<Sending> made;
        for (std::size_t i = 0; i < pairs.size(); ++i)
            made.push_back({handleOf(i), texts[i]});
        return made;
    }
    [[nodiscard]] os::SocketHandle handleOf(std::size_t client) const
    {
        return static_cast<os::SocketHandle>(pairs[client]->server().socketDescriptor());
    }
    [[nodiscard]] bool reads(std::size_t client, const std::string &wanted)
    {
        QByteArray got;
        return test::waitFor([&] {
                   got += pairs[client]->read();
                   return got.size() >= static_cast<qsizetype>(wanted.size());
               }) &&
               got == QByteArray::fromStdString(wanted);
    }

    std::vector<std::unique_ptr<SocketPair>> pairs;
    std::vector<std::string> texts;
};

} // namespace

/// With rings that hold all, that are smaller than the turn, and without one: what the callers see is the same.
class TestSendRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySocketGetsItsOwn_data() { rings(); }
    void everySocketGetsItsOwn()
    {
        QFETCH(unsigned, entries);
        SendRing ring(entries);
        Line line(11);
        for (int turn = 0; turn < 3; ++turn) {
            std::vector<Sending> sendings = line.sendings();
            ring.send(sendings);
            for (std::size_t i = 0; i < sendings.size(); ++i) {
                QCOMPARE(sendings[i].taken, static_cast<std::int64_t>(line.texts[i].size()));
                QVERIFY(line.reads(i, line.texts[i]));
            }
        }
    }

    void aFullSocketTakesAPartAndThenNothingAndHoldsNobodyUp_data() { rings(); }
    void aFullSocketTakesAPartAndThenNothingAndHoldsNobodyUp()
    {
        QFETCH(unsigned, entries);
        SendRing ring(entries);
        Line line(3);
        const std::string large(4'000'000, 'x');
        std::vector<std::int64_t> taken;
        do {
            std::vector<Sending> sendings = line.sendings();
            sendings[1].bytes = large;
            sendings[1].taken = -1;
            ring.send(sendings);
            taken.push_back(sendings[1].taken);
            for (const std::size_t other : {0U, 2U})
                QVERIFY(line.reads(other, line.texts[other]));
        } while (taken.back() > 0 && taken.size() < 1'000);
        QVERIFY(taken.front() > 0 && taken.front() < static_cast<std::int64_t>(large.size()));
        QCOMPARE(taken.back(), 0);
    }

    void nothingIsUnderWayAfterwards_data() { rings(); }
    void nothingIsUnderWayAfterwards()
    {
        QFETCH(unsigned, entries);
        SendRing ring(entries);
        Line line(2);
        std::string large(4'000'000, 'x');
        std::vector<Sending> sendings = line.sendings();
        sendings[0].bytes = large;
        ring.send(sendings);
        const auto taken = static_cast<std::size_t>(sendings[0].taken);
        large.assign(large.size(), 'y'); // the caller's again

        QVERIFY(line.reads(0, std::string(taken, 'x')));
        std::vector<Sending> next = line.sendings();
        ring.send(next);
        QVERIFY(line.reads(0, line.texts[0]));
    }

    void aBrokenConnectionSaysSoAndHoldsNobodyUp_data() { rings(); }
    void aBrokenConnectionSaysSoAndHoldsNobodyUp()
    {
        QFETCH(unsigned, entries);
        SendRing ring(entries);
        Line line(4);
        line.pairs[1]->client().abort();
        std::vector<Sending> sendings;
        QVERIFY(test::waitFor([&] { // the system notices at the second send at the latest
            sendings = line.sendings();
            sendings[2].socket = os::kNoSocket;
            ring.send(sendings);
            return sendings[1].taken == -1;
        }));
        QCOMPARE(sendings[2].taken, -1);
        QCOMPARE(sendings[3].taken, static_cast<std::int64_t>(line.texts[3].size()));
        ring.send(sendings = line.sendings());
        QCOMPARE(sendings[0].taken, static_cast<std::int64_t>(line.texts[0].size()));
    }

    void nothingToSendIsNothing_data() { rings(); }
    void nothingToSendIsNothing()
    {
        QFETCH(unsigned, entries);
        SendRing ring(entries);
        ring.send({});
    }

private:
    static void rings()
    {
        QTest::addColumn<unsigned>("entries");
        QTest::newRow("room for all") << SendRing::kEntries;
        QTest::newRow("four at a time") << 4U;
        QTest::newRow("no ring") << 0U;
    }
};

QTEST_GUILESS_MAIN(TestSendRing)
#include "tst_SendRing.moc"
