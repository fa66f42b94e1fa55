#include "core/service/ReturnCounter.h"

#include "tests/support/ProxyClient.h"
#include "tests/support/ServiceStage.h"
#include "tests/support/TestSupport.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace tickgate;
using namespace tickgate::test;

/// The receipts of a restart as the service gives them.
class tst_ReturnCounter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClientThatLogsOnAgainIsBackOnlyOnce()
    {
        ServiceStage service;
        QVERIFY(restartWith(service, 2));
        ProxyClient back(service.port);
        QVERIFY(back.logIn() && back.logIn());
        QVERIFY(sampled(service)); // so that all that was told before has been heard
        QCOMPARE(service.controller->restartReceipt()->expected, 2);
        QCOMPARE(service.controller->restartReceipt()->back, 1);
    }

    void aRestartWithNobodyThereExpectsNobodyOfBefore()
    {
        ServiceStage service;
        QVERIFY(restartWith(service, 1));
        QVERIFY(restartWith(service, 0));
        QVERIFY(!service.controller->restartReceipt().has_value());
    }

    void aStartOfWhatWasStoppedExpectsNobodyOfBefore()
    {
        ServiceStage service;
        QVERIFY(restartWith(service, 1));
        QVERIFY(service.stop());
        QVERIFY(service.start());
        ProxyClient stranger(service.port);
        QVERIFY(stranger.logIn());
        QVERIFY(sampled(service));
        QVERIFY(!service.controller->restartReceipt().has_value());
        QVERIFY(service.receipts.isEmpty());
    }

private:
    /// Starts it where need be, and restarts it while so many clients are there.
    static bool restartWith(ServiceStage &service, int count)
    {
        if (service.controller->state() == ServiceState::Stopped && !service.start())
            return false;
        std::vector<std::unique_ptr<ProxyClient>> clients;
        for (int i = 0; i < count; ++i) {
            clients.push_back(std::make_unique<ProxyClient>(service.port));
            if (!clients.back()->logIn())
                return false;
        }
        return sampled(service) && service.controller->snapshot().hub.authenticated == count &&
               service.controller->restart(kWhy).isEmpty() && service.waitState(ServiceState::Stopping) &&
               service.waitState(ServiceState::Running);
    }

    static bool sampled(ServiceStage &service)
    {
        bool done = false;
        service.controller->requestSnapshot(SnapshotDetail::Totals, &service,
                                            [&done](const ServiceSnapshot &) { done = true; });
        return waitFor([&done] { return done; });
    }
};

QTEST_GUILESS_MAIN(tst_ReturnCounter)
#include "tst_ReturnCounter.moc"
