#include "core/feed/PassiveFeed.h"

#include <QTest>

#include <optional>

using namespace tickgate;

class TestPassiveFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySubscriptionSucceedsAtOnceWithTheDepthAskedFor()
    {
        PassiveFeed feed;
        std::optional<FeedResult> result;
        feed.acquire({QStringLiteral("anna"), QStringLiteral("zerodha"), "NSE", "RELIANCE", Mode::Depth, 20},
                     [&](const FeedResult &given) { result = given; });
        QVERIFY(result.has_value());
        QVERIFY(result->accepted);
        QCOMPARE(result->actualDepth, 20);
        QCOMPARE(result->message, QString());
    }

    void noAdapterIsAlive()
    {
        PassiveFeed feed;
        QCOMPARE(feed.adapterStatus(QStringLiteral("anna")), QStringLiteral("passive"));
        QCOMPARE(feed.adapterCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPassiveFeed)
#include "tst_PassiveFeed.moc"
