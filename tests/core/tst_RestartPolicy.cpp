#include "core/service/RestartPolicy.h"

#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;

class TestRestartPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theDelayDoublesFromOneSecond()
    {
        RestartPolicy policy;
        for (const std::chrono::seconds expected : {1s, 2s, 4s, 8s, 16s}) {
            const auto delay = policy.failed(0ms);
            QVERIFY(delay.has_value());
            QCOMPARE(delay->count(), expected.count());
        }
    }

    void noDelayIsLongerThanAMinute()
    {
        RestartPolicy policy;
        while (const auto delay = policy.failed(1'000ms))
            QVERIFY(*delay <= 60s);
    }

    void theSixthFailureInARowIsTheLast()
    {
        RestartPolicy policy;
        for (int failure = 1; failure < 6; ++failure)
            QVERIFY(policy.failed(0ms).has_value());
        QVERIFY(!policy.failed(0ms).has_value());
        QCOMPARE(policy.failures(), 6);
        QVERIFY(!policy.failed(0ms).has_value());
    }

    void fiveGoodMinutesForgetThePast()
    {
        RestartPolicy policy;
        for (int failure = 0; failure < 5; ++failure)
            static_cast<void>(policy.failed(0ms));
        QCOMPARE(policy.failed(5min)->count(), 1);
        QCOMPARE(policy.failures(), 1);
        QCOMPARE(policy.failed(0ms)->count(), 2);
    }

    void aLittleLessThanFiveMinutesDoesNot()
    {
        RestartPolicy policy;
        static_cast<void>(policy.failed(0ms));
        QCOMPARE(policy.failed(5min - 1ms)->count(), 2);
    }

    void aStartByTheUserBeginsAnew()
    {
        RestartPolicy policy;
        while (policy.failed(0ms)) {
        }
        policy.reset();
        QCOMPARE(policy.failures(), 0);
        QCOMPARE(policy.failed(0ms)->count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestRestartPolicy)
#include "tst_RestartPolicy.moc"
