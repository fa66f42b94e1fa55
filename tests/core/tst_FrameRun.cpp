#include "core/server/FrameRun.h"

#include <QTest>

#include <random>
#include <string>

using namespace tickgate;

class TestFrameRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesBackToBackAreNotCopied()
    {
        const std::string turn = "aaabbbbcc";
        const std::string_view bytes = turn;
        FrameRun run;
        QVERIFY(run.empty());
        run.share(bytes.substr(0, 3));
        run.share(bytes.substr(3, 4));
        run.share(bytes.substr(7));
        QCOMPARE(run.size(), turn.size());
        QCOMPARE(static_cast<const void *>(run.bytes().data()), static_cast<const void *>(turn.data()));
    }

    void aFrameLeftOutMakesItACopy()
    {
        std::string turn = "aaabbbbcc";
        const std::string_view bytes = turn;
        FrameRun run;
        run.share(bytes.substr(0, 3));
        run.share(bytes.substr(7));
        run.share(bytes.substr(3, 4)); // in any order
        turn.assign(turn.size(), '~');
        QCOMPARE(run.bytes(), std::string_view("aaaccbbbb"));
    }

    void whatIsOwnedOutlastsTheTurn()
    {
        std::string turn = "aaa";
        FrameRun run;
        run.share(turn);
        run.own().append("order");
        turn.assign(turn.size(), '~');
        QCOMPARE(run.bytes(), std::string_view("aaaorder"));
    }

    void aClearedRunBeginsAnew()
    {
        const std::string turn = "aaabbb";
        const std::string_view bytes = turn;
        FrameRun run;
        run.own().append("order");
        run.clear();
        QVERIFY(run.empty());
        run.share(bytes.substr(3));
        QCOMPARE(static_cast<const void *>(run.bytes().data()), static_cast<const void *>(turn.data() + 3));
        run.clear();
        QVERIFY(run.empty());
        QVERIFY(run.own().empty());
    }

    void whateverIsHandedInComesOutInOrder()
    {
        for (const unsigned seed : {1U, 2U, 3U}) {
            std::mt19937 random(seed);
            std::string turn(1'000, ' ');
            for (char &c : turn)
                c = static_cast<char>('a' + random() % 26);
            FrameRun run;
            std::string expected;
            std::size_t at = 0;
            for (int step = 0; step < 10'000; ++step) {
                switch (random() % 12) {
                case 0:
                    run.clear(random() % 2 == 0 ? 0 : 4096);
                    expected.clear();
                    break;
                case 1:
                    run.own().append("order");
                    expected += "order";
                    break;
                case 2:
                    at = random() % turn.size();
                    break;
                default: {
                    const std::string_view frame = std::string_view(turn).substr(at, 1 + random() % 9);
                    run.share(frame);
                    expected += frame;
                    at = (at + frame.size()) % turn.size();
                    break;
                }
                }
                QCOMPARE(run.size(), expected.size());
                QCOMPARE(run.bytes(), std::string_view(expected));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFrameRun)
#include "tst_FrameRun.moc"
