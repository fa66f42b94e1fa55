#include "core/service/LoopProbe.h"
#include "tests/support/ServiceStage.h"

#include <QTest>

#include <optional>

using namespace tickgate;
using namespace tickgate::test;

class tst_LoopProbe : public QObject
{
    Q_OBJECT

private:
    /// What one test tick told; nothing when it told nothing at all.
    [[nodiscard]] std::optional<LoopTickResult> send(ServiceStage &service)
    {
        LoopProbe probe(*service.controller);
        std::optional<LoopTickResult> result;
        probe.send(this, [&](const LoopTickResult &got) { result = got; });
        static_cast<void>(waitFor([&] { return result.has_value(); }));
        return result;
    }

private Q_SLOTS:
    void aTestTickComesRoundAndIsMeasured()
    {
        ServiceOptions options;
        options.demo = true;
        ServiceStage service(options);
        QVERIFY(service.start());
        const auto result = send(service);
        QVERIFY(result.has_value());
        QVERIFY2(result->latency.has_value(), qPrintable(result->problem));
        QVERIFY(result->latency->count() > 0);
    }

    void aTestTickIsCountedNowhere()
    {
        ServiceStage service;
        QVERIFY(service.start());
        const auto result = send(service);
        QVERIFY(result.has_value());
        QVERIFY2(result->latency.has_value(), qPrintable(result->problem));

        std::optional<ServiceSnapshot> after;
        service.controller->requestSnapshot(SnapshotDetail::ClientsAndSymbols, this,
                                            [&](const ServiceSnapshot &snapshot) { after = snapshot; });
        QVERIFY(waitFor([&] { return after.has_value(); }));
        QVERIFY(!after->bus.everReceived);
        QCOMPARE(after->bus.messages, 0ULL);
        QCOMPARE(after->bus.ticks, 0ULL);
        QVERIFY(after->hub.symbolList.empty());
    }

    void withoutARunningBusTheReasonIsSaid()
    {
        ServiceStage service;
        const auto result = send(service);
        QVERIFY(result.has_value());
        QVERIFY(!result->tried);
        QVERIFY(!result->latency);
        QVERIFY(!result->problem.isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_LoopProbe)
#include "tst_LoopProbe.moc"
