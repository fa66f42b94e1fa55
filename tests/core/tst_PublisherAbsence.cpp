#include "core/bus/PublisherAbsence.h"
#include "core/metrics/SilentFeed.h"

#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::uint64_t kOpened = 500 * kSecond;

ServiceSnapshot alone(std::chrono::milliseconds since)
{
    ServiceSnapshot snapshot;
    snapshot.bus.bound = true;
    snapshot.bus.withoutPublisher = since;
    return snapshot;
}

} // namespace

/// How long nobody has published, and from when on that is worth saying.
class tst_PublisherAbsence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itLastsFromTheOpeningOfTheBus()
    {
        PublisherAbsence absence;
        QCOMPARE(absence.lasts(kOpened), 0ms);
        absence.note(0, kOpened);
        QCOMPARE(absence.lasts(kOpened), 0ms);
        absence.note(0, kOpened + 4 * kSecond);
        QCOMPARE(absence.lasts(kOpened + 9 * kSecond), 9s);
    }

    void itEndsWithThePublisherAndBeginsAnewWithoutHim()
    {
        PublisherAbsence absence;
        absence.note(0, kOpened);
        absence.note(1, kOpened + 3 * kSecond);
        QCOMPARE(absence.lasts(kOpened + 100 * kSecond), 0ms);
        absence.note(0, kOpened + 100 * kSecond);
        QCOMPARE(absence.lasts(kOpened + 102 * kSecond), 2s);
    }

    void aClockThatIsReadEarlierThanNotedDoesNotRunBackwards()
    {
        PublisherAbsence absence;
        absence.note(0, kOpened);
        QCOMPARE(absence.lasts(kOpened - kSecond), 0ms);
    }

    void tenSecondsWithoutOneAreWorthSaying()
    {
        QVERIFY(!publisherMissing(alone(9'999ms)));
        QVERIFY(publisherMissing(alone(10s)));
    }

    void anAttachedPublisherOrAClosedBusIsNot()
    {
        ServiceSnapshot snapshot = alone(60s);
        snapshot.bus.publishers = 1;
        QVERIFY(!publisherMissing(snapshot));
        snapshot = alone(60s);
        snapshot.bus.bound = false;
        QVERIFY(!publisherMissing(snapshot));
        snapshot.bus.connected = true;
        QVERIFY(publisherMissing(snapshot));
    }

    void theAdapterHostPublishesOnlyOnceSomebodySubscribes()
    {
        ServiceSnapshot snapshot = alone(60s);
        snapshot.hub.feed.host = FeedSnapshot::Host::Ready;
        QVERIFY(!publisherMissing(snapshot));
        snapshot.hub.subscriptions = 1;
        QVERIFY(publisherMissing(snapshot));
    }
};

QTEST_APPLESS_MAIN(tst_PublisherAbsence)
#include "tst_PublisherAbsence.moc"
