#include "core/service/LoopProbe.h"
#include "core/service/ProxyController.h"
#include "tests/support/TestSupport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;

namespace {

LoadedConfig freshPorts()
{
    LoadedConfig loaded;
    loaded.config.webSocketPort = 0;
    loaded.config.zmqPort = 0;
    return loaded;
}

} // namespace

class tst_LoopProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTestTickComesRoundAndIsMeasured()
    {
        const QTemporaryDir dir;
        ServiceOptions options;
        options.configDir = dir.path();
        options.stateDir = dir.path();
        options.demo = true;
        ProxyController controller(freshPorts, options);
        QVERIFY(controller.start().isEmpty());
        QVERIFY(test::waitFor([&] { return controller.state() == ServiceState::Running; }));
        LoopProbe probe(controller);
        std::optional<LoopTickResult> result;
        probe.send(this, [&](const LoopTickResult &got) { result = got; });
        QVERIFY(test::waitFor([&] { return result.has_value(); }));
        QVERIFY2(result->latency.has_value(), qPrintable(result->problem));
        QVERIFY(result->latency->count() > 0);
        controller.shutdownNow(QStringLiteral("test"));
    }

    void aTestTickIsCountedNowhere()
    {
        const QTemporaryDir dir;
        ServiceOptions options;
        options.configDir = dir.path();
        options.stateDir = dir.path();
        ProxyController controller(freshPorts, options);
        QVERIFY(controller.start().isEmpty());
        QVERIFY(test::waitFor([&] { return controller.state() == ServiceState::Running; }));
        LoopProbe probe(controller);
        std::optional<LoopTickResult> result;
        probe.send(this, [&](const LoopTickResult &got) { result = got; });
        QVERIFY(test::waitFor([&] { return result.has_value(); }));
        QVERIFY2(result->latency.has_value(), qPrintable(result->problem));

        std::optional<ServiceSnapshot> after;
        controller.requestSnapshot(SnapshotDetail::ClientsAndSymbols, this,
                                   [&](const ServiceSnapshot &snapshot) { after = snapshot; });
        QVERIFY(test::waitFor([&] { return after.has_value(); }));
        QVERIFY(!after->bus.everReceived);
        QCOMPARE(after->bus.messages, 0ULL);
        QCOMPARE(after->bus.ticks, 0ULL);
        QVERIFY(after->hub.symbolList.empty());
        controller.shutdownNow(QStringLiteral("test"));
    }

    void withoutARunningBusTheReasonIsSaid()
    {
        const QTemporaryDir dir;
        ServiceOptions options;
        options.configDir = dir.path();
        options.stateDir = dir.path();
        ProxyController controller(freshPorts, options);
        LoopProbe probe(controller);
        std::optional<LoopTickResult> result;
        probe.send(this, [&](const LoopTickResult &got) { result = got; });
        QVERIFY(test::waitFor([&] { return result.has_value(); }));
        QVERIFY(!result->tried);
        QVERIFY(!result->latency);
        QVERIFY(!result->problem.isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_LoopProbe)
#include "tst_LoopProbe.moc"
